//! A folder to do harm in, the command line in it, and the server.

use crate::program::{Program, path};
use serde_json::{Value, json};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Far more than anything here takes, on a machine that is busy with other things too.
const PATIENCE: Duration = Duration::from_secs(120);

pub const GOOD: &str =
    "---\nname: good\ndescription: Builds servers. Use for endpoints.\ntools: Read, Grpe\n---\n\nBuild.\n";

/// Whether files are to be as large as they come.
pub fn is_full() -> bool {
    std::env::var("AGENTLS_HOSTILE").is_ok_and(|size| size == "full")
}

pub struct Folder {
    folder: TempDir,
}

pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    /// A workspace with one agent, whose misspelt tool is found.
    pub fn new() -> Folder {
        let folder = Folder { folder: tempfile::tempdir().unwrap() };
        folder.write("shop/.claude/agents/good.md", GOOD.as_bytes());
        std::fs::create_dir_all(folder.path("home")).unwrap();
        folder
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn link(&self, path: &str, target: impl AsRef<Path>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    pub fn pipe(&self, path: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    /// A file that is long and takes no room.
    pub fn sparse(&self, path: &str, length: u64) {
        self.write(path, b"");
        std::fs::OpenOptions::new().write(true).open(self.path(path)).unwrap().set_len(length).unwrap();
    }

    /// All files below the workspace and the home folder with their contents: what may not change.
    pub fn snapshot(&self) -> Vec<(PathBuf, Option<String>)> {
        let mut folders = vec![self.folder.path().to_owned()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let kind = entry.file_type().unwrap();
                let small = entry.metadata().is_ok_and(|data| data.len() < 1 << 20);
                let text = (kind.is_file() && small).then(|| std::fs::read(entry.path()).unwrap_or_default());
                found.push((entry.path(), text.map(|text| String::from_utf8_lossy(&text).into_owned())));
                if kind.is_dir() {
                    folders.push(entry.path());
                }
            }
        }
        found.sort();
        found
    }

    /// Runs the command line in the workspace. It has to end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut child = Command::new(path())
            .args(arguments)
            .current_dir(self.path("shop"))
            .env("HOME", self.path("home"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let read = |mut from: Box<dyn Read + Send>| {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                from.read_to_end(&mut bytes).unwrap();
                String::from_utf8_lossy(&bytes).into_owned()
            })
        };
        let out = read(Box::new(child.stdout.take().unwrap()));
        let err = read(Box::new(child.stderr.take().unwrap()));
        let patience_ends = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > patience_ends {
                child.kill().unwrap();
                panic!("agentls {arguments:?} does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let ran = Ran {
            status: status.code().expect("no signal ended it"),
            out: out.join().unwrap(),
            err: err.join().unwrap(),
        };
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        ran
    }

    /// The paths of files that `check` judges, as it prints them, and the codes of what it finds.
    pub fn check(&self) -> (Vec<String>, Vec<String>) {
        let ran = self.run(&["check", "--format", "json", "--min-severity", "warning", "."]);
        let answer: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
        let files = answer["files"].as_array().unwrap();
        let paths = files.iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect();
        let codes = files
            .iter()
            .flat_map(|file| file["diagnostics"].as_array().unwrap())
            .map(|found| found["code"].as_str().unwrap().to_owned());
        (paths, codes.collect())
    }

    /// A server on the workspace, in which all agents are known. `prepare` sees the command first.
    pub fn serve(&self, prepare: impl FnOnce(&mut Command)) -> Server {
        let home = self.path("home");
        let program = Program::start(|command| {
            command.env("HOME", &home).current_dir(&home);
            prepare(command);
        });
        let mut server = Server { program, last_id: 0 };
        let root = format!("file://{}", self.path("shop").display());
        let folders = json!([{"uri": root, "name": "shop"}]);
        let capabilities = json!({"textDocument": {"diagnostic": {}}});
        server.ask("initialize", json!({"capabilities": capabilities, "workspaceFolders": folders}));
        server.notify("initialized", json!({}));
        server.agents();
        server
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}", self.path(path).display())
    }
}

pub struct Server {
    pub program: Program,
    last_id: i64,
}

impl Server {
    pub fn notify(&mut self, method: &str, params: Value) {
        self.program.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The answer to a request. What comes before it is passed over.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        self.program.send(&json!({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}));
        loop {
            let message =
                self.program.output.recv_timeout(PATIENCE).unwrap_or_else(|fault| panic!("{method}: {fault}"));
            if message["id"] == self.last_id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// The names of all agents, once all are known.
    pub fn agents(&mut self) -> Vec<String> {
        let patience_ends = Instant::now() + PATIENCE;
        loop {
            let told = self.ask("agentls/agents", Value::Null)["result"].clone();
            if told["complete"] == true {
                let names = told["agents"].as_array().unwrap().iter();
                return names.map(|agent| agent["name"].as_str().unwrap().to_owned()).collect();
            }
            assert!(Instant::now() < patience_ends, "the workspace is never read");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// The codes of what is found in a document.
    pub fn codes(&mut self, uri: &str) -> Vec<String> {
        let answer = self.ask("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
        let items = answer["result"]["items"].as_array().unwrap_or_else(|| panic!("{answer}"));
        items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
    }

    /// The most memory that the process has had so far, in MiB; `None` where the system does not tell.
    pub fn most_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib >> 10)
    }

    pub fn shut_down(mut self) {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.program.status(), Some(0));
    }
}
