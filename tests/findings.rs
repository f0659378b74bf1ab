//! What is found in a collection of real files: runs `agentls check` over all Markdown files below the folder that
//! `AGENTLS_CORPUS` names, each judged as an agent of the tool that its place or its keys tell, and does nothing
//! without it. Every finding has to point at words of its file, and nothing may panic. With `--nocapture` it prints
//! the table of `docs/findings.md`; with `AGENTLS_DRAW=CODE,CODE` twenty findings of each of these rules,
//! drawn by a fixed seed, to be read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod corpus;

use agentls::rules;
use corpus::files_below;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// In the order of the tables.
const SEVERITIES: &[&str] = &["error", "warning", "information", "hint"];

/// Files for one command, so that its line does not get too long for the system.
const AT_ONCE: usize = 200;

const DRAWN: usize = 20;

struct Finding {
    path: String,
    dialect: String,
    severity: usize,
    code: String,
    message: String,
    line: u64,
    words: String,
}

/// What `agentls check` says about each file that it takes for an agent: path, dialect, findings.
fn checked(folder: &Path, files: &[PathBuf]) -> Vec<Value> {
    let mut rows = Vec::new();
    for some in files.chunks(AT_ONCE) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_agentls"));
        // Links are looked for up to the folder that the command is run in.
        command.current_dir(folder);
        command.args(["check", "--no-config", "--format", "json", "--fail-on", "never", "--"]).args(some);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        rows.extend(answer["files"].as_array().unwrap().iter().cloned());
    }
    rows
}

fn finding(file: &Value, found: &Value, text: &str) -> Finding {
    let offset = |end: &str| usize::try_from(found["range"][end]["offset"].as_u64().unwrap()).unwrap();
    let path = file["path"].as_str().unwrap().to_owned();
    let words = text.get(offset("start")..offset("end"));
    Finding {
        words: words.unwrap_or_else(|| panic!("{path}: {found} lies outside of the text")).to_owned(),
        path,
        dialect: file["dialect"].as_str().unwrap().to_owned(),
        severity: SEVERITIES.iter().position(|severity| found["severity"] == *severity).unwrap(),
        code: found["code"].as_str().unwrap().to_owned(),
        message: found["message"].as_str().unwrap().to_owned(),
        line: found["range"]["start"]["line"].as_u64().unwrap(),
    }
}

#[test]
fn findings_in_real_files() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let files = files_below(Path::new(&folder));
    assert!(!files.is_empty(), "no files below {}", Path::new(&folder).display());
    let rows = checked(Path::new(&folder), &files);
    let mut findings = Vec::new();
    let mut dialects: BTreeMap<String, usize> = BTreeMap::new();
    for file in &rows {
        let bytes = std::fs::read(file["path"].as_str().unwrap()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        *dialects.entry(file["dialect"].as_str().unwrap().to_owned()).or_default() += 1;
        let found = file["diagnostics"].as_array().unwrap();
        // Parts of many repositories are no team: rules that look at the agents around a file are left out.
        let alone = found.iter().filter(|found| rules::find(found["code"].as_str().unwrap()).is_some());
        findings.extend(alone.map(|found| finding(file, found, &text)));
    }
    println!("{} files, {} of them agents\n", files.len(), rows.len());
    print_table(&findings, &dialects);
    if let Ok(codes) = std::env::var("AGENTLS_DRAW") {
        codes.split(',').for_each(|code| draw(&findings, code));
    }
}

/// One row for each rule and severity, one column for each dialect, in Markdown.
fn print_table(findings: &[Finding], dialects: &BTreeMap<String, usize>) {
    let mut rows: BTreeMap<(usize, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    let mut in_files: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        let key = (finding.severity, &*finding.code);
        *rows.entry(key).or_default().entry(&finding.dialect).or_default() += 1;
        in_files.entry(key).or_default().insert(&finding.path);
    }
    let mut by_count: Vec<&str> = dialects.keys().map(String::as_str).collect();
    by_count.sort_by_key(|dialect| std::cmp::Reverse(dialects[*dialect]));
    let cells = |cell: &dyn Fn(&str) -> String| by_count.iter().map(|d| cell(d)).collect::<Vec<_>>().join(" | ");
    println!("| | rule | findings | in files | {} |", cells(&|dialect| format!("`{dialect}`")));
    println!("|---|---|---:|---:|{}", "---:|".repeat(by_count.len()));
    let all: usize = dialects.values().sum();
    println!("| | *files* | | *{all}* | {} |", cells(&|dialect| format!("*{}*", dialects[dialect])));
    let mut ordered: Vec<_> = rows.iter().collect();
    ordered.sort_by_key(|((severity, code), counts)| {
        (*severity, std::cmp::Reverse(counts.values().sum::<usize>()), *code)
    });
    for (key, counts) in ordered {
        let count = |dialect: &str| counts.get(dialect).map_or_else(String::new, ToString::to_string);
        let sum: usize = counts.values().sum();
        println!(
            "| {} | [`{1}`](rules/{1}.md) | {sum} | {2} | {3} |",
            SEVERITIES[key.0],
            key.1,
            in_files[key].len(),
            cells(&count)
        );
    }
}

/// Prints twenty findings of one rule. The same files give the same ones.
fn draw(findings: &[Finding], code: &str) {
    let mut findings: Vec<&Finding> = findings.iter().filter(|finding| finding.code == code).collect();
    // Steps of a linear congruential generator; the seed is what `docs/findings.md` was drawn with.
    let mut state: u64 = 7;
    for _ in 0..DRAWN.min(findings.len()) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from((state >> 33) % findings.len() as u64).unwrap();
        let Finding { path, dialect, severity, message, line, words, .. } = findings.swap_remove(at);
        println!("\n{path}:{line} [{dialect}] {}: {message}\n  {words:?}", SEVERITIES[*severity]);
    }
}
