//! `ignored-specifier`

use super::{key, lists};
use crate::dialect::{Capability, Role};
use crate::model::AgentFile;
use crate::model::verdict::ToolFate;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "ignored-specifier",
    summary: "A restriction in parentheses that the tool ignores.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("ignored-specifier.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let label = &file.dialect.label;
    for list in lists(file) {
        for (at, entry) in list.entries.iter().enumerate() {
            if findings.is_full() {
                return;
            }
            let ToolFate::Tool { name, specifier: Some(span), .. } = &entry.fate else { continue };
            let Some((bare, inside)) = entry.text.split_once('(') else { continue };
            let inside = inside.trim_end_matches(')').trim();
            if matches!(inside, "" | "*" | "*:*" | "**") {
                continue;
            }
            let delegates = super::fact(file, name).is_some_and(|tool| tool.does.contains(&Capability::Delegate));
            let denying = list.role == Role::DeniedTools;
            let (severity, message) = match (denying, delegates) {
                (true, _) => (
                    Severity::Warning,
                    format!(
                        "{label} ignores the restriction and takes all of {name} away. Where only some uses are meant, deny those in the settings (permissions.deny)."
                    ),
                ),
                (false, true) => (
                    Severity::Information,
                    format!(
                        "{label} heeds these names only in an agent that is the main session; called as a {}, this agent can start any agent.",
                        file.dialect.noun
                    ),
                ),
                (false, false) => (
                    Severity::Warning,
                    format!(
                        "{label} ignores the restriction: the agent gets the whole {name} tool. To limit it, use permissions.deny in the settings or a hook before the tool runs."
                    ),
                ),
            };
            let mut found = Diagnostic::new(severity, *span, message);
            let listed_too =
                denying
                    && file.verdict.tools.declared.iter().any(
                        |granted| matches!(&granted.fate, ToolFate::Tool { name: granted, .. } if granted == name),
                    );
            if listed_too {
                let related =
                    file.verdict.tools.declared.iter().find(
                        |granted| matches!(&granted.fate, ToolFate::Tool { name: granted, .. } if granted == name),
                    );
                if let Some(granted) = related {
                    found = found.see(granted.span, format!("without effect: {} wins", key(file, Role::DeniedTools)));
                }
            }
            if let Some(edit) = list.edit() {
                if denying && let Some(edits) = edit.remove(at) {
                    found = found.fix(Fix::to_review(format!("Remove {}", entry.text), edits));
                }
                if let Some(edits) = edit.replace(at, bare) {
                    found = found.fix(Fix::to_review("Remove the restriction", edits));
                }
            }
            findings.add(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn text(tools: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n\nDo it.\n")
    }

    #[test]
    fn points_at_the_parentheses() {
        expect_test::expect![[r#"
            warning ignored-specifier "(git:*)": Claude Code ignores the restriction: the agent gets the whole Bash tool. To limit it, use permissions.deny in the settings or a hook before the tool runs.
              fix: Remove the restriction (to review)
            information ignored-specifier "(planner)": Claude Code heeds these names only in an agent that is the main session; called as a subagent, this agent can start any agent.
              fix: Remove the restriction (to review)
        "#]].assert_eq(&findings(&text("tools: Read, Bash(git:*), Agent(planner), Edit(*)")));
        expect_test::expect![[r#"
            warning ignored-specifier "(git push:*)": Claude Code ignores the restriction and takes all of Bash away. Where only some uses are meant, deny those in the settings (permissions.deny).
              see "Bash": without effect: disallowedTools wins
              fix: Remove the restriction (to review)
        "#]].assert_eq(&findings(&text("tools: Bash\ndisallowedTools:\n  - Bash(git push:*)")));
        let list = "tools:\n  - Bash(git add:*)\n  - Read";
        assert!(fixed(&text(list), "ignored-specifier").contains("\n  - Bash\n  - Read\n"));
    }
}
