use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::str;

const BACKEND: &str = ".claude/agents/backend.md";

#[test]
fn folders_are_searched_for_agents_and_only_those() {
    let workspace = Workspace::new(&[
        (BACKEND, FINE),
        (".claude/agents/team/deep/api.md", FINE),
        ("packages/shop/.claude/agents/cart.md", FINE),
        (".claude/agents/notes.txt", FINE),
        (".claude/commands/deploy.md", FINE),
        ("README.md", FINE),
        ("ignored/.claude/agents/a.md", FINE),
        ("node_modules/x/.claude/agents/a.md", FINE),
        (".git/.claude/agents/a.md", FINE),
        (".gitignore", "ignored\n"),
    ]);
    let agents = [BACKEND, ".claude/agents/team/deep/api.md", "packages/shop/.claude/agents/cart.md"];
    assert_eq!(workspace.checked(""), agents);
    assert_eq!(workspace.checked("."), agents);
    assert_eq!(workspace.checked(".claude packages"), agents);
    assert_eq!(workspace.checked("packages . packages"), agents);
}

#[test]
fn paths_are_printed_as_given() {
    let workspace = Workspace::new(&[(BACKEND, FINE)]);
    assert_eq!(workspace.checked("./.claude/agents/../agents/backend.md"), ["./.claude/agents/../agents/backend.md"]);
    assert_eq!(workspace.checked("./.claude"), ["./.claude/agents/backend.md"]);
    let absolute = workspace.path(BACKEND).display().to_string();
    assert_eq!(workspace.checked(&absolute), [&*absolute]);
    assert_eq!(workspace.checked(&format!("{BACKEND} {absolute}")).len(), 1);
}

#[test]
fn agents_of_the_home_folder_are_known_from_within() {
    let workspace = Workspace::new(&[(BACKEND, FINE)]);
    let within = workspace.agentls("check --format concise backend.md").current_dir(workspace.path(".claude/agents"));
    within.assert().code(0).stderr_eq("");
}

