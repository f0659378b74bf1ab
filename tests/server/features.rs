//! Each feature over real pipes, in each way of counting columns, on a file with wide characters and
//! Windows line ends.

use crate::editor::{ENCODINGS, Editor, named};
use serde_json::{Value, json};

const SAMPLE: &str = "---\r\n\
name: loader\r\n\
description: \"Carga datos 📦 y los mide. Use for ingestion.\"\r\n\
tools: 工具😀, Grpe, Read\r\n\
---\r\n\
\r\n\
# Loader 📦 de datos\r\n\
\r\n\
## Your Expertise\r\n\
\r\n\
- **Almacén 😀**: Parquet é, Iceberg\r\n\
\x20 - más\r\n\
\r\n\
```rust\r\n\
let 数 = \"😀\";\r\n\
```\r\n";

fn everywhere(capabilities: Value, test: impl Fn(&mut Editor)) {
    for encoding in ENCODINGS {
        test(&mut Editor::open(encoding, capabilities.clone(), SAMPLE));
    }
}

/// What a client says that takes code actions.
fn actions() -> Value {
    json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "refactor", "source"]}}})
}

fn resolving_actions() -> Value {
    let mut actions = actions();
    actions["dataSupport"] = json!(true);
    actions["resolveSupport"] = json!({"properties": ["edit"]});
    actions
}

#[test]
fn hover_explains_what_stands_there() {
    everywhere(json!({}), |editor| {
        let at = editor.find("Read");
        let params = json!({"position": editor.position(at)});
        let hover = editor.ask("textDocument/hover", params);
        assert_eq!(editor.slice(&hover["range"]), "Read");
        assert_eq!(hover["contents"]["kind"], "plaintext");
        let text = hover["contents"]["value"].as_str().unwrap();
        assert!(text.starts_with("Read") && !text.contains("**") && !text.contains('`'), "{text}");
    });
    everywhere(json!({"textDocument": {"hover": {"contentFormat": ["markdown"]}}}), |editor| {
        let at = editor.find("Read");
        let params = json!({"position": editor.position(at)});
        let contents = editor.ask("textDocument/hover", params)["contents"].clone();
        assert_eq!(contents["kind"], "markdown");
        assert!(contents["value"].as_str().unwrap().starts_with("**Read**"), "{contents}");
        let nothing = json!({"position": editor.position(editor.text.len())});
        assert_eq!(editor.ask("textDocument/hover", nothing), Value::Null);
    });
}

#[test]
fn completion_replaces_the_word_under_the_cursor() {
    everywhere(json!({}), |editor| {
        let at = editor.find("Grpe") + 2;
        let items = editor.complete(at);
        let grep = named(&items, "Grep");
        assert_eq!(editor.slice(&grep["textEdit"]["range"]), "Grpe");
        assert_eq!((&grep["insertTextFormat"], &grep["textEdit"]["newText"]), (&json!(1), &json!("Grep")));
        assert!(grep["detail"].is_string() && grep["labelDetails"].is_null() && grep["documentation"].is_null());
        assert!(items.is_sorted_by_key(|item| item["sortText"].as_str().unwrap().to_owned()));
        assert!(items.iter().all(|item| item["label"] != "Read"), "Read is listed already");

        let id = editor.server.request("completionItem/resolve", grep.clone());
        let documentation = editor.server.result_of(id)["documentation"].clone();
        assert_eq!(documentation["kind"], "plaintext");
        assert!(documentation["value"].as_str().unwrap().starts_with("Grep"));
    });
}

#[test]
fn completion_uses_what_the_client_can_show() {
    let item = json!({"snippetSupport": true, "labelDetailsSupport": true, "documentationFormat": ["markdown"]});
    let mut editor = Editor::open("utf-16", json!({"textDocument": {"completion": {"completionItem": item}}}), "");
    let items = editor.complete(0);
    let start = named(&items, "---");
    assert_eq!(start["insertTextFormat"], 2);
    assert!(start["textEdit"]["newText"].as_str().unwrap().contains("${1:loader}"), "{start}");
    assert!(start["detail"].is_null() && start["labelDetails"]["description"].is_string());
    assert_eq!(editor.offered["completionProvider"]["resolveProvider"], true);

    editor.insert(0, "---\nmodel:");
    let items = editor.complete("---\nmodel:".len());
    let id = editor.server.request("completionItem/resolve", named(&items, "opus").clone());
    assert_eq!(editor.server.result_of(id)["documentation"]["kind"], "markdown");
}

