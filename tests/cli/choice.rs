//! Which findings `check` reports, and for which of them it fails.

use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::str;

const BACKEND: &str = ".claude/agents/backend.md";

/// Two warnings, of two rules.
fn two() -> Workspace {
    let text = with_tools("Read, Grpe").replace("model: sonnet", "model: sonnet\ncolour: red");
    Workspace::new(&[(BACKEND, &text)])
}

fn codes(workspace: &Workspace, arguments: &str) -> Vec<String> {
    let shown = workspace.stdout(&format!("check --format concise {arguments}"));
    shown.lines().map(|line| line.split(['[', ']']).nth(1).unwrap().to_owned()).collect()
}

#[test]
fn rules_are_selected_and_left_out() {
    let workspace = two();
    assert_eq!(codes(&workspace, ""), ["unknown-tool", "unknown-key"]);
    assert_eq!(codes(&workspace, "--select unknown-key"), ["unknown-key"]);
    assert_eq!(codes(&workspace, "--select unknown-key,unknown-tool --ignore unknown-key"), ["unknown-tool"]);
    assert_eq!(codes(&workspace, "--ignore unknown-key"), ["unknown-tool"]);
    workspace.agentls("check --select unkown-key").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: invalid value 'unkown-key' for '--select <RULES>': there is no such rule. Did you mean unknown-key?

For more information, try '--help'.

"#]]);
}

#[test]
fn some_warnings_may_be_put_up_with() {
    let workspace = two();
    workspace.agentls("check --max-warnings 2").assert().code(0);
    workspace.agentls("check --max-warnings 1").assert().code(1);
    workspace.agentls("check --max-warnings 2 --fail-on warning").assert().code(1);
}

#[test]
fn what_the_baseline_lists_does_not_count() {
    let workspace = two();
    workspace.agentls("check --baseline known.json").assert().code(2).stderr_eq(str![[r#"
agentls: known.json: does not exist. Write it with --write-baseline

"#]]);
    workspace.agentls("check --write-baseline").assert().code(2);
    workspace.agentls("check --baseline known.json --write-baseline --fail-on never").assert().code(0).stdout_eq(str![
        [r#"
known.json: lists [..] findings now

"#]
    ]);
    let before = std::fs::read_to_string(workspace.path("known.json")).unwrap();
    workspace.agentls("check --baseline known.json --format concise").assert().code(0).stdout_eq("");
    // Lines move, the words stay.
    let text = std::fs::read_to_string(workspace.path(BACKEND)).unwrap();
    workspace.write(BACKEND, text.replace("tools:", "color: red\ntools:").as_bytes());
    workspace.agentls("check --baseline known.json --format concise").assert().code(0).stdout_eq("");
    // From another folder, under another name for the same file.
    let within = "check --baseline ../../known.json backend.md --format concise";
    workspace.agentls(within).current_dir(workspace.path(".claude/agents")).assert().code(0).stdout_eq("");
    // One more of the same is new.
    workspace.write(BACKEND, text.replace("Grpe", "Grpe, Grpe, Rread").as_bytes());
    assert_eq!(codes(&workspace, "--baseline known.json --min-severity warning").len(), 2);
    workspace.write(BACKEND, with_tools("Read").as_bytes());
    let shown = workspace.stdout("check --baseline known.json");
    assert!(shown.contains("2 entries of the baseline found no more (--write-baseline)"), "{shown}");
    workspace.write("known.json", b"{}");
    workspace.agentls("check --baseline known.json").assert().code(2).stderr_eq(str![[r#"
agentls: known.json: is not a baseline. Write it anew with --write-baseline

"#]]);
    assert!(before.lines().count() > 2, "a line for each: {before}");
}

#[test]
fn only_what_has_changed_is_looked_at() {
    let git = |workspace: &Workspace, arguments: &str| {
        let done = std::process::Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
            .args(arguments.split(' '))
            .current_dir(workspace.root())
            .output();
        done.is_ok_and(|output| output.status.success())
    };
    let workspace = Workspace::new(&[(BACKEND, FINE), (".claude/agents/b.md", FINE), (".claude/agents/c.md", FINE)]);
    workspace.agentls("check --changed-since HEAD").assert().code(2).stdout_eq("");
    if !(git(&workspace, "init -q -b main") && git(&workspace, "add .") && git(&workspace, "commit -q -m a")) {
        // No Git here.
        return;
    }
    assert_eq!(workspace.checked("--changed-since HEAD"), [""; 0]);
    workspace.write(".claude/agents/b.md", with_tools("Read").as_bytes());
    workspace.write(".claude/agents/new.md", FINE.as_bytes());
    let changed = [".claude/agents/b.md", ".claude/agents/new.md"];
    assert_eq!(workspace.checked("--changed-since HEAD"), changed);
    assert!(git(&workspace, "add .") && git(&workspace, "commit -q -m b"));
    assert_eq!(workspace.checked("--changed-since HEAD"), [""; 0]);
    assert_eq!(workspace.checked("--changed-since HEAD~1"), changed);
    workspace.agentls("check --changed-since nowhere").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
agentls: `nowhere`: Git says: bad revision 'nowhere'. Name a commit, a branch or a tag, and fetch it first

"#]]);
}

#[test]
fn comments_in_a_file_set_findings_aside() {
    let text = with_tools("Read, Grpe").replace("tools:", "# agentls-ignore unknown-tool: comes with a plugin\ntools:");
    let workspace = Workspace::new(&[(BACKEND, &text)]);
    workspace.agentls("check --format concise").assert().code(0).stdout_eq("");
    workspace.write(BACKEND, text.replace("Grpe", "Grep").as_bytes());
    assert_eq!(codes(&workspace, ""), ["unused-suppression"]);
    assert_eq!(codes(&workspace, "--ignore unknown-tool"), [""; 0]);
    workspace.agentls("fix").assert().code(0);
    assert_eq!(std::fs::read_to_string(workspace.path(BACKEND)).unwrap(), with_tools("Read, Grep"));
}
