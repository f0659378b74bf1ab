//! `key-without-effect`

use crate::compose::entry_edit;
use crate::model::AgentFile;
use crate::model::verdict::DropCause;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};

pub const RULE: Rule = Rule {
    code: "key-without-effect",
    summary: "A key that the tool knows and never heeds here.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("key-without-effect.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for dropped in file.verdict.dropped_values.iter().filter(|dropped| dropped.cause == DropCause::WithoutEffect) {
        let field = file.dialect.fields.iter().find(|field| field.key == dropped.key);
        let Some(why) = field.and_then(|field| field.without_effect.as_ref()) else { continue };
        let Some(entry) = file.front_matter.entries.get(dropped.entry) else { continue };
        let label = &file.dialect.label;
        let message = format!("{label} does not heed the key \"{}\" here: {why}.", entry.key);
        let mut found = Diagnostic::new(Severity::Warning, entry.key_span, message).tag(Tag::Unnecessary);
        if let Some(edits) = entry_edit::remove(file, entry) {
            found = found.fix(Fix::to_review(format!("Remove the key {}", entry.key), edits));
        }
        findings.add(found);
    }
}
