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
                   "initializationOptions": {"pullDiagnostics": true},
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

    /// Until all agents on the disk are known.
    pub fn wait_until_read(&mut self) {
        for _ in 0..3000 {
            let id = self.server.request("agentls/agents", Value::Null);
            if self.server.result_of(id)["complete"] == true {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the workspace is never read");
    }

    /// Lets go of diagnostics that no test needs, once all is read and told.
    fn forget_what_comes(&mut self) {
        self.wait_until_read();
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

const PULLS: &str = r#"{"textDocument": {"diagnostic": {}, "publishDiagnostics": {"relatedInformation": true}}}"#;

/// Asks for the diagnostics of all files; `known` are reports from before. Sorted by address.
fn pull_all(team: &mut Team, known: &[Value], token: Option<&str>) -> Vec<Value> {
    let ids = known.iter().map(|report| json!({"uri": report["uri"], "value": report["resultId"]}));
    let mut params = json!({"previousResultIds": ids.collect::<Vec<_>>()});
    if let Some(token) = token {
        params["partialResultToken"] = json!(token);
    }
    let id = team.server.request("workspace/diagnostic", params);
    let mut reports = team.server.result_of(id)["items"].as_array().unwrap().clone();
    reports.sort_by_key(|report| report["uri"].to_string());
    reports
}

fn codes(report: &Value) -> Vec<&str> {
    report["items"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

#[test]
fn the_findings_of_all_files_are_told_and_only_once() {
    let misspelt = agent("qa-expert", "").replace("Use for them.", "Use for them.\ntools: Read, Grpe");
    let (backend, twin) = (agent("backend", NAMES), agent("backend", "Build.\n"));
    let files = [("backend", &*backend), ("frontend", &twin), ("qa-expert", &misspelt)];
    let mut team = Team::start(serde_json::from_str(PULLS).unwrap(), &files);
    team.open("backend", &backend);
    team.wait_until_read();
    let first = pull_all(&mut team, &[], None);
    let names: Vec<&str> =
        first.iter().map(|report| report["uri"].as_str().unwrap().rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["backend.md", "frontend.md", "qa-expert.md"]);
    assert_eq!((&first[0]["version"], &first[1]["version"]), (&json!(1), &Value::Null));
    assert!(codes(&first[0]).contains(&"duplicate-name") && codes(&first[1]).contains(&"duplicate-name"), "{first:#?}");
    assert!(codes(&first[2]).contains(&"unknown-tool"));

    // What is open says the same when it is asked for alone.
    let id = team.server.request("textDocument/diagnostic", json!({"textDocument": {"uri": team.uri("backend")}}));
    assert_eq!(team.server.result_of(id)["resultId"], first[0]["resultId"]);

    let again = pull_all(&mut team, &first, None);
    assert!(again.iter().all(|report| report["kind"] == "unchanged"), "{again:#?}");
    assert_eq!(again.len(), 3);

    // A change in what is open reaches a file that is not.
    team.change("backend", &agent("backend-two", NAMES));
    let after = pull_all(&mut team, &again, None);
    assert_eq!(
        (&after[0]["kind"], &after[1]["kind"], &after[2]["kind"]),
        (&json!("full"), &json!("full"), &json!("unchanged"))
    );
    assert!(!codes(&after[1]).contains(&"duplicate-name"));

    // What is gone has no findings any more.
    std::fs::remove_file(team.path("qa-expert")).unwrap();
    let last = pull_all(&mut team, &after, None);
    assert_eq!((&last[2]["kind"], &last[2]["items"]), (&json!("full"), &json!([])));
    team.forget("workspace/diagnostic/refresh");
}

#[test]
fn an_answer_comes_in_parts_where_the_client_takes_them() {
    let texts: Vec<(String, String)> =
        (0..300).map(|at| (format!("a{at:03}"), agent(&format!("worker-{at}"), "Build.\n"))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let mut team = Team::start(serde_json::from_str(PULLS).unwrap(), &files);
    team.open("a000", &texts[0].1);
    team.wait_until_read();
    assert_eq!(pull_all(&mut team, &[], Some("parts")), [Value::Null; 0]);
    let mut reports = Vec::new();
    let mut parts = 0;
    while reports.len() < 300 {
        let part = team.server.expect("$/progress");
        assert_eq!(part["token"], "parts");
        let items = part["value"]["items"].as_array().unwrap();
        assert!(!items.is_empty());
        reports.extend(items.clone());
        parts += 1;
    }
    assert!(parts > 2, "{parts}");
    // The same in one piece.
    let again = pull_all(&mut team, &reports, None);
    assert_eq!(again.len(), 300);
    assert!(again.iter().all(|report| report["kind"] == "unchanged"));
}

#[test]
fn places_in_files_that_are_not_open_are_told_exactly() {
    let twin = "---\ndescription: \"Baut 📦\"\nname:   b📦ckend\n---\n";
    let backend = agent("b📦ckend", "Build.\n");
    for (encoding, end) in [("utf-8", 18), ("utf-16", 16), ("utf-32", 15)] {
        let mut capabilities: Value = serde_json::from_str(PULLS).unwrap();
        capabilities["general"] = json!({"positionEncodings": [encoding]});
        let mut team = Team::start(capabilities, &[("backend", &backend), ("other", twin)]);
        team.open("backend", &backend);
        team.wait_until_read();
        let id = team.server.request("textDocument/diagnostic", json!({"textDocument": {"uri": team.uri("backend")}}));
        let report = team.server.result_of(id);
        let found = report["items"].as_array().unwrap().iter().find(|found| found["code"] == "duplicate-name").unwrap();
        let place = &found["relatedInformation"][0]["location"];
        assert_eq!(place["uri"], team.uri("other").as_str());
        let range = json!({"start": {"line": 2, "character": 8}, "end": {"line": 2, "character": end}});
        assert_eq!(place["range"], range, "{encoding}");
    }
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
