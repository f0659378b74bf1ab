use crate::workspace::{FINE, Workspace};
use snapbox::{IntoData, str};

const BACKEND: &str = ".claude/agents/backend.md";

fn read(workspace: &Workspace, path: &str) -> String {
    std::fs::read_to_string(workspace.path(path)).unwrap()
}

#[test]
fn a_file_goes_into_the_other_tool_s_folder() {
    let text = FINE.replace("model: sonnet", "model: sonnet\ncolor: red");
    let workspace = Workspace::new(&[(BACKEND, &text)]);
    let run = workspace.agentls("convert --to gemini-cli .claude/agents/backend.md").assert().code(0);
    run.stdout_eq(str![""]).stderr_eq(str![[r#"
✓ .claude/agents/backend.md → .gemini/agents/backend.md
  lost     model sonnet (line 5): Gemini CLI knows no such model; the agent gets the session's
  lost     key color (line 6): Gemini CLI has nothing like it

"#]]);
    let made = read(&workspace, ".gemini/agents/backend.md");
    assert!(made.starts_with("---\nname: backend\ndescription: Builds servers. Use for endpoints and jobs.\ntools: [read_file, grep_search]\n---\n\n# Backend\n"));
    assert!(workspace.stdout("inspect --format json .gemini").contains("\"loads\":true"));
}

#[test]
fn nothing_is_overwritten_unless_that_is_asked_for() {
    let workspace = Workspace::new(&[(BACKEND, FINE), (".qwen/agents/backend.md", "mine")]);
    let run = workspace.agentls("convert --to qwen-code .claude/agents/backend.md").assert().code(2);
    run.stderr_eq(str![[r#"
✗ .claude/agents/backend.md: [..]/.qwen/agents/backend.md: is there already, and is left alone. To overwrite it: --force

"#]]);
    assert_eq!(read(&workspace, ".qwen/agents/backend.md"), "mine");
    workspace.agentls("convert --to qwen-code .claude/agents/backend.md --force").assert().code(0);
    assert!(read(&workspace, ".qwen/agents/backend.md").contains("tools: [read_file, grep_search]"));
}

#[test]
fn two_files_never_become_one() {
    let workspace = Workspace::new(&[(".claude/agents/a/x.md", FINE), (".claude/agents/b/x.md", FINE)]);
    workspace.agentls("convert --to opencode .claude --force").assert().code(2);
    assert!(workspace.path(".opencode/agent/x.md").is_file());
}

#[test]
fn files_can_be_printed_or_put_elsewhere() {
    let workspace = Workspace::new(&[(BACKEND, FINE)]);
    let printed = workspace.stdout("convert --to opencode .claude/agents/backend.md --stdout");
    assert!(printed.contains("permission:\n  \"*\": deny\n  read: allow\n  grep: allow\n"), "{printed}");
    assert_eq!(workspace.stdout("convert --to opencode .claude/agents/backend.md --out -"), printed);
    assert!(!workspace.path(".opencode").exists());
    workspace.agentls("convert --to opencode .claude/agents/backend.md --out there").assert().code(0);
    assert_eq!(read(&workspace, "there/backend.md"), printed);
}

#[test]
fn json_has_the_shape_that_is_promised() {
    let workspace = Workspace::new(&[(BACKEND, &FINE.replace("model: sonnet", "maxTurns: 3\nmemory: user"))]);
    let run = workspace.agentls("convert --to qwen-code .claude/agents/backend.md --format json").assert().code(0);
    run.stderr_eq(str![""]).stdout_eq(str![[r#"
{"version":1,"files":[{"path":".claude/agents/backend.md","dialect":"claude-code","to":"qwen-code","new_path":".qwen/agents/backend.md","written":true,"loads":true,"reason":null,"losses":[{"fate":"lost","part":"key","what":"memory","range":{"start":{"line":6,"column":1,"offset":105},"end":{"line":6,"column":7,"offset":111}},"reason":"Qwen Code has nothing like it"}]}]}

"#]].raw());
}
