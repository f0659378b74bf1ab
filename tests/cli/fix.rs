use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::str;
use std::fs;

const BACKEND: &str = ".claude/agents/backend.md";

fn text_of(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.path(BACKEND)).unwrap()
}

#[test]
fn what_is_safe_is_mended() {
    let workspace = Workspace::new(&[(BACKEND, &with_tools("Read, Grpe")), (".claude/agents/fine.md", FINE)]);
    workspace.agentls("fix").assert().code(0).stdout_eq(str![[r#"
✓ .claude/agents/backend.md: 1 fix
2 files looked at: 1 fix in 1 file

"#]]);
    assert_eq!(text_of(&workspace), with_tools("Read, Grep"));
    workspace.agentls("fix").assert().code(0).stdout_eq(str![[r#"
2 files looked at: nothing to mend

"#]]);
}

#[test]
fn check_mends_and_reports_the_rest() {
    let workspace = Workspace::new(&[(BACKEND, &with_tools("Read, Grpe, Qwertz"))]);
    workspace.agentls("check --fix --format concise").assert().code(1).stdout_eq(str![[r#"
.claude/agents/backend.md:4:20: warning[unknown-tool]: Claude Code has no tool "Qwertz" and drops it without a word.[..]

"#]]);
    assert_eq!(text_of(&workspace), with_tools("Read, Grep, Qwertz"));
    workspace.write(BACKEND, with_tools("Read, Grpe").as_bytes());
    workspace.agentls("check --fix").assert().code(0).stdout_eq(str![[r#"
1 file: fine · mended 1 finding in 1 file

"#]]);
}

#[test]
fn a_diff_writes_nothing() {
    let before = with_tools("Read, Grpe");
    let workspace = Workspace::new(&[(BACKEND, &before)]);
    for arguments in ["fix --diff", "check --diff", "check --fix --diff"] {
        workspace.agentls(arguments).assert().code(1).stdout_eq(str![[r#"
--- a/.claude/agents/backend.md
+++ b/.claude/agents/backend.md
@@ -1,7 +1,7 @@
 ---
 name: backend
 description: Builds servers. Use for endpoints and jobs.
-tools: Read, Grpe
+tools: Read, Grep
 model: sonnet
 ---
 

"#]]);
    }
    assert_eq!(text_of(&workspace), before);
    Workspace::new(&[(BACKEND, FINE)]).agentls("fix --diff").assert().code(0).stdout_eq("");
}

#[test]
fn line_ends_marks_and_the_last_line_stay() {
    for text in [
        with_tools("Read, Grpe").replace('\n', "\r\n"),
        format!("\u{feff}{}", with_tools("Read, Grpe")),
        with_tools("Read, Grpe").trim_end().to_owned(),
        with_tools("Read, Grpe") + "\n\n\n",
    ] {
        let workspace = Workspace::new(&[(BACKEND, &text)]);
        workspace.agentls("fix --select unknown-tool").assert().code(0);
        assert_eq!(text_of(&workspace), text.replace("Grpe", "Grep"));
    }
}

#[test]
fn fixes_to_review_are_made_when_asked_for() {
    let text =
        with_tools("Read, Grep").replace("\nA list of what changed", "\n```\nA list of what changed\n\n## More\n\nx");
    let workspace = Workspace::new(&[(BACKEND, &text)]);
    workspace.agentls("fix --select unclosed-fence").assert().code(0);
    assert_eq!(text_of(&workspace), text);
    workspace.agentls("fix --select unclosed-fence --unsafe-fixes").assert().code(0);
    assert_ne!(text_of(&workspace), text);
}

#[test]
fn rules_that_are_off_mend_nothing() {
    let workspace =
        Workspace::new(&[(BACKEND, &with_tools("Read, Grpe")), ("agentls.toml", "rules.unknown-tool = \"off\"\n")]);
    workspace.agentls("fix").assert().code(0);
    assert_eq!(text_of(&workspace), with_tools("Read, Grpe"));
    workspace.agentls("fix --select unknown-tool").assert().code(0);
    assert_eq!(text_of(&workspace), with_tools("Read, Grep"));
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    let workspace = Workspace::new(&[]);
    let fixed = workspace.agentls("fix - --stdin-filename .claude/agents/a.md").stdin(with_tools("Read, Grpe"));
    fixed.assert().code(0).stdout_eq(with_tools("Read, Grep"));
}

#[test]
fn programs_are_told_what_was_done() {
    let workspace = Workspace::new(&[(BACKEND, &with_tools("Read, Grpe"))]);
    workspace.agentls("fix --format json").assert().code(0).stdout_eq(str![[r#"
{"version":1,"files":[{"path":".claude/agents/backend.md","dialect":"claude-code","fixes":1,"written":true}],"summary":{"files":1,"mended":1,"fixes":1}}

"#]]);
}

#[test]
fn bytes_that_are_no_text_are_not_lost() {
    let workspace = Workspace::new(&[]);
    let bytes = [with_tools("Read, Grpe").as_bytes(), b"caf\xe9\n"].concat();
    workspace.write(BACKEND, &bytes);
    workspace.agentls("fix").assert().code(0);
    assert_eq!(fs::read(workspace.path(BACKEND)).unwrap(), bytes);
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn permissions_and_links_stay() {
        let workspace = Workspace::new(&[("library/backend.md", &with_tools("Read, Grpe")), (".claude/agents/a", "")]);
        symlink("../../library/backend.md", workspace.path(BACKEND)).unwrap();
        let library = workspace.path("library/backend.md");
        fs::set_permissions(&library, fs::Permissions::from_mode(0o640)).unwrap();
        workspace.agentls("fix .claude").assert().code(0);
        assert_eq!(text_of(&workspace), with_tools("Read, Grep"));
        assert!(workspace.path(BACKEND).symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::metadata(&library).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(workspace.path("library")).unwrap().count(), 1);
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let workspace = Workspace::new(&[(BACKEND, &with_tools("Read, Grpe"))]);
        fs::set_permissions(workspace.path(BACKEND), fs::Permissions::from_mode(0o444)).unwrap();
        workspace.agentls("fix").assert().code(2).stderr_eq(str![[r#"
agentls: .claude/agents/backend.md: is read-only, and is left alone. Allow writing it, or leave it out

"#]]);
        assert_eq!(text_of(&workspace), with_tools("Read, Grpe"));
    }
}

#[test]
fn names_of_agents_are_mended_where_that_is_sure() {
    let lead = FINE.replace("name: backend", "name: lead").replace("tools: Read, Grep", "tools: Read, Agent(frontned)")
        + "\n## Integration with Other Agents\n\n- **frontned** builds pages\n- **backend** builds servers\n";
    let workspace = Workspace::new(&[
        (".claude/agents/lead.md", &lead),
        (".claude/agents/backend.md", FINE),
        (".claude/agents/frontend.md", &FINE.replace("name: backend", "name: frontend")),
        (".claude/agents/auditor.md", &FINE.replace("name: backend", "name: frontend")),
    ]);
    let read = |path: &str| std::fs::read_to_string(workspace.path(path)).unwrap();
    workspace.agentls("fix").assert().code(0);
    assert_eq!(read(".claude/agents/lead.md"), lead.replace("frontned", "frontend"));
    // Which of two files of one name was meant to have it, a person has to say.
    assert!(read(".claude/agents/auditor.md").contains("name: frontend"));
    workspace.agentls("fix --unsafe-fixes --select duplicate-name").assert().code(0);
    assert!(read(".claude/agents/auditor.md").contains("name: auditor"));
    workspace.agentls("check --select duplicate-name,dangling-agent --fail-on hint").assert().code(0);
    // One file alone is mended by the names of its neighbours, too.
    workspace.write(".claude/agents/lead.md", lead.as_bytes());
    workspace.agentls("check --fix .claude/agents/lead.md --select dangling-agent").assert().code(0);
    assert_eq!(read(".claude/agents/lead.md"), lead.replace("frontned", "frontend"));
}
