//! `agentls completions` and `agentls man`: what shells and `man` read.

use super::Status;
use super::args::{Args, CompletionsArgs, ManArgs};
use super::output::{self, complain};
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::Path;

pub(crate) fn completions(args: &CompletionsArgs) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "agentls", &mut script);
    printed(&String::from_utf8_lossy(&script))
}

pub(crate) fn man(args: &ManArgs) -> Status {
    let mut whole = Args::command();
    whole.build();
    let Some(folder) = &args.out else {
        return match page(whole) {
            Ok(page) => printed(&page),
            Err(fault) => failed(&fault.to_string()),
        };
    };
    let commands: Vec<clap::Command> = whole.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned().collect();
    let pages = commands.into_iter().filter(|sub| sub.get_name() != "help");
    let pages = pages.map(|sub| (format!("agentls-{}", sub.get_name()), sub));
    for (name, command) in pages.chain([("agentls".to_owned(), whole.clone())]) {
        let written = page(command).and_then(|page| write(folder, &format!("{name}.1"), &page));
        if let Err(fault) = written {
            return failed(&format!(
                "{}: can't be written: {fault}. Name another folder: --out FOLDER",
                folder.display()
            ));
        }
    }
    Status::Fine
}

fn page(command: clap::Command) -> std::io::Result<String> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn write(folder: &Path, name: &str, page: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(name), page)
}

fn printed(text: &str) -> Status {
    match output::print(text) {
        Ok(()) => Status::Fine,
        Err(fault) => failed(&format!("the answer can't be written: {fault}")),
    }
}

fn failed(message: &str) -> Status {
    complain(message);
    Status::Failed
}
