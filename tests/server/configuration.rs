//! What counts for open documents: `agentls.toml` files, and the editor's settings.

use crate::harness::TestServer;
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;

const AGENT: &str = "---\nname: a\ndescription: Reads. Use for it.\ntools: Read, Grpe\npermissionMode: manual\n---\n";

/// A project on the disk and an editor that has it open.
struct Project {
    folder: TempDir,
    server: TestServer,
}

impl Project {
    /// The editor has shaken hands; what it sends with that is `greeting`.
    fn open(config: Option<&str>, greeting: Value) -> Project {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".git")).unwrap();
        let server = TestServer::start(|input, output| {
            agentls::server::serve(agentls::server::analysis::analyse, input, output)
        });
        let mut project = Project { folder, server };
        if let Some(config) = config {
            project.write(config);
        }
        let mut params = json!({"processId": null, "rootUri": project.uri(""), "capabilities": {}});
        params.as_object_mut().unwrap().extend(greeting.as_object().unwrap().clone());
        let id = project.server.request("initialize", params);
        project.server.result_of(id);
        project.server.notify("initialized", json!({}));
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn agent(&self) -> String {
        self.uri(".claude/agents/a.md")
    }

    /// Writes the configuration on the disk; nobody is told.
    fn write(&self, config: &str) {
        std::fs::write(self.path("agentls.toml"), config).unwrap();
    }

    fn open_document(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "x", "version": 1, "text": text});
        self.server.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn open_agent(&mut self) {
        let uri = self.agent();
        self.open_document(&uri, AGENT);
    }

    /// The client has seen a change of the configuration on the disk.
    fn watched(&mut self) {
        let change = json!({"uri": self.uri("agentls.toml"), "type": 2});
        self.server.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    }

    /// The next diagnostics of a document, hints and below left out.
    fn published(&mut self, uri: &str) -> Vec<String> {
        let message = self.server.expect("textDocument/publishDiagnostics");
        assert_eq!(message["uri"], uri);
        shown(message["diagnostics"].as_array().unwrap())
    }

    /// Answers the next message, which is a request of this name; returns its parameters.
    fn answer(&mut self, method: &str, result: Value) -> Value {
        let request = self.server.next();
        assert_eq!(request["method"], method);
        self.server.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}));
        request["params"].clone()
    }
}

fn shown(diagnostics: &[Value]) -> Vec<String> {
    let level = |finding: &Value| match finding["severity"].as_u64().unwrap() {
        1 => "error",
        2 => "warning",
        3 => "information",
        _ => "hint",
    };
    let shown = diagnostics.iter().map(|found| format!("{} {}", level(found), found["code"].as_str().unwrap()));
    shown.filter(|line| !line.starts_with("hint")).collect()
}

#[test]
fn the_file_around_a_document_counts_and_is_read_again_when_it_changes() {
    let mut project = Project::open(Some("[rules]\nunknown-tool = \"error\"\n"), json!({}));
    let agent = project.agent();
    project.open_agent();
    assert_eq!(project.published(&agent), ["error unknown-tool"]);
    project.write("[versions]\nclaude-code = \"2.1.197\"\n[rules]\nunknown-tool = \"off\"\n");
    project.watched();
    assert_eq!(project.published(&agent), ["warning key-since"]);
    std::fs::remove_file(project.path("agentls.toml")).unwrap();
    project.watched();
    assert_eq!(project.published(&agent), ["warning unknown-tool"]);
    // A change of another file is none of ours.
    let change = json!({"uri": project.uri("other.toml"), "type": 2});
    project.server.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
}

#[test]
fn edits_keep_the_settings_of_the_document() {
    let mut project = Project::open(Some("[rules]\nunknown-tool = \"error\"\n"), json!({}));
    let agent = project.agent();
    project.open_agent();
    assert_eq!(project.published(&agent), ["error unknown-tool"]);
    // Read when the document was opened, and not at an edit.
    project.write("");
    let document = json!({"uri": agent, "version": 2});
    let changes = json!([{"text": AGENT.replace("Grpe", "Grpe, Raed")}]);
    project.server.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    assert_eq!(project.published(&agent), ["error unknown-tool", "error unknown-tool"]);
}

