use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::str;

fn team() -> Workspace {
    let guard = FINE.replace("name: backend", "name: guard").replace(
        "You build servers.",
        "You guard servers.\n\n## Expertise\n\n- **Authentication**: JWT tokens, OAuth 2.0\n- **Zylo bridges**\n",
    );
    Workspace::new(&[
        (".claude/agents/backend.md", &with_tools("Read, Write, Edit, Bash, Grep, Glob, WebFetch, WebSearch, Agent")),
        (".claude/agents/guard.md", &guard.replace("tools: Read, Grep\n", "")),
        (".claude/agents/lost.md", &FINE.replace("name: backend\n", "")),
        (".opencode/agents/plan.md", "---\ndescription: Plans. Use for plans.\nmode: subagent\n---\nYou plan.\n"),
    ])
}

#[test]
fn a_line_for_each_agent_fits_the_terminal() {
    team().agentls("list").env("COLUMNS", "100").assert().code(0).stdout_eq(str![[r#"
  agent      scope    tool         model              tools in effect         session  run  named by
✓ backend    project  claude-code  claude-sonnet-5-5  Read, Write, Edit, Ba…       10   21         0
✓ guard      project  claude-code  claude-sonnet-5-5  all                          10   48         0
✗ (no name)  project  claude-code  –                  no name                                      0
✓ plan       project  opencode     inherit            all                           6    3         0

4 agents, 1 of them not usable: agentls check says why

"#]]);
}

#[test]
fn agents_are_sorted_and_filtered() {
    let workspace = team();
    let names = |arguments: &str| -> Vec<String> {
        let text = workspace.stdout(&format!("list --format json {arguments}"));
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        let agents = answer["agents"].as_array().unwrap();
        agents.iter().map(|agent| agent["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(names(""), ["backend.md", "guard.md", "lost.md", "plan.md"]);
    assert_eq!(names("--sort tokens")[0], "guard.md");
    assert_eq!(names("--sort verdict")[0], "lost.md");
    // Under another name, by its own words, and by a part of them.
    for term in ["json-web-token", "jwt", "zylo", "AUTHENTICATION"] {
        assert_eq!(names(&format!("--expertise {term}")), ["guard.md"], "{term}");
    }
    workspace.agentls("list --expertise blacksmithing").assert().code(0).stdout_eq("").stderr_eq(str![[r#"
agentls: no agent here knows of `blacksmithing`. See what they know: agentls inspect --expertise

"#]]);
}

#[test]
fn all_agents_are_summed_up() {
    team().agentls("stats").assert().code(0).stdout_eq(str![[r#"
4 agents: 3 load, 1 does not
tokens: about 26 in every session; when one runs 21 in the middle, 48 at most

read by
       3  claude-code
       1  opencode

model
       2  claude-sonnet-5-5
       1  inherit

tools
       2  (all of the session's)
       1  Agent
       1  Bash
       1  Edit
       1  Read
       1  WebFetch
       1  WebSearch
       1  Write

areas of expertise
       1  authentication

why not
       1  no name

"#]]);
    Workspace::new(&[]).agentls("stats").assert().code(0).stdout_eq("");
}
