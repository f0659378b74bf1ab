//! The texts that people may see, in one list, and what holds for all of them. To read them:
//! `cargo test --test voice -- --nocapture`. Those of the data stand in YAML, and on the pages of `docs/rules/` and
//! `docs/dialects/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The folders whose texts are read by people: messages, titles, hovers, the command line.
const SPEAKING: [&str; 9] = [
    "src/rules",
    "src/cli",
    "src/ide",
    "src/config",
    "src/convert",
    "src/dialect",
    "src/server",
    "src/disk",
    "src/model/verdict",
];

/// The literals of a source file, without its tests: line and text, with line breaks inside as they are read.
fn literals(source: &str) -> Vec<(usize, String)> {
    let source = source.split("#[cfg(test)]\nmod").next().unwrap();
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
            }
            // A letter, not a lifetime.
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => {
                at += 2 + source[at + 2..].find('\'').map_or(0, |end| end + 1)
            }
            b'\'' if source[at + 1..].chars().nth(1) == Some('\'') => {
                at += 2 + source[at + 1..].chars().next().unwrap().len_utf8();
            }
            b'r' if raw_end(&source[at..]).is_some() && !bytes[at.saturating_sub(1)].is_ascii_alphanumeric() => {
                at += raw_end(&source[at..]).unwrap();
            }
            b'"' => {
                let begin = at + 1;
                at = begin;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let text = &source[begin..at.min(source.len())];
                let lines: Vec<&str> = text.split("\\\n").map(str::trim_start).collect();
                found.push((1 + source[..begin].matches('\n').count(), lines.concat()));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// Where a raw literal ends; they hold patterns and paths.
fn raw_end(rest: &str) -> Option<usize> {
    let marks = rest[1..].bytes().take_while(|b| *b == b'#').count();
    let inside = rest[1 + marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    Some(2 + marks + inside.find(&end)? + end.len())
}

/// Whether a literal is words, and no key or name.
fn speaks(text: &str) -> bool {
    let words = text.split(' ').filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic()));
    words.count() >= 2
}

fn sources() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = SPEAKING.map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).into();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.contains("test") && name != "compile.rs" {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn all_texts_speak_with_one_voice() {
    // Not said here, and what is said instead.
    let unsaid = [
        ("please", "what to do"),
        ("sorry", "what will happen"),
        ("cannot", "can't"),
        ("invalid", "what is wrong with it"),
        ("illegal", "what is wrong with it"),
        ("unable", "can't"),
        ("simply", "nothing"),
        ("behind", "after"),
    ];
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in sources() {
        let source = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
        for (line, text) in literals(&source).into_iter().filter(|(_, text)| speaks(text)) {
            seen += 1;
            println!("{shown}:{line}: {text}");
            let mut fault = |what: &str| wrong.push(format!("{shown}:{line}: {what}: {text}"));
            let lower = text.to_lowercase();
            for (word, instead) in unsaid {
                if lower.split(|c: char| !c.is_alphabetic()).any(|other| other == word) {
                    fault(&format!("\"{word}\" (say {instead})"));
                }
            }
            if text.trim_end().ends_with('!') || text.contains("! ") {
                fault("an exclamation mark");
            }
            if text.contains(".. ") || text.ends_with("..") {
                fault("two full stops");
            }
        }
    }
    assert!(seen > 700, "{seen} texts");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn literals_are_found() {
    let source = "// \"no\"\nlet a = '\"'; let b = \"one \\\"two\\\" three\";\nlet c = \"four \\\n    five\"; let d: &'static str = r\"\\\\\"; let e = \"six\";\n";
    let texts: Vec<(usize, String)> = literals(source);
    assert_eq!(texts, [(2, "one \\\"two\\\" three".into()), (3, "four five".into()), (4, "six".into())]);
}
