//! `unknown-tool`

use crate::dialect::Reach;
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Rule, Severity};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "unknown-tool",
    summary: "A tool that does not exist.",
    severity: Severity::Warning,
    page: include_str!("unknown-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let tools = &file.verdict.tools;
    for entry in tools.declared.iter().chain(&tools.denied_entries) {
        if entry.fate == ToolFate::Unknown {
            findings.add(finding(file, entry));
        }
    }
}

fn finding(file: &AgentFile, entry: &ToolEntry) -> Diagnostic {
    let label = &file.dialect.label;
    let said = format!("{label} has no tool \"{}\" and drops it without a word.", entry.text);
    match nearest(file, &entry.text) {
        Some(name) => Diagnostic::new(Severity::Warning, entry.span, format!("{said} Did you mean {name}?"))
            .fix(Fix::safe(format!("Replace by {name}"), EditSet::one(entry.span, name))),
        None => Diagnostic::new(Severity::Warning, entry.span, said),
    }
}

/// The tool whose name is closest, letter case aside.
fn nearest(file: &AgentFile, text: &str) -> Option<String> {
    let usable = |reach: Reach| !matches!(reach, Reach::Gone | Reach::Never);
    let names = file.dialect.tools.iter().filter(|tool| usable(tool.reach)).map(|tool| &*tool.name);
    crate::rules::did_you_mean(text, names).map(str::to_owned)
}
