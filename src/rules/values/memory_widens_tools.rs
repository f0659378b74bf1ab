//! `memory-widens-tools`

use super::is_agent;
use crate::compose::{ListEdit, entry_edit};
use crate::dialect::{Capability, Field, Role, Tool};
use crate::model::AgentFile;
use crate::model::verdict::{ToolFate, tool_list};
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, NodeKind};

pub const RULE: Rule = Rule {
    code: "memory-widens-tools",
    summary: "A memory that lets an agent write although its list of tools does not.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Memory, Role::Tools, Role::DeniedTools]),
    page: include_str!("memory-widens-tools.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let tools = &file.verdict.tools;
    if !is_agent(file) || tools.declared.is_empty() {
        return;
    }
    for field in file.dialect.fields.iter().filter(|field| !field.grants.is_empty()) {
        let Some(entry) = file.front_matter.entry(&field.key) else { continue };
        if let Some(found) = finding(file, field, entry).filter(|_| is_in_effect(file, entry)) {
            findings.add(found);
        }
    }
}

fn finding(file: &AgentFile, field: &Field, entry: &Entry) -> Option<Diagnostic> {
    let tools = &file.verdict.tools;
    let effective = tools.effective.as_ref()?;
    let listed: Vec<&str> = tools
        .declared
        .iter()
        .filter_map(|entry| match &entry.fate {
            ToolFate::Tool { name, .. } => Some(&**name),
            _ => None,
        })
        .collect();
    let writes = |name: &str| fact(file, name).is_some_and(|tool| tool.does.contains(&Capability::WriteFiles));
    let added: Vec<&str> = field
        .grants
        .iter()
        .map(|name| &**name)
        .filter(|name| writes(name) && !listed.contains(name) && effective.iter().any(|known| known == name))
        .collect();
    if added.is_empty() {
        return None;
    }
    // An agent that can write by other means already gains little.
    let severity = if listed.iter().any(|name| writes(name)) { Severity::Hint } else { Severity::Warning };
    let tools_entry = file.entry(Role::Tools)?;
    let names = both(added.iter().copied());
    let deny = file.field(Role::DeniedTools)?;
    let message = format!(
        "{} also gives this agent {names}, and not only for its {}: it can write any file. List them in {}, or take them away with {}.",
        file.dialect.label, field.key, tools_entry.key, deny.key
    );
    let span = file.front_matter.value(entry).map_or(entry.key_span, |node| node.span);
    let mut found = Diagnostic::new(severity, span, message).see(tools_entry.raw_value, "the list that it widens");
    let listed = added.join(", ");
    if let Some(edits) = ListEdit::of(file, Role::Tools).and_then(|edit| edit.add(&listed)) {
        found = found.fix(Fix::to_review(format!("Add {listed} to {}", tools_entry.key), edits));
    }
    let denial = match file.entry(Role::DeniedTools) {
        Some(_) => ListEdit::of(file, Role::DeniedTools).and_then(|edit| edit.add(&listed)),
        None => entry_edit::add_behind(file, tools_entry, &format!("{}: {listed}", deny.key)),
    };
    if let Some(edits) = denial {
        found = found.fix(Fix::to_review(format!("Deny {listed}"), edits));
    }
    Some(found)
}

fn is_in_effect(file: &AgentFile, entry: &Entry) -> bool {
    let at = file.front_matter.entries.iter().position(|other| std::ptr::eq(other, entry));
    let dropped = file.verdict.dropped_values.iter().any(|dropped| Some(dropped.entry) == at);
    !dropped && file.front_matter.value(entry).is_some_and(|node| node.kind != NodeKind::Null)
}

fn fact(file: &AgentFile, name: &str) -> Option<&'static Tool> {
    tool_list::find_tool(file.dialect, name).map(|(tool, _)| tool)
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{agent, findings, findings_and_hints};

    fn text(lines: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{lines}\n---\n\nDo it.\n")
    }

    #[test]
    fn a_reading_agent_with_a_memory_can_write() {
        expect_test::expect![[r#"
            warning memory-widens-tools "project": Claude Code also gives this agent Write and Edit, and not only for its memory: it can write any file. List them in tools, or take them away with disallowedTools.
              see "Read, Grep": the list that it widens
              fix: Add Write, Edit to tools (to review)
              fix: Deny Write, Edit (to review)
        "#]].assert_eq(&findings(&text("tools: Read, Grep\nmemory: project")));
        expect_test::expect![[r#"
            hint memory-widens-tools "project": Claude Code also gives this agent Write and Edit, and not only for its memory: it can write any file. List them in tools, or take them away with disallowedTools.
              see "Read, Bash": the list that it widens
              fix: Add Write, Edit to tools (to review)
              fix: Deny Write, Edit (to review)
        "#]].assert_eq(&findings_and_hints(&text("tools: Read, Bash\nmemory: project")));
        assert_eq!(findings_and_hints(&text("tools: Read, Write, Edit\nmemory: project")), "");
        assert_eq!(findings_and_hints(&text("tools: Read\nmemory: project\ndisallowedTools: Write, Edit")), "");
        assert_eq!(findings_and_hints(&text("memory: project")), "");
    }

    #[test]
    fn each_fix_keeps_its_promise() {
        let text = text("tools: Read\nmemory: project");
        let found = crate::rules::page_tests::check(&agent(&text));
        let after: Vec<_> =
            found[0].fixes.iter().map(|fix| agent(&fix.edits.apply(&text)).verdict.tools.effective).collect();
        let names = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(after, [names(&["Read", "Write", "Edit"]), names(&["Read"])]);
    }
}
