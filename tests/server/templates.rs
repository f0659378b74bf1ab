//! Output formats of the project's own, sections as another agent has them, and who else knows something.

use crate::workspace::Team;
use serde_json::{Value, json};

const WRITER: &str = "---\nname: writer\ndescription: Writes bookings. Use for bookings.\n---\n\n# Writer\n\n## Expertise\n\n- **Databases**: PostgreSQL, ledger zylo\n";
const CLERK: &str = "---\nname: clerk\ndescription: Files bookings. Use for old bookings.\n---\n\n# Clerk\n\n## Expertise\n\n- **Databases**: Postgres, ledger zylo\n\n## Output Format\n\n```\n## BOOKING [Done/Open]\n```\n";
const OWN: &str = "templates:\n  - id: posting-en\n    kind: posting\n    label: posting\n    language: en\n    summary: What was posted.\n    body: |\n      ## POSTING [Yes/No]\n";

fn start() -> Team {
    let capabilities = json!({
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
        "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]}, "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
            "dataSupport": true,
            "resolveSupport": {"properties": ["edit"]},
        }},
    });
    let mut team = Team::start(capabilities, &[("writer", WRITER), ("clerk", CLERK)]);
    let root = team.path("writer").ancestors().nth(3).unwrap().to_owned();
    std::fs::create_dir_all(root.join(".git")).unwrap();
    std::fs::create_dir_all(root.join(".agentls/templates")).unwrap();
    std::fs::write(root.join(".agentls/templates/posting.yaml"), OWN).unwrap();
    team.open("writer", WRITER);
    team.open("clerk", CLERK);
    team.wait_until_read();
    team
}

fn actions(team: &mut Team, name: &str, line: u32) -> Vec<Value> {
    let at = json!({"line": line, "character": 0});
    let context = json!({"diagnostics": [], "only": ["refactor"]});
    let asked = json!({"textDocument": {"uri": team.uri(name)}, "range": {"start": at, "end": at}, "context": context});
    let id = team.server.request("textDocument/codeAction", asked);
    team.server.result_of(id).as_array().unwrap().clone()
}

fn resolved(team: &mut Team, actions: &[Value], title: &str) -> Value {
    let action = actions.iter().find(|action| action["title"] == title);
    let action = action.unwrap_or_else(|| panic!("no {title} in {actions:#?}")).clone();
    let id = team.server.request("codeAction/resolve", action);
    team.server.result_of(id)["edit"]["documentChanges"].clone()
}

#[test]
fn the_projects_own_formats_come_first_and_are_extracted() {
    let mut team = start();
    let offered = actions(&mut team, "writer", 6);
    assert_eq!(offered[0]["title"], "Insert output format: posting");
    let changes = resolved(&mut team, &offered, "Insert output format: posting");
    assert!(changes[0]["edits"][0]["newText"].as_str().unwrap().contains("## POSTING [Yes/No]"), "{changes}");

    let offered = actions(&mut team, "clerk", 12);
    let changes = resolved(&mut team, &offered, "Extract output format into .agentls/templates");
    assert_eq!(changes[0]["kind"], "create");
    assert!(changes[0]["uri"].as_str().unwrap().ends_with("/.agentls/templates/clerk.yaml"));
    let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
    assert!(text.contains("kind: clerk\n") && text.contains("      ## BOOKING [Done/Open]\n"), "{text}");

    // What is wrong with such a file is shown in it.
    let uri = changes[0]["uri"].as_str().unwrap().to_owned();
    let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text.replace("Open]", "Open")});
    team.server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let id = team.server.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
    let report = team.server.result_of(id);
    assert_eq!(
        (&report["items"][0]["code"], &report["items"][0]["range"]["start"]["line"]),
        (&json!("bad-template"), &json!(1))
    );
}

#[test]
fn a_section_is_inserted_as_another_agent_has_it() {
    let mut team = start();
    let offered = actions(&mut team, "writer", 6);
    let changes = resolved(&mut team, &offered, "Insert output format as in clerk");
    let text = changes[0]["edits"][0]["newText"].as_str().unwrap();
    assert!(text.contains("## Output Format\n\n```\n## BOOKING [Done/Open]\n```"), "{text}");
    let offered = actions(&mut team, "clerk", 6);
    assert!(!offered.iter().any(|action| action["title"].as_str().unwrap().contains("as in")), "{offered:#?}");
}

#[test]
fn a_hover_names_the_other_agents_that_know_it() {
    let mut team = start();
    let mut hover = |character: u32| -> String {
        let at = json!({"textDocument": {"uri": team.uri("writer")}, "position": {"line": 9, "character": character}});
        let id = team.server.request("textDocument/hover", at);
        team.server.result_of(id)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    // In another spelling, as an area, and unknown to the glossary.
    for character in [18, 6, 30] {
        let shown = hover(character);
        assert!(shown.contains("Also covered by: [clerk](file://"), "{character}: {shown}");
    }
    team.close("clerk");
    std::fs::remove_file(team.path("clerk")).unwrap();
    let path = json!({"uri": team.uri("clerk"), "type": 3});
    team.server.notify("workspace/didChangeWatchedFiles", json!({"changes": [path]}));
    let mut shown = String::new();
    for _ in 0..3000 {
        let at = json!({"textDocument": {"uri": team.uri("writer")}, "position": {"line": 9, "character": 30}});
        let id = team.server.request("textDocument/hover", at);
        shown = team.server.result_of(id)["contents"]["value"].as_str().unwrap_or_default().to_owned();
        if shown.contains("No other agent mentions it.") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{shown}");
}
