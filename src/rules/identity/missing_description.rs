//! `missing-description`

use crate::compose::quoting::quoted;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "missing-description",
    summary: "An agent without a description.",
    severity: Severity::Error,
    reads: Reads::Values(&[Role::Name]),
    page: include_str!("missing-description.md"),
    check,
};

const PLACEHOLDER: &str = "\"What it does. Use when it should be called.\"";

fn check(file: &AgentFile, findings: &mut Findings) {
    let is_ours = |kind| kind == ReasonKind::MissingDescription;
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| is_ours(reason.kind)) else { return };
    let Some(field) = file.field(Role::Description) else { return };
    let label = &file.dialect.label;
    let Some(entry) = file.entry(Role::Description) else {
        let after = file.entry(Role::Name).map_or(file.front_matter.content.start, |name| name.span.end);
        let line_end = file.line_end();
        let line = format!("{}: {PLACEHOLDER}", field.key);
        let insertion = match after == file.front_matter.content.start {
            true => format!("{line}{line_end}"),
            false => format!("{line_end}{line}"),
        };
        let message = format!(
            "{label} does not load this file: it has no {}. Say what the agent does and when to use it.",
            field.key
        );
        let fix = Fix::to_review(format!("Insert a {}", field.key), EditSet::one(Span::empty(after), insertion));
        return findings.add(Diagnostic::new(Severity::Error, reason.span, message).fix(fix));
    };
    let raw = entry.raw_value.slice(&file.text);
    if raw.starts_with('#') && !raw.contains('\n') {
        let message = format!(
            "{label} does not load this file: \"#\" starts a comment, so there is no {}. Quote the value.",
            field.key
        );
        let fix = Fix::safe("Quote the value", EditSet::one(entry.raw_value, quoted(raw)));
        return findings.add(Diagnostic::new(Severity::Error, entry.raw_value, message).fix(fix));
    }
    let message = format!(
        "{label} does not load this file: its {} is empty. Say what the agent does and when to use it.",
        field.key
    );
    let value = Span::new(entry.key_span.end, entry.span.end.max(entry.raw_value.end));
    let fix = Fix::to_review(format!("Write a {}", field.key), EditSet::one(value, format!(": {PLACEHOLDER}")));
    findings.add(Diagnostic::new(Severity::Error, reason.span, message).fix(fix));
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    #[test]
    fn tells_missing_from_empty_from_comment() {
        expect_test::expect![[r#"
            error missing-description "---": Claude Code does not load this file: it has no description. Say what the agent does and when to use it.
              fix: Insert a description (to review)
        "#]].assert_eq(&findings("---\nname: a\nmodel: opus\n---\n"));
        expect_test::expect![[r#"
            error missing-description "description": Claude Code does not load this file: its description is empty. Say what the agent does and when to use it.
              fix: Write a description (to review)
        "#]].assert_eq(&findings("---\nname: a\ndescription:\n---\n"));
        let comment = "---\nname: a\ndescription: #1 choice for reviews\n---\n";
        expect_test::expect![[r##"
            error missing-description "#1 choice for reviews": Claude Code does not load this file: "#" starts a comment, so there is no description. Quote the value.
              fix: Quote the value
        "##]].assert_eq(&findings(comment));
        assert_eq!(
            fixed(comment, "missing-description"),
            "---\nname: a\ndescription: \"#1 choice for reviews\"\n---\n"
        );
    }
}
