//! The workspace: what other files say counts, whether they lie on the disk or are only open.

use crate::harness::TestServer;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

pub struct Team {
    pub server: TestServer,
    folder: TempDir,
    version: i32,
}

pub fn agent(name: &str, body: &str) -> String {
    format!("---\nname: {name}\ndescription: Does {name} things. Use for them.\n---\n\n{body}")
}

impl Team {
    /// A workspace with files of a folder of agents, by name.
    pub fn start(capabilities: Value, files: &[(&str, &str)]) -> Team {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".claude/agents")).unwrap();
        let analyse = agentls::server::analysis::analyse;
        let server = TestServer::start(move |input, output| agentls::server::serve(analyse, input, output));
        let mut team = Team { server, folder, version: 1 };
        files.iter().for_each(|(name, text)| team.write(name, text));
        let root = team.root();
        let id = team.server.request(
            "initialize",
            json!({"processId": null, "rootUri": null, "capabilities": capabilities,
                   "workspaceFolders": [{"uri": root, "name": "team"}]}),
        );
        team.server.result_of(id);
        team.server.notify("initialized", json!({}));
        team
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(".claude/agents").join(format!("{name}.md"))
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn root(&self) -> String {
        uri_of(self.folder.path())
    }

    pub fn uri(&self, name: &str) -> String {
        uri_of(&self.path(name))
    }

    pub fn open(&mut self, name: &str, text: &str) {
        let document = json!({"uri": self.uri(name), "languageId": "markdown", "version": 1, "text": text});
        self.server.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub fn change(&mut self, name: &str, text: &str) {
        self.version += 1;
        let document = json!({"uri": self.uri(name), "version": self.version});
        self.server
            .notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    pub fn close(&mut self, name: &str) {
        self.server.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri(name)}}));
    }

    /// The codes of the next diagnostics of a file that hold, or do not hold, a code.
    fn published(&mut self, name: &str, code: &str, holds: bool) {
        let uri = self.uri(name);
        loop {
            let message = self.server.expect("textDocument/publishDiagnostics");
            let codes: Vec<&str> =
                message["diagnostics"].as_array().unwrap().iter().filter_map(|found| found["code"].as_str()).collect();
            if message["uri"] == uri.as_str() && codes.contains(&code) == holds {
                return;
            }
        }
    }

    /// Lets go of diagnostics that no test needs, once all is read and told.
    fn forget_what_comes(&mut self) {
        loop {
            let id = self.server.request("agentls/agents", Value::Null);
            if self.server.result_of(id)["complete"] == true {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
        self.forget("textDocument/publishDiagnostics");
    }

    /// Lets go of messages that no test needs.
    fn forget(&mut self, method: &str) {
        let id = self.server.request("test/unknown", Value::Null);
        self.server.error_of(id);
        self.server.drop_all(method);
    }
}

fn uri_of(path: &Path) -> String {
    format!("file://{}", path.display())
}

const NAMES: &str =
    "## Integration with Other Agents\n\n- **frontend** consumes your APIs\n- **qa-expert** tests them\n";

#[test]
fn unsaved_buffers_win_over_the_disk() {
    let backend = agent("backend", NAMES);
    let mut team = Team::start(json!({}), &[("backend", &backend), ("qa-expert", &agent("qa-expert", ""))]);
    team.open("backend", &backend);
    team.published("backend", "dangling-agent", true);
    // The missing one is written, and not saved.
    team.open("frontend", &agent("frontend", "Build.\n"));
    team.published("backend", "dangling-agent", false);
    team.change("frontend", &agent("front-end-two", "Build.\n"));
    team.published("backend", "dangling-agent", true);
    team.change("frontend", &agent("frontend", "Build.\n"));
    team.published("backend", "dangling-agent", false);
    // Nothing of it was saved.
    team.close("frontend");
    team.published("backend", "dangling-agent", true);
    team.forget("textDocument/publishDiagnostics");
}

#[test]
fn files_that_others_write_are_taken_in() {
    let watches = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let backend = agent("backend", NAMES);
    let mut team = Team::start(watches, &[("backend", &backend), ("qa-expert", &agent("qa-expert", ""))]);
    let registration = team.server.expect("client/registerCapability");
    assert_eq!(registration["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    team.open("backend", &backend);
    team.published("backend", "dangling-agent", true);
    team.write("frontend", &agent("frontend", ""));
    let uri = team.uri("frontend");
    team.server.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 1}]}));
    team.published("backend", "dangling-agent", false);
    std::fs::remove_file(team.path("frontend")).unwrap();
    team.server.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 3}]}));
    team.published("backend", "dangling-agent", true);
    team.forget("textDocument/publishDiagnostics");
}

