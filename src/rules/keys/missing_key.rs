//! `missing-key`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::words::either;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "missing-key",
    summary: "An agent without a key that its kind needs.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("missing-key.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| reason.kind == ReasonKind::MissingKey) else {
        return;
    };
    let cards = file.dialect.fields.iter().filter(|field| field.role == Role::AgentCard);
    let keys = either(cards.map(|field| &*field.key));
    findings.add(Diagnostic::new(
        Severity::Error,
        reason.span,
        format!("{} rejects this file: an agent of this kind needs {keys}.", file.dialect.label),
    ));
}
