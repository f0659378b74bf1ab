//! The program: the command line, and the server behind `agentls server`.

use agentls::cli::args::{Args, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Args::read().command {
        Command::Server(_) => agentls::server::run(),
        command => agentls::cli::run(command),
    }
}
