//! What stands around a document is looked at when it is opened and saved, and remembered between.

use crate::harness::TestServer;
use serde_json::{Value, json};
use std::path::Path;

const TEXT: &str = "---
name: reviewer
description: Reviews code. Use after each commit.
tools: Read, mcp__tickets__search
---

Follow [the guide](docs/guide.md).
";

struct Opened {
    server: TestServer,
    uri: String,
}

impl Opened {
    fn new(folder: &Path) -> Opened {
        std::fs::create_dir_all(folder.join(".git")).unwrap();
        let uri = url(&folder.join(".claude/agents/reviewer.md"));
        let analyse = agentls::server::analysis::analyse;
        let mut server = TestServer::start(move |input, output| agentls::server::serve(analyse, input, output));
        server.initialize(json!({"textDocument": {"diagnostic": {}}}));
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": TEXT});
        server.notify("textDocument/didOpen", json!({"textDocument": document}));
        Opened { server, uri }
    }

    /// The findings that depend on other files.
    fn codes(&mut self) -> Vec<String> {
        let id = self.server.request("textDocument/diagnostic", json!({"textDocument": {"uri": self.uri}}));
        let report = self.server.result_of(id);
        let codes = report["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned());
        codes.filter(|code| matches!(code.as_str(), "broken-link" | "mcp-pattern")).collect()
    }

    fn save(&mut self, text: Value) {
        self.server.notify("textDocument/didSave", json!({"textDocument": {"uri": self.uri}, "text": text}));
    }

    fn type_at_start(&mut self, version: i32, text: &str) {
        let start = json!({"line": 6, "character": 0});
        let change = json!({"range": {"start": start, "end": start}, "text": text});
        let document = json!({"uri": self.uri, "version": version});
        self.server.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }
}

fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}

#[test]
fn files_and_servers_are_known_from_opening_to_saving() {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = Opened::new(folder.path());
    assert_eq!(opened.codes(), ["broken-link"]);
    std::fs::create_dir_all(folder.path().join("docs")).unwrap();
    std::fs::write(folder.path().join("docs/guide.md"), "Names say what they mean.\n").unwrap();
    std::fs::write(folder.path().join(".mcp.json"), r#"{"mcpServers": {"github": {}}}"#).unwrap();

    // A keystroke looks at no file, and a path that is new by it is not judged yet.
    opened.type_at_start(2, "See [more](docs/more.md). ");
    assert_eq!(opened.codes(), ["broken-link"]);
    opened.save(Value::Null);
    assert_eq!(opened.codes(), ["mcp-pattern", "broken-link"]);
    std::fs::write(folder.path().join("docs/more.md"), "").unwrap();
    opened.save(Value::Null);
    assert_eq!(opened.codes(), ["mcp-pattern"]);
}

const KNOWS: &str = "---
name: reviewer
description: Reviews code. Use after each commit.
---

## Expertise

- **Bookings**: ledger zylo, audit logging
";

/// The hover on the first item.
fn hover(server: &mut TestServer, uri: &str) -> String {
    let at = json!({"textDocument": {"uri": uri}, "position": {"line": 7, "character": 18}});
    let id = server.request("textDocument/hover", at);
    server.result_of(id)["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_project_says_what_its_own_terms_mean() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join(".git")).unwrap();
    let uri = url(&folder.path().join(".claude/agents/reviewer.md"));
    let analyse = agentls::server::analysis::analyse;
    let mut server = TestServer::start(move |input, output| agentls::server::serve(analyse, input, output));
    let edits = json!({"documentChanges": true, "resourceOperations": ["create"]});
    let actions = json!({
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
        "dataSupport": true,
        "resolveSupport": {"properties": ["edit"]},
    });
    server.initialize(json!({
        "workspace": {"workspaceEdit": edits},
        "textDocument": {"diagnostic": {}, "codeAction": actions},
    }));
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": KNOWS});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let shown = hover(&mut server, &uri);
    assert!(shown.contains("is not in the glossary") && shown.contains(".agentls/glossary.yaml"), "{shown}");

    // The quick action makes the file, and adds to it where it is there.
    let added = |server: &mut TestServer| -> Value {
        let at = json!({"line": 7, "character": 18});
        let context = json!({"diagnostics": [], "only": ["refactor"]});
        let range = json!({"start": at, "end": at});
        let asked = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
        let id = server.request("textDocument/codeAction", asked);
        let offered = server.result_of(id);
        let title = "Add \"ledger zylo\" to the project's glossary";
        let action = offered.as_array().unwrap().iter().find(|action| action["title"] == title).cloned().unwrap();
        let id = server.request("codeAction/resolve", action);
        server.result_of(id)["edit"]["documentChanges"].clone()
    };
    let changes = added(&mut server);
    assert_eq!(changes[0]["kind"], "create");
    let text = changes[1]["edits"][0]["newText"].as_str().unwrap().replace("\"\"", "The book of bookings.");
    assert!(text.starts_with("concepts:\n  - id: ledger-zylo\n"), "{text}");
    std::fs::create_dir_all(folder.path().join(".agentls")).unwrap();
    std::fs::write(folder.path().join(".agentls/glossary.yaml"), "concepts:\n  - {id: a, name: A, definition: B.}\n")
        .unwrap();
    let changes = added(&mut server);
    assert_eq!(changes[0]["edits"][0]["range"]["start"], json!({"line": 2, "character": 0}));
    assert!(changes[0]["edits"][0]["newText"].as_str().unwrap().starts_with("  - id: ledger-zylo\n"), "{changes}");

    std::fs::write(folder.path().join(".agentls/glossary.yaml"), &text).unwrap();
    server.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    let shown = hover(&mut server, &uri);
    assert!(shown.starts_with("ledger zylo · concept") && shown.contains("The book of bookings."), "{shown}");

    // What is wrong with the file is shown in it.
    let glossary = url(&folder.path().join(".agentls/glossary.yaml"));
    let text = "concepts:\n  - {id: ledger, name: Ledger, definition: \"\"}\n";
    let document = json!({"uri": glossary, "languageId": "yaml", "version": 1, "text": text});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let id = server.request("textDocument/diagnostic", json!({"textDocument": {"uri": glossary}}));
    let report = server.result_of(id);
    let found: Vec<&Value> = report["items"].as_array().unwrap().iter().map(|item| &item["code"]).collect();
    assert_eq!(found, ["bad-glossary"]);
}
