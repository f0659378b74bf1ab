//! The program itself, over its own standard streams.

use crate::harness::messages_of;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
}

impl Program {
    fn start() -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_agentls"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), messages_of(child.stdout.take().unwrap()));
        let mut program = Program { child, input, output };
        program.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}));
        assert_eq!(program.next()["result"]["serverInfo"]["name"], "agentls");
        program.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
        program
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input.as_mut().unwrap(), "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    fn next(&mut self) -> Value {
        self.output.recv_timeout(PATIENCE).unwrap()
    }

    /// The exit status, once the program has ended of itself.
    fn status(&mut self) -> Option<i32> {
        let patience_ends = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < patience_ends, "the program does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn shutdown_then_exit_is_status_0_while_the_input_is_open() {
    let mut program = Program::start();
    program.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null}));
    assert_eq!(program.next(), json!({"jsonrpc": "2.0", "id": 2, "result": null}));
    program.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(program.status(), Some(0));
}

#[test]
fn exit_alone_is_status_1() {
    let mut program = Program::start();
    program.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(program.status(), Some(1));
}

#[test]
fn the_end_of_the_input_is_status_1() {
    let mut program = Program::start();
    program.input = None;
    assert_eq!(program.status(), Some(1));
}

#[test]
fn a_message_that_can_not_be_read_costs_only_itself() {
    let mut program = Program::start();
    program.input.as_mut().unwrap().write_all(b"Content-Length: 5\r\n\r\n[1,2]").unwrap();
    assert_eq!(program.next()["error"]["code"], -32700);
    program.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    assert_eq!(program.next()["id"], 2);
}
