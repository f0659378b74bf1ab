//! The guarantees of the transport, kept by a server that does what no server should do.

use crate::harness::{TestServer, framed};
use agentls::server::transport::{Announce, Announcement, Ended, serve};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, MessageType};
use tower_lsp::{Client, LanguageServer, LspService};

/// Slow, panicking and talkative.
struct Nuisance {
    client: Client,
    numbers: Mutex<Vec<i64>>,
}

impl LanguageServer for Nuisance {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

impl Nuisance {
    /// Takes a number at once, and some of the time goes on with something else.
    async fn take_number(&self, number: Value) {
        let number = number[0].as_i64().unwrap();
        self.numbers.lock().unwrap().push(number);
        for _ in 0..number % 3 {
            tokio::task::yield_now().await;
        }
    }

    async fn numbers(&self) -> Result<Vec<i64>> {
        Ok(self.numbers.lock().unwrap().clone())
    }

    async fn echo(&self, value: Value) -> Result<Value> {
        Ok(value)
    }

    async fn never_answer(&self) -> Result<()> {
        std::future::pending().await
    }

    async fn panic_at_once(&self) -> Result<()> {
        panic!("as the test wants")
    }

    async fn panic_later(&self) -> Result<()> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        panic!("as the test wants")
    }

    async fn panic_unasked(&self) {
        panic!("as the test wants")
    }

    /// Asks the client and takes the length of its answer.
    async fn ask(&self) {
        let folders = self.client.workspace_folders().await.unwrap().unwrap_or_default();
        self.numbers.lock().unwrap().push(folders.len() as i64);
    }

    async fn talk(&self) -> Result<()> {
        for word in ["one", "two"] {
            self.client.log_message(MessageType::LOG, word).await;
        }
        Ok(())
    }

    async fn long_answer(&self) -> Result<String> {
        Ok("x".repeat(4 << 20))
    }
}

/// Tells nothing unasked.
struct Silent;

impl Announce for Silent {
    type Params = ();

    fn hold(&self) {}

    fn release(&self) {}

    async fn due(&self) {
        std::future::pending().await
    }

    fn next(&self) -> Option<Announcement<()>> {
        None
    }
}

fn start_uninitialized() -> TestServer {
    TestServer::start(|input, output| async {
        let (service, socket) = LspService::build(|client| Nuisance { client, numbers: Mutex::default() })
            .custom_method("test/takeNumber", Nuisance::take_number)
            .custom_method("test/numbers", Nuisance::numbers)
            .custom_method("test/echo", Nuisance::echo)
            .custom_method("test/neverAnswer", Nuisance::never_answer)
            .custom_method("test/panicAtOnce", Nuisance::panic_at_once)
            .custom_method("test/panicLater", Nuisance::panic_later)
            .custom_method("test/panicUnasked", Nuisance::panic_unasked)
            .custom_method("test/ask", Nuisance::ask)
            .custom_method("test/talk", Nuisance::talk)
            .custom_method("test/longAnswer", Nuisance::long_answer)
            .finish();
        serve(service, socket, Arc::new(Silent), input, output).await
    })
}

fn start() -> TestServer {
    let mut server = start_uninitialized();
    server.initialize(json!({}));
    server
}

/// Checks that the session goes on.
fn assert_alive(server: &mut TestServer) {
    let id = server.request("test/echo", json!({"still": "there"}));
    assert_eq!(server.result_of(id), json!({"still": "there"}));
}

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INTERNAL_ERROR: i64 = -32603;
const NOT_INITIALIZED: i64 = -32002;
const CANCELLED: i64 = -32800;

// Order and load.

#[test]
fn twenty_thousand_notifications_keep_their_order() {
    let mut server = start();
    for number in 0..20_000 {
        server.notify("test/takeNumber", json!([number]));
    }
    let id = server.request("test/numbers", Value::Null);
    let numbers: Vec<i64> = serde_json::from_value(server.result_of(id)).unwrap();
    assert!(numbers.into_iter().eq(0..20_000));
}

#[test]
fn a_request_is_cancelled_while_many_are_running() {
    let mut server = start();
    let running: Vec<i64> = (0..200).map(|_| server.request("test/neverAnswer", Value::Null)).collect();
    for id in [running[199], running[0], running[100]] {
        server.notify("$/cancelRequest", json!({"id": id}));
        assert_eq!(server.error_of(id), CANCELLED);
    }
    assert_alive(&mut server);
}

