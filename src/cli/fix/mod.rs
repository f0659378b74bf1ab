//! `agentls fix`, and `check --fix`.

use super::args::{FixArgs, Format, RuleChoice};
use super::configuration::Configuration;
use super::diff;
use super::files::{self, Source};
use super::output::{self, complain, json_line, plain};
use super::replace::replace;
use super::surroundings::Workspaces;
use super::{Status, analyse, analyse_for, team};
use crate::index::Index;
use crate::model::AgentFile;
use crate::rules::{self, Fixes};
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Which fixes are made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    pub rules: &'a RuleChoice,
    /// Those too that a person should look at.
    pub unsafe_fixes: bool,
}

/// How much was done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub files: usize,
    pub fixes: usize,
}

/// What became of the files.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    pub tally: Tally,
    /// What to tell the user of files that could not be written.
    pub faults: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    version: u32,
    files: &'a [Row],
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Row {
    path: String,
    dialect: &'static str,
    /// How many findings were mended, or would have been.
    fixes: usize,
    written: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
}

#[derive(Debug, Serialize)]
struct Summary {
    files: usize,
    mended: usize,
    fixes: usize,
}

pub(crate) fn run(args: &FixArgs) -> Status {
    finished(args).unwrap_or_else(|message| {
        complain(&message);
        Status::Failed
    })
}

fn finished(args: &FixArgs) -> Result<Status, String> {
    let configuration = Configuration::chosen(&args.config)?;
    let mut collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here().configured(configuration);
    let wish = Wish { rules: &args.rules, unsafe_fixes: args.unsafe_fixes };
    let status = if collected.failed { Status::Failed } else { Status::Fine };
    let searched = files::searched(&args.files);
    if args.diff {
        return print_diff(&collected.sources, &[], &searched, &workspaces, wish).map(|done| done.max(status));
    }
    let all = collected.sources.len();
    let mended = mend_all(&mut collected.sources, &[], &searched, &workspaces, wish);
    let from_input = collected.sources.iter().find(|source| source.is_input);
    let Tally { files, fixes } = mended.tally;
    let answer = match (args.format, from_input) {
        (Format::Human, Some(source)) => source.text.to_string(),
        (Format::Human, None) => human(&mended, all),
        (Format::Json, _) => json_line(&Answer {
            version: 1,
            files: &mended.rows,
            summary: Summary { files: all, mended: files, fixes },
        }),
    };
    output::print(&answer).map_err(|fault| format!("the answer can't be written: {fault}"))?;
    mended.faults.iter().for_each(|fault| complain(fault));
    Ok(if mended.faults.is_empty() { status } else { Status::Failed })
}

fn human(mended: &Mended, all: usize) -> String {
    let mut out = String::new();
    for row in mended.rows.iter().filter(|row| row.written) {
        // Writing to a string does not fail.
        let _ = writeln!(out, "✓ {}: {}", plain(&row.path), counted(row.fixes, "fix", "fixes"));
    }
    let Tally { files, fixes } = mended.tally;
    if all > 0 {
        let (fixes, files) = (counted(fixes, "fix", "fixes"), counted(files, "file", "files"));
        let what = if mended.tally.files == 0 { "nothing to mend".to_owned() } else { format!("{fixes} in {files}") };
        let _ = writeln!(out, "{} looked at: {what}", counted(all, "file", "files"));
    }
    out
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// What a file would be, and the number of fixes; `None` where nothing is to be done. A file whose bytes are no
/// text is left alone: writing it would lose them.
fn mended(source: &Source, index: &Index, workspaces: &Workspaces, wish: Wish<'_>) -> Option<rules::Fixed> {
    if source.invalid_utf8 {
        return None;
    }
    analyse_for(source, workspaces, |file, settings, around| {
        let severities = wish.rules.over(&settings.severities);
        let which = if wish.unsafe_fixes { Fixes::All } else { Fixes::Safe };
        rules::fix(&file, rules::all(), &severities, around, which, Some(index))
    })
}

/// All files, whether they are to be mended or not: some fixes depend on what others are called.
fn index(sources: &[Source], others: &[Source], searched: &[PathBuf], workspaces: &Workspaces) -> Index {
    let all = sources.par_iter().chain(others);
    let read: Vec<(&Source, AgentFile)> = all.map(|source| (source, analyse(source, workspaces))).collect();
    team::index(read.par_iter().map(|(source, file)| (*source, file)), searched)
}

/// Mends files and writes them. The sources are then what the files are. The `others` are only looked at.
pub(crate) fn mend_all(
    sources: &mut [Source],
    others: &[Source],
    searched: &[PathBuf],
    workspaces: &Workspaces,
    wish: Wish<'_>,
) -> Mended {
    let index = index(sources, others, searched, workspaces);
    let fixed = sources.par_iter().map(|source| mended(source, &index, workspaces, wish)).collect();
    write_all(sources, fixed)
}

/// Writes the files of which there is a new text. The sources are then what the files are.
pub(crate) fn write_all(sources: &mut [Source], fixed: Vec<Option<rules::Fixed>>) -> Mended {
    let mut done = Mended::default();
    for (source, fixed) in sources.iter_mut().zip(fixed) {
        let Some(fixed) = fixed else { continue };
        let written = match source.is_input {
            true => Ok(()),
            false => replace(Path::new(&source.path), &source.text, &fixed.text),
        };
        let fault = written.err();
        if fault.is_none() {
            source.text = fixed.text.into();
            done.tally.files += 1;
            done.tally.fixes += fixed.count;
        }
        done.rows.push(Row {
            path: source.path.clone(),
            dialect: &source.dialect.id,
            fixes: fixed.count,
            written: fault.is_none() && !source.is_input,
            fault: fault.clone(),
        });
        done.faults.extend(fault);
    }
    done
}

/// Shows what would be changed. Findings where something would be.
pub(crate) fn print_diff(
    sources: &[Source],
    others: &[Source],
    searched: &[PathBuf],
    workspaces: &Workspaces,
    wish: Wish<'_>,
) -> Result<Status, String> {
    let index = index(sources, others, searched, workspaces);
    let diffs: Vec<String> = (sources.par_iter())
        .filter_map(|source| {
            let fixed = mended(source, &index, workspaces, wish)?;
            Some(diff::unified(&source.path, &source.text, &fixed.text))
        })
        .collect();
    diff::print(&diffs)
}
