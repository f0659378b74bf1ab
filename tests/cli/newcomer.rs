//! What somebody meets who tries the program for the first time, in places that are not as they should be.

use crate::answers::closed;
use crate::paper::commands;
use crate::schemas::assert_valid;
use crate::workspace::{FINE, Workspace, with_tools};
use serde_json::Value;

/// Commands that look at files, with what they need to be asked.
const ON_FILES: [&str; 8] =
    ["check", "fix", "fmt", "fmt --check", "inspect", "list", "stats", "convert --to opencode --stdout"];

/// What is said on standard error.
fn said(workspace: &Workspace, arguments: &str) -> String {
    String::from_utf8(workspace.agentls(arguments).output().unwrap().stderr).unwrap()
}

#[test]
fn each_command_that_answers_in_json_has_a_schema_that_holds() {
    let workspace = Workspace::new(&[(".claude/agents/backend.md", &with_tools("Read, Grpe"))]);
    let schemas = workspace.stdout("schema");
    for command in commands(&workspace) {
        let help = workspace.stdout(&format!("{command} --help"));
        let options: String = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let takes_json = options.contains("--format <FORMAT>") && options.contains("json");
        if !takes_json {
            continue;
        }
        let schema = match command.as_str() {
            // The schema of `agentls.toml` has the name `config` already.
            "config" => "settings",
            "doctor" => "facts",
            other => other,
        };
        let is_listed = schemas.lines().any(|line| line.split_whitespace().next() == Some(schema));
        assert!(is_listed, "`agentls schema` lists none of {command}");
        let arguments = match command.as_str() {
            "explain" => "explain haiku".to_owned(),
            "doctor" => "doctor --facts".to_owned(),
            "convert" => "convert --to opencode --stdout .claude/agents".to_owned(),
            other => other.to_owned(),
        };
        let schema: Value = serde_json::from_str(&workspace.stdout(&format!("schema {schema}"))).unwrap();
        let answer = workspace.stdout(&format!("{arguments} --format json"));
        let answer: Value = serde_json::from_str(&answer).unwrap_or_else(|fault| panic!("{command}: {fault}"));
        assert_valid(&closed(schema), &answer);
    }
}

#[test]
fn a_narrow_terminal_without_colours() {
    let long = "a-name-that-takes-a-good-part-of-a-line-by-itself";
    let workspace = Workspace::new(&[
        (".claude/agents/a.md", &FINE.replace("name: backend", &format!("name: {long}"))),
        (
            ".claude/agents/b.md",
            &with_tools("Read, Write, Edit, Bash, Grep, Glob, WebFetch, WebSearch, NotebookEdit, Task"),
        ),
    ]);
    for command in ["list", "inspect", "stats"] {
        let output = workspace.agentls(command).env("COLUMNS", "80").env("NO_COLOR", "1").output().unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        let long: Vec<&str> = shown.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty() && !shown.contains('\u{1b}'), "{command}: {long:#?}");
    }
}

#[test]
fn a_path_that_does_not_exist_is_told_with_what_to_do() {
    let workspace = Workspace::new(&[]);
    for command in ON_FILES.into_iter().chain(["graph"]) {
        workspace.agentls(&format!("{command} nowhere.md")).assert().code(2);
        let said = said(&workspace, &format!("{command} nowhere.md"));
        assert_eq!(said, "agentls: nowhere.md: does not exist. Check the path\n", "{command}");
    }
}

#[test]
fn an_empty_folder_and_one_without_agents_are_no_failure() {
    let workspace = Workspace::new(&[("notes/readme.md", "# Notes\n")]);
    std::fs::create_dir(workspace.path("empty")).unwrap();
    for command in ON_FILES.into_iter().chain(["graph"]) {
        for folder in ["empty", "notes"] {
            workspace.agentls(&format!("{command} {folder}")).assert().code(0);
            let said = said(&workspace, &format!("{command} {folder}"));
            assert!(said.contains("no agent files in ") && said.contains("--dialect NAME"), "{command}: {said}");
        }
    }
}

#[test]
fn binary_files_are_no_trouble_for_any_command() {
    let bytes: Vec<u8> = (0..=255u8).cycle().take(20_000).collect();
    let workspace = Workspace::new(&[(".claude/agents/fine.md", FINE)]);
    workspace.write(".claude/agents/picture.md", &bytes);
    for command in ON_FILES.into_iter().chain(["graph --format svg", "graph --format html"]) {
        let output = workspace.agentls(command).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 3), "{command}");
        // What drives a terminal never reaches it. A converted file is what it is.
        assert!(
            command.starts_with("convert") || !output.stdout.contains(&0x1b) && !output.stdout.contains(&0),
            "{command}"
        );
    }
    assert_eq!(std::fs::read(workspace.path(".claude/agents/picture.md")).unwrap(), bytes, "nothing is lost");
}

#[test]
fn a_file_over_the_limit_is_refused_with_the_limit() {
    let workspace = Workspace::new(&[]);
    workspace.write(".claude/agents/big.md", &[b'a'].repeat((8 << 20) + 1));
    for command in ON_FILES {
        workspace.agentls(command).assert().code(2);
        let said = said(&workspace, command);
        assert_eq!(said, "agentls: .claude/agents/big.md: is over 8 MiB, too large to be an agent. Leave it out\n");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[test]
    fn a_broken_link_is_told_with_what_to_do() {
        let workspace = Workspace::new(&[(".claude/agents/fine.md", FINE)]);
        std::os::unix::fs::symlink("gone.md", workspace.path(".claude/agents/link.md")).unwrap();
        for command in ON_FILES {
            workspace.agentls(command).assert().code(2);
            let said = said(&workspace, command);
            let told = "link.md: is a link to nothing. Mend the link or delete it";
            assert!(said.contains(told), "{command}: {said}");
        }
    }

    /// Root writes everywhere: below `/proc` nobody does.
    #[test]
    fn where_nothing_can_be_written_it_is_said() {
        let workspace = Workspace::new(&[(".claude/agents/fine.md", FINE)]);
        for command in [
            "graph --out /proc/agentls/map.svg",
            "convert --to opencode --out /proc/agentls .claude/agents",
            "man --out /proc/agentls",
            "check --baseline /proc/agentls/baseline.json --write-baseline",
        ] {
            workspace.agentls(command).assert().code(2);
            let said = said(&workspace, command);
            assert!(said.contains("/proc/agentls") && said.contains("can't be"), "{command}: {said}");
        }
    }
}
