//! `deprecated-key`

use crate::compose::entry_edit;
use crate::dialect::Field;
use crate::model::AgentFile;
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};
use crate::syntax::Entry;
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "deprecated-key",
    summary: "A key that others have taken the place of.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("deprecated-key.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for field in file.dialect.fields.iter().filter(|field| !field.replaced_by.is_empty()) {
        let Some(entry) = file.front_matter.entry(&field.key) else { continue };
        findings.add(finding(file, field, entry));
    }
}

fn finding(file: &AgentFile, field: &Field, entry: &Entry) -> Diagnostic {
    let label = &file.dialect.label;
    let successors = both(field.replaced_by.iter().map(|key| &**key));
    let message = format!("{label} shows \"{}\" as an error: {successors} have taken its place.", field.key);
    let mut found = Diagnostic::new(Severity::Warning, entry.key_span, message).tag(Tag::Deprecated);
    if let Some(lines) = rewritten(file, field, entry) {
        let text = lines.join(file.line_end());
        found = found.fix(Fix::safe(
            format!("Write {} instead", both(lines.iter().map(String::as_str))),
            EditSet::one(entry.span, text),
        ));
    }
    match entry_edit::remove(file, entry) {
        Some(edits) => found.fix(Fix::to_review(format!("Remove the key {}", field.key), edits)),
        None => found,
    }
}

/// The lines that say the same, without those whose keys are there already.
fn rewritten(file: &AgentFile, field: &Field, entry: &Entry) -> Option<Vec<String>> {
    let written = entry.raw_value.slice(&file.text).trim().trim_matches(['"', '\'']);
    let rewrite = field.rewrites.iter().find(|rewrite| rewrite.value == written)?;
    let is_new =
        |line: &&crate::fact::Str| line.split(':').next().is_some_and(|key| file.front_matter.entry(key).is_none());
    let lines: Vec<String> = rewrite.lines.iter().filter(is_new).map(ToString::to_string).collect();
    (!lines.is_empty()).then_some(lines)
}