#[test]
fn a_blank_in_prose_brings_up_nothing() {
    let mut editor = Editor::open("utf-16", json!({}), "---\nmodel: opus \ntools: Read, \n---\n");
    let mut typed_before = |words: &str| {
        let at = editor.find(words) + words.len();
        let context = json!({"triggerKind": 2, "triggerCharacter": " "});
        let params = json!({"position": editor.position(at), "context": context});
        editor.ask("textDocument/completion", params)
    };
    assert_eq!(typed_before("model: opus "), Value::Null);
    assert!(!typed_before("tools: Read, ")["items"].as_array().unwrap().is_empty());
}

#[test]
fn symbols_are_nested_where_the_client_can_show_it() {
    let capabilities = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}});
    everywhere(capabilities, |editor| {
        let symbols = editor.ask("textDocument/documentSymbol", json!({}));
        let mut names = Vec::new();
        let mut open = vec![(0, symbols[0].clone())];
        while let Some((depth, symbol)) = open.pop() {
            let name = symbol["name"].as_str().unwrap();
            assert_eq!(editor.slice(&symbol["selectionRange"]), name);
            assert!(editor.slice(&symbol["range"]).contains(name));
            names.push(format!("{}{name}", "-".repeat(depth)));
            let children = symbol["children"].as_array().cloned().unwrap_or_default();
            open.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
        }
        let sections =
            ["-Loader 📦 de datos", "--Your Expertise", "---Almacén 😀", "----Parquet é", "----Iceberg", "----más"];
        assert_eq!(names, [["loader", "-name", "-description", "-tools"].as_slice(), &sections].concat());
    });
}

#[test]
fn else_symbols_are_flat() {
    everywhere(json!({}), |editor| {
        let symbols = editor.ask("textDocument/documentSymbol", json!({}));
        let symbols = symbols.as_array().unwrap();
        assert_eq!((&symbols[0]["name"], &symbols[0]["containerName"]), (&json!("loader"), &Value::Null));
        let item = symbols.iter().find(|symbol| symbol["name"] == "Parquet é").unwrap();
        assert_eq!(item["containerName"], "Almacén 😀");
        assert_eq!(editor.slice(&item["location"]["range"]), "Parquet é");
    });
}

#[test]
fn folds_are_lines_or_more_exact() {
    everywhere(json!({}), |editor| {
        let folds = editor.ask("textDocument/foldingRange", json!({}));
        let hidden: Vec<&str> = folds
            .as_array()
            .unwrap()
            .iter()
            .map(|fold| {
                let start = json!({"line": fold["startLine"], "character": fold["startCharacter"]});
                let end = json!({"line": fold["endLine"], "character": fold["endCharacter"]});
                &editor.text[editor.offset(&start)..editor.offset(&end)]
            })
            .collect();
        assert_eq!(hidden.len(), 5);
        assert!(hidden[0].starts_with("\r\nname:") && hidden[0].ends_with("Read\r\n"));
        assert!(hidden[1].starts_with("\r\n\r\n## Your") && hidden[1].ends_with("```"));
        assert_eq!(hidden[3], "\r\n  - más");
        assert_eq!(hidden[4], "\r\nlet 数 = \"😀\";\r\n");
    });
    everywhere(json!({"textDocument": {"foldingRange": {"lineFoldingOnly": true, "rangeLimit": 2}}}), |editor| {
        let folds = editor.ask("textDocument/foldingRange", json!({}));
        assert_eq!(folds, json!([{"startLine": 0, "endLine": 4}, {"startLine": 6, "endLine": 15}]));
    });
}

#[test]
fn a_lens_above_the_file_tells_the_verdict() {
    everywhere(json!({}), |editor| {
        let lenses = editor.ask("textDocument/codeLens", json!({}));
        assert_eq!(editor.slice(&lenses[0]["range"]), "---");
        let title = lenses[0]["command"]["title"].as_str().unwrap();
        assert!(title.starts_with("✓ loads in Claude Code"), "{title}");
    });
}

#[test]
fn selections_grow_from_the_word_to_the_file() {
    everywhere(json!({}), |editor| {
        let positions = [editor.find("Iceberg") + 1, editor.find("Grpe")].map(|at| editor.position(at));
        let answer = editor.ask("textDocument/selectionRange", json!({"positions": positions}));
        let grown = |chain: &Value| {
            let chain = std::iter::successors(Some(chain), |inner| inner.get("parent"));
            chain.map(|one| editor.slice(&one["range"]).to_owned()).collect::<Vec<_>>()
        };
        let first = grown(&answer[0]);
        assert_eq!(first[0], "Iceberg");
        assert!(first.contains(&"- **Almacén 😀**: Parquet é, Iceberg\r\n  - más".to_owned()), "{first:#?}");
        assert_eq!(first.last().unwrap(), SAMPLE);
        assert_eq!(grown(&answer[1])[..2], ["Grpe", "工具😀, Grpe, Read"]);
    });
}

