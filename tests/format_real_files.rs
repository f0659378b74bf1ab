//! Lays out all Markdown files below the folder that `AGENTLS_CORPUS` names, and does nothing without it, as agents of the
//! tool that `AGENTLS_DIALECT` names, Claude Code without it. What the tool makes of each file stays the same, and what
//! was laid out stays as it is. With `--nocapture` it prints the figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod corpus;

use agentls::dialect;
use agentls::format::formatted;
use agentls::model::AgentFile;
use agentls::model::verdict::Surroundings;
use corpus::files_below;
use std::path::Path;

/// What the tool makes of a file.
fn reading(file: &AgentFile) -> impl PartialEq {
    let verdict = file.verdict.clone();
    let tools = (verdict.tools.effective, verdict.tools.denied);
    (verdict.loads, verdict.launches, verdict.name, verdict.description, verdict.model, tools, file.front_matter.state)
}

#[test]
fn real_files_are_laid_out_and_read_as_before() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let id = std::env::var("AGENTLS_DIALECT").unwrap_or_else(|_| "claude-code".to_owned());
    let dialect = dialect::named(&id).expect("a dialect");
    let files = files_below(Path::new(&folder));
    let (mut changed, mut wrong) = (0, Vec::new());
    for path in &files {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let name: std::sync::Arc<str> = format!("/srv/{}", path.file_name().unwrap().to_string_lossy()).into();
        let read = |text: &str| AgentFile::new(name.clone(), text.into(), dialect, Surroundings::default());
        let before = read(&text);
        let Some(laid_out) = formatted(&before, Surroundings::default()) else { continue };
        changed += 1;
        let after = read(&laid_out);
        if reading(&before) != reading(&after) {
            wrong.push(format!("{}: is read otherwise", path.display()));
        }
        if let Some(again) = formatted(&after, Surroundings::default()) {
            let at = laid_out.lines().zip(again.lines()).position(|(a, b)| a != b);
            wrong.push(format!("{}: is laid out twice, from line {at:?} on", path.display()));
        }
    }
    println!("{} files as {id}: {changed} laid out anew", files.len());
    assert!(!files.is_empty(), "no files below {}", Path::new(&folder).display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
