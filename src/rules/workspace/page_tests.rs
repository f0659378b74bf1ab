//! Runs the examples on the pages of the rules over a workspace. An example holds several files,
//! each behind a line `==> path <==`.

use super::{all, check};
use crate::dialect;
use crate::index::{Index, IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::rules::page_tests::{assert_parts, blocks};
use crate::rules::{self, Diagnostic, Severities, Severity};
use std::fmt::Write;

/// The files of an example, by path.
pub fn files_of(example: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in example.split_inclusive('\n') {
        let path = line.strip_prefix("==> ").and_then(|rest| rest.trim_end().strip_suffix(" <=="));
        match (path, files.last_mut()) {
            (Some(path), _) => files.push((format!("/project/{path}"), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => panic!("a line before the first file: {line:?}"),
        }
    }
    files
}

/// The files, and the index of them.
pub fn indexed(files: &[(String, String)]) -> (Vec<AgentFile>, Index) {
    let mut index = Index::default();
    let home = Some("/home/ada");
    let files: Vec<AgentFile> = files
        .iter()
        .map(|(path, text)| {
            let dialect = dialect::of_path(path, home).unwrap();
            let file = AgentFile::new(path.as_str().into(), text.as_str().into(), dialect, Surroundings::default());
            let place = Place::of(path, home, &dialect.id, "");
            index.replace(&file.path, Some(IndexedFile::new(&file, place)));
            file
        })
        .collect();
    (files, index)
}

/// What the rules find in the files of an example: file, severity, code, words, message.
pub fn findings(example: &str) -> String {
    let (files, index) = indexed(&files_of(example));
    let mut out = String::new();
    for file in &files {
        for found in check(file, &index, &Severities::AS_RULES_SAY) {
            let name = file.path.trim_start_matches("/project/.claude/agents/");
            let words = found.span.slice(&file.text);
            writeln!(out, "{name} {} {} {words:?}: {}", found.severity.name(), found.code, found.message).unwrap();
        }
    }
    out
}

/// The files of an example; `budget` stands for many tokens in each description.
fn files(info: &str, text: &str) -> Vec<(String, String)> {
    let mut files = files_of(text);
    if info.ends_with("budget") {
        let long = "and more of it ".repeat(6000);
        files.iter_mut().for_each(|(_, text)| *text = text.replacen("at great length", &long, 1));
    }
    files
}

#[test]
fn each_page_has_its_examples_and_they_hold() {
    for rule in all() {
        let code = rule.code;
        assert_parts(code, rule.summary, rule.page);
        let examples = blocks(rule.page);
        let (bad, good) = (&examples[0], &examples[1]);
        assert!(bad.0.starts_with("bad") && good.0 == "good", "{code}: a bad example, then a good one");

        let before = files(&bad.0, &bad.1);
        let (read, index) = indexed(&before);
        let found: Vec<Vec<Diagnostic>> =
            read.iter().map(|file| check(file, &index, &Severities::AS_RULES_SAY)).collect();
        let ours =
            found.iter().enumerate().find_map(|(at, found)| Some((at, found.iter().find(|found| found.code == code)?)));
        let (at, ours) = ours.unwrap_or_else(|| panic!("{code}: the bad example is not found"));
        assert!(ours.span.range().end <= read[at].text.len() && !ours.span.is_empty(), "{code}");
        assert_eq!(
            !ours.fixes.is_empty(),
            rule.page.contains("\n## Fix\n"),
            "{code}: a part \"Fix\" where there is a fix"
        );

        let after = files(&good.0, &good.1);
        if let Some(fix) = ours.fixes.first() {
            let mut fixed = before.clone();
            fixed[at].1 = fix.edits.apply(&fixed[at].1);
            assert_eq!(fixed, after, "{code}: the first fix makes the good example");
        }
        let (read, index) = indexed(&after);
        for file in &read {
            let found = check(file, &index, &Severities::AS_RULES_SAY);
            assert!(found.iter().all(|found| found.code != code), "{code}: the good example is found:\n{found:#?}");
            let severe = found
                .iter()
                .chain(&rules::check(file, &Severities::AS_RULES_SAY))
                .filter(|found| found.severity >= Severity::Warning)
                .count();
            assert_eq!(severe, 0, "{code}: the good example has other faults");
        }
    }
}

#[test]
fn codes_are_given_once() {
    let mut codes: Vec<&str> =
        all().iter().map(|rule| rule.code).chain(rules::all().iter().map(|rule| rule.code)).collect();
    codes.sort_unstable();
    let before = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), before);
}

#[test]
fn a_team_that_is_not_there_is_one_hint() {
    expect_test::expect![[r#"
        a.md hint dangling-agent "backend": None of the agents that this file names is here: backend and frontend. Add them, or take the names out: the model will look for them.
    "#]].assert_eq(&findings(
        "==> .claude/agents/a.md <==\n---\nname: a\ndescription: A.\n---\n## Integration with Other Agents\n- **backend** one\n- **frontend** two\n",
    ));
}

#[test]
fn of_two_agents_of_one_name_the_last_path_counts() {
    let agent = |path: &str| format!("==> .claude/agents/{path} <==\n---\nname: same\ndescription: A.\n---\nWork.\n");
    expect_test::expect![[r#"
        a.md warning duplicate-name "same": This file has no effect: Claude Code takes z/a.md for "same", its path is the last in byte order. Choose another name or delete one.
        z/a.md information duplicate-name "same": Claude Code takes this file for "same", and another agent is called the same, without effect. Rename or delete what is not wanted.
    "#]].assert_eq(&findings(&(agent("a.md") + &agent("z/a.md"))));
}
