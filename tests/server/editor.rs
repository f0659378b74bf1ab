//! An editor for tests: it holds a document of its own, counts positions its own way, and makes the
//! edits that it is given.

use crate::harness::TestServer;
use serde_json::{Value, json};

pub const URI: &str = "file:///project/.claude/agents/loader.md";
pub const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

pub struct Editor {
    pub server: TestServer,
    pub text: String,
    /// What the server offers.
    pub offered: Value,
    encoding: &'static str,
    version: i32,
}

impl Editor {
    /// Opens `text`. The editor asks for diagnostics, so nothing comes unasked.
    pub fn open(encoding: &'static str, mut capabilities: Value, text: &str) -> Editor {
        capabilities["general"] = json!({"positionEncodings": [encoding]});
        capabilities["textDocument"]["diagnostic"] = json!({});
        let analyse = agentls::server::analysis::analyse;
        let mut server = TestServer::start(move |input, output| agentls::server::serve(analyse, input, output));
        let offered = server.initialize(capabilities)["capabilities"].clone();
        assert_eq!(offered["positionEncoding"], encoding);
        let document = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": text});
        server.notify("textDocument/didOpen", json!({"textDocument": document}));
        Editor { server, text: text.to_owned(), offered, encoding, version: 1 }
    }

    /// The result of a request about the document.
    pub fn ask(&mut self, method: &str, mut params: Value) -> Value {
        params["textDocument"] = json!({"uri": URI});
        let id = self.server.request(method, params);
        self.server.result_of(id)
    }

    /// Where `words` first stand.
    pub fn find(&self, words: &str) -> usize {
        self.text.find(words).unwrap_or_else(|| panic!("no {words:?}"))
    }

    pub fn position(&self, at: usize) -> Value {
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        json!({"line": before.matches('\n').count(), "character": self.units(&before[line_start..])})
    }

    /// The empty range at `at`.
    pub fn here(&self, at: usize) -> Value {
        json!({"start": self.position(at), "end": self.position(at)})
    }

    pub fn offset(&self, position: &Value) -> usize {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let content = self.text[start..].split(['\r', '\n']).next().unwrap();
        let column = position["character"].as_u64().unwrap() as usize;
        let ends = content.char_indices().map(|(at, _)| at).chain([content.len()]);
        let mut fitting = ends.filter(|end| self.units(&content[..*end]) == column);
        start + fitting.next().unwrap_or_else(|| panic!("{position} is no place in {content:?}"))
    }

    /// The words that a range of the server means.
    pub fn slice(&self, range: &Value) -> &str {
        &self.text[self.offset(&range["start"])..self.offset(&range["end"])]
    }

    fn units(&self, text: &str) -> usize {
        match self.encoding {
            "utf-8" => text.len(),
            "utf-16" => text.encode_utf16().count(),
            _ => text.chars().count(),
        }
    }

    /// Types at a place.
    pub fn insert(&mut self, at: usize, typed: &str) {
        self.make(&[json!({"range": self.here(at), "newText": typed})]);
    }

    /// Makes text edits, and tells the server.
    pub fn make(&mut self, edits: &[Value]) {
        let place = |edit: &Value| self.offset(&edit["range"]["start"])..self.offset(&edit["range"]["end"]);
        let mut edits: Vec<_> = edits.iter().map(|edit| (place(edit), edit)).collect();
        edits.sort_by_key(|(place, _)| (place.start, place.end));
        assert!(edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "edits overlap: {edits:?}");
        // From the last to the first: none moves the others.
        let changes: Vec<Value> =
            edits.iter().rev().map(|(_, edit)| json!({"range": edit["range"], "text": edit["newText"]})).collect();
        let mut text = self.text.clone();
        for (place, edit) in edits.into_iter().rev() {
            text.replace_range(place, edit["newText"].as_str().unwrap());
        }
        self.text = text;
        self.version += 1;
        let document = json!({"uri": URI, "version": self.version});
        self.server.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Makes the edit of a code action, in either form.
    pub fn make_action(&mut self, action: &Value) {
        let edit = &action["edit"];
        let edits = match edit.get("changes") {
            Some(changes) => changes[URI].clone(),
            None => {
                let [change] = edit["documentChanges"].as_array().unwrap().as_slice() else { panic!("{edit}") };
                assert_eq!(change["textDocument"], json!({"uri": URI, "version": self.version}));
                change["edits"].clone()
            }
        };
        self.make(edits.as_array().unwrap());
    }

    /// The codes of the findings.
    pub fn codes(&mut self) -> Vec<String> {
        let report = self.ask("textDocument/diagnostic", json!({}));
        let codes = report["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned());
        // The colleagues of a lone sample are not there, and when that is known is up to the disk.
        codes.filter(|code| code != "dangling-agent").collect()
    }

    pub fn complete(&mut self, at: usize) -> Vec<Value> {
        let list = self.ask("textDocument/completion", json!({"position": self.position(at)}));
        assert_eq!(list["isIncomplete"], false);
        list["items"].as_array().unwrap().clone()
    }

    pub fn actions(&mut self, at: usize, context: Value) -> Vec<Value> {
        let mut all = json!({"diagnostics": []});
        all.as_object_mut().unwrap().extend(context.as_object().unwrap().clone());
        let params = json!({"range": self.here(at), "context": all});
        self.ask("textDocument/codeAction", params).as_array().unwrap().clone()
    }
}

/// The one with a title or label.
pub fn named<'a>(all: &'a [Value], name: &str) -> &'a Value {
    let found = all.iter().find(|one| one["title"] == name || one["label"] == name);
    found.unwrap_or_else(|| panic!("no {name:?} in {all:#?}"))
}