#[test]
fn a_quick_fix_says_what_it_mends() {
    everywhere(json!({"textDocument": {"codeAction": actions()}}), |editor| {
        let at = editor.find("Grpe");
        let actions = editor.actions(at, json!({}));
        let fix = named(&actions, "Replace by Grep").clone();
        assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(true)));
        assert_eq!(fix["diagnostics"][0]["code"], "unknown-tool");
        editor.make_action(&fix);
        assert_eq!(editor.text, SAMPLE.replace("Grpe", "Grep"));
    });
}

#[test]
fn a_finding_can_be_set_aside() {
    everywhere(json!({"textDocument": {"codeAction": actions()}}), |editor| {
        let at = editor.find("Grpe");
        let actions = editor.actions(at, json!({"only": ["quickfix"]}));
        let ignoring = named(&actions, "Ignore unknown-tool here").clone();
        assert_eq!(ignoring["diagnostics"][0]["code"], "unknown-tool");
        editor.make_action(&ignoring);
        assert_eq!(editor.text, SAMPLE.replace("tools:", "# agentls-ignore unknown-tool: reason\r\ntools:"));
        let at = editor.find("Grpe");
        assert!(editor.actions(at, json!({"only": ["quickfix"]})).is_empty());
    });
}

#[test]
fn a_document_is_laid_out() {
    everywhere(json!({}), |editor| {
        editor.insert(editor.find("# Loader"), "\r\n\r\n");
        assert_ne!(editor.text, SAMPLE);
        let options = json!({"options": {"tabSize": 8, "insertSpaces": false}});
        let edits = editor.ask("textDocument/formatting", options);
        for edit in edits.as_array().unwrap().iter().rev() {
            let range = editor.offset(&edit["range"]["start"])..editor.offset(&edit["range"]["end"]);
            let text = edit["newText"].as_str().unwrap();
            assert!(!text.replace("\r\n", "").contains('\n'), "line ends stay");
            editor.text.replace_range(range, text);
        }
        assert_eq!(editor.text, SAMPLE);
    });
    everywhere(json!({}), |editor| {
        assert_eq!(editor.offered["documentFormattingProvider"], true);
    });
}

#[test]
fn what_costs_something_is_made_when_it_is_chosen() {
    let workspace = json!({"workspaceEdit": {"documentChanges": true}});
    let capabilities = json!({"workspace": workspace, "textDocument": {"codeAction": resolving_actions()}});
    everywhere(capabilities, |editor| {
        assert_eq!(editor.offered["codeActionProvider"]["resolveProvider"], true);
        let at = editor.find("let");
        let actions = editor.actions(at, json!({"only": ["refactor"]}));
        assert!(actions.len() > 5);
        let is_refactoring = |action: &Value| action["kind"].as_str().unwrap().starts_with("refactor");
        assert!(actions.iter().all(|action| action["edit"].is_null() && is_refactoring(action)));

        // The file changes between the menu and the choice.
        editor.insert(editor.find("# Loader"), "Words 😀.\r\n\r\n");
        let id = editor.server.request("codeAction/resolve", named(&actions, "Insert output format: plan").clone());
        let chosen = editor.server.result_of(id);
        assert_eq!(chosen["title"], "Insert output format: plan");
        let before = editor.text.clone();
        editor.make_action(&chosen);
        assert!(editor.text.starts_with(&before) && editor.text[before.len()..].starts_with("\r\n## Your Output"));
        assert!(!editor.text.replace("\r\n", "").contains('\n'));

        // There is one now.
        let id = editor.server.request("codeAction/resolve", named(&actions, "Insert output format: plan").clone());
        assert_eq!(editor.server.error_of(id), -32801);
    });
}

#[test]
fn snippets_go_to_those_who_take_them() {
    for (takes, gets) in [(json!(true), true), (json!(false), false), (Value::Null, false)] {
        let workspace = json!({"workspaceEdit": {"documentChanges": true, "snippetEditSupport": takes}});
        let capabilities = json!({"workspace": workspace, "textDocument": {"codeAction": resolving_actions()}});
        let mut editor = Editor::open("utf-16", capabilities, SAMPLE);
        let at = editor.find("let");
        let actions = editor.actions(at, json!({}));
        let id = editor.server.request("codeAction/resolve", named(&actions, "Insert output format: plan").clone());
        let edit = editor.server.result_of(id)["edit"]["documentChanges"][0]["edits"][0].clone();
        assert_eq!(edit["newText"].is_string(), !gets, "{edit}");
        if gets {
            assert_eq!(edit["snippet"]["kind"], "snippet");
            assert!(edit["snippet"]["value"].as_str().unwrap().contains("${1"), "{edit}");
        }
    }
}

