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
        assert_eq!(titles, ["Replace by frontend", "Create the agent frontned.md", "Ignore dangling-agent here"]);
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

/// An agent with all that the features below show, behind wide characters.
const SHOWN: &str = "---\nname: frontend\ndescription: 😀 Builds. Use for views.\ntools: Read, Task\nmodel: opus\n---\n\n# frontend\n\n\
😀 é Ask `code-reviewer`, see [it](https://example.com/x) and @agents/backend.md.\n\n## Expertise\n\n- **Prüfung 😀**: Semgrep é, CodeQL\n\n- a\n\n";

fn shown(test: impl Fn(&mut Asked, &Value)) {
    everywhere(json!({}), |asked| {
        asked.team.open("frontend", SHOWN);
        let document = json!({"uri": asked.team.uri("frontend")});
        test(asked, &document);
    });
}

#[test]
fn values_show_what_becomes_of_them() {
    shown(|asked, document| {
        let end = asked.position(SHOWN, SHOWN.len());
        let range = json!({"start": {"line": 0, "character": 0}, "end": end});
        let hints = asked.ask("textDocument/inlayHint", json!({"textDocument": document, "range": range}));
        let hints = hints.as_array().unwrap();
        let behind = |hint: &Value| SHOWN[..asked.offset(SHOWN, &hint["position"])].lines().last().unwrap().to_owned();
        let all: Vec<String> = hints.iter().map(|hint| format!("{} {}", behind(hint), hint["label"])).collect();
        assert_eq!(all.len(), 4, "{all:?}");
        assert_eq!(all[1..3], ["tools: Read, Task \"2 in effect\"", "model: opus \"→ claude-opus-5-5\""]);
        let first = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
        let none = asked.ask("textDocument/inlayHint", json!({"textDocument": document, "range": first}));
        assert_eq!(none, json!([]));

        let settings = json!({"settings": {"agentls": {"hints": ["model"]}}});
        asked.team.server.notify("workspace/didChangeConfiguration", settings);
        let range = json!({"start": {"line": 0, "character": 0}, "end": end});
        let one = asked.ask("textDocument/inlayHint", json!({"textDocument": document, "range": range}));
        assert_eq!(one.as_array().unwrap().len(), 1);
    });
}

#[test]
fn words_are_coloured_by_what_they_mean() {
    shown(|asked, document| {
        let tokens = asked.ask("textDocument/semanticTokens/full", json!({"textDocument": document}));
        let (mut line, mut column) = (0, 0);
        let mut words: Vec<String> = Vec::new();
        for token in tokens["data"].as_array().unwrap().chunks(5) {
            let [down, along, length, kind, _] = token else { panic!("five numbers") };
            let number = |value: &Value| value.as_u64().unwrap();
            column = if number(down) == 0 { column + number(along) } else { number(along) };
            line += number(down);
            let at = |column: u64| asked.offset(SHOWN, &json!({"line": line, "character": column}));
            words.push(format!("{} {kind}", &SHOWN[at(column)..at(column + number(length))]));
        }
        let expected = [
            "name 0",
            "frontend 3",
            "description 0",
            "tools 0",
            "Read 1",
            "Task 1",
            "model 0",
            "opus 2",
            "code-reviewer 3",
        ];
        assert_eq!(words[..expected.len()], expected);
        assert!(words.contains(&"CodeQL 6".to_owned()), "{words:?}");
    });
}

#[test]
fn name_and_title_are_typed_together() {
    shown(|asked, document| {
        let at = asked.position(SHOWN, SHOWN.find("frontend").unwrap() + 2);
        let linked = asked.ask("textDocument/linkedEditingRange", json!({"textDocument": document, "position": at}));
        let words = |range: &Value| &SHOWN[asked.offset(SHOWN, &range["start"])..asked.offset(SHOWN, &range["end"])];
        let words: Vec<&str> = linked["ranges"].as_array().unwrap().iter().map(words).collect();
        assert_eq!(words, ["frontend", "frontend"]);
        let elsewhere = asked.position(SHOWN, SHOWN.find("Builds").unwrap());
        let none =
            asked.ask("textDocument/linkedEditingRange", json!({"textDocument": document, "position": elsewhere}));
        assert_eq!(none, Value::Null);
    });
}

#[test]
fn a_new_line_goes_on_with_the_list() {
    shown(|asked, document| {
        let at = asked.position(SHOWN, SHOWN.len() - 1);
        let options = json!({"tabSize": 4, "insertSpaces": true});
        let params = json!({"textDocument": document, "position": at, "ch": "\n", "options": options});
        let edits = asked.ask("textDocument/onTypeFormatting", params);
        assert_eq!(edits, json!([{"range": {"start": at, "end": at}, "newText": "- "}]));
    });
}

