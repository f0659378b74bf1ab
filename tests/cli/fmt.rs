use crate::workspace::{FINE, Workspace};
use snapbox::str;

const BACKEND: &str = ".claude/agents/backend.md";

fn untidy() -> String {
    FINE.replace("tools: Read, Grep\nmodel: sonnet\n", "model: \"sonnet\"\ntools: Read, Grep\n")
        .replace("# Backend\n", "# Backend")
}

#[test]
fn files_are_laid_out() {
    let workspace = Workspace::new(&[(BACKEND, &untidy()), (".claude/agents/fine.md", FINE)]);
    workspace.agentls("fmt --check").assert().code(1).stdout_eq(".claude/agents/backend.md\n");
    workspace.agentls("fmt --diff").assert().code(1).stdout_eq(str![[r#"
--- a/.claude/agents/backend.md
+++ b/.claude/agents/backend.md
@@ -1,11 +1,12 @@
 ---
 name: backend
 description: Builds servers. Use for endpoints and jobs.
-model: "sonnet"
 tools: Read, Grep
+model: sonnet
 ---
 
 # Backend
+
 You build servers.
 
 ## Output Format

"#]]);
    workspace.agentls("fmt").assert().code(0).stdout_eq(str![[r#"
2 files looked at: 1 file laid out

"#]]);
    assert_eq!(std::fs::read_to_string(workspace.path(BACKEND)).unwrap(), FINE);
    workspace.agentls("fmt --check").assert().code(0).stdout_eq("");
    workspace.agentls("fmt").assert().code(0).stdout_eq(str![[r#"
2 files looked at: nothing to lay out

"#]]);
}

#[test]
fn standard_input_is_laid_out_to_standard_output() {
    let workspace = Workspace::new(&[]);
    let done = workspace.agentls("fmt - --stdin-filename .claude/agents/a.md").stdin(untidy());
    done.assert().code(0).stdout_eq(FINE);
}
