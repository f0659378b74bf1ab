//! `description-without-cue`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::wording::says_when;

pub const RULE: Rule = Rule {
    code: "description-without-cue",
    summary: "A description that does not say when to use the agent.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Description]),
    page: include_str!("description-without-cue.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(description) = file.verdict.description.as_ref().filter(|_| file.verdict.loads) else { return };
    if *findings.read_text(description, || says_when(description)) {
        return;
    }
    let Some(entry) = file.entry(Role::Description) else { return };
    findings.add(Diagnostic::new(
        Severity::Hint,
        entry.key_span,
        format!(
            "{} decides by this text when to call the agent, but it says only what the agent does. Add when to use it: \"Use when …\".",
            file.dialect.label
        ),
    ));
}
