//! `agentls new`

use super::args::NewArgs;
use super::configuration::Configuration;
use super::files::absolute;
use super::output::{self, complain};
use super::{Status, files, new_file};
use crate::convert::starter::{Wish, new_agent};
use crate::convert::{file_name, path_in, slug};
use crate::dialect::{self, Dialect, Scope};
use crate::format::laid_out;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::template::Library;
use std::path::Path;

/// The tool that an agent is for where nobody says otherwise.
const DEFAULT: &str = "claude-code";

pub(crate) fn run(args: &NewArgs) -> Status {
    let Some(target) = args.dialect.or_else(of_project).or_else(|| dialect::named(DEFAULT)) else {
        complain("no tool is known. Name one: --dialect NAME");
        return Status::Failed;
    };
    let name = slug(&target.name, &args.name);
    if name != args.name {
        complain(&format!("{} does not take the name `{}`: the agent is called `{name}`", target.label, args.name));
    }
    let wish = Wish { name: &name, target, kind: &args.kind, language: &args.language, line_end: "\n" };
    let Some(agent) = new_agent(&Library::built_in(), wish) else {
        complain(&format!("there is no agent of the kind `{}`", args.kind));
        return Status::Failed;
    };
    let around = Surroundings::default();
    let file = AgentFile::new(file_name(target, &name).into(), agent.plain.into(), target, around);
    let text = laid_out(file, around).text;
    if args.stdout {
        return printed(&text);
    }
    let (scope, root) = if args.user {
        let Some(home) = std::env::home_dir() else {
            complain("the home folder is not known. Print the agent instead: --stdout");
            return Status::Failed;
        };
        (Scope::User, files::slashes(&home))
    } else {
        (Scope::Project, String::new())
    };
    let Some(path) = path_in(target, scope, &root, &file_name(target, &name)) else {
        complain(&format!("{} has no such folder for agents. Print the agent instead: --stdout", target.label));
        return Status::Failed;
    };
    if let Err(fault) = new_file::write(Path::new(&path), &text, false) {
        complain(&fault);
        return Status::Failed;
    }
    printed(&format!("{path}\n"))
}

/// The first of the tools that the project around the current folder wants its agents to work in.
fn of_project() -> Option<&'static Dialect> {
    let file = absolute(Path::new("?"));
    Configuration::from_here().effective(&file).targets.value.first().copied()
}

fn printed(text: &str) -> Status {
    match output::print(text) {
        Ok(()) => Status::Fine,
        Err(fault) => {
            complain(&format!("the answer can't be written: {fault}"));
            Status::Failed
        }
    }
}