#[test]
fn a_file_in_no_known_place_needs_the_keys_of_an_agent() {
    let workspace = Workspace::new(&[
        ("agent.md", FINE),
        ("README.md", "# Shop\n"),
        ("SKILL.md", FINE),
        ("agent.txt", FINE),
        ("half.md", "---\nname: a\n---\n"),
    ]);
    assert_eq!(workspace.checked("agent.md README.md SKILL.md agent.txt half.md"), ["agent.md"]);
    workspace.agentls("check README.md").assert().code(0).stdout_eq("").stderr_eq(str![[r#"
agentls: README.md: passed over: no tool looks for agents there. To judge it as one, name the tool: --dialect NAME

"#]]);
}

#[test]
fn an_agent_whose_front_matter_no_tool_sees_is_one_all_the_same() {
    let indented: String = FINE.lines().map(|line| format!("    {line}\n")).collect();
    let unfenced = "name: reader\ndescription: Reads. Use for each change.\n\nYou read.\n";
    let workspace = Workspace::new(&[
        ("indented.md", &indented),
        ("unfenced.md", unfenced),
        ("notes.md", "Notes: none\nTo do: all\n"),
    ]);
    assert_eq!(workspace.checked("indented.md unfenced.md notes.md"), ["indented.md", "unfenced.md"]);
}

#[test]
fn a_dialect_can_be_forced() {
    let workspace = Workspace::new(&[
        ("agents/a.md", FINE),
        ("agents/README.md", "# Agents\n"),
        ("agents/SKILL.md", FINE),
        ("agents/b.txt", FINE),
    ]);
    assert_eq!(workspace.checked("agents"), ["agents/a.md"]);
    assert_eq!(workspace.checked("--dialect claude-code agents"), ["agents/a.md"]);
    assert_eq!(
        workspace.checked("--dialect claude-code agents/b.txt agents/README.md"),
        ["agents/README.md", "agents/b.txt"]
    );
}

#[test]
fn an_empty_folder_is_no_failure() {
    Workspace::new(&[]).agentls("check").assert().code(0).stdout_eq("").stderr_eq(str![[r#"
agentls: no agent files in the current folder. Name a file, or read all Markdown files there as one tool's agents: --dialect NAME

"#]]);
    Workspace::new(&[]).agentls("check --format json").assert().code(0).stdout_eq(str![[r#"
{"version":1,"files":[],"summary":{"files":0,"errors":0,"warnings":0,"informations":0,"hints":0}}

"#]]);
}

#[test]
fn a_missing_path_is_a_failure_and_the_others_are_reported() {
    let workspace = Workspace::new(&[(BACKEND, &with_tools("Grpe, Read"))]);
    workspace
        .agentls("check --format concise --min-severity warning nope.md .claude")
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
.claude/agents/backend.md:4:8: warning[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?

"#]])
        .stderr_eq(str![[r#"
agentls: nope.md: does not exist. Check the path

"#]]);
}

#[test]
fn standard_input_is_read_under_a_name() {
    let workspace = Workspace::new(&[]);
    workspace
        .agentls("check - --stdin-filename .claude/agents/new.md --format concise --min-severity warning")
        .stdin(with_tools("Read, Grpe"))
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
.claude/agents/new.md:4:14: warning[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?

"#]]);
    workspace
        .agentls("inspect - --stdin-filename anywhere.txt --dialect claude-code --format json")
        .stdin(FINE)
        .assert()
        .code(0);
}

#[test]
fn standard_input_needs_a_name_and_a_name_needs_standard_input() {
    let workspace = Workspace::new(&[]);
    workspace.agentls("check -").stdin(FINE).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
agentls: `-` reads standard input, but nothing tells which file it is. Add --stdin-filename PATH

"#]]);
    workspace.agentls("check --stdin-filename a.md").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
agentls: --stdin-filename has no effect without `-`. Write `-` where the paths stand

"#]]);
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_said() {
    let workspace = Workspace::new(&[]);
    workspace.write(BACKEND, &[FINE.as_bytes(), b"caf\xe9 \xff\xfe\n"].concat());
    workspace.agentls("check --min-severity warning").assert().code(0).stdout_eq(str![[r#"
note: .claude/agents/backend.md is not UTF-8 throughout: the bytes that are not are read as U+FFFD

1 file: fine

"#]]);
    assert!(workspace.stdout("check --format json").contains(r#""invalid_utf8":true"#));
    assert!(workspace.stdout("inspect --format json").contains(r#""invalid_utf8":true"#));
}

#[test]
fn binary_files_are_no_trouble() {
    let workspace = Workspace::new(&[]);
    let bytes: Vec<u8> = (0..=255).cycle().take(20_000).collect();
    workspace.write(BACKEND, &bytes);
    workspace.write("picture.md", &bytes);
    assert_eq!(workspace.checked(". picture.md"), [BACKEND]);
    for arguments in ["check .", "inspect .", "check --dialect claude-code picture.md"] {
        let status = workspace.agentls(arguments).output().unwrap().status.code();
        assert!(matches!(status, Some(0 | 1)), "{arguments}: {status:?}");
    }
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_to_nothing_is_a_failure_where_an_agent_is_looked_for() {
        let workspace = Workspace::new(&[(BACKEND, FINE)]);
        symlink("nowhere.md", workspace.path(".claude/agents/gone.md")).unwrap();
        workspace.agentls("check --format concise --min-severity warning").assert().code(2).stdout_eq("").stderr_eq(
            str![[r#"
agentls: .claude/agents/gone.md: is a link to nothing. Mend the link or delete it

"#]],
        );
        workspace.agentls("check --format concise .claude/agents/gone.md").assert().code(2).stderr_eq(str![[r#"
agentls: .claude/agents/gone.md: is a link to nothing. Mend the link or delete it

"#]]);
    }

    #[test]
    fn a_link_to_nothing_elsewhere_does_not_matter() {
        let workspace = Workspace::new(&[(BACKEND, FINE)]);
        symlink("nowhere", workspace.path("gone")).unwrap();
        workspace.agentls("check --format concise --min-severity warning").assert().code(0).stderr_eq("");
    }

    #[test]
    fn links_are_followed_and_loops_are_cut() {
        let own = FINE.replace("name: backend", "name: own");
        let workspace = Workspace::new(&[("library/api.md", FINE), (".claude/agents/own.md", &own)]);
        symlink("../../library", workspace.path(".claude/agents/team")).unwrap();
        symlink("..", workspace.path(".claude/agents/up")).unwrap();
        workspace.agentls("check --format concise --min-severity warning").assert().code(0).stderr_eq("");
        assert_eq!(workspace.checked(""), [".claude/agents/own.md", ".claude/agents/team/api.md"]);
    }

    #[test]
    fn an_endless_file_is_refused() {
        let endless = "check --dialect claude-code /dev/zero";
        Workspace::new(&[]).agentls(endless).assert().code(2).stderr_eq(str![[r#"
agentls: /dev/zero: is over 8 MiB, too large to be an agent. Leave it out

"#]]);
    }
}