#[test]
fn faults_of_the_file_are_shown_whether_it_is_open_or_not() {
    let mut project = Project::open(Some("lens = 1\n"), json!({}));
    let (agent, config) = (project.agent(), project.uri("agentls.toml"));
    project.open_agent();
    assert_eq!(project.published(&agent), ["warning unknown-tool"]);
    assert_eq!(project.published(&config), ["warning bad-config"]);
    // Open: as it is typed. It counts once it is saved.
    project.open_document(&config, "[rules]\nunknown-tool = 1\nx = 1\n");
    assert_eq!(project.published(&config), ["warning bad-config", "warning bad-config"]);
    project.write("[rules]\nunknown-tool = \"off\"\nx = 1\n");
    project.server.notify("textDocument/didSave", json!({"textDocument": {"uri": config}}));
    // What is wrong with the text that is open has not changed, and is not sent again.
    assert_eq!(project.published(&agent), Vec::<String>::new());
    project.server.notify("textDocument/didClose", json!({"textDocument": {"uri": config}}));
    assert_eq!(project.published(&config), ["warning bad-config"]);
    project.write("");
    project.watched();
    let mut told = [project.server.next(), project.server.next()].map(|message| message["params"].clone());
    told.sort_by_key(|params| params["uri"].as_str().unwrap().to_owned());
    assert_eq!(shown(told[0]["diagnostics"].as_array().unwrap()), ["warning unknown-tool"]);
    assert_eq!(told[1], json!({"uri": config, "diagnostics": []}));
}

#[test]
fn the_editor_wins() {
    let file = "lens = true\n[rules]\nunknown-tool = \"error\"\n";
    let greeting = json!({"initializationOptions": {"lens": false, "rules": {"unknown-tool": "information"}}});
    let mut project = Project::open(Some(file), greeting);
    let agent = project.agent();
    project.open_agent();
    assert_eq!(project.published(&agent), ["information unknown-tool"]);
    let id = project.server.request("textDocument/codeLens", json!({"textDocument": {"uri": agent}}));
    assert_eq!(project.server.result_of(id), json!([]));
    let settings = json!({"settings": {"agentls": {"rules": {"unknown-tool": "loud"}}}});
    project.server.notify("workspace/didChangeConfiguration", settings);
    let said = project.server.expect("window/showMessage")["message"].as_str().unwrap().to_owned();
    assert!(said.starts_with("agentls settings: \"loud\" is not a severity"), "{said}");
    assert_eq!(project.published(&agent), ["error unknown-tool"]);
    let id = project.server.request("textDocument/codeLens", json!({"textDocument": {"uri": agent}}));
    let lenses = project.server.result_of(id);
    assert_eq!(lenses.as_array().map(Vec::len), Some(2), "the verdict, and who else reads the file: {lenses}");
}

#[test]
fn a_client_that_can_is_asked_for_settings_and_told_what_to_watch() {
    let workspace = json!({
        "configuration": true,
        "didChangeWatchedFiles": {"dynamicRegistration": true},
        "didChangeConfiguration": {"dynamicRegistration": true},
        "codeLens": {"refreshSupport": true},
        "diagnostics": {"refreshSupport": true},
    });
    let capabilities = json!({"workspace": workspace, "textDocument": {"diagnostic": {}}});
    let mut project = Project::open(Some("foo = 1\n"), json!({"capabilities": capabilities}));
    let wanted = project.answer("client/registerCapability", Value::Null);
    let methods: Vec<&str> =
        wanted["registrations"].as_array().unwrap().iter().map(|one| one["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]);
    let asked = project.answer("workspace/configuration", json!([{"rules": {"unknown-tool": "off"}}]));
    assert_eq!(asked, json!({"items": [{"section": "agentls"}]}));
    project.answer("workspace/diagnostic/refresh", Value::Null);
    project.answer("workspace/codeLens/refresh", Value::Null);

    let found = |project: &mut Project, uri: &str| {
        let id = project.server.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
        shown(project.server.result_of(id)["items"].as_array().unwrap())
    };
    let (agent, config) = (project.agent(), project.uri("agentls.toml"));
    project.open_agent();
    assert_eq!(found(&mut project, &agent), Vec::<String>::new());
    // Nobody asks for the findings of a file that is not open.
    assert_eq!(project.published(&config), ["warning bad-config"]);
    project.open_document(&config, "foo = 1\n");
    assert_eq!(project.published(&config), Vec::<String>::new());
    assert_eq!(found(&mut project, &config), ["warning bad-config"]);

    project.server.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    project.answer("workspace/configuration", json!([null]));
    assert_eq!(found(&mut project, &agent), Vec::<String>::new(), "no answer leaves what was said before");
    project.server.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    project.answer("workspace/configuration", json!([{}]));
    project.answer("workspace/diagnostic/refresh", Value::Null);
    project.answer("workspace/codeLens/refresh", Value::Null);
    assert_eq!(found(&mut project, &agent), ["warning unknown-tool"]);
}
