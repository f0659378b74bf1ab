//! The program itself, over its own standard streams.

use crate::harness::messages_of;
use serde_json::Value;
use std::ffi::OsString;
use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

pub const PATIENCE: Duration = Duration::from_secs(30);

/// The program that is tested: the one that was built with the tests, or `AGENTLS_PROGRAM`.
pub fn path() -> OsString {
    std::env::var_os("AGENTLS_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_agentls").into())
}

/// `agentls server` as a child process, which ends with this value.
pub struct Program {
    pub child: Child,
    pub input: Option<ChildStdin>,
    pub output: Receiver<Value>,
}

impl Program {
    /// Starts the program. What else it is to run with is up to `prepare`.
    pub fn start(prepare: impl FnOnce(&mut Command)) -> Program {
        let mut command = Command::new(path());
        command.arg("server").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        prepare(&mut command);
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take(), messages_of(child.stdout.take().unwrap()));
        Program { child, input, output }
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input.as_mut().unwrap(), "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    pub fn next(&mut self) -> Value {
        self.output.recv_timeout(PATIENCE).unwrap()
    }

    /// The exit status, once the program has ended of itself.
    pub fn status(&mut self) -> Option<i32> {
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
