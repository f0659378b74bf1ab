//! Runs the examples on the rules' pages, and shows findings in tests.

use super::{Diagnostic, Severities, Severity, all, check_thoroughly};
use crate::dialect;
use crate::fact::Version;
use crate::model::verdict::Surroundings;
use crate::model::{AgentFile, Files};
use std::fmt::Write;

/// All findings in one file, as severe as the rules say.
pub fn check(file: &AgentFile) -> Vec<Diagnostic> {
    check_thoroughly(file, &Severities::AS_RULES_SAY, Severity::Hint)
}

/// `text` as `.claude/agents/agent.md`.
pub fn agent(text: &str) -> AgentFile {
    agent_for(text, dialect::named("claude-code").unwrap().version)
}

/// The same as a version of the tool reads it.
pub fn agent_for(text: &str, version: Version) -> AgentFile {
    let dialect = dialect::named("claude-code").unwrap();
    AgentFile::for_version(".claude/agents/agent.md".into(), text.into(), dialect, version, Surroundings::default())
}

/// `text` as an agent of another tool.
pub fn agent_of(dialect: &str, text: &str) -> AgentFile {
    let dialect = dialect::named(dialect).unwrap();
    AgentFile::new("agents/agent.md".into(), text.into(), dialect, Surroundings::default())
}

/// What the rules find in it, hints left out.
pub fn findings_in(dialect: &str, text: &str) -> String {
    show(text, &check(&agent_of(dialect, text)), Severity::Information)
}

/// What the rules find in `text`, hints left out: severity, code, the words pointed at, message, fixes.
pub fn findings(text: &str) -> String {
    show(text, &check(&agent(text)), Severity::Information)
}

/// The same with hints.
pub fn findings_and_hints(text: &str) -> String {
    // Short samples have no output format.
    let found: Vec<Diagnostic> =
        check(&agent(text)).into_iter().filter(|finding| finding.code != "no-output-format").collect();
    show(text, &found, Severity::Hint)
}

/// What one rule finds in `text`.
pub fn findings_of(code: &str, text: &str) -> String {
    let found: Vec<Diagnostic> = check(&agent(text)).into_iter().filter(|finding| finding.code == code).collect();
    show(text, &found, Severity::Hint)
}

fn show(text: &str, found: &[Diagnostic], least: Severity) -> String {
    let mut out = String::new();
    for finding in found.iter().filter(|finding| finding.severity >= least) {
        let words = finding.span.slice(text);
        writeln!(out, "{} {} {words:?}: {}", finding.severity.name(), finding.code, finding.message).unwrap();
        for related in &finding.related {
            writeln!(out, "  see {:?}: {}", related.span.slice(text), related.message).unwrap();
        }
        for fix in &finding.fixes {
            let review = if fix.safe { "" } else { " (to review)" };
            writeln!(out, "  fix: {}{review}", fix.title).unwrap();
        }
    }
    out
}

/// The text after the first fix of the first finding of `code`.
pub fn fixed(text: &str, code: &str) -> String {
    let found = check(&agent(text));
    let finding = found.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("no {code}"));
    finding.fixes.first().unwrap_or_else(|| panic!("{code} has no fix")).edits.apply(text)
}

/// An example of a page. Behind its kind, `bad` or `good`, may stand `dialect=gemini-cli`, the dialect
/// that it is of, `file=AGENT.MD`, its name, `version=2.1.200`, the version of the tool that it is for,
/// `targets=gemini-cli+opencode`, the tools that the project targets, `bytes=invalid`, where some of its
/// bytes are not UTF-8, `files=docs/style.md`, the files around it, and `last-line=1000`, how often its last
/// line is repeated.
pub struct Example {
    pub kind: String,
    pub text: String,
    version: Option<Version>,
    dialect: String,
    file: String,
    invalid_utf8: bool,
    targets: Vec<&'static dialect::Dialect>,
    files: Option<Listed>,
}

/// All files that there are.
#[derive(Debug)]
struct Listed(Vec<String>);

impl Files for Listed {
    fn exists(&self, path: &str) -> Option<bool> {
        Some(self.0.iter().any(|file| file == path))
    }
}