#[test]
fn handlers_that_wait_for_the_client_do_not_block_its_answers() {
    let mut server = start();
    for _ in 0..300 {
        server.notify("test/ask", Value::Null);
    }
    for _ in 0..300 {
        let question = server.next();
        assert_eq!(question["method"], "workspace/workspaceFolders");
        server.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": []}));
    }
    let begin = Instant::now();
    loop {
        let id = server.request("test/numbers", Value::Null);
        let answered = server.result_of(id).as_array().unwrap().len();
        if answered == 300 {
            break;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "{answered} of 300 were answered");
    }
}

#[test]
fn what_a_handler_sends_goes_out_before_its_answer() {
    let mut server = start();
    let id = server.request("test/talk", Value::Null);
    assert_eq!(server.next()["params"]["message"], "one");
    assert_eq!(server.next()["params"]["message"], "two");
    assert_eq!(server.next()["id"], id);
}

// Panics.

#[test]
fn a_panic_fails_its_request_and_nothing_else() {
    let mut server = start();
    let running = server.request("test/neverAnswer", Value::Null);
    for method in ["test/panicAtOnce", "test/panicLater"] {
        let id = server.request(method, Value::Null);
        assert_eq!(server.error_of(id), INTERNAL_ERROR, "{method}");
    }
    server.notify("test/panicUnasked", Value::Null);
    assert_alive(&mut server);
    server.notify("$/cancelRequest", json!({"id": running}));
    assert_eq!(server.error_of(running), CANCELLED);
}

// Bad messages.

/// Checks that `bytes` are answered once with -32700, and that the session goes on.
fn assert_refused_once(bytes: &[u8]) {
    let mut server = start();
    server.send_bytes(bytes);
    assert_alive(&mut server);
    assert_eq!(server.error_of(Value::Null), PARSE_ERROR);
}

#[test]
fn truncated_json_is_refused() {
    assert_refused_once(&framed(br#"{"jsonrpc":"2.0","id":7,"meth"#));
}

#[test]
fn a_body_shorter_than_announced_costs_no_other_message() {
    assert_refused_once(b"Content-Length: 60\r\n\r\n{\"jsonrpc\":\"2.0\"}");
}

#[test]
fn a_body_longer_than_announced_costs_no_other_message() {
    let mut server = start();
    server.send_bytes(b"Content-Length: 20\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}");
    assert_alive(&mut server);
    for part in ["the body", "what is left of it"] {
        assert_eq!(server.error_of(Value::Null), PARSE_ERROR, "{part}");
    }
}

#[test]
fn invalid_utf8_is_refused() {
    assert_refused_once(&framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[\"\xff\xfe\"]}"));
}

#[test]
fn json_that_is_no_message_is_refused() {
    assert_refused_once(&framed(b"[1,2]"));
}

#[test]
fn deep_json_is_refused() {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"jsonrpc":"2.0","method":"x","params":{open}{close}}}"#);
    assert_refused_once(&framed(body.as_bytes()));
}

#[test]
fn a_line_of_garbage_is_refused() {
    assert_refused_once(b"Traceback (most recent call last)\r\n");
}

#[test]
fn a_negative_length_is_refused() {
    assert_refused_once(b"Content-Length: -2\r\n\r\n{}");
}

#[test]
fn more_header_lines_than_usual_are_fine() {
    let mut server = start();
    let body = br#"{"jsonrpc":"2.0","id":"a","method":"test/echo","params":[1]}"#;
    let header =
        format!("X-One: 1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nX-Two: 2\r\n\r\n", body.len());
    server.send_bytes(&[header.as_bytes(), body].concat());
    assert_eq!(server.answer_to("a")["result"], json!([1]));
}

#[test]
fn a_lower_case_header_is_fine() {
    let mut server = start();
    let body = br#"{"jsonrpc":"2.0","id":"a","method":"test/echo","params":[1]}"#;
    server.send_bytes(&[format!("content-length: {}\r\n\r\n", body.len()).as_bytes(), body].concat());
    assert_eq!(server.answer_to("a")["result"], json!([1]));
}

