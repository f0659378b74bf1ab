//! `cut-text`

use crate::compose::quoting::quoted;
use crate::dialect::{Field, Role};
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, FrontMatterState, Node, NodeKind, ScalarStyle};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "cut-text",
    summary: "Words of a text that the model never sees.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Description, Role::InitialPrompt]),
    page: include_str!("cut-text.md"),
    check,
};

/// What a remark to the next reader begins with.
const REMARKS: &[&str] = &["todo", "fixme", "note", "xxx", "hack", "noqa", "nolint", "yamllint", "agentls", "prettier"];

fn check(file: &AgentFile, findings: &mut Findings) {
    if file.front_matter.state != FrontMatterState::Valid {
        return;
    }
    // In anything but prose these signs are a comment, a type or a name, and meant so.
    let is_prose = |field: &&Field| matches!(field.role, Role::Description | Role::InitialPrompt);
    for field in file.dialect.fields.iter().filter(is_prose) {
        let Some(entry) = file.front_matter.entry(&field.key) else { continue };
        let Some(node) = file.front_matter.value(entry) else { continue };
        if let Some(finding) = behind(file, entry, node).or_else(|| before(file, entry, node)) {
            findings.add(finding);
        }
    }
}

/// ` # …` behind a text.
fn behind(file: &AgentFile, entry: &Entry, node: &Node) -> Option<Diagnostic> {
    let NodeKind::String { value, style: ScalarStyle::Plain } = &node.kind else { return None };
    if entry.span.end <= node.span.end {
        return None;
    }
    let lost = Span::new(node.span.end, entry.span.end);
    let tail = lost.slice(&file.text);
    let comment = tail.trim_start();
    let blanks = tail.len() - comment.len();
    let remark = comment.trim_start_matches('#').trim_start().to_lowercase();
    let is_remark = REMARKS.iter().any(|word| remark.starts_with(word));
    if !comment.starts_with('#') || comment.contains('\n') || blanks != 1 || is_remark {
        return None;
    }
    let message = "The model never sees these words: \" #\" starts a comment. Quote the value.";
    let whole = format!("{value}{}", tail.trim_end());
    let fix = Fix::safe("Quote the value", EditSet::one(entry.raw_value, quoted(&whole)));
    Some(Diagnostic::new(Severity::Warning, lost, message).fix(fix))
}

/// `!important …` and `&co …`: YAML takes the first word for a type, or for a name of the value.
fn before(file: &AgentFile, entry: &Entry, node: &Node) -> Option<Diagnostic> {
    let raw = entry.raw_value.slice(&file.text);
    let sign = raw.chars().next().filter(|c| matches!(c, '!' | '&'))?;
    let word = raw.split_whitespace().next()?;
    let is_type = word.starts_with("!!") || word.starts_with("!<");
    let name = word.trim_start_matches('&');
    let is_used = sign == '&' && file.front_matter.content.slice(&file.text).contains(&format!("*{name}"));
    let is_text = matches!(node.kind, NodeKind::String { style: ScalarStyle::Plain, .. } | NodeKind::Null);
    if is_type || is_used || !is_text || raw.contains('\n') {
        return None;
    }
    let lost = Span::new(entry.raw_value.start, entry.raw_value.start + Span::offset(word.len()));
    let why = if sign == '!' { "names a type" } else { "gives the value a name" };
    let message = format!(
        "{} never sees \"{word}\": at the start of a value, \"{sign}\" {why} in YAML. Quote the value.",
        file.dialect.label
    );
    let fix = Fix::safe("Quote the value", EditSet::one(entry.raw_value, quoted(raw)));
    Some(Diagnostic::new(Severity::Warning, lost, message).fix(fix))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    fn of(line: &str) -> String {
        findings(&format!("---\nname: a\ndescription: b\n{line}\n---\n"))
    }

    #[test]
    fn words_are_lost_behind_and_before() {
        expect_test::expect![[r#"
            warning duplicate-key "description": Claude Code ignores this "description" without a word: a later one overrides it. Remove the one that is wrong.
              see "description": the one that counts
              fix: Remove the overridden key
            warning cut-text " # and F #": The model never sees these words: " #" starts a comment. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&of("description: For C # and F #"));
        expect_test::expect![[r#"
            warning cut-text "!important": Claude Code never sees "!important": at the start of a value, "!" names a type in YAML. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&of("initialPrompt: !important Read this"));
        expect_test::expect![[r#"
            warning cut-text "&co": Claude Code never sees "&co": at the start of a value, "&" gives the value a name in YAML. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&of("initialPrompt: &co Read this"));
    }

    #[test]
    fn comments_are_left_alone() {
        for line in [
            "model: haiku # cheap",
            "initialPrompt: Go on.  # for the nightly run",
            "initialPrompt: Go on # TODO better words",
            "initialPrompt: \"Go on\" # for the nightly run",
            "initialPrompt: Read C#",
            "initialPrompt: !!str Read",
            "x: &it 1\ny: *it",
        ] {
            assert!(!of(line).contains("cut-text"), "{line}: {}", of(line));
        }
    }
}
