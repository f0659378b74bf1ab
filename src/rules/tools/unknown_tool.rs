//! `unknown-tool`

use super::meant::{How, Meant, meant};
use super::{Listed, drops_file, key, lists, mcp_pattern, not_listed, put};
use crate::compose::entry_edit;
use crate::dialect::{Role, UnknownTools};
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::words::{are, both};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "unknown-tool",
    summary: "A tool that does not exist.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("unknown-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for list in lists(file) {
        for (at, entry) in list.entries.iter().enumerate() {
            // A denied star has a rule of its own.
            let unknown = entry.fate == ToolFate::Unknown && entry.text != "*";
            if findings.is_full() {
                return;
            }
            if unknown && !mcp_pattern::looks_like_one(file, &entry.text) {
                findings.add(finding(file, &list, at, entry));
            }
        }
    }
}

fn finding(file: &AgentFile, list: &Listed<'_>, at: usize, entry: &ToolEntry) -> Diagnostic {
    let label = &file.dialect.label;
    let text = &entry.text;
    let severity = if drops_file(file) { Severity::Error } else { Severity::Warning };
    let dropped = if list.role == Role::DeniedTools { "takes nothing away for it" } else { "drops it without a word" };
    let unknown = match severity {
        Severity::Error => format!("{label} rejects this file: it has no tool \"{text}\"."),
        _ => format!("{label} has no tool \"{text}\" and {dropped}."),
    };
    let may_be_added = file.dialect.unknown_tools == UnknownTools::MayBeAdded;
    let Some(meant) = meant(file.dialect, text) else {
        if may_be_added {
            let message = format!(
                "{label} has no tool \"{text}\" of its own and passes over the name unless an extension or an MCP server brings one along."
            );
            return Diagnostic::new(Severity::Hint, entry.span, message);
        }
        let plain = Diagnostic::new(severity, entry.span, unknown);
        return with_removal(plain, list, at);
    };
    let message = format!("{unknown} {}", advice(file, list, &meant, text));
    // A name for another program that reads the same file does no harm here.
    let severity = match meant.how {
        How::Foreign { reads_same_files: true, .. } => severity.min(Severity::Information),
        _ => severity,
    };
    let mut found = Diagnostic::new(severity, entry.span, message);
    match meant.how {
        How::Exclusion | How::All => {}
        _ if meant.names.is_empty() => {}
        _ => {
            let new = not_listed(file, list, at, &meant.names);
            let title = match new.as_slice() {
                [] => format!("Remove \"{text}\": {} listed", are(&meant.names)),
                names => format!("Replace by {}", names.join(", ")),
            };
            let mut names = meant.names.clone();
            if let (true, Some(last)) = (stands_for_comma(file, entry), names.last_mut()) {
                last.push(',');
            }
            if let Some(edits) = put(file, list, at, &names) {
                let fix = if meant.is_sure() { Fix::safe(title, edits) } else { Fix::to_review(title, edits) };
                return found.fix(fix);
            }
        }
    }
    if meant.how == How::All && list.role == Role::Tools && list.entries.len() == 1 {
        let edits = file.entry(list.role).and_then(|entry| entry_edit::remove(file, entry));
        if let Some(edits) = edits {
            found = found.fix(Fix::to_review(format!("Remove the key {}", key(file, list.role)), edits));
        }
    }
    with_removal(found, list, at)
}

/// Whether the sign at the end of an entry separates it from the next one.
fn stands_for_comma(file: &AgentFile, entry: &ToolEntry) -> bool {
    let rest = file.text.get(entry.span.end as usize..).unwrap_or("");
    entry.text.ends_with([';', '|', '，', '、', '；'])
        && rest.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphanumeric))
}

