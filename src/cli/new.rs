//! `agentls new`

use super::args::NewArgs;
use super::output::{self, complain};
use super::{Status, files, new_file};
use crate::convert::starter::{Wish, new_agent};
use crate::convert::{file_name, path_in, slug};
use crate::dialect::Scope;
use crate::template::Library;
use std::path::Path;

pub(crate) fn run(args: &NewArgs) -> Status {
    let target = args.dialect;
    let name = slug(&target.name, &args.name);
    if name != args.name {
        complain(&format!("{} does not take the name `{}`: the agent is called `{name}`", target.label, args.name));
    }
    let wish = Wish { name: &name, target, kind: &args.kind, language: &args.language, line_end: "\n" };
    let Some(agent) = new_agent(&Library::built_in(), wish) else {
        complain(&format!("there is no agent of the kind `{}`", args.kind));
        return Status::Failed;
    };
    if args.stdout {
        return printed(&agent.plain);
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
    if let Err(fault) = new_file::write(Path::new(&path), &agent.plain, false) {
        complain(&fault);
        return Status::Failed;
    }
    printed(&format!("{path}\n"))
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
