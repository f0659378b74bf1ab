//! The methods of our own: `docs/protocol.md`.

use crate::harness::TestServer;
use crate::workspace::{Team, agent};
use serde_json::{Value, json};

const URI: &str = "file:///srv/shop/.claude/agents/guard.md";

fn served() -> TestServer {
    let mut server =
        TestServer::start(|input, output| agentls::server::serve(agentls::server::analysis::analyse, input, output));
    server.initialize(json!({"textDocument": {"diagnostic": {}}}));
    server
}

fn opened(text: &str) -> TestServer {
    let mut server = served();
    let document = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": text});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    server
}

fn asked(server: &mut TestServer, method: &str, params: Value) -> Value {
    let id = server.request(method, params);
    server.result_of(id)
}

#[test]
fn a_preview_follows_what_is_typed() {
    let mut server = opened("---\nname: guard\ndescription: Guards.\n---\nWatch.\n");
    let of = |uri: &str| json!({"textDocument": {"uri": uri}});
    let shown = asked(&mut server, "agentls/preview", of(URI));
    assert_eq!((&shown["loads"], &shown["launches"], &shown["name"]), (&json!(true), &json!(true), &json!("guard")));
    assert!(shown["verdict"].as_str().unwrap().starts_with("✓ loads in Claude Code"), "{shown}");
    assert!(shown["page"].as_str().unwrap().contains("**guard**: Guards."), "{shown}");

    let change =
        json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": "no agent any more\n"}]});
    server.notify("textDocument/didChange", change);
    let shown = asked(&mut server, "agentls/preview", of(URI));
    assert_eq!((&shown["loads"], &shown["name"]), (&json!(false), &Value::Null));

    assert_eq!(asked(&mut server, "agentls/preview", of("file:///srv/shop/README.md")), Value::Null);
}

#[test]
fn whatever_may_be_chosen_makes_an_agent_without_a_fault() {
    let mut server = served();
    let id = server.request("agentls/choices", Value::Null);
    let choices = server.result_of(id);
    let list = |key: &str| choices[key].as_array().unwrap().clone();
    assert!(list("tools").len() > 10 && list("kinds").len() > 5, "{choices}");
    let mut version = 0;
    for tool in list("tools") {
        for place in tool["places"].as_array().unwrap() {
            for language in list("languages") {
                let kind = &list("kinds")[version % list("kinds").len()];
                version += 1;
                let params = json!({
                    "name": "Mail carrier", "tool": tool["id"], "kind": kind["id"], "language": language,
                    "place": place, "folder": "file:///srv/B%C3%BCro%20%231",
                });
                let made = asked(&mut server, "agentls/newAgent", params);
                let uri = made["uri"].as_str().unwrap();
                assert_eq!(uri.starts_with("file:///srv/B%C3%BCro%20%231/."), place == "project", "{uri}");
                let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": made["text"]});
                server.notify("textDocument/didOpen", json!({"textDocument": document}));
                let shown = asked(&mut server, "agentls/preview", json!({"textDocument": {"uri": uri}}));
                assert_eq!(shown["launches"], true, "{made} {shown}");
                server.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
            }
        }
    }
}

#[test]
fn what_there_is_no_choice_for_is_an_error() {
    let mut server = served();
    let good = json!({
        "name": "a", "tool": "claude-code", "kind": "review", "language": "en", "place": "project", "folder": "file:///srv",
    });
    for (key, value) in
        [("tool", json!("abacus")), ("kind", json!("sleep")), ("place", json!("moon")), ("folder", Value::Null)]
    {
        let mut params = good.clone();
        params[key] = value;
        let id = server.request("agentls/newAgent", params);
        assert_eq!(server.error_of(id), -32602, "{key}");
    }
}

#[test]
fn all_agents_of_the_workspace_are_told() {
    let lead = agent(
        "lead",
        "# Lead\n\nDelegate builds to the `builder` agent.\n\n## Your Expertise\n\n- **Planning**: estimates, risks\n",
    );
    let builder = agent("builder", "# Builder\n");
    let broken = "---\ndescription: Has no name.\n---\n";
    let mut team = Team::start(json!({}), &[("lead", &lead), ("builder", &builder), ("nameless", broken)]);
    let told = loop {
        let told = asked(&mut team.server, "agentls/agents", Value::Null);
        if told["complete"] == true {
            break told;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    let ours: Vec<(usize, &Value)> = told["agents"].as_array().unwrap().iter().enumerate().collect();
    let find = |name: &str| *ours.iter().find(|(_, agent)| agent["name"] == name).unwrap_or_else(|| panic!("{told}"));
    let ((_, lead), (builder_at, builder), (_, nameless)) = (find("lead"), find("builder"), find("nameless.md"));
    assert_eq!(lead["uri"], team.uri("lead"));
    assert_eq!(lead["range"]["start"], json!({"line": 1, "character": 6}));
    assert_eq!((&lead["areas"], &lead["handsOverTo"]), (&json!(["Planning"]), &json!([builder_at])));
    assert_eq!((&lead["scope"], &lead["below"]), (&json!("project"), &json!("lead.md")));
    assert_eq!((&builder["handsOverTo"], &builder["loads"]), (&json!([]), &json!(true)));
    assert_eq!((&nameless["loads"], &nameless["tool"]["title"]), (&json!(false), &json!("Claude Code")));
}
