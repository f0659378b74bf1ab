//! A client with a stopwatch, for any language server over standard input and output. It runs on one thread: what it
//! measures is the server and two pipes.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A server in a process of its own.
pub struct Client {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Read while something else was waited for, with the time at which it came.
    unread: VecDeque<(Instant, Value)>,
    last_id: i64,
    version: i64,
}

impl Client {
    /// Starts a server in `folder` and greets it. Also returns how long it took until it had answered.
    pub fn start(command: &[String], folder: &Path) -> (Client, Duration) {
        let begun = Instant::now();
        let mut process = Command::new(&command[0])
            .args(&command[1..])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|fault| panic!("{} can't be started: {fault}", command[0]));
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut client = Client { process, input, output, unread: VecDeque::new(), last_id: 0, version: 0 };
        let uri = uri_of(folder);
        // What the editors of today can do.
        let resolves = |property: &str| json!({"properties": [property]});
        let actions = json!({
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "refactor"]}},
            "dataSupport": true,
            "resolveSupport": resolves("edit"),
        });
        let items = json!({
            "snippetSupport": true,
            "documentationFormat": ["markdown"],
            "resolveSupport": resolves("documentation"),
        });
        client.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": "agents"}],
                "capabilities": {
                    "general": {"positionEncodings": ["utf-16"]},
                    "workspace": {"configuration": true, "workspaceFolders": true,
                        "didChangeWatchedFiles": {"dynamicRegistration": true}},
                    "window": {"workDoneProgress": true},
                    "textDocument": {
                        "publishDiagnostics": {"relatedInformation": true, "versionSupport": true},
                        "completion": {"completionItem": items},
                        "hover": {"contentFormat": ["markdown"]},
                        "codeAction": actions,
                    },
                },
            }),
        );
        let took = begun.elapsed();
        client.notify("initialized", json!({}));
        (client, took)
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks and waits. Returns the result, and how long that took.
    pub fn request(&mut self, method: &str, params: Value) -> (Value, Duration) {
        self.last_id += 1;
        let id = json!(self.last_id);
        let message = framed(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let begun = Instant::now();
        self.input.write_all(&message).unwrap();
        let (at, answer) = self.take(|message| message.get("method").is_none() && message["id"] == id);
        (answer["result"].clone(), at - begun)
    }

    /// Opens a document. Returns how long it took until its diagnostics were there.
    pub fn open(&mut self, uri: &str, text: &str) -> Duration {
        self.version += 1;
        let document = json!({"uri": uri, "languageId": "markdown", "version": self.version, "text": text});
        self.timed("textDocument/didOpen", json!({"textDocument": document}), uri)
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Puts `text` in the place of `range`. Returns how long it took until the diagnostics were there.
    pub fn change(&mut self, uri: &str, range: &Value, text: &str) -> Duration {
        let params = self.change_of(uri, range, text);
        self.timed("textDocument/didChange", params, uri)
    }

    /// The same without waiting for anything.
    pub fn change_on(&mut self, uri: &str, range: &Value, text: &str) {
        let params = self.change_of(uri, range, text);
        self.notify("textDocument/didChange", params);
    }

    fn change_of(&mut self, uri: &str, range: &Value, text: &str) -> Value {
        self.version += 1;
        let document = json!({"uri": uri, "version": self.version});
        json!({"textDocument": document, "contentChanges": [{"range": range, "text": text}]})
    }

    fn timed(&mut self, method: &str, params: Value, uri: &str) -> Duration {
        let message = framed(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
        let begun = Instant::now();
        self.input.write_all(&message).unwrap();
        self.newest_diagnostics(uri) - begun
    }

    /// Waits for the diagnostics of the newest version. Returns when they came.
    pub fn newest_diagnostics(&mut self, uri: &str) -> Instant {
        let version = self.version;
        self.take(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"].as_i64().is_none_or(|told| told >= version)
        })
        .0
    }

    /// Waits until the server says that some work of its own is done.
    pub fn work_done(&mut self) -> Instant {
        self.take(|message| message["method"] == "$/progress" && message["params"]["value"]["kind"] == "end").0
    }

    /// How many messages about a document's diagnostics have come and were not waited for.
    pub fn forget_diagnostics(&mut self) -> usize {
        let before = self.unread.len();
        self.unread.retain(|(_, message)| message["method"] != "textDocument/publishDiagnostics");
        before - self.unread.len()
    }

    /// What the process holds in memory, in bytes; `None` where the system does not tell.
    pub fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
    }

    /// The next message that `is_wanted`; others stay to be looked at.
    fn take(&mut self, is_wanted: impl Fn(&Value) -> bool) -> (Instant, Value) {
        if let Some(at) = self.unread.iter().position(|(_, message)| is_wanted(message)) {
            return self.unread.remove(at).unwrap();
        }
        loop {
            let message = self.read();
            let now = Instant::now();
            if message.get("method").is_some() && message.get("id").is_some() {
                self.answer(&message);
            } else if is_wanted(&message) {
                return (now, message);
            } else {
                self.unread.push_back((now, message));
            }
        }
    }

    /// Answers what servers ask at their start.
    fn answer(&mut self, request: &Value) {
        let settings = request["params"]["items"].as_array().map(|items| vec![Value::Null; items.len()]);
        let result = if request["method"] == "workspace/configuration" { json!(settings) } else { Value::Null };
        self.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}));
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(&framed(message)).unwrap();
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server has ended");
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}
