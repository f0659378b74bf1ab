//! Completions, manual pages and the help of all commands.

use crate::workspace::Workspace;

#[test]
fn shells_complete_all_commands() {
    let workspace = Workspace::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = workspace.stdout(&format!("completions {shell}"));
        for word in ["agentls", "inspect", "changed-since", "claude-code"] {
            assert!(script.contains(word), "{shell} has no {word}");
        }
    }
    workspace.agentls("completions cmd").assert().code(2);
}

#[test]
fn what_is_completed_in_bash_is_bash() {
    let workspace = Workspace::new(&[]);
    workspace.write("agentls.bash", workspace.stdout("completions bash").as_bytes());
    let done = std::process::Command::new("bash").arg("-n").arg(workspace.path("agentls.bash")).status();
    assert!(done.is_ok_and(|status| status.success()));
}

#[test]
fn each_command_has_a_manual_page() {
    let workspace = Workspace::new(&[]);
    assert!(workspace.stdout("man").starts_with(".ie"));
    workspace.agentls("man --out man").assert().code(0).stdout_eq("");
    let page = |name: &str| std::fs::read_to_string(workspace.path(&format!("man/{name}.1"))).unwrap();
    assert!(page("agentls").contains("agentls\\-check(1)"));
    assert!(page("agentls-check").contains("changed\\-since"));
    assert_eq!(std::fs::read_dir(workspace.path("man")).unwrap().count(), 1 + crate::paper::commands(&workspace).len());
}

#[test]
fn every_command_has_help_with_an_example_that_fits_the_terminal() {
    let workspace = Workspace::new(&[]);
    for command in commands(&workspace) {
        let help = workspace.agentls(&format!("{command} --help")).env("COLUMNS", "80").output().unwrap().stdout;
        let help = String::from_utf8(help).unwrap();
        let (text, examples) = help.split_once("Example").unwrap_or_else(|| panic!("{command}: no example"));
        assert!(examples.contains("agentls"), "{command}");
        let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{command}: {long:#?}");
    }
}

/// The names of all commands, as the help lists them.
pub fn commands(workspace: &Workspace) -> Vec<String> {
    let help = workspace.stdout("--help");
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}
