//! `agentls check`

mod concise;
mod human;
mod json;

use super::args::{CheckArgs, CheckFormat};
use super::files::{self, Source};
use super::output::{self, complain};
use super::surroundings::Workspaces;
use super::{Status, analyse, team};
use crate::model::AgentFile;
use crate::rules::{self, Diagnostic, Severity};
use rayon::prelude::*;

/// One file with what was found in it.
pub(crate) struct Checked {
    pub source: Source,
    pub file: AgentFile,
    /// Those to be shown, in the order of the text.
    pub shown: Vec<Diagnostic>,
    /// How many lie below the level that is shown.
    pub hidden: usize,
    /// Whether one of them, shown or not, is at or above the level of `--fail-on`.
    fails: bool,
}

pub(crate) fn run(args: &CheckArgs) -> Status {
    let least: Severity = match (args.min_severity, args.format) {
        (Some(level), _) => level.into(),
        (None, CheckFormat::Json) => Severity::Hint,
        (None, _) => Severity::Information,
    };
    let collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here();
    let read: Vec<(Source, AgentFile)> = (collected.sources.into_par_iter())
        .map(|source| {
            let file = analyse(&source, &workspaces);
            (source, file)
        })
        .collect();
    let index = team::index(read.par_iter().map(|(source, file)| (source, file)), &files::searched(&args.files));
    let checked: Vec<Checked> = (read.into_par_iter())
        .map(|(source, file)| {
            let mut found = rules::check_thoroughly(&file);
            found.extend(rules::workspace::check(&file, &index));
            let found = rules::in_order(found);
            let fails = found.iter().any(|finding| args.fail_on.counts(finding.severity));
            let all = found.len();
            let shown: Vec<Diagnostic> = found.into_iter().filter(|finding| finding.severity >= least).collect();
            Checked { source, file, hidden: all - shown.len(), shown, fails }
        })
        .collect();
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
