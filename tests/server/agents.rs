//! Features over several files, over real pipes and in each way of counting columns, on files with wide
//! characters and Windows line ends, open or not.

use crate::editor::ENCODINGS;
use crate::workspace::Team;
use serde_json::{Value, json};

const BACKEND: &str = "---\r\nname: backend\r\ndescription: \"Baut 📦 Server. Use for endpoints.\"\r\n---\r\n\r\n# Backend\r\n\r\n\
📦 é Use the `code-reviewer` agent when done.\r\n\r\n## Integration with Other Agents\r\n\r\n- **frontned** asks 😀\r\n- **code-reviewer** checks\r\n";
const REVIEWER: &str = "---\nname: code-reviewer\ndescription: Reviews changes. Use after each commit.\n---\n\n# Code Reviewer\n\n\
## Your Expertise\n\n- **Prüfung 😀**: Semgrep é, CodeQL\n";
const FRONTEND: &str =
    "---\nname: frontend\ndescription: Builds pages. Use for views.\n---\n\n😀 é Delegate to `code-reviewer`.\n";

fn everywhere(mut capabilities: Value, test: impl Fn(&mut Asked)) {
    for encoding in ENCODINGS {
        capabilities["general"] = json!({"positionEncodings": [encoding]});
        capabilities["textDocument"]["diagnostic"] = json!({});
        let team = Team::start(
            capabilities.clone(),
            &[("backend", BACKEND), ("code-reviewer", REVIEWER), ("frontend", FRONTEND)],
        );
        let mut asked = Asked { team, encoding };
        asked.team.open("backend", BACKEND);
        asked.wait();
        test(&mut asked);
    }
}

struct Asked {
    team: Team,
    encoding: &'static str,
}

impl Asked {
    fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.team.server.request(method, params);
        self.team.server.result_of(id)
    }

    /// Until all files are known.
    fn wait(&mut self) {
        for _ in 0..3000 {
            let found = self.ask("workspace/symbol", json!({"query": ""}));
            if found.as_array().unwrap().len() == 3 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the workspace is never read");
    }

    fn units(&self, text: &str) -> usize {
        match self.encoding {
            "utf-8" => text.len(),
            "utf-16" => text.encode_utf16().count(),
            _ => text.chars().count(),
        }
    }

    fn position(&self, text: &str, at: usize) -> Value {
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        json!({"line": text[..at].matches('\n').count(), "character": self.units(&text[start..at])})
    }

    /// In the open file.
    fn at(&self, words: &str) -> Value {
        json!({"textDocument": {"uri": self.team.uri("backend")}, "position": self.position(BACKEND, BACKEND.find(words).unwrap() + 1)})
    }

    fn offset(&self, text: &str, position: &Value) -> usize {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let column = position["character"].as_u64().unwrap() as usize;
        let content = text[start..].split('\n').next().unwrap();
        let mut ends = content.char_indices().map(|(at, _)| at).chain([content.len()]);
        start + ends.find(|end| self.units(&content[..*end]) == column).unwrap()
    }

    fn text_of(&self, uri: &Value) -> (&'static str, &'static str) {
        let uri = uri.as_str().unwrap();
        let all = [("backend", BACKEND), ("code-reviewer", REVIEWER), ("frontend", FRONTEND)];
        all.into_iter().find(|(name, _)| uri.ends_with(&format!("/{name}.md"))).unwrap()
    }

    /// `file: words` of a place.
    fn words(&self, uri: &Value, range: &Value) -> String {
        let (name, text) = self.text_of(uri);
        format!("{name}: {}", &text[self.offset(text, &range["start"])..self.offset(text, &range["end"])])
    }
}

