//! The command line: collects files, asks the library, and prints. `docs/cli.md` holds its contracts.
//!
//! | exit status | when |
//! |---|---|
//! | 0 | nothing at or above the level asked for |
//! | 1 | findings |
//! | 2 | wrong usage, or a file that can't be read |

mod address;
pub mod args;
mod changed;
mod check;
mod config;
mod configuration;
mod convert;
mod diff;
mod doctor;
mod explain;
mod files;
mod fix;
mod fmt;
mod graph;
mod inspect;
mod list;
mod new;
mod new_file;
mod output;
mod paper;
mod position;
mod progress;
mod replace;
mod schema;
mod stats;
mod surroundings;
mod table;
mod team;

use crate::config::Effective;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use args::Command;
use std::process::ExitCode;
use surroundings::Workspaces;

/// How a command ended, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Fine,
    Findings,
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        match status {
            Status::Fine => ExitCode::SUCCESS,
            Status::Findings => ExitCode::from(1),
            Status::Failed => ExitCode::from(2),
        }
    }
}

/// Runs a command. The server is no part of this layer: `main` starts it.
pub fn run(command: Command) -> ExitCode {
    let status = match command {
        Command::Server(_) => Status::Failed,
        Command::Check(args) => check::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::List(args) => list::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::New(args) => new::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions(args) => paper::completions(&args),
        Command::Man(args) => paper::man(&args),
    };
    status.into()
}

/// What the tool makes of a file, as its configuration has it.
pub(crate) fn analyse(source: &files::Source, workspaces: &Workspaces) -> AgentFile {
    analyse_for(source, workspaces, |file, _, _| file)
}

/// The same, and what `work` makes of it with its settings and surroundings.
pub(crate) fn analyse_for<T>(
    source: &files::Source,
    workspaces: &Workspaces,
    work: impl FnOnce(AgentFile, &Effective, Surroundings<'_>) -> T,
) -> T {
    let around = workspaces.around(&source.absolute);
    let settings = workspaces.configuration.effective(&source.absolute);
    let around =
        Surroundings { invalid_utf8: source.invalid_utf8, targets: &settings.targets.value, ..around.surroundings() };
    let path = files::slashes(std::path::Path::new(&source.path));
    let version = settings.version(source.dialect);
    let file = AgentFile::for_version(path.into(), source.text.clone(), source.dialect, version, around);
    work(file, &settings, around)
}
