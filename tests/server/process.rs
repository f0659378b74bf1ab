//! The program itself, over its own standard streams.

use crate::program::Program;
use serde_json::json;
use std::io::Write;

fn started() -> Program {
    let mut program = Program::start(|_| {});
    program.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}));
    assert_eq!(program.next()["result"]["serverInfo"]["name"], "agentls");
    program.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
    program
}

#[test]
fn shutdown_then_exit_is_status_0_while_the_input_is_open() {
    let mut program = started();
    program.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null}));
    assert_eq!(program.next(), json!({"jsonrpc": "2.0", "id": 2, "result": null}));
    program.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(program.status(), Some(0));
}

#[test]
fn exit_alone_is_status_1() {
    let mut program = started();
    program.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(program.status(), Some(1));
}

#[test]
fn the_end_of_the_input_is_status_1() {
    let mut program = started();
    program.input = None;
    assert_eq!(program.status(), Some(1));
}

#[test]
fn a_message_that_can_not_be_read_costs_only_itself() {
    let mut program = started();
    program.input.as_mut().unwrap().write_all(b"Content-Length: 5\r\n\r\n[1,2]").unwrap();
    assert_eq!(program.next()["error"]["code"], -32700);
    program.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    assert_eq!(program.next()["id"], 2);
}
