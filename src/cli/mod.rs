//! The command line: collects files, asks the library, and prints. `docs/cli.md` holds its contracts.
//!
//! | exit status | when |
//! |---|---|
//! | 0 | nothing at or above the level asked for |
//! | 1 | findings |
//! | 2 | wrong usage, or a file that can't be read |

pub mod args;
mod check;
mod doctor;
mod explain;
mod files;
mod inspect;
mod output;
mod position;
mod surroundings;
mod team;

use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use args::Command;
use std::process::ExitCode;

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
        Command::Inspect(args) => inspect::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Doctor(args) => doctor::run(&args),
    };
    status.into()
}

/// What the tool makes of a file.
pub(crate) fn analyse(source: &files::Source, workspaces: &surroundings::Workspaces) -> AgentFile {
    let servers = workspaces.mcp_servers(&source.absolute);
    let around = Surroundings { mcp_servers: servers.as_deref(), invalid_utf8: source.invalid_utf8 };
    let path = files::slashes(std::path::Path::new(&source.path));
    AgentFile::new(path.into(), source.text.clone(), source.dialect, around)
}
