//! Plays a script: a client that keeps its documents and files as an editor does.

use crate::client::{Client, Fault};
use crate::dice::Dice;
use crate::document::Document;
use crate::material::{DOCUMENTS, FOLDERS, SETTINGS, is_surrounding};
use crate::playground::Playground;
use crate::questions::{method, params};
use crate::script::{Doc, Edit, GARBAGE, Illegal, Step};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub struct Play {
    pub ground: Playground,
    pub client: Client,
    pub capabilities: Value,
    pub encoding: &'static str,
    pub open: BTreeMap<Doc, Document>,
    /// Folders of the workspace.
    pub folders: BTreeSet<usize>,
    /// Documents that were opened while they were in no folder of the workspace: the folders around them are read.
    pub strangers: BTreeSet<Doc>,
    /// Files that have changed since the server was last told.
    changed: BTreeSet<String>,
    /// Whether files have come or gone that no client watches.
    surroundings_changed: bool,
    /// How long two servers may differ.
    pub longest_wait: Duration,
}

pub fn capabilities(dice: &mut Dice) -> (Value, &'static str) {
    let encoding = *dice.pick(&["utf-8", "utf-16", "utf-32"]);
    let mut may = |value: Value| if dice.percent(50) { value } else { Value::Null };
    let capabilities = json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {
            "completion": {"completionItem": {"snippetSupport": may(json!(true)), "documentationFormat": ["markdown"],
                "labelDetailsSupport": may(json!(true)), "tagSupport": {"valueSet": [1]}}},
            "foldingRange": {"lineFoldingOnly": may(json!(true)), "rangeLimit": may(json!(50))},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                "dataSupport": may(json!(true)), "resolveSupport": {"properties": ["edit"]}},
            "hover": {"contentFormat": ["markdown"]},
            "publishDiagnostics": {"relatedInformation": may(json!(true)), "tagSupport": may(json!({"valueSet": [1, 2]})),
                "codeDescriptionSupport": may(json!(true))},
            "diagnostic": may(json!({})),
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": may(json!(true))},
            "definition": {"linkSupport": may(json!(true))},
            "rename": {"prepareSupport": may(json!(true))},
        },
        "workspace": {
            "workspaceEdit": {"documentChanges": may(json!(true)), "resourceOperations": ["create", "rename"],
                "changeAnnotationSupport": may(json!({}))},
            "didChangeWatchedFiles": {"dynamicRegistration": may(json!(true))},
            "didChangeConfiguration": {"dynamicRegistration": may(json!(true))},
            "configuration": may(json!(true)),
            "codeLens": {"refreshSupport": may(json!(true))},
            "diagnostics": {"refreshSupport": may(json!(true))},
        },
        "window": {"workDoneProgress": may(json!(true))},
    });
    (without_nulls(capabilities), encoding)
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key, without_nulls(value)))
                .collect(),
        ),
        other => other,
    }
}

/// Greets a server.
pub fn greet(
    client: &mut Client,
    ground: &Playground,
    capabilities: &Value,
    folders: &BTreeSet<usize>,
) -> Result<Value, Fault> {
    let folders: Vec<Value> = folders.iter().map(|folder| workspace_folder(ground, *folder)).collect();
    let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders});
    let answer = client.ask("initialize", params)?;
    client.notify("initialized", json!({}))?;
    Ok(answer)
}

fn workspace_folder(ground: &Playground, folder: usize) -> Value {
    json!({"uri": ground.uri(FOLDERS[folder]), "name": FOLDERS[folder]})
}

pub fn open(client: &mut Client, ground: &Playground, doc: Doc, document: &Document) -> Result<(), Fault> {
    let path = DOCUMENTS[doc];
    let language = if path.contains(':') { "chatagent" } else { "markdown" };
    let document = json!({
        "uri": ground.uri(path), "languageId": language, "version": document.version, "text": document.text,
    });
    client.notify("textDocument/didOpen", json!({"textDocument": document}))
}

impl Play {
    pub fn start(seed: u64, longest_wait: Duration) -> Result<Play, Fault> {
        let mut dice = Dice::new(seed ^ 0x5EED);
        let ground = Playground::new(&mut dice);
        let (capabilities, encoding) = capabilities(&mut dice);
        let folders = if dice.percent(50) { [0].into() } else { [0, 1].into() };
        let mut client = Client::start(&ground.path("home"), &ground.path("logs/long"));
        let greeting = greet(&mut client, &ground, &capabilities, &folders)?;
        if greeting["result"]["capabilities"]["positionEncoding"] != encoding {
            return Err(format!("{encoding} was offered: {greeting}"));
        }
        Ok(Play {
            ground,
            client,
            capabilities,
            encoding,
            open: BTreeMap::new(),
            folders,
            strangers: BTreeSet::new(),
            changed: BTreeSet::new(),
            surroundings_changed: false,
            longest_wait,
        })
    }

