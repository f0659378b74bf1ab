//! `agentls check`: agents, and the configurations that count for them.

mod baseline;
mod concise;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod sarif;
mod statistics;
mod watch;

use super::args::{CheckArgs, CheckFormat, FileArgs};
use super::configuration::Configuration;
use super::files::{self, Collected, Source, absolute};
use super::fix::{self, Tally};
use super::output::{self, complain};
use super::progress::Progress;
use super::surroundings::Workspaces;
use super::{Status, analyse, changed, team};
use crate::config::{self, Found};
use crate::disk::OwnDisk;
use crate::model::AgentFile;
use crate::rules::{self, Diagnostic, Severity};
use baseline::Baseline;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One file with what was found in it.
pub(crate) struct Checked {
    /// As it was given.
    pub path: String,
    pub absolute: PathBuf,
    pub text: Arc<str>,
    pub invalid_utf8: bool,
    /// `None` for a configuration.
    pub agent: Option<AgentFile>,
    /// What was found and is not known already, in the order of the text.
    pub found: Vec<Diagnostic>,
    /// The least severity that is shown.
    least: Severity,
    /// How many findings the baseline lists.
    known: usize,
}

/// What else there is to say of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    /// What `--fix` has done.
    pub mended: Option<Tally>,
    /// Entries of the baseline that are not found any more.
    pub gone: usize,
}

pub(crate) fn run(args: &CheckArgs) -> Status {
    if args.statistics && !matches!(args.format, CheckFormat::Human | CheckFormat::Concise | CheckFormat::Json) {
        complain("--statistics goes with the formats human, concise and json. Choose one of them: --format json");
        return Status::Failed;
    }
    if args.unsafe_fixes && !args.fix && !args.diff {
        complain("--unsafe-fixes has no effect by itself. Add --fix, or --diff to see them first");
        return Status::Failed;
    }
    match args.watch {
        true => watch::run(args),
        false => once(args).unwrap_or_else(|message| {
            complain(&message);
            Status::Failed
        }),
    }
}

/// Looks at all files once. What to tell the user where nothing can be said of any.
fn once(args: &CheckArgs) -> Result<Status, String> {
    let configuration = Configuration::chosen(&args.config)?;
    let known = match &args.baseline {
        Some(path) if !args.write_baseline => Some(Baseline::read(path)?),
        _ => None,
    };
    let (configs, others) = configs_among(&args.files);
    let mut collected = others.as_ref().map_or_else(Collected::default, files::collect);
    // All files are read, whatever is asked for: some rules look at the others, too.
    let mut unasked = Vec::new();
    if let Some(rev) = &args.changed_since {
        let changed = changed::since(rev)?;
        let is_changed = |source: &Source| changed.contains(&changed::canonical(&source.absolute));
        (collected.sources, unasked) = collected.sources.into_iter().partition(is_changed);
    }
    let workspaces = Workspaces::from_here().configured(configuration);
    let mut run = Run::default();
    let mut status = if collected.failed { Status::Failed } else { Status::Fine };
    let wish = fix::Wish { rules: &args.rules, unsafe_fixes: args.unsafe_fixes };
    let searched = others.as_ref().map_or_else(Vec::new, files::searched);
    if args.diff {
        let done = fix::print_diff(&collected.sources, &unasked, &searched, &workspaces, wish);
        return done.map(|done| done.max(status));
    }
    if args.fix {
        let mended = fix::mend_all(&mut collected.sources, &unasked, &searched, &workspaces, wish);
        mended.faults.iter().for_each(|fault| complain(fault));
        if !mended.faults.is_empty() {
            status = Status::Failed;
        }
        run.mended = Some(mended.tally);
    }
    let progress = Progress::of(collected.sources.len() + unasked.len());
    let asked = collected.sources.len();
    let all: Vec<Source> = collected.sources.into_iter().chain(unasked).collect();
    let mut read: Vec<(Source, AgentFile)> = (all.into_par_iter())
        .map(|source| {
            let file = analyse(&source, &workspaces);
            progress.step();
            (source, file)
        })
        .collect();
    let index = team::index(read.par_iter().map(|(source, file)| (source, file)), &searched);
    read.truncate(asked);
    let mut checked: Vec<Checked> = (read.into_par_iter())
        .map(|(source, file)| {
            let settings = workspaces.configuration.effective(&source.absolute);
            let severities = args.rules.over(&settings.severities);
            let mut found = rules::check_thoroughly(&file, &severities, args.least());
            found.extend(rules::workspace::check(&file, &index, &severities));
            let house = settings.house.iter().map(|rule| &rule.value);
            found.extend(rules::house::check(&file, house, &severities));
            Checked::agent(source, file, rules::in_order(found), args)
        })
        .collect();
    drop(progress);
    checked.extend(checked_configs(&configs, &workspaces.configuration, args));
    checked.extend(workspaces.glossaries().into_iter().map(|file| {
        let path = workspaces.configuration.shown(&file.path);
        let faults = config::glossary_faults(&file.text);
        Checked::new(path, file.path.clone(), file.text, faults, args)
    }));
    let files = workspaces.template_folders().into_iter().flat_map(|folder| folder.files.to_vec());
    checked.extend(files.map(|(path, text)| {
        let faults = config::template_faults(&text);
        Checked::new(workspaces.configuration.shown(&path), path, text, faults, args)
    }));
    checked.sort_by(|a, b| Path::new(&a.path).as_os_str().cmp(Path::new(&b.path).as_os_str()));
    if let (Some(path), true) = (&args.baseline, args.write_baseline) {
        let count = baseline::write(path, &checked)?;
        let findings = if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
        return printed(&format!("{}: lists {findings} now\n", path.display())).map(|()| status);
    }
    if let Some(known) = known {
        run.gone = known.leave_out(&mut checked);
    }
    printed(&rendered(args, &checked, run))?;
    if fails(args, &checked) {
        status = status.max(Status::Findings);
    }
    Ok(status)
}

