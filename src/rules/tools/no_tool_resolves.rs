//! `no-tool-resolves`

use super::meant::{How, meant};
use super::{fact, is_agent, key, none_resolves};
use crate::compose::{Change, ListEdit, entry_edit};
use crate::dialect::{Reach, Role};
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "no-tool-resolves",
    summary: "A list of tools of which none exists: the agent is not started.",
    severity: Severity::Error,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("no-tool-resolves.md"),
    check,
};

/// For how many entries of a list it is guessed what was meant.
const MOST_GUESSES: usize = 100;

fn check(file: &AgentFile, findings: &mut Findings) {
    if !none_resolves(file) || !is_agent(file) {
        return;
    }
    let Some(entry) = file.entry(Role::Tools) else { return };
    let entries = &file.verdict.tools.declared;
    let (names, sure) = replacements(file, entries);
    let mut found = Diagnostic::new(Severity::Error, entry.raw_value, message(file, entries, &names));
    if let Some(edits) = ListEdit::of(file, Role::Tools).and_then(|edit| edit.change(&changes(&names))) {
        let listed = names.concat().join(", ");
        found = found.fix(if sure {
            Fix::safe(format!("Replace by {listed}"), edits)
        } else {
            Fix::to_review(format!("Replace by {listed}"), edits)
        });
    }
    if let Some(edits) = entry_edit::remove(file, entry) {
        found = found.fix(Fix::to_review(format!("Remove the key {}: all tools", key(file, Role::Tools)), edits));
    }
    findings.add(found);
}

/// For each entry the tools to write instead, each of them once; and whether that is sure for all of them.
fn replacements(file: &AgentFile, entries: &[ToolEntry]) -> (Vec<Vec<String>>, bool) {
    let mut given: Vec<String> = Vec::new();
    let mut sure = true;
    let mut names: Vec<Vec<String>> = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            if at >= MOST_GUESSES {
                sure = false;
                return Vec::new();
            }
            let (names, is_sure) = replacement(file, entry);
            sure &= is_sure;
            let new: Vec<String> = names.into_iter().filter(|name| !given.contains(name)).collect();
            given.extend(new.iter().cloned());
            new
        })
        .collect();
    // A set of tools brings its tools along.
    let is_brought = |name: &String| {
        given.iter().filter_map(|set| fact(file, set)).any(|set| set.brings.iter().any(|tool| **tool == **name))
    };
    names.iter_mut().for_each(|names| names.retain(|name| !is_brought(name)));
    (names, sure)
}

fn replacement(file: &AgentFile, entry: &ToolEntry) -> (Vec<String>, bool) {
    match &entry.fate {
        ToolFate::NoEffect { name } => {
            let instead = fact(file, name)
                .map_or_else(Vec::new, |tool| tool.use_instead.iter().map(ToString::to_string).collect());
            let sure = !instead.is_empty();
            (instead, sure)
        }
        ToolFate::Unknown => match meant(file.dialect, &entry.text) {
            Some(meant) if !matches!(meant.how, How::Exclusion | How::All) => {
                let sure = meant.is_sure() && (!meant.names.is_empty() || matches!(meant.how, How::Signs(_)));
                (meant.names, sure)
            }
            _ => (Vec::new(), false),
        },
        ToolFate::Tool { .. } | ToolFate::All | ToolFate::Mcp { .. } => (Vec::new(), false),
    }
}

fn changes(names: &[Vec<String>]) -> Vec<(usize, Change)> {
    let change =
        |names: &Vec<String>| if names.is_empty() { Change::Remove } else { Change::Replace(names.join(", ")) };
    names.iter().map(change).enumerate().collect()
}

fn message(file: &AgentFile, entries: &[ToolEntry], names: &[Vec<String>]) -> String {
    let refuses = if file.verdict.launches {
        format!("{} starts this agent with no tools at all:", file.dialect.label)
    } else {
        format!("{} refuses to launch this agent:", file.dialect.label)
    };
    if let [entry] = entries {
        return format!("{refuses} {}", sole(file, entry, names.first().map_or(&[][..], Vec::as_slice)));
    }
    let case_alone = entries.iter().zip(names).all(|(entry, names)| match names.as_slice() {
        [name] => entry.fate == ToolFate::Unknown && name.eq_ignore_ascii_case(&entry.text),
        _ => false,
    });
    let foreign: Vec<&str> = entries
        .iter()
        .take(MOST_GUESSES)
        .filter_map(|entry| match meant(file.dialect, &entry.text)?.how {
            How::Foreign { of, .. } => Some(of),
            _ => None,
        })
        .collect();
    let why = if case_alone {
        " (names are case-sensitive)".to_owned()
    } else {
        // Names that several programs share say little: the one that is named most often is meant.
        let most = foreign.iter().max_by_key(|of| foreign.iter().filter(|other| other == of).count());
        match most {
            Some(of) if foreign.len() * 2 >= entries.len() => format!(" (they look like tools of {of})"),
            _ => String::new(),
        }
    };
    let todo = if names.iter().any(|names| !names.is_empty()) {
        format!("Write {}.", names.concat().join(", "))
    } else {
        format!("Name tools that exist, or leave {} out for all of them.", key(file, Role::Tools))
    };
    format!("{refuses} none of its tools resolve{why}. {todo}")
}

