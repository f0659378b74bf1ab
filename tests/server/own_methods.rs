//! The methods of our own: `docs/protocol.md`.

use crate::harness::TestServer;
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
