//! A keystroke costs the same in a small and in a large workspace: counted, not timed.

use super::Stats;
use crate::dialect;
use crate::index::{IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::server::analysis::analyse;
use crate::server::session::Session;
use crate::text::Change;
use std::sync::Arc;

const FOLDER: &str = "/generated/team/.claude/agents";

fn text(at: usize) -> String {
    format!(
        "---\nname: agent-{at}x\ndescription: Does the work of number {at}. Use for it.\n---\n\n# Agent\n\n\
         ## Integration with Other Agents\n\n- **agent-{}x** comes after you\n",
        at + 1
    )
}

fn indexed(at: usize) -> (Arc<str>, Option<IndexedFile>) {
    let path: Arc<str> = format!("{FOLDER}/{at}.md").into();
    let file = AgentFile::new(
        Arc::clone(&path),
        text(at).into(),
        dialect::named("claude-code").unwrap(),
        Surroundings::default(),
    );
    let place = Place::of(&path, None, &file.dialect.id, "");
    (path, Some(IndexedFile::new(&file, place)))
}

fn difference(after: Stats, before: Stats) -> Stats {
    Stats {
        files_parsed: after.files_parsed - before.files_parsed,
        index_operations: after.index_operations - before.index_operations,
        rules_run: after.rules_run - before.rules_run,
    }
}

/// What one keystroke in a body costs, and one in a name.
fn cost(size: usize) -> (Stats, Stats) {
    let session = Session::new(analyse);
    session.merge((0..size).map(indexed).collect());
    let uri = format!("file://{FOLDER}/3.md").parse().unwrap();
    session.open(uri, "markdown", 1, &text(3));
    let uri = format!("file://{FOLDER}/3.md").parse().unwrap();
    session.scanned(FOLDER.into());
    let type_in = |version: i32, text: String| {
        let before = session.workspace.stats();
        session.change(&uri, version, &[Change { range: None, text }]);
        difference(session.workspace.stats(), before)
    };
    let body = type_in(2, format!("{}More.\n", text(3)));
    let name = type_in(3, text(3).replacen("agent-3x", "agent-3xy", 1));
    (body, name)
}

#[test]
fn a_keystroke_parses_one_file_and_does_the_same_work_whatever_the_size() {
    let large = std::env::var("AGENTLS_TEAM").ok().and_then(|size| size.parse().ok()).unwrap_or(1000);
    let (body, name) = cost(10);
    assert_eq!((body.files_parsed, body.rules_run), (1, 1));
    assert_eq!((name.files_parsed, name.rules_run), (1, 1));
    assert_eq!(cost(100), (body, name));
    assert_eq!(cost(large), (body, name));
}