/// What to do about an entry that is understood.
pub(super) fn advice(file: &AgentFile, list: &Listed<'_>, meant: &Meant, text: &str) -> String {
    let names = both(meant.names.iter().map(|name| &**name));
    match &meant.how {
        How::Spelling => format!("Did you mean {names}?"),
        How::Signs(_) if meant.names.is_empty() => "Names are separated by commas alone.".to_owned(),
        How::Signs(sign) => {
            format!(
                "It takes \"{sign}\" for a part of the name; write {} with nothing but commas between names.",
                names
            )
        }
        How::OpenParenthesis => {
            format!("The parenthesis is never closed, so all that follows belongs to this name. Write {names}.")
        }
        How::Exclusion if list.role == Role::Tools => {
            format!("It knows no exclusions here. To take {names} away, list it in {}.", key(file, Role::DeniedTools))
        }
        How::Exclusion => format!("Write {names}: the key itself takes tools away."),
        How::Star => format!("It knows no such pattern. Write {names}."),
        How::All if list.role == Role::Tools => {
            format!("To give the agent all tools, leave {} out.", key(file, Role::Tools))
        }
        How::All => format!("\"{text}\" does not stand for all tools here."),
        How::Foreign { of, .. } if meant.names.is_empty() => {
            format!("It is a tool of {of}, and nothing here does its work.")
        }
        How::Foreign { of, .. } => {
            let verb = if meant.names.len() == 1 { "does" } else { "do" };
            format!("It is a tool of {of}; here {names} {verb} its work.")
        }
    }
}

fn with_removal(found: Diagnostic, list: &Listed<'_>, at: usize) -> Diagnostic {
    match list.edit().and_then(|edit| edit.remove(at)) {
        Some(edits) => found.fix(Fix::to_review("Remove it", edits)),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn of(tools: &str) -> String {
        findings(&format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n\nDo it.\n"))
    }

    #[test]
    fn says_what_is_wrong_with_the_writing() {
        expect_test::expect![[r#"
            warning unknown-tool "Grpe": Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?
              fix: Replace by Grep
            warning unknown-tool "`Read`": Claude Code has no tool "`Read`" and drops it without a word. It takes "`" for a part of the name; write Read with nothing but commas between names.
              fix: Replace by Read
            warning unknown-tool "Read/Write": Claude Code has no tool "Read/Write" and drops it without a word. It takes "/" for a part of the name; write Read and Write with nothing but commas between names.
              fix: Replace by Read, Write
            warning unknown-tool "Web*": Claude Code has no tool "Web*" and drops it without a word. It knows no such pattern. Write WebFetch and WebSearch.
              fix: Replace by WebFetch, WebSearch (to review)
            warning unknown-tool "read_file": Claude Code has no tool "read_file" and drops it without a word. It is a tool of Gemini CLI and Qwen Code; here Read does its work.
              fix: Replace by Read
            warning unknown-tool "problems": Claude Code has no tool "problems" and drops it without a word. It is a tool of VS Code, and nothing here does its work.
              fix: Remove it (to review)
            warning unknown-tool "search": Claude Code has no tool "search" and drops it without a word. It is a tool of VS Code and Copilot CLI; here Grep and Glob do its work.
              fix: Replace by Grep, Glob (to review)
            warning unknown-tool "Foo": Claude Code has no tool "Foo" and drops it without a word.
              fix: Remove it (to review)
        "#]].assert_eq(&of("tools: Edit, Grpe, `Read`, Read/Write, Web*, read_file, problems, search, Foo"));
        expect_test::expect![[r#"
            warning unknown-tool "!Bash": Claude Code has no tool "!Bash" and drops it without a word. It knows no exclusions here. To take Bash away, list it in disallowedTools.
              fix: Remove it (to review)
            warning unknown-tool "all": Claude Code has no tool "all" and drops it without a word. To give the agent all tools, leave tools out.
              fix: Remove it (to review)
            warning unknown-tool "bash": Claude Code has no tool "bash" and takes nothing away for it. Did you mean Bash?
              fix: Replace by Bash
        "#]].assert_eq(&of("tools:\n  - Read\n  - \"!Bash\"\n  - all\ndisallowedTools: bash"));
    }

    #[test]
    fn a_fix_never_names_a_tool_twice() {
        let fix = |tools: &str| {
            let text = fixed(&format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n"), "unknown-tool");
            text.lines().skip(3).take_while(|line| *line != "---").collect::<Vec<_>>().join("\n")
        };
        assert_eq!(fix("tools: Read, Grep, grep"), "tools: Read, Grep");
        assert_eq!(fix("tools: [Read, search]"), "tools: [Read, Grep, Glob]");
        assert_eq!(fix("tools: [Grep, search, Read]"), "tools: [Grep, Glob, Read]");
        assert_eq!(fix("tools:\n  - Read/Write\n  - Bash"), "tools:\n  - Read, Write\n  - Bash");
        assert_eq!(fix("tools:\n  - read\n  - Read"), "tools:\n  - Read");
        assert_eq!(fix("tools: Read; Bash"), "tools: Read, Bash");
        assert_eq!(fix("tools: [Read;, Bash]"), "tools: [Read, Bash]");
    }
}
