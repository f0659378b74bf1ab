//! `duplicate-tool`

use super::lists;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};
use rustc_hash::FxHashMap;

pub const RULE: Rule = Rule {
    code: "duplicate-tool",
    summary: "A tool that is listed twice.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("duplicate-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for list in lists(file) {
        let mut firsts: FxHashMap<&str, &ToolEntry> = FxHashMap::default();
        for (at, entry) in list.entries.iter().enumerate() {
            if findings.is_full() {
                return;
            }
            let Some(name) = name(entry) else { continue };
            let first = *firsts.entry(name).or_insert(entry);
            if std::ptr::eq(first, entry) {
                continue;
            }
            let message = format!("{} counts {name} once; this entry adds nothing.", file.dialect.label);
            let mut found = Diagnostic::new(Severity::Hint, entry.span, message)
                .see(first.span, "listed here first")
                .tag(Tag::Unnecessary);
            if let Some(edits) = list.edit().and_then(|edit| edit.remove(at)) {
                found = found.fix(Fix::safe("Remove it", edits));
            }
            findings.add(found);
        }
    }
}

/// The name under which an entry counts; without a restriction, which has a rule of its own.
fn name(entry: &ToolEntry) -> Option<&str> {
    match &entry.fate {
        ToolFate::Tool { name, specifier: None, .. } => Some(name),
        ToolFate::Mcp { .. } | ToolFate::All => Some(&entry.text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_and_hints, fixed};

    #[test]
    fn old_and_new_name_are_the_same_tool() {
        let text = "---\nname: agent\ndescription: Does it.\ntools: Agent, Read, Agent, Read\n---\n";
        expect_test::expect![[r#"
            hint duplicate-tool "Agent": Claude Code counts Agent once; this entry adds nothing.
              see "Agent": listed here first
              fix: Remove it
            hint duplicate-tool "Read": Claude Code counts Read once; this entry adds nothing.
              see "Read": listed here first
              fix: Remove it
        "#]]
        .assert_eq(&findings_and_hints(text));
        assert!(fixed(text, "duplicate-tool").contains("tools: Agent, Read, Read\n"));
    }
}