#[test]
fn a_lone_surrogate_keeps_its_width() {
    let mut server = start();
    server.send_body(br#"{"jsonrpc":"2.0","id":"a","method":"test/echo","params":["\ud800 \ud83d\ude00 \\ud800"]}"#);
    assert_eq!(server.answer_to("a")["result"], json!(["\u{fffd} 😀 \\ud800"]));
}

#[test]
fn answers_that_nobody_waits_for_are_ignored() {
    let mut server = start();
    server.send(&json!({"jsonrpc": "2.0", "id": 77, "result": null}));
    server.send(&json!({"jsonrpc": "2.0", "id": null, "error": {"code": -1, "message": "?"}}));
    assert_alive(&mut server);
}

// What is not known.

#[test]
fn unknown_requests_are_answered_and_unknown_notifications_are_not() {
    let mut server = start();
    for method in ["test/unknown", "$/unknown"] {
        server.notify(method, json!({}));
        let id = server.request(method, json!({}));
        assert_eq!(server.error_of(id), METHOD_NOT_FOUND, "{method}");
    }
}

// The end.

#[test]
fn shutdown_then_exit_is_a_proper_end_while_the_input_is_open() {
    let mut server = start();
    assert_eq!(server.shutdown(), Ended::Properly);
}

#[test]
fn shutdown_takes_any_parameters() {
    for params in [r#","params":null"#, "", r#","params":{}"#, r#","params":[]"#] {
        let mut server = start();
        server.send_body(format!(r#"{{"jsonrpc":"2.0","id":"end","method":"shutdown"{params}}}"#).as_bytes());
        assert_eq!(server.answer_to("end"), json!({"jsonrpc": "2.0", "id": "end", "result": null}));
        server.notify("exit", Value::Null);
        assert_eq!(server.ended(), Ended::Properly);
    }
}

#[test]
fn a_second_shutdown_is_refused_and_changes_nothing() {
    let mut server = start();
    let first = server.request("shutdown", Value::Null);
    let second = server.request("shutdown", Value::Null);
    assert_eq!(server.result_of(first), Value::Null);
    assert_eq!(server.error_of(second), INVALID_REQUEST);
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Ended::Properly);
}

#[test]
fn requests_after_shutdown_are_refused() {
    let mut server = start();
    let shutdown = server.request("shutdown", Value::Null);
    assert_eq!(server.result_of(shutdown), Value::Null);
    let late = server.request("test/echo", json!([1]));
    assert_eq!(server.error_of(late), INVALID_REQUEST);
    server.notify("test/takeNumber", json!([1]));
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Ended::Properly);
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut server = start_uninitialized();
    let early = server.request("test/echo", json!([1]));
    assert_eq!(server.error_of(early), NOT_INITIALIZED);
    server.initialize(json!({}));
    assert_alive(&mut server);
}

#[test]
fn exit_alone_is_an_abrupt_end() {
    let mut server = start();
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Ended::Abruptly);

    let mut server = start_uninitialized();
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Ended::Abruptly);
}

#[test]
fn the_end_of_the_input_is_an_abrupt_end() {
    let mut server = start();
    server.close_input();
    assert_eq!(server.ended(), Ended::Abruptly);
}

#[test]
fn what_was_asked_before_the_input_ended_is_answered() {
    let mut server = start();
    let id = server.request("test/echo", json!([1]));
    server.close_input();
    assert_eq!(server.ended(), Ended::Abruptly);
    assert_eq!(server.result_of(id), json!([1]));
}

#[test]
fn the_end_does_not_wait_for_what_is_running() {
    let begin = Instant::now();
    let mut server = start();
    server.request("test/neverAnswer", Value::Null);
    assert_eq!(server.shutdown(), Ended::Properly);

    let mut server = start();
    server.request("test/neverAnswer", Value::Null);
    server.close_input();
    assert_eq!(server.ended(), Ended::Abruptly);
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn messages_after_exit_are_not_looked_at() {
    let mut server = start();
    let shutdown = server.request("shutdown", Value::Null);
    assert_eq!(server.result_of(shutdown), Value::Null);
    server.send_bytes(&[framed(br#"{"jsonrpc":"2.0","method":"exit"}"#), b"garbage\r\n".to_vec()].concat());
    assert_eq!(server.ended(), Ended::Properly);
}

#[test]
fn a_client_that_does_not_read_can_not_hold_the_end_back() {
    let (server_input, mut input) = std::io::pipe().unwrap();
    let (output, server_output) = std::io::pipe().unwrap();
    let session = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (service, socket) = LspService::build(|client| Nuisance { client, numbers: Mutex::default() })
            .custom_method("test/longAnswer", Nuisance::long_answer)
            .finish();
        runtime.block_on(serve(service, socket, Arc::new(Silent), server_input, server_output))
    });
    for body in [
        &br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#[..],
        br#"{"jsonrpc":"2.0","id":2,"method":"test/longAnswer"}"#,
        br#"{"jsonrpc":"2.0","id":3,"method":"shutdown"}"#,
        br#"{"jsonrpc":"2.0","method":"exit"}"#,
    ] {
        std::io::Write::write_all(&mut input, &framed(body)).unwrap();
    }
    assert_eq!(session.join().unwrap(), Ended::Properly);
    drop(output);
}
