//! Open documents stay in step with the editor.
//!
//! The analysis of these tests finds the word `here`: where it is found tells which text the
//! server has.

use crate::harness::TestServer;
use agentls::config::Effective;
use agentls::rules::{Diagnostic, Severity};
use agentls::server::analysis::Analysis;
use agentls::text::{Span, Text};
use serde_json::{Value, json};

pub const URI: &str = "file:///agents/a.md";

/// Each `here` is a finding. Files that don't end in `.md` are nobody's, and `boom` is a bug.
pub fn find_here(path: &str, _language: &str, text: &Text, _: &Effective, _: Option<&Analysis>) -> Option<Analysis> {
    if !path.ends_with(".md") {
        return None;
    }
    assert!(!text.as_str().contains("boom"), "as the test wants");
    let found = text.as_str().match_indices("here").map(|(at, word)| Diagnostic {
        code: "word-found",
        severity: Severity::Warning,
        span: Span::of(at..at + word.len()),
        message: "found".to_owned(),
        related: Vec::new(),
        fixes: Vec::new(),
        tag: None,
    });
    Some(Analysis { file: None, diagnostics: found.collect(), kept: None })
}

pub fn start() -> TestServer {
    start_with(json!({}))
}

pub fn start_with(capabilities: Value) -> TestServer {
    let mut server = TestServer::start(|input, output| agentls::server::serve(find_here, input, output));
    server.initialize(capabilities);
    server
}

pub fn open(server: &mut TestServer, text: &str) {
    let document = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": text});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
}

pub fn change(server: &mut TestServer, version: i32, changes: Value) {
    let document = json!({"uri": URI, "version": version});
    server.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
}

pub fn save(server: &mut TestServer, text: Value) {
    server.notify("textDocument/didSave", json!({"textDocument": {"uri": URI}, "text": text}));
}

pub fn close(server: &mut TestServer) {
    server.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
}

/// A change as an editor sends it.
pub fn edit(start: (u32, u32), end: (u32, u32), text: &str) -> Value {
    let at = |(line, character)| json!({"line": line, "character": character});
    json!({"range": {"start": at(start), "end": at(end)}, "text": text})
}

/// What the server says next: its version and the findings as `line:column-column`.
pub fn published(server: &mut TestServer) -> (Value, Vec<String>) {
    let message = server.expect("textDocument/publishDiagnostics");
    assert_eq!(message["uri"], URI);
    let found = message["diagnostics"].as_array().unwrap().iter();
    let places = found.map(|found| place(&found["range"])).collect();
    (message["version"].clone(), places)
}

pub fn place(range: &Value) -> String {
    assert_eq!(range["start"]["line"], range["end"]["line"]);
    format!("{}:{}-{}", range["start"]["line"], range["start"]["character"], range["end"]["character"])
}

#[test]
fn the_handshake_says_what_is_offered() {
    let mut server = TestServer::start(|input, output| agentls::server::serve(find_here, input, output));
    let result = server.initialize(json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}}));
    assert_eq!(result["serverInfo"], json!({"name": "agentls", "version": env!("CARGO_PKG_VERSION")}));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    let sync = json!({"openClose": true, "change": 2, "save": {"includeText": true}});
    assert_eq!(result["capabilities"]["textDocumentSync"], sync);
}

#[test]
fn a_change_moves_what_was_found() {
    let mut server = start();
    open(&mut server, "word here\n");
    assert_eq!(published(&mut server), (json!(1), vec!["0:5-9".into()]));
    change(&mut server, 2, json!([edit((0, 0), (0, 4), "\r\n")]));
    assert_eq!(published(&mut server), (json!(2), vec!["1:1-5".into()]));
}

#[test]
fn changes_of_one_message_are_made_one_after_the_other() {
    let mut server = start();
    open(&mut server, "");
    assert_eq!(published(&mut server), (json!(1), vec![]));
    let changes = [edit((0, 0), (0, 0), "one\nthere"), edit((1, 0), (1, 1), ""), edit((0, 3), (1, 0), " ")];
    change(&mut server, 2, json!(changes));
    assert_eq!(published(&mut server), (json!(2), vec!["0:4-8".into()]));
}

#[test]
fn columns_are_counted_as_agreed() {
    for (encoding, column, expected) in [("utf-8", 5, "0:5-9"), ("utf-16", 3, "0:3-7"), ("utf-32", 2, "0:2-6")] {
        let mut server = start_with(json!({"general": {"positionEncodings": [encoding]}}));
        open(&mut server, "a😀 there");
        published(&mut server);
        change(&mut server, 2, json!([edit((0, column), (0, column + 2), "")]));
        assert_eq!(published(&mut server), (json!(2), vec![expected.into()]), "{encoding}");
    }
}

#[test]
fn a_change_outside_of_the_text_is_made_at_its_end() {
    let mut server = start();
    open(&mut server, "one\n");
    published(&mut server);
    change(&mut server, 2, json!([edit((9, 9), (7, 7), "here")]));
    assert_eq!(published(&mut server), (json!(2), vec!["1:0-4".into()]));
}

