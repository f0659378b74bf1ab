//! `long-description`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "long-description",
    summary: "A description that costs every session many tokens.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Description]),
    page: include_str!("long-description.md"),
    check,
};

/// Several times what a good description needs.
const MANY_TOKENS: u32 = 300;

fn check(file: &AgentFile, findings: &mut Findings) {
    let tokens = file.verdict.tokens.description;
    if !file.verdict.loads || tokens <= MANY_TOKENS {
        return;
    }
    let Some(entry) = file.entry(Role::Description) else { return };
    findings.add(Diagnostic::new(
        Severity::Hint,
        entry.key_span,
        format!(
            "This description costs every session about {tokens} tokens, whether the agent is used or not. Keep what it does and when to use it, and move the rest into the body."
        ),
    ));
}
