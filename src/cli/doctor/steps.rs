//! The conversation of an editor with the server about one agent.

use super::client::{Client, Fault};
use crate::text::{Encoding, Span, Text};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const SAMPLE: &str = include_str!("sample.md");
/// Nothing is read or written there: the server gets the text from us.
const URI: &str = "file:///agentls-doctor/.claude/agents/api-guard.md";
const MISSPELT: &str = "Grpe";
const CELL: &str = "JWT tokens";
/// Longer answers are cut.
const MOST_LINES: usize = 30;

/// One thing that was tried.
#[derive(Debug)]
pub struct Step {
    pub name: &'static str,
    pub outcome: Outcome,
}

#[derive(Debug)]
pub enum Outcome {
    /// It works: in short, how long it took, and the answer.
    Done { what: String, took: Duration, lines: Vec<String> },
    /// The server does not offer it.
    Missing,
    /// Why it does not work.
    Failed(String),
}

/// All that was tried, and what the server wrote to its log meanwhile.
#[derive(Debug, Default)]
pub struct Trial {
    pub steps: Vec<Step>,
    pub log: Vec<String>,
}

/// Tries everything with the server that `program` is. After a step that the server does not
/// survive, the next ones are left out.
pub fn run(program: &Path, arguments: &[&str], patience: Duration) -> Trial {
    let mut trial = Trial::default();
    let fault = match Client::start(program, arguments, patience) {
        Ok(client) => try_all(client, &mut trial).err(),
        Err(fault) => Some(fault),
    };
    if let Some(fault) = fault {
        let name = trial.steps.len().checked_sub(1).and_then(|done| STEPS.get(done)).map_or(START, |(name, _)| *name);
        trial.steps.push(Step { name, outcome: Outcome::Failed(fault.to_string()) });
    }
    trial
}

const START: &str = "start";

/// The fault is one that ends the conversation, in the step after the last of the trial.
fn try_all(mut client: Client, trial: &mut Trial) -> Result<(), Fault> {
    let (outcome, offers) = initialize(&mut client)?;
    trial.steps.push(Step { name: START, outcome });
    let mut talk = Conversation { client, offers, text: Text::from(SAMPLE), findings: Vec::new() };
    for (name, ask) in STEPS {
        let outcome = match ask(&mut talk) {
            Ok(outcome) => outcome,
            Err(fault @ Fault::Gone { .. }) => return Err(fault),
            Err(fault) => Outcome::Failed(fault.to_string()),
        };
        trial.steps.push(Step { name, outcome });
    }
    trial.log = talk.client.words();
    trial.steps.push(Step { name: "end", outcome: end(talk.client) });
    Ok(())
}

type Ask = fn(&mut Conversation) -> Result<Outcome, Fault>;

const STEPS: &[(&str, Ask)] = &[
    ("diagnostics", Conversation::diagnostics),
    ("completion", Conversation::completion),
    ("hover", Conversation::hover),
    ("quick fix", Conversation::quick_fix),
    ("output format", Conversation::output_format),
];

struct Conversation {
    client: Client,
    /// The server's capabilities.
    offers: Value,
    text: Text,
    /// What the server found in the sample.
    findings: Vec<Value>,
}

fn initialize(client: &mut Client) -> Result<(Outcome, Value), Fault> {
    let params = json!({
        "processId": std::process::id(),
        "clientInfo": {"name": "agentls doctor", "version": env!("CARGO_PKG_VERSION")},
        "rootUri": null,
        "capabilities": {
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "codeAction": {
                    "codeActionLiteralSupport": {
                        "codeActionKind": {"valueSet": ["quickfix", "refactor", "refactor.rewrite", "source"]}
                    },
                    "dataSupport": true,
                    "resolveSupport": {"properties": ["edit"]}
                }
            },
            "workspace": {"workspaceEdit": {"documentChanges": true}}
        }
    });
    let (mut answer, took) = client.request("initialize", params)?;
    client.notify("initialized", json!({}))?;
    let version = text_at(&answer, "/serverInfo/version").unwrap_or("without a version").to_owned();
    let offers = answer.get_mut("capabilities").map(Value::take).unwrap_or_default();
    let what = format!("{} {version}", text_at(&answer, "/serverInfo/name").unwrap_or("a server"));
    Ok((Outcome::Done { what, took, lines: Vec::new() }, offers))
}

fn end(client: Client) -> Outcome {
    match client.shut_down() {
        Ok((status, took)) if status.success() => Outcome::Done { what: status.to_string(), took, lines: Vec::new() },
        Ok((status, _)) => Outcome::Failed(format!("the server ended with {status} instead of 0")),
        Err(fault) => Outcome::Failed(fault.to_string()),
    }
}

