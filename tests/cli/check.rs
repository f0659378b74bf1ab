use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::{IntoData, str};

const BACKEND: &str = ".claude/agents/backend.md";

fn one(text: &str) -> Workspace {
    Workspace::new(&[(BACKEND, text)])
}

#[test]
fn json_has_the_shape_that_is_promised() {
    let workspace = one(&with_tools("Read, Grpe"));
    workspace.agentls("check --format json --min-severity warning").assert().code(1).stdout_eq(str![[r#"
{"version":1,"files":[{"path":".claude/agents/backend.md","dialect":"claude-code","diagnostics":[{"code":"unknown-tool","severity":"warning","message":"Claude Code has no tool \"Grpe\" and drops it without a word. Did you mean Grep?","range":{"start":{"line":4,"column":14,"offset":88},"end":{"line":4,"column":18,"offset":92}},"related":[],"fixes":[{"title":"Replace by Grep","safe":true,"preferred":true,"edits":[{"path":".claude/agents/backend.md","range":{"start":{"line":4,"column":14,"offset":88},"end":{"line":4,"column":18,"offset":92}},"text":"Grep"}]}]}]}],"summary":{"files":1,"errors":0,"warnings":1,"informations":0,"hints":0}}

"#]].raw());
}

#[test]
fn json_of_a_fine_file_has_no_findings() {
    one(FINE).agentls("check --format json --min-severity warning").assert().code(0).stdout_eq(str![[r#"
{"version":1,"files":[{"path":".claude/agents/backend.md","dialect":"claude-code","diagnostics":[]}],"summary":{"files":1,"errors":0,"warnings":0,"informations":0,"hints":0}}

"#]].raw());
}

#[test]
fn people_see_the_line_and_what_to_do() {
    one(&with_tools("Read, Grpe")).agentls("check --min-severity warning").assert().code(1).stdout_eq(str![[r#"
warning[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word
 --> .claude/agents/backend.md:4:14
  |
4 | tools: Read, Grpe
  |              ^^^^ Did you mean Grep?
  |
  = fix: Replace by Grep · agentls explain unknown-tool

1 file: loses something · 1 finding has a safe fix

"#]]);
}

#[test]
fn concise_is_one_line_for_each_finding() {
    one(&with_tools("Grpe, Raed"))
        .agentls("check --format concise --min-severity warning")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
.claude/agents/backend.md:4:8: error[no-tool-resolves]: Claude Code refuses to launch this agent: none of its tools resolve. Write Grep, Read.

"#]]);
}

#[test]
fn several_files_are_summed_up() {
    let lost = FINE.replace("name: backend\n", "");
    let workspace = Workspace::new(&[
        (".claude/agents/fine.md", FINE),
        (".claude/agents/lost.md", &lost),
        (".claude/agents/loses.md", &with_tools("Read, Grpe").replace("name: backend", "name: billing")),
        (".claude/agents/README.md", "# Our agents\n"),
    ]);
    let shown = workspace.stdout("check --min-severity warning");
    let summary = shown.lines().last().unwrap();
    snapbox::assert_data_eq!(
        summary,
        str![
            "4 files: 1 fine, 1 will not load, 1 loses something, 1 is not taken for an agent · 2 findings have a safe fix · 1 finding not shown (--min-severity hint)"
        ]
    );
}

#[test]
fn the_exit_status_follows_the_level_asked_for() {
    let workspace = one(&with_tools("Read, Grpe"));
    for (arguments, status) in [
        ("", 1),
        ("--fail-on warning", 1),
        ("--fail-on hint", 1),
        ("--fail-on error", 0),
        ("--fail-on never", 0),
        ("--min-severity error", 1),
        ("--format json", 1),
        ("--format concise", 1),
    ] {
        workspace.agentls(&format!("check {arguments}")).assert().code(status);
    }
}

#[test]
fn what_is_shown_follows_the_level_asked_for() {
    let workspace = one(&with_tools("Read, Grpe"));
    workspace.agentls("check --format concise --min-severity error").assert().code(1).stdout_eq("");
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let text = with_tools("Read, Grpe");
    let files: Vec<(String, &str)> = (0..60).map(|n| (format!(".claude/agents/{}/a{n}.md", n % 7), &*text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, *text)).collect();
    let workspace = Workspace::new(&files);
    for format in ["human", "concise", "json"] {
        let with_threads = |threads: &str| {
            workspace
                .agentls(&format!("check --format {format}"))
                .env("RAYON_NUM_THREADS", threads)
                .output()
                .unwrap()
                .stdout
        };
        let alone = with_threads("1");
        assert!(!alone.is_empty());
        for threads in ["2", "3", "16"] {
            assert!(alone == with_threads(threads), "{format} with {threads} threads");
        }
    }
    assert!(workspace.checked("").is_sorted());
}

#[test]
fn there_are_no_colours_in_a_pipe() {
    let shown = one(&with_tools("Read, Grpe")).stdout("check");
    assert!(shown.contains("unknown-tool"));
    assert!(!shown.contains('\u{1b}'));
}

#[test]
fn words_of_a_file_do_not_turn_the_line_around() {
    let workspace = one(&with_tools("Read, \u{202e}Grpe"));
    for format in ["human", "concise"] {
        let shown = workspace.stdout(&format!("check --format {format}"));
        assert!(shown.contains("unknown-tool"), "{shown}");
        assert!(!shown.contains('\u{202e}'), "{shown}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let workspace = one(FINE);
    let mut child = std::process::Command::new(snapbox::cmd::cargo_bin!("agentls"))
        .args(["check", "--format", "json"])
        .current_dir(workspace.root())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn servers_of_the_workspace_are_known() {
    let workspace = one(&with_tools("Read, mcp__github__search, mcp__jira__search"));
    workspace.write(".git/HEAD", b"ref: refs/heads/main\n");
    let dropped = || {
        let answer: serde_json::Value = serde_json::from_str(&workspace.stdout("inspect --format json")).unwrap();
        answer["agents"][0]["tools"]["dropped"].to_string()
    };
    assert_eq!(dropped(), "[]");
    workspace.write(".mcp.json", br#"{"mcpServers": {"github": {"command": "github-mcp"}}}"#);
    assert_eq!(dropped(), r#"[{"name":"mcp__jira__search","reason":"no-server"}]"#);
}
