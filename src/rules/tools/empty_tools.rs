//! `empty-tools`

use super::meant::meant;
use super::{is_agent, key};
use crate::compose::entry_edit;
use crate::dialect::{Role, Take, Tool};
use crate::model::AgentFile;
use crate::model::verdict::tool_list::find_tool;
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Node, NodeKind};

pub const RULE: Rule = Rule {
    code: "empty-tools",
    summary: "A list of tools that holds no tool.",
    severity: Severity::Error,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("empty-tools.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some((entry, node)) = file.entry(Role::Tools).zip(file.value(Role::Tools)) else { return };
    // Where such a list means all tools, or costs the file, another rule says what there is to say.
    let is_lost = file.verdict.dropped_values.iter().any(|dropped| dropped.role == Role::Tools);
    let starts_with_none = file.verdict.tools.effective.is_some() && !is_lost;
    if !file.verdict.tools.declared.is_empty() || !is_agent(file) || !starts_with_none {
        return;
    }
    let says_none = file.field(Role::Tools).is_some_and(|field| field.takes.contains(&Take::EmptyList))
        && matches!(&node.kind, NodeKind::List(items) if items.is_empty());
    if says_none || !file.verdict.loads && file.verdict.dropped_values.iter().any(|d| d.role == Role::Tools) {
        return;
    }
    let key = key(file, Role::Tools);
    let what = match &node.kind {
        NodeKind::Map(pairs) if !pairs.is_empty() => "The key takes a list of names; a map gives none.".to_owned(),
        NodeKind::Bool(_) | NodeKind::Number(_) => {
            format!("The key takes a list of names; {} is none.", node.span.slice(&file.text))
        }
        NodeKind::List(items) if !items.is_empty() => {
            "The key takes a list of names; nothing in this one is a name.".to_owned()
        }
        _ => "An absent list means all tools; an empty one means none.".to_owned(),
    };
    let granted = file.verdict.tools.effective.clone().unwrap_or_default();
    // With tools that another key brings in the agent can at least do something.
    let (severity, outcome) = if granted.is_empty() {
        (Severity::Error, "This agent starts with no tools at all.".to_owned())
    } else {
        let names = both(granted.iter().map(String::as_str));
        (Severity::Warning, format!("This agent starts with {names} alone."))
    };
    let mut found = Diagnostic::new(severity, entry.key_span, format!("{outcome} {what}"));
    let names = named_in(file, node);
    if !names.is_empty() {
        let listed = names.join(", ");
        let behind_key = entry_edit::set_value(file, entry, &listed);
        if let Some(edits) = behind_key {
            found = found.fix(Fix::to_review(format!("List {listed}"), edits));
        }
    }
    if let Some(edits) = entry_edit::remove(file, entry) {
        found = found.fix(Fix::to_review(format!("Remove the key {key}: all tools"), edits));
    }
    if names.is_empty() {
        let reading = reading_tools(file).join(", ");
        if let Some(edits) = entry_edit::set_value(file, entry, &reading).filter(|_| !reading.is_empty()) {
            found = found.fix(Fix::to_review(format!("List {reading}"), edits));
        }
    }
    findings.add(found);
}

/// The tools that a map or a nested list names: of a map, the keys that are not switched off.
fn named_in(file: &AgentFile, node: &Node) -> Vec<String> {
    let tree = &file.front_matter.tree;
    let mut names: Vec<String> = Vec::new();
    let mut take = |node: &Node| {
        let Some(text) = node.as_str() else { return };
        let found = match find_tool(file.dialect, text) {
            Some((tool, _)) => vec![tool.name.to_string()],
            None => {
                meant(file.dialect, text).filter(|meant| meant.is_sure()).map_or_else(Vec::new, |meant| meant.names)
            }
        };
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    };
    match &node.kind {
        NodeKind::Map(pairs) => {
            for (key, value) in pairs {
                let (Some(key), Some(value)) = (tree.get(*key), tree.get(*value)) else { continue };
                let off = matches!(&value.kind, NodeKind::Bool(false))
                    || matches!(value.as_str(), Some("false" | "deny" | "no" | "off"));
                if !off {
                    take(key);
                }
            }
        }
        NodeKind::List(items) => {
            for item in items.iter().filter_map(|id| tree.get(*id)) {
                match &item.kind {
                    NodeKind::List(inner) => inner.iter().filter_map(|id| tree.get(*id)).for_each(&mut take),
                    NodeKind::Map(pairs) => pairs.iter().filter_map(|(key, _)| tree.get(*key)).for_each(&mut take),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    names
}

/// Tools that only look.
fn reading_tools(file: &AgentFile) -> Vec<&'static str> {
    use crate::dialect::{Capability, Reach};
    let looks = |tool: &&Tool| {
        !tool.asks
            && matches!(tool.reach, Reach::Always | Reach::UnlessShell | Reach::WhenListed)
            && !tool.does.is_empty()
            && tool.does.iter().all(|does| matches!(does, Capability::ReadFiles | Capability::SearchFiles))
    };
    file.dialect.tools.iter().filter(looks).map(|tool| &*tool.name).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn text(tools: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{tools}\nmodel: opus\n---\n\nDo it.\n")
    }

    #[test]
    fn nothing_is_not_everything() {
        expect_test::expect![[r#"
            error empty-tools "tools": This agent starts with no tools at all. An absent list means all tools; an empty one means none.
              fix: Remove the key tools: all tools (to review)
              fix: List Read, Glob, Grep (to review)
        "#]].assert_eq(&findings(&text("tools:")));
        expect_test::expect![[r#"
            error empty-tools "tools": This agent starts with no tools at all. The key takes a list of names; a map gives none.
              fix: List Read, Write (to review)
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools:\n  Read: true\n  bash: false\n  write_file: true")));
        expect_test::expect![[r#"
            error empty-tools "tools": This agent starts with no tools at all. The key takes a list of names; true is none.
              fix: Remove the key tools: all tools (to review)
              fix: List Read, Glob, Grep (to review)
        "#]].assert_eq(&findings(&text("tools: true")));
        expect_test::expect![[r#"
            warning empty-tools "tools": This agent starts with Read, Write and Edit alone. An absent list means all tools; an empty one means none.
              fix: Remove the key tools: all tools (to review)
              fix: List Read, Glob, Grep (to review)
        "#]].assert_eq(&findings(&text("tools: []\nmemory: project")));
    }

    #[test]
    fn the_key_goes_or_names_come_in() {
        assert_eq!(fixed(&text("tools:"), "empty-tools"), text("x").replace("x\n", ""));
        let map = "tools: # of another program\n  Read: true\n  bash: false\n  write_file: true";
        assert!(fixed(&text(map), "empty-tools").contains("\ntools: Read, Write\nmodel: opus\n"));
    }
}