impl Conversation {
    fn diagnostics(&mut self) -> Result<Outcome, Fault> {
        let document = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": SAMPLE});
        self.client.notify("textDocument/didOpen", json!({"textDocument": document}))?;
        let of_sample = |params: &Value| text_at(params, "/uri") == Some(URI);
        let (mut params, took) = self.client.notification("textDocument/publishDiagnostics", of_sample)?;
        if let Some(Value::Array(findings)) = params.get_mut("diagnostics").map(Value::take) {
            self.findings = findings;
        }
        if self.finding_at(MISSPELT).is_none() {
            let seen =
                format!("the server sees {} and not that `{MISSPELT}` is misspelt", findings(self.findings.len()));
            return Ok(Outcome::Failed(seen));
        }
        let lines = self.findings.iter().map(finding_line).collect();
        Ok(Outcome::Done { what: findings(self.findings.len()), took, lines })
    }

    fn completion(&mut self) -> Result<Outcome, Fault> {
        if !self.offers("completionProvider") {
            return Ok(Outcome::Missing);
        }
        let at = self.place(MISSPELT).start;
        let (answer, took) = self.client.request("textDocument/completion", self.position(at))?;
        let items = answer.get("items").unwrap_or(&answer).as_array().map(Vec::as_slice).unwrap_or_default();
        let labels: Vec<&str> = items.iter().filter_map(|item| text_at(item, "/label")).collect();
        if labels.is_empty() {
            return Ok(Outcome::Failed("nothing is offered after `tools: Read, `".to_owned()));
        }
        let what = format!("{} offers after `tools: Read, `", labels.len());
        let more = if labels.len() > 12 { " …" } else { "" };
        let first: Vec<&str> = labels.into_iter().take(12).collect();
        Ok(Outcome::Done { what, took, lines: vec![format!("{}{more}", first.join(", "))] })
    }

    fn hover(&mut self) -> Result<Outcome, Fault> {
        if !self.offers("hoverProvider") {
            return Ok(Outcome::Missing);
        }
        let at = self.place(CELL).start;
        let (answer, took) = self.client.request("textDocument/hover", self.position(at))?;
        let contents = answer.get("contents").unwrap_or(&Value::Null);
        let words = contents.as_str().or_else(|| text_at(contents, "/value")).unwrap_or_default();
        if words.trim().is_empty() {
            return Ok(Outcome::Failed(format!("nothing is said about the matrix cell `{CELL}`")));
        }
        Ok(Outcome::Done { what: format!("on the matrix cell `{CELL}`"), took, lines: first_lines(words) })
    }

    fn quick_fix(&mut self) -> Result<Outcome, Fault> {
        if !self.offers("codeActionProvider") {
            return Ok(Outcome::Missing);
        }
        let finding: Vec<Value> = self.finding_at(MISSPELT).cloned().into_iter().collect();
        let range = self.range(self.place(MISSPELT));
        let (actions, took) = self.actions(&range, &finding)?;
        let Some(action) = actions.first() else {
            return Ok(Outcome::Failed(format!("nothing is offered for `{MISSPELT}`")));
        };
        let what = format!("for `{MISSPELT}`: {}", text_at(action, "/title").unwrap_or("without a title"));
        Ok(Outcome::Done { what, took, lines: Vec::new() })
    }

    /// Asks for the actions of the whole file, and shows the text that one of them puts in.
    fn output_format(&mut self) -> Result<Outcome, Fault> {
        if !self.offers("codeActionProvider") {
            return Ok(Outcome::Missing);
        }
        let findings = self.findings.clone();
        let title = self.place("# API Guard");
        let mut places = vec![self.range(title), self.range(Span::new(0, self.text.len()))];
        places.extend(findings.iter().filter_map(|finding| finding.get("range").cloned()));
        for range in places {
            let (actions, took) = self.actions(&range, &findings)?;
            let is_meant = |action: &&Value| {
                text_at(action, "/title").is_some_and(|title| title.to_lowercase().contains("output format"))
            };
            let Some(action) = actions.iter().find(is_meant) else { continue };
            let title = text_at(action, "/title").unwrap_or_default().to_owned();
            let action = self.resolved(action.clone())?;
            let inserted = inserted_text(&action);
            if inserted.trim().is_empty() {
                return Ok(Outcome::Failed(format!("`{title}` puts nothing in")));
            }
            return Ok(Outcome::Done { what: title, took, lines: first_lines(&inserted) });
        }
        Ok(Outcome::Failed("no action puts an output format into an agent that has none".to_owned()))
    }

    fn actions(&mut self, range: &Value, findings: &[Value]) -> Result<(Vec<Value>, Duration), Fault> {
        let params = json!({"textDocument": {"uri": URI}, "range": range, "context": {"diagnostics": findings}});
        let (answer, took) = self.client.request("textDocument/codeAction", params)?;
        match answer {
            Value::Array(actions) => Ok((actions, took)),
            _ => Ok((Vec::new(), took)),
        }
    }