#[test]
fn an_agent_is_made_for_another_tool() {
    let edits = json!({"documentChanges": true, "resourceOperations": ["create"]});
    let capabilities =
        json!({"workspace": {"workspaceEdit": edits}, "textDocument": {"codeAction": resolving_actions()}});
    let mut editor = Editor::open("utf-16", capabilities, SAMPLE);
    let offered = editor.actions(0, json!({"only": ["refactor"]}));
    let action = named(&offered, "Convert to Gemini CLI subagent").clone();
    assert_eq!((&action["kind"], &action["edit"]), (&json!("refactor.convert"), &Value::Null));
    let id = editor.server.request("codeAction/resolve", action);
    let changes = editor.server.result_of(id)["edit"]["documentChanges"].clone();
    let uri = "file:///project/.gemini/agents/loader.md";
    assert_eq!(
        changes[0],
        json!({"kind": "create", "uri": uri, "options": {"overwrite": false, "ignoreIfExists": false}})
    );
    assert_eq!(changes[1]["textDocument"]["uri"], uri);
    let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
    assert!(text.starts_with("---\r\nname: loader\r\n") && text.contains("tools: [read_file]\r\n"), "{text}");

    // A client that can't make files is offered none.
    let mut editor = Editor::open("utf-16", json!({"textDocument": {"codeAction": resolving_actions()}}), SAMPLE);
    let offered = editor.actions(0, json!({"only": ["refactor"]}));
    let titles: Vec<&str> = offered.iter().filter_map(|action| action["title"].as_str()).collect();
    assert!(
        titles.iter().all(|title| !title.starts_with("Convert")) && titles.contains(&"Make portable"),
        "{titles:?}"
    );
}

#[test]
fn all_that_is_safe_is_mended_on_save() {
    everywhere(json!({"textDocument": {"codeAction": actions()}}), |editor| {
        let context = json!({"only": ["source.fixAll"], "triggerKind": 2});
        let actions = editor.actions(0, context);
        assert_eq!(actions.len(), 1);
        editor.make_action(&actions[0]);
        assert_eq!(editor.text, SAMPLE.replace("Grpe", "Grep"));
        let again = editor.actions(0, json!({"only": ["source.fixAll"], "triggerKind": 2}));
        assert!(again.is_empty(), "{again:?}");
    });
}

#[test]
fn code_actions_are_offered_to_those_who_know_them() {
    let editor = Editor::open("utf-16", json!({"textDocument": {"codeAction": {}}}), "");
    assert_eq!(editor.offered["codeActionProvider"], Value::Null);
}

#[test]
fn nothing_is_known_of_other_files() {
    let mut editor = Editor::open("utf-16", json!({"textDocument": {"codeAction": actions()}}), SAMPLE);
    let other = json!({"uri": "file:///other.txt"});
    for (method, nothing) in [
        ("textDocument/hover", Value::Null),
        ("textDocument/completion", Value::Null),
        ("textDocument/documentSymbol", Value::Null),
        ("textDocument/foldingRange", Value::Null),
        ("textDocument/formatting", Value::Null),
        ("textDocument/selectionRange", Value::Null),
        ("textDocument/codeAction", json!([])),
    ] {
        let here = editor.here(0);
        let params = json!({
            "textDocument": other, "position": here["start"], "positions": [], "range": here, "options": {"tabSize": 2, "insertSpaces": true},
            "context": {"diagnostics": [], "triggerKind": 1},
        });
        let id = editor.server.request(method, params);
        assert_eq!(editor.server.result_of(id), nothing, "{method}");
    }
}

/// What is offered can be done: also where it turns out that there is nothing to do.
#[test]
fn an_offer_that_comes_to_nothing_changes_nothing() {
    let lazy = json!({
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
        "textDocument": {"codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
            "dataSupport": true, "resolveSupport": {"properties": ["edit"]},
        }}
    });
    let text = "---\nname: a\ndescription: Builds. Use it.\n---\n\nBuild.\n";
    let mut editor = Editor::open("utf-8", lazy, text);
    // As a client may keep an offer until there is nothing to mend any more.
    let data = json!({"uri": crate::editor::URI, "work": "fix-all"});
    let id = editor.server.request("codeAction/resolve", json!({"title": "Fix", "data": data}));
    let resolved = editor.server.result_of(id);
    assert_eq!(resolved["edit"]["documentChanges"][0]["edits"], json!([]), "{resolved}");

    // A document that is no file has no folder beside which another agent could be put.
    let uri = "untitled:Untitled-1";
    let document = json!({"uri": uri, "languageId": "chatagent", "version": 1, "text": text});
    editor.server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let here = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let params =
        json!({"textDocument": {"uri": uri}, "range": here, "context": {"diagnostics": [], "only": ["refactor"]}});
    let id = editor.server.request("textDocument/codeAction", params);
    let offered = editor.server.result_of(id);
    let converts = |action: &Value| action["kind"] == "refactor.convert";
    assert!(!offered.as_array().unwrap().iter().any(converts), "{offered}");
}
