//! `bad-encoding`

use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::text::Span;

pub const RULE: Rule = Rule {
    code: "bad-encoding",
    summary: "A file whose bytes are not UTF-8.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("bad-encoding.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let is_ours = |kind| kind == ReasonKind::NotUtf8;
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| is_ours(reason.kind)) else { return };
    let replaced = file.text.find(char::REPLACEMENT_CHARACTER);
    let span = replaced.map_or(reason.span, |at| Span::of(at..at + char::REPLACEMENT_CHARACTER.len_utf8()));
    let message = format!(
        "{} does not load this file: some of its bytes are not UTF-8. Save it with that encoding.",
        file.dialect.label
    );
    findings.add(Diagnostic::new(Severity::Error, span, message));
}