    /// The action with its edit, which servers may leave out at first.
    fn resolved(&mut self, action: Value) -> Result<Value, Fault> {
        let can_resolve = self.offers.pointer("/codeActionProvider/resolveProvider") == Some(&Value::Bool(true));
        if action.get("edit").is_some() || !can_resolve {
            return Ok(action);
        }
        self.client.request("codeAction/resolve", action).map(|(action, _)| action)
    }

    fn offers(&self, capability: &str) -> bool {
        !matches!(self.offers.get(capability), None | Some(Value::Null | Value::Bool(false)))
    }

    /// Where words stand in the sample.
    fn place(&self, words: &str) -> Span {
        let at = self.text.as_str().find(words).unwrap_or_default();
        Span::of(at..at + words.len())
    }

    fn finding_at(&self, words: &str) -> Option<&Value> {
        let range = self.range(self.place(words));
        self.findings.iter().find(|finding| finding.get("range") == Some(&range))
    }

    fn position(&self, offset: u32) -> Value {
        json!({"textDocument": {"uri": URI}, "position": self.point(offset)})
    }

    fn range(&self, span: Span) -> Value {
        json!({"start": self.point(span.start), "end": self.point(span.end)})
    }

    fn point(&self, offset: u32) -> Value {
        let position = self.text.position_of(offset, Encoding::Utf16);
        json!({"line": position.line, "character": position.column})
    }
}

fn findings(count: usize) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") }
}

fn finding_line(finding: &Value) -> String {
    let number = |pointer| finding.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
    let severity = match number("/severity") {
        1 => "error",
        2 => "warning",
        3 => "information",
        _ => "hint",
    };
    let (line, column) = (number("/range/start/line") + 1, number("/range/start/character") + 1);
    let code = text_at(finding, "/code").unwrap_or("no code");
    format!("{line}:{column} {severity}[{code}]: {}", text_at(finding, "/message").unwrap_or_default())
}

/// All that an action puts into the sample.
fn inserted_text(action: &Value) -> String {
    let edit = action.get("edit").unwrap_or(&Value::Null);
    let changes = edit.get("changes").and_then(|changes| changes.get(URI)).and_then(Value::as_array);
    let documents = edit.get("documentChanges").and_then(Value::as_array);
    let in_documents = documents.into_iter().flatten().filter_map(|change| change.get("edits")?.as_array());
    let edits = changes.into_iter().chain(in_documents).flatten();
    edits.filter_map(|edit| text_at(edit, "/newText").or_else(|| text_at(edit, "/snippet/value"))).collect()
}

fn first_lines(text: &str) -> Vec<String> {
    let text = text.trim_matches('\n');
    let mut lines: Vec<String> = text.lines().take(MOST_LINES).map(|line| format!("│ {line}")).collect();
    let left = text.lines().count().saturating_sub(MOST_LINES);
    if left > 0 {
        lines.push(format!("│ … {left} more lines"));
    }
    lines
}

