//! `switched-off`

use crate::compose::entry_edit;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "switched-off",
    summary: "An agent that its own file leaves out.",
    severity: Severity::Information,
    reads: Reads::Everything,
    page: include_str!("switched-off.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let is_ours = |kind| kind == ReasonKind::SwitchedOff;
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| is_ours(reason.kind)) else { return };
    let message = format!(
        "{} leaves this agent out, as if the file were not there. Remove the line to have it back.",
        file.dialect.label
    );
    let mut found = Diagnostic::new(Severity::Information, reason.span, message);
    let entry = file.front_matter.entries.iter().find(|entry| entry.span == reason.span);
    if let Some(edits) = entry.and_then(|entry| entry_edit::remove(file, entry)) {
        found = found.fix(Fix::to_review("Switch the agent on", edits));
    }
    findings.add(found);
}