#[test]
fn an_agent_is_found_from_its_name() {
    everywhere(json!({"textDocument": {"definition": {"linkSupport": true}}}), |asked| {
        let params = asked.at("code-reviewer` agent");
        let link = asked.ask("textDocument/definition", params)[0].clone();
        let backend = json!(asked.team.uri("backend"));
        assert_eq!(asked.words(&backend, &link["originSelectionRange"]), "backend: code-reviewer");
        assert_eq!(asked.words(&link["targetUri"], &link["targetRange"]), "code-reviewer: code-reviewer");

        let mut params = asked.at("code-reviewer` agent");
        params["context"] = json!({"includeDeclaration": true});
        let places = asked.ask("textDocument/references", params);
        let mut places: Vec<String> =
            places.as_array().unwrap().iter().map(|place| asked.words(&place["uri"], &place["range"])).collect();
        places.sort();
        assert_eq!(
            places,
            [
                "backend: code-reviewer",
                "backend: code-reviewer",
                "code-reviewer: code-reviewer",
                "frontend: code-reviewer"
            ]
        );

        let params = asked.at("code-reviewer** checks");
        let marks = asked.ask("textDocument/documentHighlight", params);
        assert_eq!(marks.as_array().unwrap().len(), 2);
        let links = asked.ask("textDocument/documentLink", json!({"textDocument": {"uri": backend}}));
        assert_eq!(links[0]["target"], asked.team.uri("code-reviewer").as_str());
        let elsewhere = asked.at("Use the");
        assert_eq!(asked.ask("textDocument/definition", elsewhere), Value::Null);
    });
    everywhere(json!({}), |asked| {
        let params = asked.at("code-reviewer` agent");
        let place = asked.ask("textDocument/definition", params);
        assert_eq!(asked.words(&place["uri"], &place["range"]), "code-reviewer: code-reviewer");
    });
}

#[test]
fn agents_are_found_by_what_they_know() {
    everywhere(json!({}), |asked| {
        let found = asked.ask("workspace/symbol", json!({"query": "codeql"}));
        let (_, text) = asked.text_of(&found[0]["location"]["uri"]);
        let at = asked.offset(text, &found[0]["location"]["range"]["start"]);
        assert!(text[at..].starts_with("CodeQL"), "{found}");
        assert_eq!(found[0]["containerName"], "code-reviewer");
    });
}