fn text_at<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::client::read_frame;
    use super::*;
    use crate::dialect;
    use crate::model::AgentFile;
    use crate::model::verdict::Surroundings;
    use crate::rules;
    use expect_test::expect;
    use std::io::{BufReader, Read, Write};

    #[test]
    fn the_sample_shows_what_is_asked_about() {
        let claude_code = dialect::of_path(URI.strip_prefix("file://").unwrap(), None).unwrap();
        let file = AgentFile::new("api-guard.md".into(), SAMPLE.into(), claude_code, Surroundings::default());
        assert!(file.verdict.loads && file.verdict.launches);
        let misspelt = rules::check(&file, &rules::Severities::default())
            .into_iter()
            .find(|finding| finding.code == "unknown-tool")
            .unwrap();
        assert_eq!(misspelt.span.slice(SAMPLE), MISSPELT);
        assert!(SAMPLE.contains(&format!("tools: Read, {MISSPELT}")) && SAMPLE.contains(CELL));
        assert!(!SAMPLE.to_lowercase().contains("output format"));
    }

    #[test]
    fn edits_are_found_in_either_form() {
        let edit = json!({"newText": "## Your Output Format\n"});
        let by_uri = json!({"edit": {"changes": {URI: [edit]}}});
        let by_document = json!({"edit": {"documentChanges": [{"textDocument": {}, "edits": [edit]}]}});
        assert_eq!(inserted_text(&by_uri), "## Your Output Format\n");
        assert_eq!(inserted_text(&by_document), "## Your Output Format\n");
        assert_eq!(inserted_text(&json!({})), "");
    }

    #[test]
    fn long_answers_are_cut() {
        assert_eq!(first_lines("\na\n\nb\n"), ["│ a", "│ ", "│ b"]);
        assert_eq!(first_lines(&"x\n".repeat(40)).last().unwrap(), "│ … 10 more lines");
    }

    #[test]
    fn a_server_that_can_not_be_started_is_one_failed_step() {
        let trial = run(Path::new("/no/such/program"), &[], Duration::from_secs(1));
        assert!(matches!(&trial.steps[..], [Step { name: "start", outcome: Outcome::Failed(_) }]));
    }

    /// The steps but the last, with a server that answers each request by `answer`.
    fn tried(answer: fn(&str, &Value) -> Value) -> Vec<String> {
        let (from_client, to_server) = std::io::pipe().unwrap();
        let (from_server, to_client) = std::io::pipe().unwrap();
        std::thread::spawn(move || serve(from_client, to_client, answer));
        let client = Client::over(to_server, from_server, Duration::from_millis(500));
        let mut trial = Trial::default();
        let ended = try_all(client, &mut trial).err().map(|fault| format!("ended: {fault}"));
        let shown = trial.steps.iter().filter(|step| step.name != "end").map(|step| match &step.outcome {
            Outcome::Done { what, lines, .. } => format!("{}: {what} {lines:?}", step.name),
            Outcome::Missing => format!("{}: missing", step.name),
            Outcome::Failed(why) => format!("{}: failed: {why}", step.name),
        });
        shown.chain(ended).collect()
    }

    fn serve(input: impl Read, mut output: impl Write, answer: fn(&str, &Value) -> Value) -> Option<()> {
        let mut input = BufReader::new(input);
        loop {
            let message: Value = serde_json::from_slice(&read_frame(&mut input)?).ok()?;
            let Some(method) = text_at(&message, "/method") else { continue };
            let mut send = |message: Value| {
                let body = message.to_string();
                write!(output, "Content-Length: {}\r\n\r\n{body}", body.len()).ok()
            };
            let result = answer(method, message.get("params").unwrap_or(&Value::Null));
            match message.get("id") {
                Some(id) => send(json!({"jsonrpc": "2.0", "id": id, "result": result}))?,
                None if method == "textDocument/didOpen" => {
                    send(
                        json!({"jsonrpc": "2.0", "id": 7, "method": "workspace/configuration", "params": {"items": [{}]}}),
                    )?;
                    send(json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": result}))?;
                }
                None => {}
            }
        }
    }

    #[test]
    fn a_server_that_can_do_everything() {
        let shown = tried(|method, params| match method {
            "initialize" => json!({
                "serverInfo": {"name": "fine", "version": "1"},
                "capabilities": {
                    "completionProvider": {}, "hoverProvider": true, "codeActionProvider": {"resolveProvider": true}
                }
            }),
            "textDocument/didOpen" => json!({"uri": URI, "diagnostics": [{
                "code": "unknown-tool", "severity": 2, "message": "No such tool.",
                "range": {"start": {"line": 3, "character": 13}, "end": {"line": 3, "character": 17}}
            }]}),
            "textDocument/completion" => {
                assert_eq!(params["position"], json!({"line": 3, "character": 13}));
                json!({"items": [{"label": "Grep"}, {"label": "Glob"}]})
            }
            "textDocument/hover" => json!({"contents": {"kind": "markdown", "value": "**JSON Web Token**\n\nSigned."}}),
            "textDocument/codeAction" => {
                json!([{"title": "Replace by Grep"}, {"title": "Insert output format: review"}])
            }
            "codeAction/resolve" => {
                json!({"title": params["title"], "edit": {"changes": {URI: [{"newText": "## Your Output Format"}]}}})
            }
            _ => Value::Null,
        });
        expect![[r#"
            start: fine 1 []
            diagnostics: 1 finding ["4:14 warning[unknown-tool]: No such tool."]
            completion: 2 offers after `tools: Read, ` ["Grep, Glob"]
            hover: on the matrix cell `JWT tokens` ["│ **JSON Web Token**", "│ ", "│ Signed."]
            quick fix: for `Grpe`: Replace by Grep []
            output format: Insert output format: review ["│ ## Your Output Format"]
        "#]]
        .assert_eq(&(shown.join("\n") + "\n"));
    }

    #[test]
    fn a_server_that_can_do_little() {
        let shown = tried(|method, _| match method {
            "initialize" => json!({"capabilities": {"hoverProvider": true}}),
            "textDocument/didOpen" => json!({"uri": URI, "diagnostics": []}),
            _ => Value::Null,
        });
        expect![[r#"
            start: a server without a version []
            diagnostics: failed: the server sees 0 findings and not that `Grpe` is misspelt
            completion: missing
            hover: failed: nothing is said about the matrix cell `JWT tokens`
            quick fix: missing
            output format: missing
        "#]]
        .assert_eq(&(shown.join("\n") + "\n"));
    }
}
