//! Rules about the lists of tools.

pub mod denied_without_effect;
pub mod duplicate_tool;
pub mod empty_tools;
pub mod gone_tool;
pub mod ignored_specifier;
pub mod mcp_pattern;
mod meant;
pub mod no_tool_resolves;
pub mod renamed_tool;
pub mod tool_in_both_lists;
pub mod tool_without_effect;
pub mod unknown_tool;
pub mod wildcard_among_tools;

use crate::dialect::{Role, Tool};
use crate::model::verdict::{ReasonKind, ToolEntry, ToolFate, tool_list};
use crate::model::{AgentFile, ListEdit};
use crate::text::EditSet;

/// One of the two lists of tools: its role and its entries.
struct Listed<'a> {
    role: Role,
    entries: &'a [ToolEntry],
}

/// The two lists, the one of granted tools first. That one is empty here where none of its entries
/// resolves: a single finding (`no-tool-resolves`) then stands for all of them.
fn lists(file: &AgentFile) -> [Listed<'_>; 2] {
    let tools = &file.verdict.tools;
    let granted: &[ToolEntry] = if none_resolves(file) || !is_agent(file) { &[] } else { &tools.declared };
    let denied: &[ToolEntry] = if is_agent(file) { &tools.denied_entries } else { &[] };
    [Listed { role: Role::Tools, entries: granted }, Listed { role: Role::DeniedTools, entries: denied }]
}

/// Whether the file has front matter that the tool looks at.
fn is_agent(file: &AgentFile) -> bool {
    let reason = file.verdict.reason.as_ref().map(|reason| reason.kind);
    !matches!(reason, Some(ReasonKind::NoFrontMatter | ReasonKind::NotAnAgent | ReasonKind::NotAMap))
}

/// Whether the list of tools has entries, and none of them names a tool that comes into effect.
fn none_resolves(file: &AgentFile) -> bool {
    let tools = &file.verdict.tools;
    // The server of a well-formed pattern may be there although nobody has seen it.
    let resolves = |entry: &ToolEntry| match &entry.fate {
        ToolFate::Tool { .. } | ToolFate::All => true,
        ToolFate::Mcp { matches, .. } => *matches || mcp_pattern::is_well_formed(file, &entry.text),
        ToolFate::NoEffect { .. } | ToolFate::Unknown => false,
    };
    !tools.declared.is_empty()
        && tools.effective.as_ref().is_some_and(Vec::is_empty)
        && !tools.declared.iter().any(resolves)
}

/// The tool's fact behind a name or an old name.
fn fact(file: &AgentFile, name: &str) -> Option<&'static Tool> {
    tool_list::find_tool(file.dialect, name).map(|(tool, _)| tool)
}

/// The edits that put `names` in place of the entry at `at` without naming a tool twice.
fn put(file: &AgentFile, list: &Listed<'_>, at: usize, names: &[String]) -> Option<EditSet> {
    let new = not_listed(file, list, at, names);
    let edit = ListEdit::of(file, list.role)?;
    if new.is_empty() { edit.remove(at) } else { edit.replace(at, &new.join(", ")) }
}

/// Those of `names` that no other entry of the list gives.
fn not_listed(file: &AgentFile, list: &Listed<'_>, at: usize, names: &[String]) -> Vec<String> {
    let others = || list.entries.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, entry)| entry);
    let listed = |name: &str| {
        others().any(|entry| {
            let text = entry.text.split('(').next().unwrap_or(&entry.text);
            text == name || fact(file, text).is_some_and(|tool| tool.name == name)
        })
    };
    names.iter().filter(|name| !listed(name)).cloned().collect()
}

/// The key of a role, as the dialect writes it.
fn key(file: &AgentFile, role: Role) -> &'static str {
    file.field(role).map_or("", |field| &field.key)
}
