use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::{IntoData, str};

const BACKEND: &str = ".claude/agents/backend.md";

#[test]
fn json_has_the_shape_that_is_promised() {
    let text = with_tools("Read, Task, Grpe").replace("model: sonnet", "model: opus\ncolour: blue\nmaxTurns: many");
    Workspace::new(&[(BACKEND, &text)]).agentls("inspect --format json").assert().code(0).stdout_eq(str![[r#"
{"version":1,"agents":[{"path":".claude/agents/backend.md","dialect":"claude-code","tool_version":"2.1.330","loads":true,"reason":null,"reported":"session","launches":true,"name":"backend","description":"Builds servers. Use for endpoints and jobs.","front_matter":"valid","model":{"declared":"opus","effective":"claude-opus-5-5"},"tools":{"declared":["Read","Task","Grpe"],"effective":["Read","Agent"],"inherits_all":false,"denied":[],"dropped":[{"name":"Grpe","reason":"unknown"}]},"ignored_keys":["colour"],"dropped_values":["maxTurns"],"tokens":{"description":10,"body":21}}]}

"#]].raw());
}

#[test]
fn a_file_that_does_not_load_says_why() {
    let text = FINE.replace("name: backend\n", "");
    Workspace::new(&[(BACKEND, &text)]).agentls("inspect --format json").assert().code(0).stdout_eq(str![[r#"
{"version":1,"agents":[{"path":".claude/agents/backend.md","dialect":"claude-code","tool_version":"2.1.330","loads":false,"reason":"no name","reported":"never","launches":false,"name":null,"description":"Builds servers. Use for endpoints and jobs.","front_matter":"valid","model":{"declared":"sonnet","effective":"claude-sonnet-5-5"},"tools":{"declared":["Read","Grep"],"effective":["Read","Grep"],"inherits_all":false,"denied":[],"dropped":[]},"ignored_keys":[],"dropped_values":[],"tokens":{"description":10,"body":21}}]}

"#]].raw());
}

#[test]
fn people_see_one_card_for_each_agent() {
    let workspace = Workspace::new(&[
        (".claude/agents/a.md", FINE),
        (".claude/agents/b.md", &with_tools("Read, Grep, Bash, Task").replace("name: backend", "name: worker")),
    ]);
    workspace.agentls("inspect").assert().code(0).stdout_eq(str![[r#"
✓ backend  .claude/agents/a.md
  loads in Claude Code 2.1.330
  model    sonnet → claude-sonnet-5-5
  tools    Read, Grep
  tokens   about 10 in every session, 21 when it runs

✓ worker  .claude/agents/b.md
  loads in Claude Code 2.1.330
  model    sonnet → claude-sonnet-5-5
  tools    Read, Bash, Agent (written Task)
  without  Grep: part of Bash when Bash is listed; a tool of its own in a list without Bash
  tokens   about 10 in every session, 21 when it runs

"#]]);
}

#[test]
fn expertise_is_a_list_and_there_only_when_asked_for() {
    let workspace = Workspace::new(&[(BACKEND, FINE)]);
    let rows = |arguments: &str| -> serde_json::Value {
        let answer: serde_json::Value = serde_json::from_str(&workspace.stdout(arguments)).unwrap();
        answer["agents"][0]["expertise"].clone()
    };
    assert!(rows("inspect --format json").is_null());
    assert!(rows("inspect --format json --expertise").is_array());
}

#[test]
fn losses_do_not_change_the_exit_status_and_missing_files_do() {
    let workspace = Workspace::new(&[(BACKEND, &with_tools("Grpe"))]);
    workspace.agentls("inspect").assert().code(0);
    workspace.agentls("inspect nope.md").assert().code(2);
}
