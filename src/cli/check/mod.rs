//! `agentls check`: agents, and the configurations that count for them.

mod concise;
mod human;
mod json;

use super::args::{CheckArgs, CheckFormat, FileArgs};
use super::configuration::Configuration;
use super::files::{self, Collected, Source, absolute};
use super::output::{self, complain};
use super::surroundings::Workspaces;
use super::{Status, analyse, team};
use crate::config::{self, Found};
use crate::disk::OwnDisk;
use crate::model::AgentFile;
use crate::rules::{self, Diagnostic, Severity};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One file with what was found in it.
pub(crate) struct Checked {
    /// As it was given.
    pub path: String,
    pub text: Arc<str>,
    pub invalid_utf8: bool,
    /// `None` for a configuration.
    pub agent: Option<AgentFile>,
    /// Those to be shown, in the order of the text.
    pub shown: Vec<Diagnostic>,
    /// How many lie below the level that is shown.
    pub hidden: usize,
    /// Whether one of them, shown or not, is at or above the level of `--fail-on`.
    fails: bool,
}

pub(crate) fn run(args: &CheckArgs) -> Status {
    let configuration = match Configuration::chosen(&args.config) {
        Ok(configuration) => configuration,
        Err(message) => {
            complain(&message);
            return Status::Failed;
        }
    };
    let (configs, others) = configs_among(&args.files);
    let collected = others.as_ref().map_or_else(Collected::default, files::collect);
    let workspaces = Workspaces::from_here().configured(configuration);
    let read: Vec<(Source, AgentFile)> = (collected.sources.into_par_iter())
        .map(|source| {
            let file = analyse(&source, &workspaces);
            (source, file)
        })
        .collect();
    let searched = others.as_ref().map_or_else(Vec::new, files::searched);
    let index = team::index(read.par_iter().map(|(source, file)| (source, file)), &searched);
    let mut checked: Vec<Checked> = (read.into_par_iter())
        .map(|(source, file)| {
            let settings = workspaces.configuration.effective(&source.absolute);
            let mut found = rules::check_thoroughly(&file, &settings.severities);
            found.extend(rules::workspace::check(&file, &index, &settings.severities));
            Checked::agent(source, file, rules::in_order(found), args)
        })
        .collect();
    checked.extend(checked_configs(&configs, &workspaces.configuration, args));
    checked.extend(workspaces.glossaries().into_iter().map(|file| {
        let path = workspaces.configuration.shown(&file.path);
        let faults = config::glossary_faults(&file.text);
        Checked::new(path, file.text, faults, args)
    }));
    checked.sort_by(|a, b| Path::new(&a.path).as_os_str().cmp(Path::new(&b.path).as_os_str()));
    let answer = match args.format {
        CheckFormat::Human => human::render(&checked, output::colours()),
        CheckFormat::Concise => concise::render(&checked),
        CheckFormat::Json => json::render(&checked),
    };
    if let Err(fault) = output::print(&answer) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    match (collected.failed, checked.iter().any(|checked| checked.fails)) {
        (true, _) => Status::Failed,
        (false, true) => Status::Findings,
        (false, false) => Status::Fine,
    }
}

impl Checked {
    fn agent(source: Source, file: AgentFile, found: Vec<Diagnostic>, args: &CheckArgs) -> Checked {
        Checked {
            invalid_utf8: source.invalid_utf8,
            agent: Some(file),
            ..Checked::new(source.path, source.text, found, args)
        }
    }

    fn new(path: String, text: Arc<str>, found: Vec<Diagnostic>, args: &CheckArgs) -> Checked {
        let least: Severity = match (args.min_severity, args.format) {
            (Some(level), _) => level.into(),
            (None, CheckFormat::Json) => Severity::Hint,
            (None, _) => Severity::Information,
        };
        let fails = found.iter().any(|finding| args.fail_on.counts(finding.severity));
        let all = found.len();
        let shown: Vec<Diagnostic> = found.into_iter().filter(|finding| finding.severity >= least).collect();
        Checked { path, text, invalid_utf8: false, agent: None, hidden: all - shown.len(), shown, fails }
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
            checked.push(Checked::new(path, Arc::clone(&found.text), found.faults.clone(), args));
        }
    }
    checked
}
