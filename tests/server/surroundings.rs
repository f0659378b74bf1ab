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