/// Why the only entry resolves to nothing, and what to write.
fn sole(file: &AgentFile, entry: &ToolEntry, names: &[String]) -> String {
    let text = &entry.text;
    let tools = key(file, Role::Tools);
    if let ToolFate::NoEffect { name } = &entry.fate {
        let tool = fact(file, name);
        let note = tool.and_then(|tool| tool.reach_note.as_deref()).unwrap_or("not offered to agents of a file");
        let why = match tool.map(|tool| tool.reach) {
            Some(Reach::Gone) => format!("its only tool, \"{text}\", is gone ({note})."),
            _ => format!("its only tool, {text}, does not come into effect here ({note})."),
        };
        return match names {
            [] => format!("{why} Name another tool too, or leave {tools} out for all of them."),
            names => format!("{why} Write {}.", names.join(", ")),
        };
    }
    let unknown = format!("it has no tool \"{text}\", and the list names no other.");
    if matches!(entry.fate, ToolFate::Mcp { .. }) {
        return format!("\"{text}\" matches no tool, and the list names no other.");
    }
    match meant(file.dialect, text) {
        Some(meant) => {
            let [list, _] = super::lists(file);
            format!("{unknown} {}", super::unknown_tool::advice(file, &list, &meant, text))
        }
        None => format!("{unknown} Name tools that exist, or leave {tools} out for all of them."),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn text(tools: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n\nDo it.\n")
    }

    #[test]
    fn one_finding_stands_for_all_entries() {
        expect_test::expect![[r#"
            error no-tool-resolves "read, bash": Claude Code refuses to launch this agent: none of its tools resolve (names are case-sensitive). Write Read, Bash.
              fix: Replace by Read, Bash
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: read, bash")));
        expect_test::expect![[r#"
            error no-tool-resolves "[read_file, run_shell_command, save_memory]": Claude Code refuses to launch this agent: none of its tools resolve (they look like tools of Gemini CLI and Qwen Code). Write Read, Bash.
              fix: Replace by Read, Bash (to review)
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: [read_file, run_shell_command, save_memory]")));
        expect_test::expect![[r#"
            error no-tool-resolves "[Foo, Bar]": Claude Code refuses to launch this agent: none of its tools resolve. Name tools that exist, or leave tools out for all of them.
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: [Foo, Bar]")));
        expect_test::expect![[r#"
            error no-tool-resolves "TodoWrite": Claude Code refuses to launch this agent: its only tool, TodoWrite, does not come into effect here (off by default). Name another tool too, or leave tools out for all of them.
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: TodoWrite")));
        expect_test::expect![[r#"
            error no-tool-resolves "MultiEdit": Claude Code refuses to launch this agent: its only tool, "MultiEdit", is gone (removed; Edit does its work). Write Edit.
              fix: Replace by Edit
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: MultiEdit")));
        expect_test::expect![[r#"
            error no-tool-resolves "\"!Bash\"": Claude Code refuses to launch this agent: it has no tool "!Bash", and the list names no other. It knows no exclusions here. To take Bash away, list it in disallowedTools.
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: \"!Bash\"")));
        expect_test::expect![[r#"
            error no-tool-resolves "mcp__*": Claude Code refuses to launch this agent: "mcp__*" matches no tool, and the list names no other.
              fix: Remove the key tools: all tools (to review)
        "#]].assert_eq(&findings(&text("tools: mcp__*")));
    }

    #[test]
    fn all_names_are_mended_at_once() {
        let fix = |tools: &str| {
            let text = fixed(&text(tools), "no-tool-resolves");
            text.lines().skip(3).take_while(|line| *line != "---").collect::<Vec<_>>().join("\n")
        };
        assert_eq!(fix("tools: read, bash"), "tools: Read, Bash");
        assert_eq!(fix("tools:\n  - read_file\n  - read_many_files\n  - grep_search"), "tools:\n  - Read\n  - Grep");
        assert_eq!(fix("tools: `Read`, `Bash`"), "tools: Read, Bash");
        assert_eq!(fix("tools: \"[Read, Bash]\""), "tools: \"[Read, Bash]\"".replace(['[', ']'], ""));
    }
}
