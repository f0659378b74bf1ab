//! `plan-mode-writes`

use super::{is_agent, text_of};
use crate::dialect::{Capability, Role};
use crate::model::AgentFile;
use crate::model::verdict::value::find_choice;
use crate::model::verdict::{ToolEntry, ToolFate, tool_list};
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "plan-mode-writes",
    summary: "Tools that write, in a mode that refuses to write.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::PermissionMode, Role::Tools]),
    page: include_str!("plan-mode-writes.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some((field, entry)) = file.field(Role::PermissionMode).zip(file.entry(Role::PermissionMode)) else { return };
    let Some((text, node)) = text_of(file, entry).zip(file.front_matter.value(entry)) else { return };
    let plans = find_choice(&field.values, text, field.any_case).is_some_and(|choice| choice.plans);
    if !plans || !is_agent(file) {
        return;
    }
    let writing: Vec<(&ToolEntry, &str)> = file
        .verdict
        .tools
        .declared
        .iter()
        .filter_map(|entry| match &entry.fate {
            ToolFate::Tool { name, .. } if only_writes(file, name) => Some((entry, &**name)),
            _ => None,
        })
        .collect();
    let Some((first, _)) = writing.first() else { return };
    let names = both(writing.iter().map(|(_, name)| *name));
    let message =
        format!("{} refuses what {names} would do: in this mode the agent only reads and plans.", file.dialect.label);
    findings.add(Diagnostic::new(Severity::Hint, node.span, message).see(first.span, "listed here"));
}

/// Whether a tool is for writing alone: what a shell runs may well be harmless.
fn only_writes(file: &AgentFile, name: &str) -> bool {
    tool_list::find_tool(file.dialect, name).is_some_and(|(tool, _)| {
        tool.does.contains(&Capability::WriteFiles) && !tool.does.contains(&Capability::RunCommands)
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_and_hints;

    #[test]
    fn writing_tools_are_named() {
        let of = |tools: &str| {
            findings_and_hints(&format!(
                "---\nname: agent\ndescription: Does it.\ntools: {tools}\npermissionMode: plan\n---\n"
            ))
        };
        expect_test::expect![[r#"
            hint plan-mode-writes "plan": Claude Code refuses what Edit and Write would do: in this mode the agent only reads and plans.
              see "Edit": listed here
        "#]].assert_eq(&of("Read, Edit, Write, Bash"));
        assert_eq!(of("Read, Bash"), "");
    }
}
