//! Holds the documentation to the tree: what it links to and names is there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages, but for those of the rules and dialects, which other tests write.
fn pages() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    let mut folders = vec![root().join("docs"), root().join("editors")];
    while let Some(folder) = folders.pop() {
        // In a package the editors are left out.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.extend(Some(path).filter(|_| name != "node_modules"));
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lines outside of code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_block = false;
    text.lines().enumerate().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_block ^= is_fence;
        !in_block && !is_fence
    })
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let titles =
        prose(text).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| line.trim_start_matches('#').trim());
    let mut anchors: Vec<String> = Vec::new();
    for title in titles {
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let times = anchors.iter().filter(|other| **other == anchor).count();
        anchors.push(if times == 0 { anchor } else { format!("{anchor}-{times}") });
    }
    anchors
}

/// The targets of a line's links and pictures.
fn targets(line: &str) -> Vec<&str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next()).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    let mut known: HashMap<PathBuf, Vec<String>> = HashMap::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let is_rule = page.components().any(|part| part.as_os_str() == "rules");
        // What stands in code is an example.
        let without_code = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for (at, line) in prose(&text).filter(|_| !is_rule) {
            let plain = without_code(line);
            for target in targets(&plain).into_iter().filter(|target| !target.contains("://")) {
                let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
                let file = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
                if !file.exists() {
                    wrong.push(format!("{}:{}: {target} is not there", page.display(), at + 1));
                } else if !anchor.is_empty() && file.is_file() {
                    let all = known
                        .entry(file.clone())
                        .or_insert_with(|| anchors(&fs::read_to_string(&file).unwrap_or_default()));
                    if !all.iter().any(|known| known == anchor) {
                        wrong.push(format!("{}:{}: no heading makes the anchor of {target}", page.display(), at + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Texts between backticks.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether a text names a file or folder of this tree, and nothing that stands for others.
fn names_a_file(code: &str) -> bool {
    let begins = ["src/", "tests/", "docs/", "editors/", "benches/", ".ci/", ".github/"];
    begins.iter().any(|begin| code.starts_with(begin)) && !code.contains(['<', '*', ' ', '…'])
}

#[test]
fn files_that_pages_name_are_there() {
    let mut wrong = Vec::new();
    for page in
        ["docs/ARCHITECTURE.md", "docs/CONTRIBUTING.md", "docs/updating-a-dialect.md", "README.md", "docs/findings.md"]
    {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for (at, line) in prose(&text) {
            for name in codes(line).filter(|code| names_a_file(code)) {
                if !root().join(name).exists() {
                    wrong.push(format!("{page}:{}: {name}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "named, and not there:\n{}", wrong.join("\n"));
}

#[test]
fn each_invariant_names_a_test_that_is_there() {
    let text = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let section = text.split("\n## Invariants\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 20, "{section}");
    let mut wrong = Vec::new();
    for row in rows {
        let held_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let mut tests = 0;
        let mut source = String::new();
        for code in codes(held_by) {
            if names_a_file(code) {
                source = fs::read_to_string(root().join(code)).unwrap_or_default();
            } else {
                tests += 1;
                let is_there = source.lines().any(|line| line.trim_start().starts_with(&format!("fn {code}(")));
                if !is_there {
                    wrong.push(format!("{code}, in\n  {row}"));
                }
            }
        }
        if tests == 0 && held_by != "the same" {
            wrong.push(format!("no test in\n  {row}"));
        }
    }
    assert!(wrong.is_empty(), "no such test: {}", wrong.join("\n"));
}
