//! Rules about the lists of tools.

pub mod denied_without_effect;
pub mod duplicate_tool;
pub mod empty_tools;
pub mod gone_tool;
pub mod ignored_specifier;
pub mod mcp_pattern;
mod meant;
pub mod missing_capability;
pub mod missing_tool;
pub mod no_tool_resolves;
pub mod renamed_tool;
pub mod tool_in_both_lists;
pub mod tool_without_effect;
pub mod unknown_tool;
pub mod wildcard_among_tools;

use crate::compose::ListEdit;
use crate::dialect::{Role, Tool, UnknownTools};
use crate::model::AgentFile;
use crate::model::verdict::{ReasonKind, ToolEntry, ToolFate, tool_list};
use crate::text::EditSet;
use std::cell::OnceCell;

/// Entries past this number are not looked at: nobody reads as many findings.
const MOST_ENTRIES: usize = 256;

/// One of the two lists of tools: its role and its entries.
struct Listed<'a> {
    file: &'a AgentFile,
    role: Role,
    entries: &'a [ToolEntry],
    edit: OnceCell<Option<ListEdit<'a>>>,
}

impl<'a> Listed<'a> {
    fn new(file: &'a AgentFile, role: Role, entries: &'a [ToolEntry]) -> Listed<'a> {
        Listed { file, role, entries, edit: OnceCell::new() }
    }

    /// What changes the list; made once for all its findings, and only where there is one.
    fn edit(&self) -> Option<&ListEdit<'a>> {
        self.edit.get_or_init(|| ListEdit::of(self.file, self.role)).as_ref()
    }
}

/// The two lists, the one of granted tools first. That one is empty here where none of its entries
/// resolves: a single finding (`no-tool-resolves`) then stands for all of them.
fn lists<'a>(file: &'a AgentFile) -> [Listed<'a>; 2] {
    let tools = &file.verdict.tools;
    let granted: &[ToolEntry] = if none_resolves(file) || !is_agent(file) { &[] } else { &tools.declared };
    let denied: &[ToolEntry] = if is_agent(file) { &tools.denied_entries } else { &[] };
    let first = |entries: &'a [ToolEntry]| entries.get(..MOST_ENTRIES).unwrap_or(entries);
    [Listed::new(file, Role::Tools, first(granted)), Listed::new(file, Role::DeniedTools, first(denied))]
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
        // It may be a tool that others add.
        ToolFate::Unknown if file.dialect.unknown_tools == UnknownTools::MayBeAdded => {
            meant::meant(file.dialect, &entry.text).is_none()
        }
        ToolFate::NoEffect { .. } | ToolFate::Unknown => false,
    };
    !tools.declared.is_empty()
        && !drops_file(file)
        && tools.effective.as_ref().is_some_and(Vec::is_empty)
        && !tools.declared.iter().any(resolves)
}

/// Whether one unknown name in a list costs the whole file.
fn drops_file(file: &AgentFile) -> bool {
    file.dialect.unknown_tools == UnknownTools::DropFile
}

/// The tool's fact behind a name or an old name.
fn fact(file: &AgentFile, name: &str) -> Option<&'static Tool> {
    tool_list::find_tool(file.dialect, name).map(|(tool, _)| tool)
}

/// The edits that put `names` in place of the entry at `at` without naming a tool twice.
fn put(file: &AgentFile, list: &Listed<'_>, at: usize, names: &[String]) -> Option<EditSet> {
    let new = not_listed(file, list, at, names);
    let edit = list.edit()?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Severity;
    use crate::rules::page_tests::agent;
    use crate::rules::page_tests::check;

    /// Forms of a list of three; `X` is the entry to try.
    const FORMS: &[&str] = &[
        "tools: Read, X, Bash",
        "tools: X, Read, Bash",
        "tools: \"Read, Bash, X\"",
        "tools: Read,\n  X,\n  Bash",
        "tools: [Read, X, Bash]",
        "tools: [Read, Bash, \"X\"]",
        "tools: [\n  \"Read\", # reads\n  \"X\",\n  \"Bash\"\n ]",
        "tools:\n  - Read\n  - \"X\" # why\n  - Bash",
        "tools:\n- Read\n- Bash\n- \"X\"",
        "tools:\n  - Read, X\n  - Bash",
    ];

    /// Each fix of each finding leaves a file whose list reads as promised and whose other keys are as they were.
    #[test]
    fn fixes_mend_the_list_in_every_form_and_nothing_else() {
        let entries = [
            "Grpe",
            "bash",
            "read_file",
            "Read/Write",
            "Write;",
            "MultiEdit",
            "LS",
            "TodoRead",
            "Task",
            "Read",
            "search",
            "Web*",
            "AskUserQuestion",
            "Bash(git:*)",
            "Foo",
            "mcp_a_b",
            "github/*",
            "mcp__a__b*",
            "-Bash",
        ];
        for form in FORMS {
            for written in entries {
                let text = format!(
                    "---\nname: agent\ndescription: Does it.\n{}\nmodel: opus # kept\n---\n\nDo it.\n",
                    form.replace('X', written)
                );
                let before = agent(&text);
                let others = |file: &AgentFile| -> Vec<String> {
                    let kept = file.front_matter.entries.iter().filter(|entry| &*entry.key != "tools");
                    kept.map(|entry| entry.span.slice(&file.text).to_owned()).collect()
                };
                let list = before.entry(Role::Tools).unwrap().span;
                let mut found = check(&before);
                found.retain(|finding| list.covers(finding.span));
                let any_fix = found.iter().any(|finding| !finding.fixes.is_empty());
                assert!(any_fix, "{text}{found:#?}");
                for finding in &found {
                    for fix in &finding.fixes {
                        let after = agent(&fix.edits.apply(&text));
                        let again = check(&after);
                        assert_eq!(others(&after), others(&before), "{}: {}", fix.title, after.text);
                        assert!(after.verdict.loads && after.verdict.launches, "{}: {}", fix.title, after.text);
                        let same = |other: &&crate::rules::Diagnostic| other.code == finding.code;
                        assert!(
                            again.iter().filter(same).count() < found.iter().filter(same).count(),
                            "{}: {}{again:#?}",
                            fix.title,
                            after.text
                        );
                        let graver = again.iter().any(|other| other.severity == Severity::Error);
                        assert!(!graver, "{}: {}", fix.title, after.text);
                        let kept = ["Read", "Bash"].iter().all(|name| {
                            after
                                .verdict
                                .tools
                                .effective
                                .as_ref()
                                .is_some_and(|tools| tools.iter().any(|tool| tool == name))
                        });
                        assert!(kept, "{}: {}", fix.title, after.text);
                    }
                }
            }
        }
    }
}
