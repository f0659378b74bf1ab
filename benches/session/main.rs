//! What an editor waits for, measured over pipes: of `agentls`, and of any other server that is named.
//!
//! ```text
//! cargo bench --profile release --bench session                       agentls alone
//! cargo bench --profile release --bench session -- --peer agnix-lsp   beside another one, in the same run
//! cargo bench --profile release --bench session -- --agents 1000      with a smaller workspace
//! ```
//!
//! Ratios hold between servers of one run. Single times depend on the machine, and on what else it does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench that can't go on stops"
)]

mod client;
mod report;

use client::{Client, uri_of};
use report::{Figure, Goal, Unit};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SAMPLE: &str = include_str!("../../tests/samples/data-engineer.md");

/// Between two edits of a person who types fast.
const GAP: Duration = Duration::from_millis(20);

fn main() {
    let Some(asked) = Asked::from_args() else { return };
    let own = vec![env!("CARGO_BIN_EXE_agentls").to_owned(), "server".to_owned()];
    let ours = measured(&own, &asked);
    let peer = asked.peer.as_ref().map(|command| measured(command, &asked));
    let mut figures = ours;
    for figure in &mut figures {
        let same = peer.iter().flatten().find(|other| other.what == figure.what);
        figure.peer = same.and_then(|other| other.ours);
    }
    figures.extend(indexing(&own, asked.agents * 2));
    figures.push(binary());
    let peer = asked.peer.as_ref().map(|command| command[0].rsplit('/').next().unwrap_or("peer").to_owned());
    print!("{}", report::table(&figures, peer.as_deref()));
}

/// What was asked for on the command line.
struct Asked {
    peer: Option<Vec<String>>,
    /// How many agents the workspace has.
    agents: usize,
    edits: usize,
}

impl Asked {
    /// `None` where the bench is only to be listed or tried.
    fn from_args() -> Option<Asked> {
        let mut asked = Asked { peer: None, agents: 5_000, edits: 300 };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            match &*arg {
                "--peer" => {
                    asked.peer = args.next().map(|command| command.split(' ').map(str::to_owned).collect());
                }
                "--agents" => asked.agents = args.next()?.parse().expect("a number of agents"),
                "--edits" => asked.edits = args.next()?.parse().expect("a number of edits"),
                "--list" | "--test" => return None,
                _ => {}
            }
        }
        Some(asked)
    }
}

/// A workspace with agents, removed at the end.
struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    fn with(agents: usize) -> Workspace {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".git")).unwrap();
        for at in 0..agents {
            let below = folder.path().join(".claude/agents").join(format!("team-{}", at / 100));
            std::fs::create_dir_all(&below).unwrap();
            std::fs::write(below.join(format!("agent-{at}.md")), named(&format!("agent-{at}"))).unwrap();
        }
        std::fs::create_dir_all(folder.path().join(".claude/agents")).unwrap();
        Workspace { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join(".claude/agents/data-engineer.md")
    }
}

/// The sample as another agent, about 8 KB long.
fn named(name: &str) -> String {
    let text = SAMPLE.replacen("name: data-engineer", &format!("name: {name}"), 1);
    assert_ne!(text, SAMPLE, "the sample has a name");
    format!("{text}\n{}", "Say what you have seen, and what you have left alone.\n".repeat(36))
}

/// The place of the model in a text, and two values for it: with the second one there is a finding.
fn model_of(text: &str) -> (Value, [String; 2]) {
    let (line, words) = text.lines().enumerate().find(|(_, line)| line.starts_with("model: ")).expect("a model");
    let value = words.strip_prefix("model: ").unwrap();
    let wrong = "x".repeat(value.len());
    let place = |column: usize| json!({"line": line, "character": column});
    (json!({"start": place("model: ".len()), "end": place(words.len())}), [wrong, value.to_owned()])
}

/// Types into the model again and again.
fn typing(client: &mut Client, uri: &str, text: &str, edits: usize) -> Vec<Duration> {
    let (range, values) = model_of(text);
    let edit = |at: usize| {
        std::thread::sleep(GAP);
        client.change(uri, &range, &values[at % 2])
    };
    (0..edits).map(edit).collect()
}

