//! A client that keeps account: each request gets one answer, and what was published last is what an editor shows.

use crate::program::{PATIENCE, Program};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// What is wrong with the server.
pub type Fault = String;

/// The findings that an editor shows for a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub version: Option<i64>,
    pub found: Value,
}

pub struct Client {
    program: Program,
    last_id: i64,
    /// The methods of requests that wait for an answer, by id.
    waiting: HashMap<String, String>,
    answers: HashMap<String, Value>,
    pub published: BTreeMap<String, Published>,
    /// What the server is told when it asks for the editor's settings.
    pub settings: Value,
    pub sent: u64,
    log: std::path::PathBuf,
}

impl Client {
    /// Starts a server whose user has the home folder `home`. Its log goes to the file `log`.
    pub fn start(home: &Path, log: &Path) -> Client {
        let program = Program::start(|command| {
            let log = std::fs::File::create(log).unwrap();
            command.env("HOME", home).env_remove("AGENTLS_LOG").current_dir(home).stderr(log);
        });
        Client {
            program,
            last_id: 0,
            waiting: HashMap::new(),
            answers: HashMap::new(),
            published: BTreeMap::new(),
            settings: json!({}),
            sent: 0,
            log: log.to_owned(),
        }
    }

    pub fn process(&self) -> u32 {
        self.program.child.id()
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.sent += 1;
        let input = self.program.input.as_mut().ok_or("the input is closed")?;
        input.write_all(bytes).map_err(|fault| format!("the server takes nothing more: {fault}"))?;
        // What has come is taken in, so that no script is too long for memory.
        while let Ok(message) = self.program.output.try_recv() {
            self.take(message)?;
        }
        Ok(())
    }

    pub fn send(&mut self, message: &Value) -> Result<(), Fault> {
        let body = message.to_string();
        self.bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }

    pub fn notify(&mut self, method: &str, params: Value) -> Result<(), Fault> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<String, Fault> {
        self.last_id += 1;
        self.request_as(json!(self.last_id), method, params)
    }

    pub fn request_as(&mut self, id: Value, method: &str, params: Value) -> Result<String, Fault> {
        let key = id.to_string();
        self.waiting.insert(key.clone(), method.to_owned());
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        Ok(key)
    }

    /// The answer to a request, with `result` or `error`.
    pub fn answer(&mut self, id: &str) -> Result<Value, Fault> {
        loop {
            if let Some(answer) = self.answers.remove(id) {
                return Ok(answer);
            }
            self.wait(&format!("no answer to {:?}", self.waiting.get(id)))?;
        }
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, Fault> {
        let id = self.request(method, params)?;
        self.answer(&id)
    }

    /// Waits for all answers that are due and lets go of them.
    pub fn settle(&mut self) -> Result<(), Fault> {
        while !self.waiting.is_empty() {
            let waiting: Vec<&String> = self.waiting.values().take(5).collect();
            self.wait(&format!("no answer to {waiting:?}"))?;
        }
        self.answers.clear();
        Ok(())
    }

    /// Until all agents are known.
    pub fn read_all(&mut self) -> Result<(), Fault> {
        let patience_ends = Instant::now() + PATIENCE;
        while self.ask("agentls/agents", Value::Null)?["result"]["complete"] != true {
            if Instant::now() > patience_ends {
                return Err("the workspace is never read".to_owned());
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        Ok(())
    }

    fn wait(&mut self, what: &str) -> Result<(), Fault> {
        match self.program.output.recv_timeout(PATIENCE) {
            Ok(message) => self.take(message),
            Err(fault) => {
                let status = self.program.child.try_wait().ok().flatten();
                Err(format!("{what}: {fault}; the program's status is {status:?}; its log: {}", self.log()))
            }
        }
    }

    fn take(&mut self, message: Value) -> Result<(), Fault> {
        let method = message["method"].as_str().unwrap_or_default();
        if method == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().unwrap_or_default().to_owned();
            let published = Published { version: params["version"].as_i64(), found: params["diagnostics"].clone() };
            self.published.insert(uri, published);
            return Ok(());
        }
        if !method.is_empty() {
            return match message.get("id") {
                Some(id) => {
                    let result = match method {
                        "workspace/configuration" => json!([self.settings]),
                        _ => Value::Null,
                    };
                    self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}))
                }
                None => Ok(()),
            };
        }
        let id = message["id"].to_string();
        if message["id"].is_null() {
            // A message could not be read: it has no id to be answered by.
            return Ok(());
        }
        let Some(asked) = self.waiting.remove(&id) else {
            return Err(format!("an answer that nobody waits for: {message}"));
        };
        if message["error"]["code"] == -32603 {
            return Err(format!("{asked} failed: {message}; log: {}", self.log()));
        }
        self.answers.insert(id, message);
        Ok(())
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Ends the session. The program has to agree that it ended properly.
    pub fn shut_down(&mut self) -> Result<(), Fault> {
        self.ask("shutdown", Value::Null)?;
        self.notify("exit", Value::Null)?;
        match self.program.status() {
            Some(0) => Ok(()),
            status => Err(format!("the program's status is {status:?}")),
        }
    }
}
