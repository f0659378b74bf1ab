//! `missing-tool`

use super::{fact, is_agent};
use crate::compose::ListEdit;
use crate::dialect::{Field, Role};
use crate::model::AgentFile;
use crate::model::verdict::kind;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::NodeKind;

pub const RULE: Rule = Rule {
    code: "missing-tool",
    summary: "A key that needs a tool which the list leaves out.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("missing-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(granted) = file.verdict.tools.effective.as_ref().filter(|_| is_agent(file)) else { return };
    let kind = kind::of(file.dialect, &file.front_matter);
    for field in file.dialect.fields.iter().filter(|field| kind::knows(field, kind)) {
        let Some(tool) = field.needs_tool.as_deref().and_then(|name| fact(file, name)) else { continue };
        let is_granted =
            granted.iter().any(|name| *name == *tool.name || tool.brings.iter().any(|inside| inside == name));
        if is_granted || !names_something(file, field) {
            continue;
        }
        let Some(entry) = file.front_matter.entry(&field.key) else { continue };
        let message = format!(
            "{} can't use \"{}\" here: the list of tools leaves out {}. Add it.",
            file.dialect.label, field.key, tool.name
        );
        let found = Diagnostic::new(Severity::Warning, entry.key_span, message);
        let added = ListEdit::of(file, Role::Tools).and_then(|list| list.add(&tool.name));
        findings.add(match added {
            Some(edits) => found.fix(Fix::safe(format!("Add {} to the tools", tool.name), edits)),
            None => found,
        });
    }
}

fn names_something(file: &AgentFile, field: &Field) -> bool {
    let value = file.front_matter.entry(&field.key).and_then(|entry| file.front_matter.value(entry));
    match value.map(|node| &node.kind) {
        Some(NodeKind::List(items)) => items
            .iter()
            .filter_map(|id| file.front_matter.tree.get(*id))
            .any(|item| item.as_str().is_some_and(|text| !text.trim().is_empty())),
        _ => false,
    }
}
