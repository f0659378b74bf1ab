//! `agentls doctor`: does the server work here, and which editors could use it? And how old is what it knows?

mod client;
mod editors;
mod facts;
mod steps;

use super::Status;
use super::args::DoctorArgs;
use super::output::{self, complain, plain};
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;
use steps::{Outcome, Step};

pub(crate) fn run(args: &DoctorArgs) -> Status {
    if args.facts {
        return facts::run(args);
    }
    let patience = Duration::from_secs(args.timeout);
    let program = match own_program() {
        Ok(program) => program,
        Err(fault) => {
            complain(&format!("this program can't tell where it lies; start it by its full path ({fault})"));
            return Status::Failed;
        }
    };
    let editors = std::thread::spawn(editors::find);
    let trial = steps::run(&program, &["server"], patience);
    let editors = editors.join().unwrap_or_default();

    let mut out = format!("agentls {}  {}\n\n", env!("AGENTLS_VERSION"), plain(&program.to_string_lossy()));
    out.push_str("The server, asked about a sample agent with one misspelt tool\n");
    for step in &trial.steps {
        out.push_str(&shown(step));
    }
    if !trial.log.is_empty() {
        out.push_str("\nThe end of the server's log\n");
    }
    for line in &trial.log {
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {}", plain(line));
    }
    out.push_str("\nEditors on the PATH\n");
    if editors.is_empty() {
        out.push_str("  none of those that doctor knows\n");
    }
    for editor in &editors {
        let _ = writeln!(
            out,
            "  {:<12}{:<24}{}",
            editor.name,
            plain(&editor.version),
            plain(&editor.program.to_string_lossy())
        );
    }
    let failed: Vec<&Step> = trial.steps.iter().filter(|step| !matches!(step.outcome, Outcome::Done { .. })).collect();
    out.push_str(&verdict(&failed));
    if let Err(fault) = output::print(&out) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    if failed.is_empty() { Status::Fine } else { Status::Findings }
}

/// Where this program lies: as the system says, else as it was started.
fn own_program() -> std::io::Result<PathBuf> {
    std::env::current_exe().or_else(|fault| {
        let started_as = std::env::args_os().next().map(PathBuf::from);
        started_as.filter(|path| path.is_absolute() && path.is_file()).ok_or(fault)
    })
}

fn shown(step: &Step) -> String {
    let name = step.name;
    match &step.outcome {
        Outcome::Done { what, took, lines } => {
            let mut out = format!("✓ {name:<15}{:<46}{:>9.1} ms\n", plain(what), took.as_secs_f64() * 1000.0);
            for line in lines {
                let _ = writeln!(out, "    {}", plain(line).trim_end());
            }
            out
        }
        Outcome::Missing => format!("✗ {name:<15}missing: the server does not offer it\n"),
        Outcome::Failed(why) => format!("✗ {name:<15}{}\n", plain(why)),
    }
}

fn verdict(failed: &[&Step]) -> String {
    if failed.is_empty() {
        return "\nAll of it works.\n".to_owned();
    }
    let names: Vec<&str> = failed.iter().map(|step| step.name).collect();
    format!("\nDoes not work: {}.\n", names.join(", "))
}
