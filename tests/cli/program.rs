use crate::workspace::Workspace;

fn agentls(arguments: &str) -> snapbox::cmd::OutputAssert {
    Workspace::new(&[]).agentls(arguments).assert()
}

#[test]
fn the_version_is_that_of_the_package() {
    agentls("--version").code(0).stdout_eq(format!("agentls {}\n", env!("CARGO_PKG_VERSION")));
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