    pub fn uri(&self, doc: Doc) -> String {
        self.ground.uri(DOCUMENTS[doc])
    }

    /// Plays a step. Steps that mean nothing now are passed over.
    pub fn step(&mut self, step: &Step) -> Result<(), Fault> {
        match step {
            Step::Open(doc, text) => self.open_with(*doc, text.clone()),
            Step::OpenFromDisk(doc) => match self.ground.read(DOCUMENTS[*doc]) {
                Some(text) => self.open_with(*doc, text),
                None => Ok(()),
            },
            Step::Change(doc, edits) => self.change(*doc, edits),
            Step::Type(doc, at, text) => {
                let mut letters = text.char_indices();
                letters.try_for_each(|(offset, letter)| self.insert(*doc, *at, offset, letter))
            }
            Step::Replace(doc, text) => self.replace(*doc, text),
            Step::Save(doc) => self.save(*doc),
            Step::Close(doc) => self.close(*doc),
            Step::Ask(doc, kind, first, second) => self.ask(*doc, method(*kind), (*first, *second)).map(drop),
            Step::AskInVain(doc, kind, at) => match self.ask(*doc, method(*kind), (*at, *at))? {
                Some(id) => self.client.notify("$/cancelRequest", json!({"id": id.parse::<i64>().unwrap_or(0)})),
                None => Ok(()),
            },
            Step::Format(doc) => self.format(*doc),
            Step::Fix(doc, at, which) => self.fix(*doc, *at, *which),
            Step::Rename(doc, at, name) => self.rename(*doc, *at, name),
            Step::Write(path, text) => {
                self.write(path, text);
                Ok(())
            }
            Step::Delete(path) => {
                self.ground.delete(path);
                self.touched(path, true);
                Ok(())
            }
            Step::Move(from, to) => self.move_file(*from, *to),
            Step::Settings(which) => self.settings(*which),
            Step::Folder(folder) => self.toggle_folder(*folder),
            Step::Watched => self.tell_of_changes(),
            Step::Illegal(illegal) => self.illegal(illegal),
            Step::Pause => {
                self.settle_files()?;
                self.compare()
            }
        }
    }

    fn open_with(&mut self, doc: Doc, text: String) -> Result<(), Fault> {
        if self.open.contains_key(&doc) {
            return Ok(());
        }
        let document = Document { text, version: 1 };
        if !self.folders.iter().any(|folder| DOCUMENTS[doc].starts_with(FOLDERS[*folder])) {
            self.strangers.insert(doc);
        }
        open(&mut self.client, &self.ground, doc, &document)?;
        self.open.insert(doc, document);
        Ok(())
    }

    /// The document with the next version.
    fn next_version(&mut self, doc: Doc) -> Option<&mut Document> {
        let document = self.open.get_mut(&doc)?;
        document.version += 1;
        Some(document)
    }

