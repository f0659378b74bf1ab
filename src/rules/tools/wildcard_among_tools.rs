//! `wildcard-among-tools`

use super::{key, lists};
use crate::compose::Change;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ToolFate;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "wildcard-among-tools",
    summary: "A `*` beside named tools: the agent gets all tools.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("wildcard-among-tools.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let [granted, _] = lists(file);
    let is_all = |fate: &ToolFate| *fate == ToolFate::All;
    let Some(star) = granted.entries.iter().find(|entry| is_all(&entry.fate)) else { return };
    if granted.entries.iter().all(|entry| is_all(&entry.fate)) {
        return;
    }
    let key = key(file, Role::Tools);
    let message = format!(
        "{} gives this agent all tools: beside \"{}\" the other names in {key} mean nothing.",
        file.dialect.label, star.text
    );
    let mut found = Diagnostic::new(Severity::Hint, star.span, message);
    let without_stars: Vec<(usize, Change)> = granted
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_all(&entry.fate))
        .map(|(at, _)| (at, Change::Remove))
        .collect();
    if let Some(edits) = granted.edit().and_then(|edit| edit.change(&without_stars)) {
        found = found.fix(Fix::to_review(format!("Remove \"{}\": only the named tools", star.text), edits));
    }
    if let Some(edits) = file.entry(Role::Tools).and_then(|entry| crate::compose::entry_edit::remove(file, entry)) {
        found = found.fix(Fix::to_review(format!("Remove the key {key}: all tools"), edits));
    }
    findings.add(found);
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_and_hints;

    #[test]
    fn only_beside_other_names() {
        let of = |tools: &str| {
            findings_and_hints(&format!("---\nname: agent\ndescription: Does it.\ntools: {tools}\n---\n"))
        };
        expect_test::expect![[r#"
            hint wildcard-among-tools "*": Claude Code gives this agent all tools: beside "*" the other names in tools mean nothing.
              fix: Remove "*": only the named tools (to review)
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&of("\"Read, *\""));
        assert_eq!(of("\"*\""), "");
    }
}