#[test]
fn who_calls_whom() {
    everywhere(json!({}), |asked| {
        let params = asked.at("code-reviewer` agent");
        let item = asked.ask("textDocument/prepareCallHierarchy", params)[0].clone();
        assert_eq!(item["name"], "code-reviewer");
        let incoming = asked.ask("callHierarchy/incomingCalls", json!({"item": item}));
        let calls: Vec<String> = incoming
            .as_array()
            .unwrap()
            .iter()
            .map(|call| {
                format!("{} {}", call["from"]["name"], asked.words(&call["from"]["uri"], &call["fromRanges"][0]))
            })
            .collect();
        assert_eq!(calls, ["\"backend\" backend: code-reviewer", "\"frontend\" frontend: code-reviewer"]);
        let caller = incoming[0]["from"].clone();
        let outgoing = asked.ask("callHierarchy/outgoingCalls", json!({"item": caller}));
        assert_eq!(outgoing[0]["to"]["name"], "code-reviewer");
        assert_eq!(outgoing[0]["fromRanges"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn renaming_changes_all_files_that_name_the_agent() {
    let edits = json!({"documentChanges": true, "resourceOperations": ["create", "rename"]});
    let capabilities =
        json!({"workspace": {"workspaceEdit": edits}, "textDocument": {"rename": {"prepareSupport": true}}});
    everywhere(capabilities, |asked| {
        let params = asked.at("code-reviewer` agent");
        let prepared = asked.ask("textDocument/prepareRename", params);
        assert_eq!(prepared["placeholder"], "code-reviewer");
        let mut params = asked.at("code-reviewer` agent");
        params["newName"] = json!("change-critic");
        let edit = asked.ask("textDocument/rename", params);
        let mut changes: Vec<String> = Vec::new();
        for change in edit["documentChanges"].as_array().unwrap() {
            if change["kind"] == "rename" {
                assert_eq!(change["newUri"], asked.team.uri("change-critic").as_str());
                changes.push("file".into());
                continue;
            }
            let uri = change["textDocument"]["uri"].clone();
            let is_open = uri == asked.team.uri("backend").as_str();
            assert_eq!(change["textDocument"]["version"], if is_open { json!(1) } else { Value::Null });
            for edit in change["edits"].as_array().unwrap() {
                changes.push(format!("{} → {}", asked.words(&uri, &edit["range"]), edit["newText"].as_str().unwrap()));
            }
        }
        changes.sort();
        assert_eq!(
            changes,
            [
                "backend: code-reviewer → change-critic",
                "backend: code-reviewer → change-critic",
                "code-reviewer: Code Reviewer → Change Critic",
                "code-reviewer: code-reviewer → change-critic",
                "file",
                "frontend: code-reviewer → change-critic",
            ]
        );
        let mut params = asked.at("code-reviewer` agent");
        params["newName"] = json!("backend");
        let id = asked.team.server.request("textDocument/rename", params);
        let refused = asked.team.server.answer_to(id);
        assert_eq!(refused["error"]["code"], -32803);
        assert!(refused["error"]["message"].as_str().unwrap().contains("already"), "{refused}");

        let files = json!({"files": [{"oldUri": asked.team.uri("code-reviewer"), "newUri": asked.team.uri("critic")}]});
        let edit = asked.ask("workspace/willRenameFiles", files);
        assert_eq!(edit["documentChanges"].as_array().unwrap().len(), 3, "{edit}");
    });
}

#[test]
fn a_missing_agent_can_be_made_and_a_name_completed() {
    let literals = json!({"codeActionKind": {"valueSet": ["quickfix"]}});
    let edits = json!({"documentChanges": true, "resourceOperations": ["create"]});
    let capabilities = json!({
        "workspace": {"workspaceEdit": edits},
        "textDocument": {"codeAction": {"codeActionLiteralSupport": literals}}
    });
    everywhere(capabilities, |asked| {
        let position = asked.at("frontned")["position"].clone();
        let document = json!({"uri": asked.team.uri("backend")});
        let mut actions = Value::Null;
        // The finding comes when all agents are known to be known.
        for _ in 0..3000 {
            let range = json!({"start": position, "end": position});
            let context = json!({"diagnostics": [], "only": ["quickfix"]});
            actions = asked
                .ask("textDocument/codeAction", json!({"textDocument": document, "range": range, "context": context}));
            if actions.as_array().is_some_and(|actions| !actions.is_empty()) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let titles: Vec<&str> =
            actions.as_array().unwrap().iter().filter_map(|action| action["title"].as_str()).collect();
        assert_eq!(titles, ["Replace by frontend", "Create the agent frontned.md"]);
        let made = &actions[1]["edit"]["documentChanges"];
        assert_eq!(
            made[0],
            json!({"kind": "create", "uri": asked.team.uri("frontned"), "options": {"overwrite": false, "ignoreIfExists": false}})
        );
        assert!(made[1]["edits"][0]["newText"].as_str().unwrap().contains("name: frontned"), "{made}");

        let list = asked.ask("textDocument/completion", json!({"textDocument": document, "position": position}));
        let labels: Vec<&str> =
            list["items"].as_array().unwrap().iter().filter_map(|item| item["label"].as_str()).collect();
        assert_eq!(labels, ["code-reviewer", "frontend"]);
    });
}

#[test]
fn the_agents_colour_is_shown_and_chosen() {
    everywhere(json!({}), |asked| {
        let coloured = FRONTEND.replace("views.\n", "views.\ncolor: blue\n");
        asked.team.open("frontend", &coloured);
        let document = json!({"uri": asked.team.uri("frontend")});
        let found = asked.ask("textDocument/documentColor", json!({"textDocument": document}));
        let range = found[0]["range"].clone();
        let text = asked.offset(&coloured, &range["start"])..asked.offset(&coloured, &range["end"]);
        assert_eq!(&coloured[text], "blue");
        let red = json!({"red": 1.0, "green": 0.0, "blue": 0.0, "alpha": 1.0});
        let params = json!({"textDocument": document, "color": red, "range": range});
        let offered = asked.ask("textDocument/colorPresentation", params);
        assert_eq!(offered[0]["textEdit"]["newText"], "red");
    });
}
