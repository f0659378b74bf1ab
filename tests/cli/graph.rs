use crate::workspace::{FINE, Workspace};
use snapbox::str;

fn team() -> Workspace {
    let told = |name: &str, words: &str| {
        FINE.replace("name: backend", &format!("name: {name}")).replace("You build servers.", words)
    };
    let knows = "You build servers.\n\n## Expertise\n\n- **Storage**: PostgreSQL, Redis\n- **API**: REST, JWT tokens";
    Workspace::new(&[
        (".claude/agents/lead.md", &told("lead", "You lead. Delegate to the `backend` agent.")),
        (".claude/agents/backend.md", &told("backend", knows)),
        ("docs/keep", ""),
    ])
}

#[test]
fn a_flowchart_is_printed() {
    team().agentls("graph").assert().code(0).stdout_eq(str![[r#"
flowchart LR
  n0["backend<br><small>Storage · API</small>"]
  n1["lead"]
  n1 --> n0
  click n0 href ".claude/agents/backend.md"
  click n1 href ".claude/agents/lead.md"

"#]]);
}

#[test]
fn a_page_is_written_and_its_links_count_from_there() {
    let workspace = team();
    workspace.agentls("graph --format html --out docs/agents.html").assert().code(0).stdout_eq("docs/agents.html\n");
    let page = std::fs::read_to_string(workspace.path("docs/agents.html")).unwrap();
    assert!(page.contains("href=\"../.claude/agents/backend.md\""), "{page}");
    let svg = workspace.stdout("graph --format svg --link-base https://git.example.org/blob");
    assert!(svg.contains("href=\"https://git.example.org/blob/.claude/agents/backend.md\""), "{svg}");
    assert!(svg.contains("2 agents · 1 handover<"));
}

#[test]
fn agents_are_chosen_by_what_they_know() {
    let workspace = team();
    let json: serde_json::Value =
        serde_json::from_str(&workspace.stdout("graph --expertise postgres --format json")).unwrap();
    assert_eq!(json["agents"].as_array().unwrap().len(), 1);
    assert_eq!(json["agents"][0]["name"], "backend");
    assert_eq!((&json["agents"][0]["named_by"], &json["handovers"]), (&1.into(), &serde_json::json!([])));
    let dot = workspace.stdout("graph --show expertise --format dot");
    assert!(dot.starts_with("digraph agents {") && dot.contains("label=\"lead\""), "{dot}");
    workspace.agentls("graph --expertise blacksmithing").assert().code(0).stdout_eq("").stderr_eq(str![[r#"
agentls: no agent here knows of `blacksmithing`. See what they know: agentls inspect --expertise

"#]]);
    Workspace::new(&[]).agentls("graph --format svg").assert().code(0).stdout_eq("");
}