#[test]
fn a_change_without_range_replaces_the_text() {
    let mut server = start();
    open(&mut server, "here here");
    published(&mut server);
    change(&mut server, 2, json!([{"text": "only here"}]));
    assert_eq!(published(&mut server), (json!(2), vec!["0:5-9".into()]));
}

#[test]
fn a_saved_text_sets_right_what_differs() {
    let mut server = start();
    open(&mut server, "here");
    published(&mut server);
    save(&mut server, json!("not here"));
    assert_eq!(published(&mut server), (json!(1), vec!["0:4-8".into()]));
    change(&mut server, 2, json!([edit((0, 0), (0, 4), "")]));
    assert_eq!(published(&mut server), (json!(2), vec!["0:0-4".into()]));
}

#[test]
fn saving_what_is_known_says_nothing() {
    let mut server = start();
    open(&mut server, "here");
    published(&mut server);
    save(&mut server, json!("here"));
    save(&mut server, Value::Null);
}

#[test]
fn a_failing_analysis_keeps_the_text() {
    let mut server = start();
    open(&mut server, "here ");
    published(&mut server);
    change(&mut server, 2, json!([edit((0, 0), (0, 0), "boom ")]));
    assert_eq!(published(&mut server), (json!(2), vec![]));
    change(&mut server, 3, json!([edit((0, 0), (0, 4), "and")]));
    assert_eq!(published(&mut server), (json!(3), vec!["0:4-8".into()]));
}

#[test]
fn documents_that_were_never_opened_are_left_alone() {
    let mut server = start();
    change(&mut server, 2, json!([{"text": "here"}]));
    save(&mut server, json!("here"));
    close(&mut server);
    open(&mut server, "here");
    assert_eq!(published(&mut server), (json!(1), vec!["0:0-4".into()]));
}

#[test]
fn a_document_is_known_by_every_spelling_of_its_uri() {
    let mut server = start();
    open(&mut server, "");
    published(&mut server);
    let other = json!({"uri": "file:///agents/%61.md", "version": 2});
    server.notify("textDocument/didChange", json!({"textDocument": other, "contentChanges": [{"text": "here"}]}));
    assert_eq!(published(&mut server), (json!(2), vec!["0:0-4".into()]));
}

#[test]
fn a_lone_surrogate_does_not_move_what_follows() {
    let mut server = start();
    let open = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":
            {{"uri":"{URI}","languageId":"markdown","version":1,"text":"\ud800 here"}}}}}}"#
    );
    server.send_body(open.as_bytes());
    assert_eq!(published(&mut server), (json!(1), vec!["0:2-6".into()]));
}

#[test]
fn a_document_in_a_folder_with_brackets_is_a_document() {
    let mut server = start();
    let document = json!({"uri": "file:///sites/[slug]/a.md", "languageId": "markdown", "version": 1, "text": "here"});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let message = server.expect("textDocument/publishDiagnostics");
    assert_eq!(message["uri"], "file:///sites/%5Bslug%5D/a.md");
}

/// An `.await` before a change of state would let the next message overtake it.
#[test]
fn no_method_waits_before_its_handler() {
    let backend = include_str!("../../src/server/backend.rs");
    let code = backend.lines().filter(|line| !line.trim_start().starts_with("//"));
    let waiting: Vec<&str> = code.filter(|line| line.contains(".await")).collect();
    assert!(waiting.is_empty(), "{waiting:?}");
}

/// Like [`find_here`], and slow where nothing is known of the version before: as after new settings.
fn find_here_slowly(
    path: &str,
    language: &str,
    text: &Text,
    settings: &Effective,
    before: Option<&Analysis>,
) -> Option<Analysis> {
    if before.is_none() {
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    find_here(path, language, text, settings, before)
}

/// The answer to a question of ours changes settings on another thread than the one that takes edits.
#[test]
fn what_is_typed_while_settings_come_is_not_lost() {
    let mut server = TestServer::start(|input, output| agentls::server::serve(find_here_slowly, input, output));
    server.initialize(json!({"workspace": {"configuration": true}}));
    open(&mut server, "here");
    for version in 2..60 {
        server.notify("workspace/didChangeConfiguration", json!({"settings": null}));
        let asked = loop {
            let message = server.next();
            if message["method"] == "workspace/configuration" {
                break message;
            }
        };
        server.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": [{"lens": version % 2 == 0}]}));
        std::thread::sleep(std::time::Duration::from_micros(1_500));
        change(&mut server, version, json!([edit((0, 0), (0, 0), "x")]));
    }
    while published(&mut server) != (json!(59), vec!["0:58-62".into()]) {}
    let id = server.request("test/unknown", Value::Null);
    server.error_of(id);
    for method in ["textDocument/publishDiagnostics", "workspace/configuration"] {
        server.drop_all(method);
    }
}
