//! Commands in the documentation: those in blocks run, those in texts exist with the options that they are given.

use crate::workspace::{FINE, Workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README and all pages; those of the rules are made of what lies in `src/rules/`.
fn pages() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs"), root().join("editors")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.extend(Some(path).filter(|path| !path.ends_with("node_modules")));
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lines of blocks of a shell, without comments, and whether each block may be run: ```` ```sh ````; one that
/// installs something or needs a network is marked ```` ```sh installs ````.
fn commands(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    // Of a block of another language, nothing.
    let mut block: Option<Option<bool>> = None;
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), block) {
            (Some(info), None) => {
                let mut words = info.split_whitespace();
                let is_shell = matches!(words.next(), Some("sh" | "bash" | "shell" | "console"));
                block = Some(is_shell.then(|| words.next() != Some("installs")));
            }
            (Some(_), Some(_)) => block = None,
            (None, Some(Some(runs))) => {
                let command = line.split(" #").next().unwrap_or_default().trim();
                if !command.is_empty() && !command.starts_with('#') {
                    found.push((command.to_owned(), runs));
                }
            }
            _ => {}
        }
    }
    found
}

/// Runs a command in a folder with an agent; what it says where it is refused.
fn run(arguments: &[&str]) -> Option<String> {
    const AGENT: &str = ".claude/agents/backend.md";
    let arguments: Vec<&str> = arguments.iter().map(|word| if *word == "FILE" { AGENT } else { word }).collect();
    let output = Workspace::new(&[(AGENT, FINE)]).agentls(&arguments.join(" ")).output().unwrap();
    let refused = !matches!(output.status.code(), Some(0 | 1));
    refused.then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn blocks_of_commands_run() {
    let mut ran = 0;
    let mut wrong = Vec::new();
    // What stands in a block on a rule's page is an example of an agent.
    for page in pages().into_iter().filter(|page| !page.parent().unwrap().ends_with("rules")) {
        let text = fs::read_to_string(&page).unwrap();
        for (line, runs) in commands(&text) {
            for command in line.split(" && ") {
                let mut words: Vec<&str> = command.split_whitespace().collect();
                while words.first().is_some_and(|word| word.contains('=')) {
                    words.remove(0);
                }
                let fault = match &*words {
                    ["agentls", arguments @ ..] if runs => {
                        ran += 1;
                        run(arguments)
                    }
                    ["agentls", arguments @ ..] => missing(arguments),
                    ["cargo", "run", rest @ ..] => {
                        ran += 1;
                        let at = rest.iter().position(|word| *word == "--").map_or(rest.len(), |at| at + 1);
                        run(&rest[at..])
                    }
                    ["cargo", rest @ ..] => tests_of(rest).into_iter().find(|test| !is_test(test)),
                    ["cd", folder] => Some((*folder).to_owned()).filter(|folder| !root().join(folder).exists()),
                    ["npm", "run", script, ..] => {
                        let package = fs::read_to_string(root().join("editors/vscode/package.json"));
                        package
                            .is_ok_and(|text| !text.contains(&format!("\"{script}\":")))
                            .then(|| (*script).to_owned())
                    }
                    [program, ..] if program.contains('/') => {
                        Some((*program).to_owned()).filter(|program| !root().join(program).exists())
                    }
                    // They install something, or start a program that is not ours.
                    _ if !runs => None,
                    _ => Some("nobody knows how to check this: mark the block with `sh installs`".to_owned()),
                };
                wrong.extend(fault.map(|fault| format!("{}: {command}: {fault}", page.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran > 10, "{ran} commands ran");
}

/// The names behind `--test`.
fn tests_of(words: &[&str]) -> Vec<String> {
    words.windows(2).filter(|pair| pair[0] == "--test").map(|pair| pair[1].to_owned()).collect()
}

fn is_test(name: &str) -> bool {
    let tests = root().join("tests");
    name.chars().all(char::is_uppercase)
        || tests.join(format!("{name}.rs")).exists()
        || tests.join(name).join("main.rs").exists()
}

/// What of a command there is not: the command itself, or an option.
fn missing(arguments: &[&str]) -> Option<String> {
    thread_local! {
        static HELP: std::cell::RefCell<BTreeMap<String, Option<String>>> = const { std::cell::RefCell::new(BTreeMap::new()) };
    }
    let command = arguments.first()?;
    if command.starts_with("--") {
        return (!matches!(*command, "--version" | "--help")).then(|| (*command).to_owned());
    }
    // A word that stands for any command.
    if command.chars().all(|c| c.is_uppercase() || c == '…') {
        return None;
    }
    let help = HELP.with_borrow_mut(|known| {
        let ask = || {
            let output = Workspace::new(&[]).agentls(&format!("{command} --help")).output().unwrap();
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
        };
        known.entry((*command).to_owned()).or_insert_with(ask).clone()
    });
    let Some(help) = help else { return Some((*command).to_owned()) };
    let options = arguments.iter().filter_map(|word| word.trim_start_matches('[').split(['=', ']']).next());
    options
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .find(|option| {
            !help.split(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | '=' | ']')).any(|word| word == *option)
        })
        .map(str::to_owned)
}

#[test]
fn commands_in_texts_exist() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for code in text
            .lines()
            .filter(|line| !line.trim_start().starts_with("```"))
            .flat_map(|line| line.split('`').skip(1).step_by(2))
        {
            let words: Vec<&str> = code.split_whitespace().collect();
            let fault = match &*words {
                ["agentls", arguments @ ..] if !arguments.is_empty() => {
                    seen += 1;
                    missing(arguments)
                }
                ["cargo", "test", rest @ ..] => tests_of(rest).into_iter().find(|test| !is_test(test)),
                _ => None,
            };
            wrong.extend(fault.map(|fault| format!("{}: `{code}`: there is no {fault}", page.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 30, "{seen} commands seen");
}

#[test]
fn a_command_that_is_not_there_is_found() {
    assert_eq!(missing(&["check", "--format", "json"]), None);
    assert_eq!(missing(&["chekc"]), Some("chekc".to_owned()));
    assert_eq!(missing(&["check", "--fromat", "json"]), Some("--fromat".to_owned()));
    let text = "```toml\nx = 1\n```\n\n```sh\nagentls check # all\n```\n```sh installs\nnpm ci\n```\n";
    assert_eq!(commands(text), [("agentls check".to_owned(), true), ("npm ci".to_owned(), false)]);
}
