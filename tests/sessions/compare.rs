//! Two servers have to say the same: the one that a session has been going on with, and one that is started now.

use crate::client::{Client, Fault, Published};
use crate::document::Document;
use crate::material::DOCUMENTS;
use crate::play::{Play, greet, open, tell_settings};
use crate::questions::{all, further, method, params};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Where documents are asked about, as parts of their length.
const PLACES: [(u16, u16); 3] = [(600, 700), (9_000, 30_000), (41_000, 65_535)];

impl Play {
    /// Compares the server with a fresh one on the same texts, files, folders and settings.
    pub fn compare(&mut self) -> Result<(), Fault> {
        self.client.settle()?;
        self.client.read_all()?;
        self.look_into_log()?;
        let mut fresh = self.fresh()?;
        fresh.read_all()?;
        let start = Instant::now();
        let mut pause = Duration::from_millis(1);
        let mut turn = 0;
        loop {
            let place = PLACES[turn % PLACES.len()];
            let Err(difference) = self.difference(&mut fresh, place) else {
                turn += 1;
                if turn == 2 {
                    break;
                }
                continue;
            };
            if start.elapsed() > self.longest_wait {
                return Err(difference);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(200));
        }
        self.client.sent += fresh.sent;
        fresh.shut_down()
    }

    /// A server that has just got to know all of this.
    fn fresh(&self) -> Result<Client, Fault> {
        let mut fresh = Client::start(&self.ground.path("home"), &self.ground.path("logs/fresh"));
        fresh.settings = self.client.settings.clone();
        greet(&mut fresh, &self.ground, &self.capabilities, &self.folders)?;
        tell_settings(&mut fresh, &self.capabilities)?;
        for doc in self.strangers.iter().filter(|doc| !self.open.contains_key(doc)) {
            open(&mut fresh, &self.ground, *doc, &Document { text: String::new(), version: 1 })?;
            fresh.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri(*doc)}}))?;
        }
        for (doc, document) in &self.open {
            open(&mut fresh, &self.ground, *doc, document)?;
        }
        Ok(fresh)
    }

    fn difference(&mut self, fresh: &mut Client, place: (u16, u16)) -> Result<(), Fault> {
        let mut asked: Vec<(String, &'static str, Value)> = vec![
            ("the workspace".to_owned(), "workspace/symbol", json!({"query": ""})),
            ("the workspace".to_owned(), "agentls/agents", Value::Null),
        ];
        for (doc, document) in &self.open {
            for method in all().map(method) {
                let params = params(method, &self.uri(*doc), document, self.encoding, place);
                asked.push((format!("{} with {:?}", DOCUMENTS[*doc], document.text), method, params));
            }
        }
        let answers = same_answers(&mut self.client, fresh, &asked)?;
        let further: Vec<_> = asked
            .iter()
            .zip(&answers)
            .flat_map(|((about, method, _), answer)| {
                further(method, answer).into_iter().map(|(method, params)| (about.clone(), method, params))
            })
            .collect();
        same_answers(&mut self.client, fresh, &further)?;
        self.same_publications(fresh)
    }

    fn same_publications(&self, fresh: &Client) -> Result<(), Fault> {
        let shown = |client: &Client| -> BTreeMap<String, Published> {
            let shown = client.published.iter().filter(|(_, published)| published.found != json!([]));
            let told = shown.map(|(uri, published)| {
                let mut published = published.clone();
                set_aside(&mut published.found);
                (uri.clone(), published)
            });
            told.filter(|(_, published)| published.found != json!([])).collect()
        };
        let (mut long, mut fresh) = (shown(&self.client), shown(fresh));
        // Of a configuration that counts for nothing that is open, there may be something to tell or not.
        let counts = |uri: &str| {
            let Some(around) = uri.strip_suffix("agentls.toml") else { return true };
            let is_open = self.open.keys().any(|doc| self.uri(*doc) == uri);
            // The first of the folders is a repository; the other counts as long as it is in the workspace.
            let reaches = around == self.ground.uri("alpha/") || self.folders.contains(&1);
            is_open || reaches && self.open.keys().any(|doc| self.uri(*doc).starts_with(around))
        };
        long.retain(|uri, _| counts(uri));
        fresh.retain(|uri, _| counts(uri));
        if long == fresh {
            return Ok(());
        }
        let texts: Vec<String> =
            self.open.iter().map(|(doc, document)| format!("{} with {:?}", DOCUMENTS[*doc], document.text)).collect();
        Err(format!("the findings differ\nnow:   {long:?}\nfresh: {fresh:?}\nof {}", texts.join("\n   ")))
    }

    /// Some faults are told to the log alone.
    fn look_into_log(&self) -> Result<(), Fault> {
        let log = self.client.log();
        let bad = log.lines().find(|line| line.contains("panicked") || line.contains("differed from the text"));
        bad.map_or(Ok(()), |line| Err(format!("the log says: {line}\n{log}")))
    }
}

/// Whether a file is there that was not led to before is looked up when a document is opened or saved, and not while it is
/// typed on: what is said of that may differ.
fn set_aside(value: &mut Value) {
    const OF_FILES: &str = "No file is called";
    match value {
        Value::Array(items) => {
            items.retain(|item| !item["message"].as_str().is_some_and(|message| message.starts_with(OF_FILES)));
            items.retain(|item| {
                !item["diagnostics"][0]["message"].as_str().is_some_and(|message| message.starts_with(OF_FILES))
            });
        }
        Value::Object(members) => {
            members.remove("resultId");
            members
                .iter_mut()
                .filter(|(key, _)| matches!(&***key, "result" | "items"))
                .for_each(|(_, value)| set_aside(value));
        }
        _ => {}
    }
}

/// Asks both servers the same; the answers, if they are equal.
fn same_answers(
    long: &mut Client,
    fresh: &mut Client,
    asked: &[(String, &'static str, Value)],
) -> Result<Vec<Value>, Fault> {
    let mut ids = Vec::with_capacity(asked.len());
    for (_, method, params) in asked {
        ids.push((long.request(method, params.clone())?, fresh.request(method, params.clone())?));
    }
    let mut answers = Vec::with_capacity(asked.len());
    for ((about, method, params), (first, second)) in asked.iter().zip(ids) {
        let (mut now, mut new) = (long.answer(&first)?, fresh.answer(&second)?);
        for answer in [&mut now, &mut new] {
            if let Some(answer) = answer.as_object_mut() {
                answer.remove("id");
            }
            set_aside(answer);
        }
        if now != new {
            return Err(format!(
                "the answers to {method} differ\nnow:   {now}\nfresh: {new}\nasked: {params}\nabout {about}"
            ));
        }
        answers.push(now);
    }
    Ok(answers)
}
