//! `tool-in-both-lists`

use super::{key, lists};
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "tool-in-both-lists",
    summary: "A tool that is granted and denied.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("tool-in-both-lists.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let [granted, denied] = lists(file);
    let nothing_left = file.verdict.tools.effective.as_ref().is_some_and(Vec::is_empty);
    for (at, entry) in granted.entries.iter().enumerate() {
        if findings.is_full() {
            return;
        }
        let Some(name) = name(entry) else { continue };
        // A restriction on the other side has a rule of its own.
        let Some((other_at, other)) = denied
            .entries
            .iter()
            .enumerate()
            .find(|(_, other)| self::name(other) == Some(name) && !other.text.contains('('))
        else {
            continue;
        };
        let deny = key(file, Role::DeniedTools);
        let outcome = if nothing_left {
            format!("{} starts this agent with no tools at all: {deny} takes {name} away again.", file.dialect.label)
        } else {
            format!("{} does not give {name} to this agent: {deny} takes it away again.", file.dialect.label)
        };
        let mut found = Diagnostic::new(Severity::Warning, entry.span, outcome).see(other.span, "taken away here");
        if let Some(edits) = granted.edit().and_then(|edit| edit.remove(at)) {
            found = found.fix(Fix::to_review(format!("Remove {name} from {}", key(file, Role::Tools)), edits));
        }
        let entry_gone =
            || file.entry(Role::DeniedTools).and_then(|entry| crate::compose::entry_edit::remove(file, entry));
        let allow = denied.edit().and_then(|edit| if edit.len() == 1 { entry_gone() } else { edit.remove(other_at) });
        if let Some(edits) = allow {
            found = found.fix(Fix::to_review(format!("Remove {name} from {deny}"), edits));
        }
        findings.add(found);
    }
}

fn name(entry: &ToolEntry) -> Option<&str> {
    match &entry.fate {
        ToolFate::Tool { name, .. } => Some(name),
        ToolFate::Mcp { .. } => Some(&entry.text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    #[test]
    fn the_denial_wins() {
        let of = |lists: &str| findings(&format!("---\nname: agent\ndescription: Does it.\n{lists}\n---\n"));
        expect_test::expect![[r#"
            warning tool-in-both-lists "Bash": Claude Code does not give Bash to this agent: disallowedTools takes it away again.
              see "Bash": taken away here
              fix: Remove Bash from tools (to review)
              fix: Remove Bash from disallowedTools (to review)
        "#]].assert_eq(&of("tools: Read, Bash\ndisallowedTools: Bash, Write"));
        expect_test::expect![[r#"
            warning tool-in-both-lists "Bash": Claude Code starts this agent with no tools at all: disallowedTools takes Bash away again.
              see "Bash": taken away here
              fix: Remove Bash from disallowedTools (to review)
        "#]].assert_eq(&of("tools: Bash\ndisallowedTools: Bash"));
    }
}
