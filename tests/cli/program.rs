use crate::workspace::Workspace;

fn agentls(arguments: &str) -> snapbox::cmd::OutputAssert {
    Workspace::new(&[]).agentls(arguments).assert()
}

#[test]
fn the_version_is_that_of_the_package() {
    let shown = Workspace::new(&[]).stdout("--version");
    let rest = shown.strip_prefix(concat!("agentls ", env!("CARGO_PKG_VERSION"))).expect(&shown).trim_end();
    // A release names the commit that it was built from, where that is known.
    let commit = rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')'));
    let is_commit = |commit: &str| commit.len() == 9 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(rest.is_empty() || commit.is_some_and(is_commit), "{shown}");
}

#[test]
fn wrong_usage_is_told_apart_from_findings() {
    for arguments in ["", "chekc", "check --dialect nonsense", "check --format xml", "explain", "check --fail-on loud"]
    {
        agentls(arguments).code(2).stdout_eq("");
    }
}

#[test]
fn every_command_has_help() {
    for command in ["server", "check", "inspect", "explain", "doctor"] {
        let help = Workspace::new(&[]).stdout(&format!("{command} --help"));
        assert!(help.contains("Example"), "{command}");
    }
}

#[test]
fn the_server_takes_what_editors_pass() {
    // Its input is at its end at once: it ends, and not because of wrong usage.
    agentls("server --stdio --clientProcessId=1").code(1).stdout_eq("");
}

#[test]
fn doctor_talks_to_the_server_of_this_program() {
    let shown = Workspace::new(&[]).stdout("doctor --timeout 5");
    for line in ["✓ start ", " diagnostics ", " completion ", " hover ", " quick fix ", " output format ", "✓ end "]
    {
        assert!(shown.contains(line), "no {line:?} in\n{shown}");
    }
    assert!(shown.contains("Editors on the PATH"));
}

#[test]
fn doctor_tells_where_the_facts_come_from() {
    let shown = Workspace::new(&[]).stdout("doctor --facts --dialect claude-code");
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with("checked     dialect      facts  source"), "{shown}");
    let days: Vec<&str> = lines[1..].iter().map_while(|line| line.split_once("  ").map(|(day, _)| day)).collect();
    assert!(days.is_sorted() && days.len() > 3, "{shown}");
    assert!(shown.contains("Claude Code docs: sub-agents <https://code.claude.com/docs/en/sub-agents>"), "{shown}");
    assert!(lines.last().unwrap().contains(" facts from "), "{shown}");
    // What belongs to the facts alone is not passed over in silence elsewhere.
    agentls("doctor --format json").code(2).stdout_eq("");
}