#[test]
fn addresses_and_files_are_links() {
    shown(|asked, document| {
        let links = asked.ask("textDocument/documentLink", json!({"textDocument": document}));
        let link = |link: &Value| {
            let range = &link["range"];
            let words = &SHOWN[asked.offset(SHOWN, &range["start"])..asked.offset(SHOWN, &range["end"])];
            format!("{words} {}", link["target"].as_str().unwrap().rsplit('/').next().unwrap())
        };
        let links: Vec<String> = links.as_array().unwrap().iter().map(link).collect();
        assert_eq!(
            links,
            ["code-reviewer code-reviewer.md", "https://example.com/x x", "agents/backend.md backend.md"]
        );
    });
}

#[test]
fn edits_say_what_they_are_for_where_the_client_shows_it() {
    let edits = json!({"documentChanges": true, "changeAnnotationSupport": {}});
    everywhere(json!({"workspace": {"workspaceEdit": edits}}), |asked| {
        let mut params = asked.at("code-reviewer` agent");
        params["newName"] = json!("change-critic");
        let edit = asked.ask("textDocument/rename", params);
        let notes = edit["changeAnnotations"].as_object().unwrap();
        assert_eq!(notes["agent"]["label"], "Name");
        assert!(notes["mention"]["needsConfirmation"] == false);
        for change in edit["documentChanges"].as_array().unwrap() {
            for edit in change["edits"].as_array().unwrap() {
                assert!(notes.contains_key(edit["annotationId"].as_str().unwrap()), "{edit}");
            }
        }
    });
}

#[test]
fn a_renamed_file_is_known_under_its_new_name() {
    everywhere(json!({}), |asked| {
        let (old, new) = (asked.team.path("frontend"), asked.team.path("views"));
        std::fs::rename(&old, &new).unwrap();
        let files = json!({"files": [{"oldUri": asked.team.uri("frontend"), "newUri": asked.team.uri("views")}]});
        asked.team.server.notify("workspace/didRenameFiles", files);
        for _ in 0..3000 {
            let found = asked.ask("workspace/symbol", json!({"query": "frontend"}));
            let uri = found[0]["location"]["uri"].as_str().unwrap_or_default();
            if uri == asked.team.uri("views") && found.as_array().unwrap().len() == 1 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the file is never known under its new name");
    });
}

/// What is offered at the cursor `$0` of a document.
fn offered(team: &mut Team, uri: &str, fixture: &str) -> Vec<(String, String)> {
    let at = fixture.find("$0").unwrap();
    let text = fixture.replacen("$0", "", 1);
    let line = text[..at].matches('\n').count();
    let column = text[..at].rsplit('\n').next().unwrap().len();
    let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
    team.server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let at = json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": column}});
    let id = team.server.request("textDocument/completion", at);
    let found = team.server.result_of(id);
    team.server.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let items = found["items"].as_array().unwrap().iter();
    let words = |item: &Value| {
        (item["label"].as_str().unwrap().to_owned(), item["textEdit"]["newText"].as_str().unwrap().to_owned())
    };
    items.map(words).collect()
}

#[test]
fn what_the_workspace_has_is_offered_where_it_is_named() {
    let mut team = Team::start(json!({"textDocument": {"diagnostic": {}}}), &[("backend", BACKEND)]);
    let root = team.path("backend").ancestors().nth(3).unwrap().to_owned();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(".mcp.json", r#"{"mcpServers": {"tickets": {}}}"#);
    write(".claude/skills/pdf/SKILL.md", "---\ndescription: Reads PDF.\n---\n");
    let agents = root.join(".github/agents");
    write(".github/agents/planner.agent.md", "");
    let reviewer = format!("file://{}", agents.join("reviewer.agent.md").display());
    let document = json!({"uri": reviewer, "languageId": "markdown", "version": 1,
        "text": "---\nname: Code Reviewer\ndescription: Reviews. Use it.\n---\nReview.\n"});
    team.server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let own = format!("file://{}", agents.join("planner.agent.md").display());
    let found = offered(&mut team, &own, "---\nname: planner\nagents: [$0]\n---\n");
    assert!(found.contains(&("Code Reviewer".into(), "Code Reviewer".into())), "{found:?}");
    let found = offered(&mut team, &own, "---\nname: planner\nhandoffs:\n  - label: Go\n    agent: $0\n---\n");
    assert!(found.contains(&("Code Reviewer".into(), "Code Reviewer".into())), "{found:?}");

    let uri = team.uri("backend");
    let tools = offered(&mut team, &uri, "---\nname: backend\ntools: Read, $0\n---\n");
    assert!(tools.contains(&("mcp__tickets".into(), "mcp__tickets".into())), "{tools:?}");
    let servers = offered(&mut team, &uri, "---\nname: backend\nmcpServers:\n  - $0\n---\n");
    assert!(servers.contains(&("tickets".into(), "tickets".into())), "{servers:?}");
    let skills = offered(&mut team, &uri, "---\nname: backend\nskills: [$0]\n---\n");
    assert!(skills.contains(&("pdf".into(), "pdf".into())), "{skills:?}");
}
