use crate::workspace::Workspace;
use snapbox::{IntoData, str};

fn agentls(arguments: &str) -> snapbox::cmd::OutputAssert {
    Workspace::new(&[]).agentls(arguments).assert()
}

#[test]
fn a_rule_is_explained_by_its_page() {
    let shown = Workspace::new(&[]).stdout("explain unknown-tool");
    assert!(shown.starts_with("# unknown-tool\n"), "{shown}");
    assert!(shown.contains("\n## Why it matters\n"));
}

#[test]
fn a_model_in_json() {
    agentls("explain haiku --format json").code(0).stdout_eq(str![[r##"
{"version":1,"asked":"haiku","pages":[{"kind":"model","name":"haiku","dialect":"claude-code","text":"# haiku · model · Claude Code\n\nThe Haiku family: small and cheap, for searching, sorting and simple edits.\n\n- Stands for `claude-haiku-5-5`, or the session's own model of that family.\n\nSource: observed with Claude Code 2.1.330, checked 2026-11-22\n"}],"suggestions":[]}

"##]].raw());
}

#[test]
fn what_is_not_known_leads_to_what_may_be_meant() {
    agentls("explain WebFecth --dialect claude-code").code(2).stdout_eq("").stderr_eq(str![[r#"
agentls: nothing is called "WebFecth". Did you mean WebFetch?

"#]]);
    agentls("explain WebFecth --dialect claude-code --format json").code(2).stdout_eq(
        str![[r#"
{"version":1,"asked":"WebFecth","pages":[],"suggestions":["WebFetch"]}

"#]]
        .raw(),
    );
    agentls("explain xyzzy").code(2).stdout_eq("").stderr_eq(str![[r#"
agentls: nothing is called "xyzzy". Rules are named in what `agentls check` prints; tools, keys, models and terms as agent files write them

"#]]);
}