    fn tell_change(&mut self, doc: Doc, changes: Vec<Value>) -> Result<(), Fault> {
        let document = json!({"uri": self.uri(doc), "version": self.open[&doc].version});
        self.client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}))
    }

    fn change(&mut self, doc: Doc, edits: &[Edit]) -> Result<(), Fault> {
        let encoding = self.encoding;
        let Some(document) = self.next_version(doc) else { return Ok(()) };
        let changes = edits.iter().map(|edit| edited(document, edit, encoding)).collect();
        self.tell_change(doc, changes)
    }

    fn insert(&mut self, doc: Doc, at: u16, offset: usize, letter: char) -> Result<(), Fault> {
        let encoding = self.encoding;
        let Some(document) = self.next_version(doc) else { return Ok(()) };
        // The same place for all letters, as long as the text before it stays: its part of the length changes.
        let start = document.place(at);
        let at = (start..=(start + offset).min(document.text.len()))
            .rev()
            .find(|at| document.text.is_char_boundary(*at) && !in_line_end(&document.text, *at))
            .unwrap_or(start);
        let here = document.range(&(at..at), encoding);
        document.text.insert(at, letter);
        self.tell_change(doc, vec![json!({"range": here, "text": letter.to_string()})])
    }

    fn replace(&mut self, doc: Doc, text: &str) -> Result<(), Fault> {
        let Some(document) = self.next_version(doc) else { return Ok(()) };
        document.text = text.to_owned();
        self.tell_change(doc, vec![json!({"text": text})])
    }

    fn save(&mut self, doc: Doc) -> Result<(), Fault> {
        let path = DOCUMENTS[doc];
        let Some(document) = self.open.get(&doc).filter(|_| !path.contains(':')) else { return Ok(()) };
        let text = document.text.clone();
        self.write(path, &text);
        let params = json!({"textDocument": {"uri": self.uri(doc)}, "text": text});
        self.client.notify("textDocument/didSave", params)
    }

    fn close(&mut self, doc: Doc) -> Result<(), Fault> {
        if self.open.remove(&doc).is_none() {
            return Ok(());
        }
        self.client.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri(doc)}}))
    }

    fn ask(&mut self, doc: Doc, method: &str, parts: (u16, u16)) -> Result<Option<String>, Fault> {
        let Some(document) = self.open.get(&doc) else { return Ok(None) };
        let params = params(method, &self.uri(doc), document, self.encoding, parts);
        self.client.request(method, params).map(Some)
    }

    fn answer(&mut self, doc: Doc, method: &str, at: u16) -> Result<Value, Fault> {
        match self.ask(doc, method, (at, at))? {
            Some(id) => self.client.answer(&id),
            None => Ok(Value::Null),
        }
    }

    fn format(&mut self, doc: Doc) -> Result<(), Fault> {
        let answer = self.answer(doc, "textDocument/formatting", 0)?;
        match answer["result"].as_array() {
            Some(edits) => self.make(doc, edits),
            None => Ok(()),
        }
    }

    fn fix(&mut self, doc: Doc, at: u16, which: usize) -> Result<(), Fault> {
        let answer = self.answer(doc, "textDocument/codeAction", at)?;
        let actions = answer["result"].as_array().cloned().unwrap_or_default();
        let Some(mut action) = actions.get(which % actions.len().max(1)).cloned() else { return Ok(()) };
        if action.get("edit").is_none() && action.get("data").is_some() {
            let resolved = self.client.ask("codeAction/resolve", action.clone())?;
            if resolved.get("error").is_some() {
                return Err(format!("{action} was offered and can't be done: {resolved}"));
            }
            action = resolved["result"].clone();
        }
        self.make_all(&action["edit"])
    }

    fn rename(&mut self, doc: Doc, at: u16, name: &str) -> Result<(), Fault> {
        let Some(document) = self.open.get(&doc) else { return Ok(()) };
        let position = document.position(document.place(at), self.encoding);
        let params = json!({"textDocument": {"uri": self.uri(doc)}, "position": position, "newName": name});
        let answer = self.client.ask("textDocument/rename", params)?;
        self.make_all(&answer["result"])
    }

    /// Makes edits of an open document, and tells the server.
    fn make(&mut self, doc: Doc, edits: &[Value]) -> Result<(), Fault> {
        let encoding = self.encoding;
        let Some(document) = self.open.get(&doc) else { return Ok(()) };
        let text = document.edited(edits, encoding)?;
        let start =
            |edit: &Value| (edit["range"]["start"]["line"].as_u64(), edit["range"]["start"]["character"].as_u64());
        let mut edits = edits.to_vec();
        edits.sort_by_key(start);
        let told = |edit: &Value| {
            let text = edit["newText"].as_str().or_else(|| edit["snippet"]["value"].as_str()).unwrap_or_default();
            json!({"range": edit["range"], "text": text})
        };
        let changes = edits.iter().rev().map(told).collect();
        if let Some(document) = self.next_version(doc) {
            document.text = text;
        }
        self.tell_change(doc, changes)
    }

    /// Makes a whole edit of the server: of documents, files that are not open, and the files themselves.
    fn make_all(&mut self, edit: &Value) -> Result<(), Fault> {
        let plain = edit["changes"].as_object().into_iter().flatten();
        let plain = plain.map(|(uri, edits)| json!({"textDocument": {"uri": uri}, "edits": edits}));
        let operations: Vec<Value> =
            plain.chain(edit["documentChanges"].as_array().into_iter().flatten().cloned()).collect();
        for operation in operations {
            match operation["kind"].as_str() {
                Some("create") => {
                    let path = self.path_of(&operation["uri"])?;
                    if self.ground.read(&path).is_none() {
                        self.write(&path, "");
                    }
                }
                Some("rename") => {
                    let (old, new) = (self.path_of(&operation["oldUri"])?, self.path_of(&operation["newUri"])?);
                    if old.rsplit_once('/').map(|(folder, _)| folder) != new.rsplit_once('/').map(|(folder, _)| folder)
                    {
                        return Err(format!("renaming leaves the folder: {operation}"));
                    }
                    // The text goes along in this client's next steps only where it knows the new file.
                    let at = |path: &str| DOCUMENTS.iter().position(|known| *known == path);
                    if let (Some(old), Some(new)) = (at(&old), at(&new)) {
                        self.move_file(old, new)?;
                    }
                }
                _ => {
                    let path = self.path_of(&operation["textDocument"]["uri"])?;
                    let edits = operation["edits"].as_array().cloned().unwrap_or_default();
                    let doc = DOCUMENTS.iter().position(|known| *known == path);
                    match doc.filter(|doc| self.open.contains_key(doc)) {
                        Some(doc) => self.make(doc, &edits)?,
                        None => {
                            let Some(text) = self.ground.read(&path) else { continue };
                            // A file that the server knows in another state is an editor's to find out.
                            let Ok(text) = Document { text, version: 0 }.edited(&edits, self.encoding) else {
                                continue;
                            };
                            self.write(&path, &text);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The path below the playground that a URI of the server means. There is no other place to write to.
    fn path_of(&self, uri: &Value) -> Result<String, Fault> {
        let uri = uri.as_str().unwrap_or_default();
        if let Some(known) = DOCUMENTS.iter().find(|known| self.ground.uri(known) == uri) {
            return Ok((*known).to_owned());
        }
        let below =
            uri.strip_prefix(&self.ground.uri("")).filter(|below| !below.contains("..") && !below.contains("%2F"));
        below.map(str::to_owned).ok_or_else(|| format!("an edit leaves the folders: {uri}"))
    }

    fn write(&mut self, path: &str, text: &str) {
        let is_new = self.ground.read(path).is_none();
        self.ground.write(path, text);
        self.touched(path, is_new || is_surrounding(path));
    }

    fn touched(&mut self, path: &str, is_of_surroundings: bool) {
        self.changed.insert(path.to_owned());
        self.surroundings_changed |= is_of_surroundings;
    }

    fn move_file(&mut self, from: Doc, to: Doc) -> Result<(), Fault> {
        let paths = [DOCUMENTS[from], DOCUMENTS[to]];
        let is_open = |doc| self.open.contains_key(&doc);
        if from == to || is_open(to) || paths.iter().any(|path| path.contains(':') || !path.ends_with(".md")) {
            return Ok(());
        }
        let Some(text) = self.ground.read(paths[0]) else { return Ok(()) };
        let files = json!({"files": [{"oldUri": self.uri(from), "newUri": self.uri(to)}]});
        let answer = self.client.ask("workspace/willRenameFiles", files.clone())?;
        self.make_all(&answer["result"])?;
        let open = self.open.get(&from).map(|document| document.text.clone());
        self.close(from)?;
        self.ground.delete(paths[0]);
        self.touched(paths[0], true);
        self.write(paths[1], &text);
        self.client.notify("workspace/didRenameFiles", files)?;
        match open {
            Some(text) => self.open_with(to, text),
            None => Ok(()),
        }
    }

    fn settings(&mut self, which: usize) -> Result<(), Fault> {
        self.client.settings = serde_json::from_str(SETTINGS[which]).unwrap();
        tell_settings(&mut self.client, &self.capabilities)
    }

    fn toggle_folder(&mut self, folder: usize) -> Result<(), Fault> {
        let told = json!([workspace_folder(&self.ground, folder)]);
        let event = if self.folders.remove(&folder) {
            // What is open stays, and now stands alone.
            let left = self.open.keys().filter(|doc| DOCUMENTS[**doc].starts_with(FOLDERS[folder]));
            let left: Vec<Doc> = left.copied().collect();
            self.strangers.retain(|doc| !DOCUMENTS[*doc].starts_with(FOLDERS[folder]));
            self.strangers.extend(left);
            json!({"added": [], "removed": told})
        } else {
            self.folders.insert(folder);
            json!({"added": told, "removed": []})
        };
        self.client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}))
    }

    fn tell_of_changes(&mut self) -> Result<(), Fault> {
        let changes: Vec<Value> = std::mem::take(&mut self.changed)
            .iter()
            .map(|path| json!({"uri": self.ground.uri(path), "type": if self.ground.read(path).is_some() { 2 } else { 3 }}))
            .collect();
        if changes.is_empty() {
            return Ok(());
        }
        self.client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}))
    }

    /// The server gets to know of each file as it is.
    fn settle_files(&mut self) -> Result<(), Fault> {
        if std::mem::take(&mut self.surroundings_changed) {
            let open: Vec<Doc> = self.open.keys().copied().collect();
            // All files are there before the first is looked at.
            for doc in open.iter().filter(|doc| !DOCUMENTS[**doc].contains(':')) {
                let text = self.open[doc].text.clone();
                self.write(DOCUMENTS[*doc], &text);
            }
            open.into_iter().try_for_each(|doc| self.save(doc))?;
            self.surroundings_changed = false;
        }
        self.tell_of_changes()
    }

    fn illegal(&mut self, illegal: &Illegal) -> Result<(), Fault> {
        match illegal {
            Illegal::UnknownMethod => self.client.request("test/unknown", json!({"a": [1]})).map(drop),
            Illegal::UnknownNotification => self.client.notify("$/unknown", json!([1, 2])),
            Illegal::HugeId(which) => {
                let ids = [
                    json!(i64::MAX),
                    json!(i64::MIN),
                    json!("x".repeat(10_000)),
                    json!(""),
                    json!(-1),
                    json!("\u{0}😀"),
                ];
                // An id may be used again once it is answered.
                self.client.settle()?;
                self.client
                    .request_as(ids[which % ids.len()].clone(), "workspace/symbol", json!({"query": "a"}))
                    .map(drop)
            }
            Illegal::WrongParams(kind) => {
                let wrong = [json!([]), json!({"textDocument": 3}), json!({"textDocument": {"uri": "no uri"}})];
                self.client.request(method(*kind), wrong[kind % wrong.len()].clone()).map(drop)
            }
            Illegal::OpenAgain(doc, text) => {
                let Some(document) = self.open.get_mut(doc) else { return Ok(()) };
                *document = Document { text: text.clone(), version: 1 };
                open(&mut self.client, &self.ground, *doc, &self.open[doc])
            }
            Illegal::ChangeUnopened(doc) if !self.open.contains_key(doc) => {
                let document = json!({"uri": self.uri(*doc), "version": 9});
                let changes = json!([{"text": "lost"}]);
                self.client
                    .notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}))
            }
            Illegal::CloseUnopened(doc) if !self.open.contains_key(doc) => {
                self.client.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri(*doc)}}))
            }
            Illegal::AskUnopened(doc, kind) if !self.open.contains_key(doc) => {
                let document = Document { text: "some text\n".to_owned(), version: 1 };
                let params = params(method(*kind), &self.uri(*doc), &document, self.encoding, (9000, 9000));
                self.client.request(method(*kind), params).map(drop)
            }
            Illegal::ChangeUnopened(_) | Illegal::CloseUnopened(_) | Illegal::AskUnopened(..) => Ok(()),
            Illegal::OutOfRange(doc, text) => {
                let Some(document) = self.next_version(*doc) else { return Ok(()) };
                // What lies behind the end means the end.
                document.text.push_str(text);
                let far = json!({"line": u32::MAX, "character": u32::MAX});
                self.tell_change(*doc, vec![json!({"range": {"start": far, "end": far}, "text": text})])
            }
            Illegal::OldVersion(doc, edit) => {
                let encoding = self.encoding;
                let Some(document) = self.open.get_mut(doc) else { return Ok(()) };
                document.version -= 2;
                let change = edited(document, edit, encoding);
                self.tell_change(*doc, vec![change])
            }
            Illegal::Bytes(which) => self.client.bytes(GARBAGE[which % GARBAGE.len()]),
            Illegal::InitializeAgain => self.client.request("initialize", json!({"capabilities": {}})).map(drop),
            Illegal::UnasksNothing => self.client.notify("$/cancelRequest", json!({"id": 123_456_789})),
            Illegal::AnswersNothing => self.client.send(&json!({"jsonrpc": "2.0", "id": 987_654_321, "result": []})),
        }
    }
}

/// Tells a server the editor's settings, in the way that the client can.
pub fn tell_settings(client: &mut Client, capabilities: &Value) -> Result<(), Fault> {
    let settings = match capabilities["workspace"]["configuration"] == true {
        true => Value::Null,
        false => json!({"agentls": client.settings}),
    };
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}))
}

fn in_line_end(text: &str, at: usize) -> bool {
    text[..at].ends_with('\r') && text[at..].starts_with('\n')
}

/// Makes an edit, and says how the server is told of it.
fn edited(document: &mut Document, edit: &Edit, encoding: &str) -> Value {
    let start = document.place(edit.at);
    let wanted = (start + usize::from(edit.length)).min(document.text.len());
    let is_place = |at: &usize| document.text.is_char_boundary(*at) && !in_line_end(&document.text, *at);
    let end = (start..=wanted).rev().find(is_place).unwrap_or(start);
    let range = document.range(&(start..end), encoding);
    document.text.replace_range(start..end, &edit.text);
    json!({"range": range, "text": edit.text})
}
