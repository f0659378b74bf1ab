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
fn people_see_one_agent_as_a_card_and_several_as_a_table() {
    let workspace = Workspace::new(&[
        (".claude/agents/a.md", FINE),
        (".claude/agents/b.md", &with_tools("Read, Grep, Bash, Task").replace("name: backend", "name: worker")),
    ]);
    workspace.agentls("inspect").assert().code(0).stdout_eq(str![[r#"
  agent    model              tools in effect                   no effect  tokens  named by
✓ backend  claude-sonnet-5-5  Read, Grep                                       21         0
✓ worker   claude-sonnet-5-5  Read, Bash, Agent (written Task)  Grep           21         0

2 agents, 1 with something that has no effect
More of one: agentls inspect FILE

"#]]);
}

#[test]
fn the_table_fits_80_columns_and_tells_what_is_lost() {
    let long = with_tools("Read, Write, Edit, Bash, Grep, Glob, WebFetch, WebSearch, Task")
        .replace("name: backend", "name: a-backend-developer-for-all-of-it")
        .replace("model: sonnet", "model: opus\ncolour: blue\nmaxTurns: many");
    let lead =
        FINE.replace("name: backend", "name: lead").replace("You build servers.", "Delegate to the `worker` agent.");
    let workspace = Workspace::new(&[
        (".claude/agents/a.md", &long),
        (".claude/agents/lead.md", &lead),
        (".claude/agents/lost.md", &FINE.replace("name: backend\n", "")),
        (".claude/agents/worker.md", &with_tools("read").replace("name: backend", "name: worker")),
    ]);
    let table = workspace.agentls("inspect").env("COLUMNS", "80").assert().code(0).stdout_eq(str![[r#"
  agent         model           tools in effe…  no effect       tokens  named by
✓ a-backend-d…  claude-opus-5…  Read, Write,…   Grep, Glob, c…      21         0
✓ lead          claude-sonnet…  Read, Grep                          25         0
✗ lost.md                       no name                                        0
✗ worker        claude-sonnet…  no tool resol…  read                21         1

4 agents, 2 of them not usable, 1 with something that has no effect
More of one: agentls inspect FILE

"#]]);
    let output = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    assert!(output.lines().all(|line| line.chars().count() <= 80) && !output.contains('\u{1b}'), "{output}");
    workspace.agentls("inspect .claude/agents/worker.md").assert().code(0).stdout_eq(str![[r#"
✗ worker  .claude/agents/worker.md
  loads in Claude Code 2.1.330, which then refuses to start it: none of its tools resolve
  model     sonnet → claude-sonnet-5-5
  tools     none at all
  without   read: no such tool
  tokens    about 10 in every session, 21 when it runs
  named by  1 other agent

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