#[test]
fn a_client_that_does_not_watch_is_served_on_save() {
    let backend = agent("backend", NAMES);
    let mut team = Team::start(json!({}), &[("backend", &backend), ("qa-expert", &agent("qa-expert", ""))]);
    team.open("backend", &backend);
    team.published("backend", "dangling-agent", true);
    team.write("frontend", &agent("frontend", ""));
    let uri = team.uri("backend");
    team.server.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}, "text": backend}));
    team.published("backend", "dangling-agent", false);
    team.forget("textDocument/publishDiagnostics");
}

#[test]
fn a_client_that_asks_is_told_to_ask_again() {
    let pulls = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let backend = agent("backend", NAMES);
    let mut team = Team::start(pulls, &[("backend", &backend), ("qa-expert", &agent("qa-expert", ""))]);
    team.open("backend", &backend);
    team.server.expect("workspace/diagnostic/refresh");
    let uri = team.uri("backend");
    let id = team.server.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
    let found = team.server.result_of(id);
    assert!(found["items"].as_array().unwrap().iter().any(|found| found["code"] == "dangling-agent"), "{found}");
    team.forget("workspace/diagnostic/refresh");
}

fn names(team: &mut Team) -> Vec<String> {
    let id = team.server.request("agentls/agents", Value::Null);
    let told = team.server.result_of(id);
    let ours = team.root();
    let agents = told["agents"].as_array().unwrap().iter();
    let ours = agents.filter(|agent| agent["uri"].as_str().unwrap().starts_with(&ours));
    ours.map(|agent| agent["name"].as_str().unwrap().to_owned()).collect()
}

fn until_names(team: &mut Team, wanted: &[&str]) {
    for _ in 0..3_000 {
        if names(team) == wanted {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{:?} are known, not {wanted:?}", names(team));
}

#[test]
fn a_folder_that_comes_back_is_read_again() {
    let mut team =
        Team::start(json!({}), &[("backend", &agent("backend", "")), ("qa-expert", &agent("qa-expert", ""))]);
    until_names(&mut team, &["backend", "qa-expert"]);
    let folder = json!([{"uri": team.root(), "name": "team"}]);
    let event = |added: &Value, removed: &Value| json!({"event": {"added": added, "removed": removed}});
    team.server.notify("workspace/didChangeWorkspaceFolders", event(&json!([]), &folder));
    until_names(&mut team, &[]);
    // What the client tells of files in a folder that is closed counts for nothing.
    team.write("frontend", &agent("frontend", ""));
    let uri = team.uri("frontend");
    team.server.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 1}]}));
    until_names(&mut team, &[]);
    team.server.notify("workspace/didChangeWorkspaceFolders", event(&folder, &json!([])));
    until_names(&mut team, &["backend", "frontend", "qa-expert"]);
}

#[test]
fn an_agent_that_is_left_open_alone_keeps_its_colleagues() {
    let backend = agent("backend", NAMES);
    let mut team = Team::start(json!({}), &[("backend", &backend), ("qa-expert", &agent("qa-expert", ""))]);
    team.open("backend", &backend);
    team.published("backend", "dangling-agent", true);
    let folder = json!([{"uri": team.root(), "name": "team"}]);
    let event = json!({"event": {"added": [], "removed": folder}});
    team.server.notify("workspace/didChangeWorkspaceFolders", event);
    // As if it had been opened without a workspace: the agents around it are read.
    until_names(&mut team, &["backend", "qa-expert"]);
    team.forget_what_comes();
}

#[test]
fn a_folder_that_is_added_brings_its_configuration() {
    let faulty = agent("backend", "").replace("---\n\n", "tools: Read, Grpe\n---\n\n");
    let mut team = Team::start(json!({}), &[("backend", &faulty)]);
    std::fs::write(team.folder.path().join("agentls.toml"), "[rules]\nunknown-tool = \"off\"\n").unwrap();
    let folder = json!([{"uri": team.root(), "name": "team"}]);
    let event = |added: &Value, removed: &Value| json!({"event": {"added": added, "removed": removed}});
    team.server.notify("workspace/didChangeWorkspaceFolders", event(&json!([]), &folder));
    team.open("backend", &faulty);
    team.published("backend", "unknown-tool", true);
    team.server.notify("workspace/didChangeWorkspaceFolders", event(&folder, &json!([])));
    team.published("backend", "unknown-tool", false);
    team.forget_what_comes();
}
