//! A client for tests. It is strict: a message that no test looked at fails the test.

use agentls::server::transport::Ended;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Far more than any answer takes, on a machine that is busy with other things too.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body with a proper header.
pub fn framed(body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

pub struct TestServer {
    input: Option<PipeWriter>,
    output: Receiver<Value>,
    /// Received, not yet looked at.
    unread: VecDeque<Value>,
    session: Option<JoinHandle<Ended>>,
    last_id: i64,
}

impl TestServer {
    /// Starts a session on a thread of its own.
    pub fn start<F>(session: impl FnOnce(PipeReader, PipeWriter) -> F + Send + 'static) -> TestServer
    where
        F: Future<Output = Ended>,
    {
        let (server_input, input) = std::io::pipe().unwrap();
        let (output, server_output) = std::io::pipe().unwrap();
        let session = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            runtime.block_on(session(server_input, server_output))
        });
        TestServer {
            input: Some(input),
            output: messages_of(output),
            unread: VecDeque::new(),
            session: Some(session),
            last_id: 0,
        }
    }

    /// Shakes hands and returns the result of `initialize`.
    pub fn initialize(&mut self, capabilities: Value) -> Value {
        let id = self.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        let result = self.result_of(id);
        self.notify("initialized", json!({}));
        result
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("the input is open").write_all(bytes).unwrap();
    }

    /// Sends a body with a proper header.
    pub fn send_body(&mut self, body: &[u8]) {
        self.send_bytes(&framed(body));
    }

    pub fn send(&mut self, message: &Value) {
        self.send_body(message.to_string().as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and returns its id.
    pub fn request(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The answer to a request. Other messages stay to be looked at.
    pub fn answer_to(&mut self, id: impl Into<Value>) -> Value {
        let id = id.into();
        self.take(|message| message.get("method").is_none() && message["id"] == id)
    }

    pub fn result_of(&mut self, id: i64) -> Value {
        let answer = self.answer_to(id);
        assert_eq!(answer.get("error"), None, "request {id} failed");
        answer["result"].clone()
    }

    /// The code of the error that answers a request.
    pub fn error_of(&mut self, id: impl Into<Value>) -> i64 {
        let answer = self.answer_to(id);
        answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("expected an error, got {answer}"))
    }

    /// The parameters of the server's next notification or request of this name.
    pub fn expect(&mut self, method: &str) -> Value {
        self.take(|message| message["method"] == method)["params"].clone()
    }

    /// The next message of the server.
    pub fn next(&mut self) -> Value {
        self.take(|_| true)
    }

    /// Forgets all messages of the server with this method that have come so far.
    pub fn drop_all(&mut self, method: &str) {
        self.unread.extend(self.output.try_iter());
        self.unread.retain(|message| message["method"] != method);
    }

    fn take(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut seen = 0;
        loop {
            if let Some(at) = self.unread.iter().skip(seen).position(&wanted) {
                return self.unread.remove(seen + at).unwrap();
            }
            seen = self.unread.len();
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) => self.unread.push_back(message),
                Err(fault) => panic!("the server sent no such message ({fault}); unread: {:#?}", self.unread),
            }
        }
    }

    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the session. The input stays as it is: open, if it is open.
    pub fn ended(&mut self) -> Ended {
        let session = self.session.take().expect("the session has not been waited for");
        let patience_ends = Instant::now() + PATIENCE;
        while !session.is_finished() {
            assert!(Instant::now() < patience_ends, "the session does not end");
            std::thread::sleep(Duration::from_millis(1));
        }
        let ended = session.join().expect("the session does not panic");
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) => self.unread.push_back(message),
                Err(RecvTimeoutError::Disconnected) => return ended,
                Err(RecvTimeoutError::Timeout) => panic!("the output stays open"),
            }
        }
    }

    pub fn shutdown(&mut self) -> Ended {
        let id = self.request("shutdown", Value::Null);
        assert_eq!(self.answer_to(id)["result"], Value::Null);
        self.notify("exit", Value::Null);
        self.ended()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if self.session.is_some() {
            assert_eq!(self.shutdown(), Ended::Properly);
        }
        assert!(self.unread.is_empty(), "no test looked at {:#?}", self.unread);
    }
}

/// The messages that arrive on `output`, until it is closed.
pub fn messages_of(output: impl Read + Send + 'static) -> Receiver<Value> {
    let (sender, messages) = channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        while let Some(message) = read_message(&mut output) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    messages
}

/// The next message; `None` at the end. Takes only what the server promises to write.
fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    output.read_line(&mut header).unwrap();
    if header.is_empty() {
        return None;
    }
    let length = header.strip_prefix("Content-Length: ").and_then(|rest| rest.strip_suffix("\r\n")).unwrap();
    let mut body = vec![0; length.parse::<usize>().unwrap() + 2];
    output.read_exact(&mut body).unwrap();
    Some(serde_json::from_slice(&body).unwrap())
}
