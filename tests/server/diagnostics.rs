//! Diagnostics reach the editor: the newest ones, once, and where it wants them.

use crate::harness::{TestServer, framed};
use crate::sync::{URI, change, close, edit, open, place, published, start, start_with};
use serde_json::{Value, json};

#[test]
fn a_finding_says_where_what_and_who() {
    let mut server = start();
    open(&mut server, "here");
    let message = server.expect("textDocument/publishDiagnostics");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 4}});
    let finding = json!({"range": range, "severity": 2, "code": "word-found", "source": "agentls", "message": "found"});
    assert_eq!(message, json!({"uri": URI, "version": 1, "diagnostics": [finding]}));
}

#[test]
fn a_burst_ends_with_the_newest_version() {
    let mut server = start();
    open(&mut server, "here");
    for version in 2..=500 {
        change(&mut server, version, json!([edit((0, 0), (0, 0), "x")]));
    }
    let mut last = json!(0);
    while last != json!(500) {
        let (version, found) = published(&mut server);
        let version_number = version.as_u64().unwrap();
        assert!(version_number > last.as_u64().unwrap(), "{version} after {last}");
        assert_eq!(found, [format!("0:{}-{}", version_number - 1, version_number + 3)]);
        last = version;
    }
}

#[test]
fn edits_that_arrive_together_cost_one_message() {
    let mut server = start();
    open(&mut server, "here");
    assert_eq!(published(&mut server), (json!(1), vec!["0:0-4".into()]));
    let together = (2..=50).flat_map(|version| {
        let params =
            json!({"textDocument": {"uri": URI, "version": version}, "contentChanges": [edit((0, 0), (0, 0), "x")]});
        let message = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params});
        framed(message.to_string().as_bytes())
    });
    server.send_bytes(&together.collect::<Vec<_>>());
    assert_eq!(published(&mut server), (json!(50), vec!["0:49-53".into()]));
}

#[test]
fn edits_in_quick_succession_cost_few_messages() {
    let mut server = start();
    open(&mut server, "here");
    assert_eq!(published(&mut server).0, json!(1));
    for version in 2..=50 {
        change(&mut server, version, json!([edit((0, 0), (0, 0), "x")]));
        std::thread::sleep(std::time::Duration::from_micros(300));
    }
    let mut messages = 1;
    while published(&mut server).0 != json!(50) {
        messages += 1;
    }
    // On a machine that is busy a pause may seem to be the end.
    assert!(messages < 20, "{messages} messages about 49 edits");
}

#[test]
fn a_document_without_findings_is_reported_once() {
    let mut server = start();
    open(&mut server, "all is well");
    assert_eq!(published(&mut server), (json!(1), vec![]));
    for version in 2..20 {
        change(&mut server, version, json!([edit((0, 0), (0, 0), "x")]));
        // The answer tells that the server has had the time to say something.
        let id = server.request("test/unknown", Value::Null);
        server.error_of(id);
    }
    change(&mut server, 20, json!([{"text": "here"}]));
    assert_eq!(published(&mut server), (json!(20), vec!["0:0-4".into()]));
    change(&mut server, 21, json!([{"text": ""}]));
    assert_eq!(published(&mut server), (json!(21), vec![]));
}

#[test]
fn closing_clears_and_opening_again_reports() {
    let mut server = start();
    open(&mut server, "here");
    assert_eq!(published(&mut server), (json!(1), vec!["0:0-4".into()]));
    close(&mut server);
    assert_eq!(published(&mut server), (Value::Null, vec![]));
    open(&mut server, "here");
    assert_eq!(published(&mut server), (json!(1), vec!["0:0-4".into()]));
}

#[test]
fn nothing_is_said_of_documents_that_no_dialect_claims() {
    let mut server = start();
    let document = json!({"uri": "file:///notes.txt", "languageId": "text", "version": 1, "text": "here"});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    server.notify("textDocument/didClose", json!({"textDocument": {"uri": "file:///notes.txt"}}));
}

fn pull(server: &mut TestServer, previous: Option<&Value>) -> Value {
    let id = server.request(
        "textDocument/diagnostic",
        json!({"textDocument": {"uri": URI}, "identifier": "agentls", "previousResultId": previous}),
    );
    server.result_of(id)
}

#[test]
fn a_client_that_asks_gets_an_answer_and_nothing_unasked() {
    let mut server = start_with(json!({"textDocument": {"diagnostic": {}}}));
    open(&mut server, "here");
    let first = pull(&mut server, None);
    assert_eq!(first["kind"], "full");
    assert_eq!(place(&first["items"][0]["range"]), "0:0-4");

    change(&mut server, 2, json!([edit((0, 4), (0, 4), "!")]));
    let same = pull(&mut server, Some(&first["resultId"]));
    assert_eq!(same, json!({"kind": "unchanged", "resultId": first["resultId"]}));

    change(&mut server, 3, json!([edit((0, 0), (0, 0), "!")]));
    let moved = pull(&mut server, Some(&first["resultId"]));
    assert_eq!(place(&moved["items"][0]["range"]), "0:1-5");
}

#[test]
fn a_request_sees_every_change_before_it() {
    let mut server = start_with(json!({"textDocument": {"diagnostic": {}}}));
    open(&mut server, "here");
    let pulls: Vec<i64> = (0..300)
        .map(|version| {
            change(&mut server, version + 2, json!([edit((0, 0), (0, 0), "x")]));
            server.request("textDocument/diagnostic", json!({"textDocument": {"uri": URI}}))
        })
        .collect();
    for (before, id) in pulls.into_iter().enumerate() {
        let places = place(&server.result_of(id)["items"][0]["range"]);
        assert_eq!(places, format!("0:{}-{}", before + 1, before + 5));
    }
}

#[test]
fn asking_for_a_document_that_is_not_open_finds_nothing() {
    let mut server = start_with(json!({"textDocument": {"diagnostic": {}}}));
    let report = pull(&mut server, None);
    assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])));
}
