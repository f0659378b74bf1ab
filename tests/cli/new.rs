use crate::workspace::Workspace;
use snapbox::str;

#[test]
fn a_new_agent_is_clean_and_never_written_over_another() {
    let workspace = Workspace::new(&[]);
    workspace.agentls("new api-reviewer --kind review").assert().code(0).stdout_eq(str![[r#"
.claude/agents/api-reviewer.md

"#]]);
    workspace.agentls("check --min-severity hint --fail-on hint .claude").assert().code(0);
    let text = std::fs::read_to_string(workspace.path(".claude/agents/api-reviewer.md")).unwrap();
    workspace.agentls("new api-reviewer --kind write").assert().code(2).stderr_eq(str![[r#"
agentls: .claude/agents/api-reviewer.md: is there already, and is left alone

"#]]);
    assert_eq!(std::fs::read_to_string(workspace.path(".claude/agents/api-reviewer.md")).unwrap(), text);
}

#[test]
fn a_name_that_the_tool_does_not_take_is_changed_and_said() {
    let workspace = Workspace::new(&[]);
    let run = workspace.agentls("new Niño --dialect gemini-cli --language es").assert().code(0);
    run.stdout_eq(str![[r#"
.gemini/agents/nino.md

"#]])
        .stderr_eq(str![[r#"
agentls: Gemini CLI does not take the name `Niño`: the agent is called `nino`

"#]]);
    workspace.agentls("check --min-severity hint --fail-on hint .gemini").assert().code(0);
}

#[test]
fn it_can_be_one_of_the_user_or_be_printed() {
    let workspace = Workspace::new(&[]);
    workspace.agentls("new helper --dialect opencode --user").assert().code(0);
    assert!(workspace.path("nobody/.config/opencode/agent/helper.md").is_file());
    let printed = workspace.stdout("new helper --dialect copilot-cli --stdout");
    assert!(printed.starts_with("---\nname: helper\ndescription: Builds "), "{printed}");
    workspace.agentls("new helper --kind dance").assert().code(2);
}

#[test]
fn what_is_written_is_laid_out_already() {
    let workspace = Workspace::new(&[]);
    let has_place = |dialect: &&agentls::dialect::Dialect| {
        agentls::convert::path_in(dialect, agentls::dialect::Scope::Project, "", "first.md").is_some()
    };
    for dialect in agentls::dialect::all().iter().filter(has_place) {
        let id = &dialect.id;
        let path = workspace.stdout(&format!("new for-{id} --dialect {id}"));
        workspace.agentls(&format!("fmt --check --dialect {id} {path}")).assert().code(0).stdout_eq("").stderr_eq("");
    }
    for kind in agentls::template::Library::built_in().kinds() {
        workspace.agentls(&format!("new {kind}-agent --kind {kind}")).assert().success();
    }
    workspace.agentls("fmt --check .claude").assert().code(0).stdout_eq("").stderr_eq("");
    for dialect in agentls::dialect::all() {
        let out = format!("{}/agents", dialect.id);
        workspace.agentls(&format!("convert --to {} --out {out} .claude/agents", dialect.id)).assert().success();
        workspace.agentls(&format!("fmt --check --dialect {} {out}", dialect.id)).assert().code(0).stdout_eq("");
    }
}