impl Example {
    fn new(info: &str, mut text: String) -> Example {
        let mut words = info.split(' ');
        let kind = words.next().unwrap_or("").to_owned();
        let mut version = None;
        let mut dialect = String::from("claude-code");
        let mut file = String::from("agent.md");
        let mut invalid_utf8 = false;
        let mut targets = Vec::new();
        let mut files = None;
        for word in words {
            match word.split_once('=') {
                Some(("version", value)) => version = Some(Version::parse(value).unwrap()),
                Some(("dialect", value)) => dialect = value.to_owned(),
                Some(("file", value)) => file = value.to_owned(),
                Some(("targets", ids)) => targets = ids.split('+').map(|id| dialect::named(id).unwrap()).collect(),
                Some(("bytes", "invalid")) => invalid_utf8 = true,
                Some(("files", value)) => files = Some(Listed(value.split(',').map(str::to_owned).collect())),
                Some(("last-line", value)) => {
                    let line = text.lines().next_back().unwrap_or("").to_owned() + "\n";
                    text.push_str(&line.repeat(value.parse::<usize>().unwrap() - 1));
                }
                _ => panic!("an example with {word:?}"),
            }
        }
        Example { kind, text, version, dialect, file, invalid_utf8, targets, files }
    }

    /// What stands around it.
    pub fn around(&self) -> Surroundings<'_> {
        Surroundings {
            invalid_utf8: self.invalid_utf8,
            targets: &self.targets,
            files: self.files.as_ref().map(|files| files as &dyn Files),
            ..Surroundings::default()
        }
    }

    pub fn agent(&self) -> AgentFile {
        self.with_text(&self.text)
    }

    /// The same file with another text.
    pub fn with_text(&self, text: &str) -> AgentFile {
        let dialect = dialect::named(&self.dialect).unwrap();
        let version = self.version.unwrap_or(dialect.version);
        let path = format!("agents/{}", self.file);
        AgentFile::for_version(path.into(), text.into(), dialect, version, self.around())
    }

    fn findings(&self) -> Vec<Diagnostic> {
        check(&self.agent())
    }
}

/// The examples of a page: `bad` ones and the `good` one that follows each.
pub fn examples(page: &str) -> Vec<Example> {
    blocks(page).into_iter().map(|(info, text)| Example::new(&info, text)).collect()
}

/// The code blocks of a page that hold Markdown: what stands behind `markdown` in the first line, and the text.
pub fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let fence = line.chars().take_while(|c| *c == '`').count();
        let Some(info) = line.get(fence..).and_then(|info| info.strip_prefix("markdown ")).filter(|_| fence >= 3)
        else {
            continue;
        };
        let close = "`".repeat(fence);
        let text =
            lines.by_ref().take_while(|line| *line != close).fold(String::new(), |text, line| text + line + "\n");
        blocks.push((info.to_owned(), text));
    }
    blocks
}

/// A page begins with the rule's code and summary, and has its parts.
pub fn assert_parts(code: &str, summary: &str, page: &str) {
    assert!(page.starts_with(&format!("# {code}\n\n{summary}\n")), "{code}: title and summary");
    for part in ["\n## What it finds\n", "\n## Why it matters\n", "\n## Examples\n"] {
        assert!(page.contains(part), "{code}: no part {part:?}");
    }
}

#[test]
fn each_page_has_its_examples_and_they_hold() {
    for rule in all() {
        let code = rule.code;
        assert_parts(code, rule.summary, rule.page);
        let examples = examples(rule.page);
        assert!(examples.iter().any(|example| example.kind == "bad"), "{code}: no bad example");
        assert!(examples.iter().any(|example| example.kind == "good"), "{code}: no good example");
        for example in &examples {
            let found = example.findings();
            let text = example.text.get(..example.text.len().min(2000)).unwrap_or("");
            let ours: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code == code).collect();
            match example.kind.as_str() {
                "bad" => assert!(!ours.is_empty(), "{code}: the bad example is not found:\n{text}"),
                "good" => {
                    assert!(ours.is_empty(), "{code}: the good example is found:\n{text}{ours:#?}");
                    let severe: Vec<_> = found.iter().filter(|f| f.severity >= Severity::Warning).collect();
                    assert!(severe.is_empty(), "{code}: the good example has other faults:\n{text}{severe:#?}");
                }
                other => panic!("{code}: an example of the kind {other:?}"),
            }
        }
        for pair in examples.windows(2) {
            let [before, after] = pair else { continue };
            if before.kind != "bad" || after.kind != "good" {
                continue;
            }
            let found = before.findings();
            let fix = found.iter().filter(|f| f.code == code).find_map(|f| f.fixes.first());
            assert_eq!(fix.is_some(), rule.page.contains("\n## Fix\n"), "{code}: a part \"Fix\" where there is a fix");
            if let Some(fix) = fix {
                assert_eq!(fix.edits.apply(&before.text), after.text, "{code}: the first fix makes the good example");
            }
        }
    }
}

#[test]
fn codes_are_kebab_case_and_given_once() {
    let mut codes: Vec<&str> = all().iter().map(|rule| rule.code).collect();
    assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all().len());
}
