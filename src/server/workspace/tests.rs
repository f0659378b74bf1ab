//! A keystroke costs the same in a small and in a large workspace: counted, not timed.

use super::Stats;
use crate::dialect;
use crate::index::{IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::rules;
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
        bytes_copied: after.bytes_copied - before.bytes_copied,
        index_operations: after.index_operations - before.index_operations,
        rules_run: after.rules_run - before.rules_run,
    }
}

/// What one keystroke in a body costs, and one in a name.
fn cost(size: usize) -> (Stats, Stats) {
    let session = Session::new(analyse);
    session.change_folders(vec![FOLDER.into()], &[]);
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
fn a_keystroke_in_the_front_matter_moves_no_reading_of_the_body() {
    let session = Session::new(analyse);
    session.change_folders(vec![FOLDER.into()], &[]);
    session.merge((0..10).map(indexed).collect());
    // One mention that leads somewhere and one that does not: the second one is found.
    let text = text(3) + "- **nobody-reviewer** comes last\n";
    let uri = || format!("file://{FOLDER}/3.md").parse().unwrap();
    session.open(uri(), "markdown", 1, &text);
    session.scanned(FOLDER.into());
    let longer = text.replacen("description: ", "description: It ", 1);
    session.change(&uri(), 2, &[Change { range: None, text: longer.clone() }]);
    let document = session.documents.get(&uri()).unwrap();
    let file = document.file().unwrap();
    let moved =
        [file.outline.is_moved(), file.expertise.is_moved(), file.references.is_moved(), file.body_mentions.is_moved()];
    assert_eq!(moved, [false; 4]);
    let found = document.diagnostics().iter().find(|found| found.code == "dangling-agent").unwrap();
    assert_eq!(found.span.slice(&longer), "nobody-reviewer");
}

#[test]
fn a_keystroke_parses_one_file_and_does_the_same_work_whatever_the_size() {
    let large = std::env::var("AGENTLS_TEAM").ok().and_then(|size| size.parse().ok()).unwrap_or(1000);
    let (body, name) = cost(10);
    // In the body one entry is set, and one rule looks: the one that reads the text, which is copied once.
    let bytes_copied = (text(3).len() + "More.\n".len()).try_into().unwrap();
    assert_eq!(body, Stats { files_parsed: 1, index_operations: 2, rules_run: 1, bytes_copied });
    let rules = u64::try_from(rules::workspace::all().len()).unwrap();
    assert_eq!((name.files_parsed, name.rules_run), (1, rules));
    assert_eq!(cost(100), (body, name));
    assert_eq!(cost(large), (body, name));
}