fn measured(command: &[String], asked: &Asked) -> Vec<Figure> {
    let workspace = Workspace::with(0);
    std::fs::write(workspace.file(), SAMPLE).unwrap();
    let (folder, uri) = (workspace.folder.path(), uri_of(&workspace.file()));
    let starts: Vec<Duration> = (0..20).map(|_| Client::start(command, folder).1).collect();

    let (mut client, _) = Client::start(command, folder);
    let opened = client.open(&uri, SAMPLE);
    let changes = typing(&mut client, &uri, SAMPLE, asked.edits);
    let resident = client.resident();
    let answers = |client: &mut Client, method: &str, params: &Value| -> Vec<Duration> {
        (0..200).map(|_| client.request(method, params.clone()).1).collect()
    };
    let document = json!({"uri": uri});
    let tools = SAMPLE.lines().enumerate().find(|(_, line)| line.starts_with("tools: ")).expect("tools");
    let behind = json!({"line": tools.0, "character": tools.1.len()});
    let completion = answers(
        &mut client,
        "textDocument/completion",
        &json!({"textDocument": document, "position": behind, "context": {"triggerKind": 1}}),
    );
    let on_tool = json!({"line": tools.0, "character": "tools: ".len() + 1});
    let hover = answers(&mut client, "textDocument/hover", &json!({"textDocument": document, "position": on_tool}));
    let action = answers(
        &mut client,
        "textDocument/codeAction",
        &json!({"textDocument": document, "range": {"start": on_tool, "end": on_tool}, "context": {"diagnostics": []}}),
    );
    let (last, messages) = burst(&mut client, &uri);
    client.close(&uri);

    let long = long_text();
    client.open(&uri, &long);
    let long_changes = typing(&mut client, &uri, &long, 40);
    drop(client);

    let (in_team, team_resident) = in_a_team(command, asked);
    let alone = median(&changes);
    vec![
        Figure::new("cold start → answer to initialize, p50", Unit::Time, median(&starts), Goal::OfPeer(0.5)),
        Figure::new("first open → diagnostics", Unit::Time, Some(opened.as_secs_f64()), Goal::None),
        Figure::new("change → diagnostics, p50", Unit::Time, alone, Goal::OfPeer(0.15)),
        Figure::new("change → diagnostics, p99", Unit::Time, percentile(&changes, 99), Goal::OfPeer(0.3)),
        Figure::new(
            format!("the same among {} agents, p50", asked.agents),
            Unit::Time,
            median(&in_team),
            Goal::OfPeer(0.01),
        ),
        Figure::new(
            "… against the same at one file",
            Unit::Ratio,
            alone.zip(median(&in_team)).map(|(alone, team)| team / alone),
            Goal::AtMost(1.2),
        ),
        Figure::new(
            "burst of 50 edits: last edit → its diagnostics",
            Unit::Time,
            Some(last.as_secs_f64()),
            Goal::AtMost(0.005),
        ),
        Figure::new("burst of 50 edits: messages", Unit::Count, Some(messages as f64), Goal::AtMost(3.0)),
        Figure::new("completion, p50", Unit::Time, median(&completion), Goal::OfPeer(0.5)),
        Figure::new("hover, p50", Unit::Time, median(&hover), Goal::OfPeer(0.5)),
        Figure::new("code action, p50", Unit::Time, median(&action), Goal::OfPeer(0.5)),
        Figure::new("1 MB file: change → diagnostics, p50", Unit::Time, median(&long_changes), Goal::AtMost(0.005)),
        Figure::new("memory, one file", Unit::Bytes, resident.map(|bytes| bytes as f64), Goal::AtMost(12.0 * MIB)),
        Figure::new(
            format!("memory, {} agents", asked.agents),
            Unit::Bytes,
            team_resident.map(|bytes| bytes as f64),
            Goal::None,
        ),
    ]
}

const MIB: f64 = 1_048_576.0;

/// Fifty edits, one each half millisecond. Returns how long after the last one its diagnostics came, and how many
/// messages there were.
fn burst(client: &mut Client, uri: &str) -> (Duration, usize) {
    let (range, values) = model_of(SAMPLE);
    std::thread::sleep(Duration::from_millis(200));
    client.forget_diagnostics();
    for at in 0..50 {
        client.change_on(uri, &range, &values[at % 2]);
        std::thread::sleep(Duration::from_micros(500));
    }
    let last = Instant::now();
    let came = client.newest_diagnostics(uri);
    (came.saturating_duration_since(last), client.forget_diagnostics() + 1)
}

/// The sample with a body of about 1 MB.
fn long_text() -> String {
    let body = SAMPLE.find("\n# ").unwrap() + 1;
    let mut text = SAMPLE.to_owned();
    while text.len() < 1_000_000 {
        text.push_str(&SAMPLE[body..]);
        text.push('\n');
    }
    text
}

fn in_a_team(command: &[String], asked: &Asked) -> (Vec<Duration>, Option<u64>) {
    let workspace = Workspace::with(asked.agents);
    std::fs::write(workspace.file(), SAMPLE).unwrap();
    let uri = uri_of(&workspace.file());
    let (mut client, _) = Client::start(command, workspace.folder.path());
    client.open(&uri, SAMPLE);
    // Some read the whole workspace first.
    std::thread::sleep(Duration::from_secs(8));
    let changes = typing(&mut client, &uri, SAMPLE, asked.edits / 3);
    (changes, client.resident())
}

/// From the start of the server until all agents of a large workspace are known, against reading the files alone.
fn indexing(command: &[String], agents: usize) -> Vec<Figure> {
    let workspace = Workspace::with(agents);
    let folder = workspace.folder.path();
    let reading = read_all(folder).min(read_all(folder));
    let begun = Instant::now();
    let (mut client, _) = Client::start(command, folder);
    let took = client.work_done() - begun;
    std::thread::sleep(Duration::from_millis(500));
    vec![
        Figure::new(format!("indexing {agents} agents"), Unit::Time, Some(took.as_secs_f64()), Goal::None),
        Figure::new(
            "… against `cat` of the same files",
            Unit::Ratio,
            Some(took.as_secs_f64() / reading.as_secs_f64()),
            Goal::AtMost(4.0),
        ),
        Figure::new(
            format!("memory, {agents} agents fully indexed"),
            Unit::Bytes,
            client.resident().map(|bytes| bytes as f64),
            Goal::AtMost(60.0 * MIB),
        ),
    ]
}

fn read_all(folder: &Path) -> Duration {
    let begun = Instant::now();
    let status = Command::new("sh")
        .args(["-c", "find .claude -name '*.md' -print0 | xargs -0 cat"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "`find`, `xargs` and `cat` are there");
    begun.elapsed()
}

fn binary() -> Figure {
    let bytes = std::fs::metadata(env!("CARGO_BIN_EXE_agentls")).map(|data| data.len() as f64).ok();
    Figure::new("binary", Unit::Bytes, bytes, Goal::AtMost(12.0 * MIB))
}

/// In seconds.
fn median(times: &[Duration]) -> Option<f64> {
    percentile(times, 50)
}

fn percentile(times: &[Duration], percent: usize) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map(Duration::as_secs_f64)
}