fn rendered(args: &CheckArgs, checked: &[Checked], run: Run) -> String {
    match args.format {
        format if args.statistics => statistics::render(checked, format),
        CheckFormat::Human => human::render(checked, run, output::colours()),
        CheckFormat::Concise => concise::render(checked),
        CheckFormat::Json => json::render(checked),
        CheckFormat::Sarif => sarif::render(checked),
        CheckFormat::Github => github::render(checked),
        CheckFormat::Gitlab => gitlab::render(checked),
        CheckFormat::Junit => junit::render(checked),
    }
}

fn printed(answer: &str) -> Result<(), String> {
    output::print(answer).map_err(|fault| format!("the answer can't be written: {fault}"))
}

/// Whether the findings, shown or not, make the exit status 1.
fn fails(args: &CheckArgs, checked: &[Checked]) -> bool {
    let found = || checked.iter().flat_map(|checked| &checked.found);
    let warnings = found().filter(|finding| finding.severity == Severity::Warning).count();
    found().any(|finding| args.fails(finding.severity)) || args.max_warnings.is_some_and(|most| warnings > most)
}

impl Checked {
    fn agent(source: Source, file: AgentFile, found: Vec<Diagnostic>, args: &CheckArgs) -> Checked {
        Checked {
            invalid_utf8: source.invalid_utf8,
            agent: Some(file),
            ..Checked::new(source.path, source.absolute, source.text, found, args)
        }
    }

    fn new(path: String, absolute: PathBuf, text: Arc<str>, found: Vec<Diagnostic>, args: &CheckArgs) -> Checked {
        let least = args.least();
        Checked { path, absolute, text, invalid_utf8: false, agent: None, found, least, known: 0 }
    }

    /// The findings to be shown, in the order of the text.
    pub fn shown(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|finding| self.is_shown(finding))
    }

    pub fn is_shown(&self, finding: &Diagnostic) -> bool {
        finding.severity >= self.least
    }
}

/// The configurations among the paths, and the rest; `None` where nothing else was asked for.
fn configs_among(files: &FileArgs) -> (Vec<PathBuf>, Option<FileArgs>) {
    let is_config = |path: &PathBuf| path.file_name().is_some_and(|name| name == config::FILE_NAME) && path.is_file();
    let (configs, paths): (Vec<PathBuf>, Vec<PathBuf>) = files.paths.iter().cloned().partition(is_config);
    let nothing_else = !configs.is_empty() && paths.is_empty();
    (configs, (!nothing_else).then(|| FileArgs { paths, ..files.clone() }))
}

/// The configurations that were named, and those that count for one of the files.
fn checked_configs(named: &[PathBuf], configuration: &Configuration, args: &CheckArgs) -> Vec<Checked> {
    let named = named.iter().filter_map(|path| {
        let found = Found::read(&OwnDisk, &absolute(path))?;
        Some((path.to_string_lossy().into_owned(), Arc::new(found)))
    });
    let used = configuration.used().into_iter().map(|found| (configuration.shown(&found.path), found));
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut checked = Vec::new();
    for (path, found) in named.chain(used) {
        if !seen.contains(&found.path) {
            seen.push(found.path.clone());
            checked.push(Checked::new(path, found.path.clone(), Arc::clone(&found.text), found.faults.clone(), args));
        }
    }
    checked
}
