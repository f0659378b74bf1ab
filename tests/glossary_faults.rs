//! A wrong entry of the glossary must fail the build, and say where it stands. The checks run in
//! `build.rs`; here they are asked about wrong files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use expect_test::{Expect, expect};

#[path = "../src/fact/mod.rs"]
#[allow(dead_code)]
mod fact;
#[path = "../src/glossary/compile.rs"]
mod glossary_compile;
#[path = "../src/glossary/normalise.rs"]
#[allow(dead_code)]
mod glossary_normalise;
#[path = "../src/glossary/schema.rs"]
#[allow(dead_code)]
mod glossary_schema;
#[path = "../src/fact/literal.rs"]
#[allow(dead_code)]
mod literal;

/// As in `build.rs`.
struct DataFile {
    path: String,
    text: String,
}

impl DataFile {
    fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, String> {
        serde_saphyr::from_str(&self.text).map_err(|fault| format!("{}: {fault}", self.path))
    }
}

const WORDS: &str = "clippings: {mgmt: [management]}\ntails: []\nheads: []\ncarriers: []\nmakers: []\ngeneric: []\nbroad: []\nvague: []\ncompleters: []\nordinary: []\n";

fn compile(files: &[(&str, &str)]) -> Result<String, String> {
    let file = |(name, text): &(&str, &str)| DataFile { path: format!("data/{name}.yaml"), text: (*text).to_owned() };
    let files: Vec<DataFile> = files.iter().chain(&[("words", WORDS)]).map(file).collect();
    glossary_compile::compile(&files)
}

fn faults(files: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&compile(files).expect_err("the files are wrong"));
}

/// A file of one field with an entry for each `(id, name, more lines)`.
fn field(id: &str, entries: &[(&str, &str, &str)]) -> String {
    let mut text = format!("field: {id}\nlabel: Some work\nconcepts:\n");
    for (id, name, more) in entries {
        text.push_str(&format!("  - id: {id}\n    name: {name}\n    definition: What {id} is.\n"));
        if !more.contains("expected") {
            text.push_str("    expected: [does this, does that]\n");
        }
        if !more.contains("watch_out") {
            text.push_str("    watch_out: [a trap]\n");
        }
        for line in more.lines() {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}

#[test]
fn good_files_become_tables_in_order() {
    let text = field("work", &[("b-thing", "B things", ""), ("a-thing", "A thing (AT)", "related: [b-thing]")]);
    let code = compile(&[("work", &text)]).unwrap();
    let keys: Vec<&str> = code.lines().filter(|line| line.starts_with("Phrase")).collect();
    expect![[r#"
        [
            "Phrase { start: 0, len: 2, last: 0, concept: 0 },",
            "Phrase { start: 2, len: 6, last: 1, concept: 0 },",
            "Phrase { start: 8, len: 8, last: 6, concept: 0 },",
            "Phrase { start: 16, len: 6, last: 1, concept: 1 },",
        ]
    "#]]
    .assert_debug_eq(&keys);
}

#[test]
fn ids_must_be_known_and_given_once() {
    let one = field("one", &[("thing", "Thing", "related: [thang]"), ("Thing_2", "Other", "covers: [nothing]")]);
    let two = field("two", &[("thing", "Second thing", "")]);
    faults(
        &[("one", &one), ("two", &two), ("three", &field("four", &[("other", "One more", "")]))],
        expect![[r#"
            data/three.yaml: the field `four` belongs into four.yaml
            data/two.yaml: `thing`: the id is taken by an entry of data/one.yaml
            data/one.yaml: `Thing_2`: the id `Thing_2` is not in kebab-case
            data/one.yaml: `Thing_2`: `covers` names the unknown id `nothing`
            data/one.yaml: `thing`: `related` names the unknown id `thang`
            data/two.yaml: `thing`: another entry has the same definition"#]],
    );
}

#[test]
fn texts_must_be_there_short_and_different() {
    let long = format!("definition: {}\n", "x".repeat(400));
    let text = field(
        "work",
        &[
            ("empty", "Empty", "aliases: ['', Nil, Nil]"),
            ("few", "Few", "expected: [does this]\nwatch_out: [a, b, c, d]"),
            ("lost", "Lost", "home: ftp://example.org"),
            ("same", "Same", "aliases: [Same]\nrelated: [same]"),
        ],
    );
    let text = text.replacen("definition: What lost is.\n", &long, 1);
    faults(
        &[("work", &text)],
        expect![[r#"
            data/work.yaml: `empty`: `aliases` holds an empty text
            data/work.yaml: `empty`: `aliases` holds `Nil` twice
            data/work.yaml: `few`: `expected` holds 1 texts; 2 to 4 belong there
            data/work.yaml: `few`: `watch_out` holds 4 texts; 1 to 3 belong there
            data/work.yaml: `lost`: `definition` holds 400 characters, 320 at most: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
            data/work.yaml: `lost`: `home` is not an http(s) address: `ftp://example.org`
            data/work.yaml: `same`: `aliases` repeats the name
            data/work.yaml: `same`: the entry names itself in `related` or `covers`
            data/work.yaml: `empty`: the phrase `` holds no word"#]],
    );
}

#[test]
fn a_phrase_of_two_entries_needs_surroundings_that_tell_them_apart() {
    let bound =
        |one: &str, other: &str| field("work", &[("git-hook", "Git hook", one), ("react-hook", "React hook", other)]);
    let clash = bound("aliases: [Hooks]", "aliases: [hook]");
    faults(
        &[("work", &clash)],
        expect![
            "the phrase `hook` means `git-hook` in data/work.yaml and `react-hook` in data/work.yaml: tell them apart by `only_under`"
        ],
    );
    let clash = bound("aliases: [Hooks]\nonly_under: [git, web]", "aliases: [hook]\nonly_under: [react, web]");
    faults(
        &[("work", &clash)],
        expect![
            "the phrase `hook` means `git-hook` in data/work.yaml and `react-hook` in data/work.yaml: tell them apart by `only_under`"
        ],
    );
    let apart = bound("aliases: [Hooks]\nonly_under: [git]", "aliases: [hook]\nonly_under: [react]");
    assert!(compile(&[("work", &apart)]).is_ok());
    let in_words = bound("aliases: [unittest]", "aliases: [unit test]");
    assert!(compile(&[("work", &in_words)]).is_ok());
}

#[test]
fn a_key_that_is_not_known_is_named_with_its_line() {
    let text = field("work", &[("thing", "Thing", "alias: [T]")]);
    let fault = compile(&[("work", &text)]).unwrap_err();
    assert!(fault.starts_with("data/work.yaml: ") && fault.contains("alias") && fault.contains("line 9"), "{fault}");
}
