//! `mcp-pattern`

use super::{drops_file, key, lists};
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "mcp-pattern",
    summary: "An entry for tools of an MCP server that matches nothing.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("mcp-pattern.md"),
    check,
};

/// What patterns begin with, and what stands between server and tool.
struct Form {
    start: &'static str,
    between: &'static str,
}

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(form) = form(file) else { return };
    for list in lists(file) {
        for (at, entry) in list.entries.iter().enumerate() {
            if findings.is_full() {
                return;
            }
            let found = match &entry.fate {
                ToolFate::Mcp { server, tool, matches: false } => {
                    Some(misses(file, &form, list.role, entry, server, tool.as_deref()))
                }
                ToolFate::Unknown if looks_like_one(file, &entry.text) => Some(other_writing(file, &form, entry)),
                _ => None,
            };
            let Some((found, better)) = found else { continue };
            let fix = better.and_then(|better| {
                let edits = list.edit()?.replace(at, &better)?;
                Some(Fix::to_review(format!("Replace by {better}"), edits))
            });
            findings.add(match fix {
                Some(fix) => found.fix(fix),
                None => found,
            });
        }
    }
}

/// A pattern of the right form that matches nothing: why, and a better one.
fn misses(
    file: &AgentFile,
    form: &Form,
    role: Role,
    entry: &ToolEntry,
    server: &str,
    tool: Option<&str>,
) -> (Diagnostic, Option<String>) {
    let label = &file.dialect.label;
    let text = &entry.text;
    let Form { start, between } = form;
    let warn = |why: String| {
        Diagnostic::new(Severity::Warning, entry.span, format!("{label} drops \"{text}\" without a word: {why}"))
    };
    if is_well_formed(file, text) {
        let message = format!(
            "No MCP server called \"{server}\" is defined in this workspace; without it \"{text}\" has no effect."
        );
        return (Diagnostic::new(Severity::Information, entry.span, message), None);
    }
    if server == "*" && tool.is_none() && role == Role::Tools {
        let deny = key(file, Role::DeniedTools);
        return (warn(format!("\"{text}\" works only in {deny}. Name each server: {start}SERVER.")), None);
    }
    if server.is_empty() || server.contains('*') {
        return (
            warn(format!("the server has to be named in full: {start}SERVER or {start}SERVER{between}TOOL.")),
            None,
        );
    }
    let whole = format!("{start}{server}");
    (warn(format!("a star stands for a whole tool name only. \"{whole}\" gives all tools of the server.")), Some(whole))
}

/// An entry that means a server's tool in the writing of another program.
fn other_writing(file: &AgentFile, form: &Form, entry: &ToolEntry) -> (Diagnostic, Option<String>) {
    let Form { start, between } = form;
    let text = &entry.text;
    let all = if whole_server(file) { format!("{start}SERVER") } else { format!("{start}SERVER{between}*") };
    let forms = format!("tools of an MCP server are written {start}SERVER{between}TOOL, all of them {all}.");
    let label = &file.dialect.label;
    let finding = if drops_file(file) {
        let message = format!("{label} rejects this file for \"{text}\": {forms}");
        Diagnostic::new(Severity::Error, entry.span, message)
    } else {
        let message = format!("{label} drops \"{text}\" without a word: {forms}");
        Diagnostic::new(Severity::Warning, entry.span, message)
    };
    let better = rewritten(form, text).map(|better| match better.strip_prefix(form.start) {
        Some(server) if !whole_server(file) && !server.contains(between) => format!("{better}{between}*"),
        _ => better,
    });
    (finding, better)
}

/// `mcp_a_b`, `MCP__a__b`, `mcp-a` and `a/*` in the right form, where server and tool can be told apart.
fn rewritten(form: &Form, text: &str) -> Option<String> {
    let Form { start, between } = form;
    if let Some(server) = text.strip_suffix("/*") {
        return is_plain(server).then(|| format!("{start}{server}"));
    }
    let rest = text.get(3..)?.trim_start_matches(['_', '-', ':', '.', '/']);
    let parts: Vec<&str> = match rest.contains(between) {
        true => rest.split(between).collect(),
        false => rest.split(['_', ':', '.', '/']).collect(),
    };
    match parts.as_slice() {
        [server] | [server, "*"] if is_plain(server) => Some(format!("{start}{server}")),
        [server, tool] if is_plain(server) && is_plain(tool) => Some(format!("{start}{server}{between}{tool}")),
        _ => None,
    }
}

/// Whether a server's name alone stands for all of its tools.
fn whole_server(file: &AgentFile) -> bool {
    file.dialect.tool_patterns.iter().any(|pattern| pattern.form.ends_with("SERVER") && !pattern.only_denied)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Whether an unknown name is meant for a tool of an MCP server.
pub(super) fn looks_like_one(file: &AgentFile, text: &str) -> bool {
    let Some(form) = form(file) else { return false };
    let letters: String = form.start.chars().take_while(|c| c.is_alphanumeric()).collect();
    let begins = text.get(..letters.len()).is_some_and(|start| start.eq_ignore_ascii_case(&letters));
    let goes_on = text.get(letters.len()..).is_some_and(|rest| rest.starts_with(['_', '-', ':', '.', '/']));
    begins && goes_on || text.strip_suffix("/*").is_some_and(is_plain)
}

/// Whether an entry has the form of a pattern that can match.
pub(super) fn is_well_formed(file: &AgentFile, text: &str) -> bool {
    let Some(form) = form(file) else { return false };
    let Some(rest) = text.strip_prefix(form.start) else { return false };
    let (server, tool) = rest.split_once(form.between).unwrap_or((rest, "*"));
    !server.is_empty() && !server.contains('*') && (tool == "*" || !tool.contains('*'))
}

/// The form of a pattern, from the one that names server and tool.
fn form(file: &AgentFile) -> Option<Form> {
    file.dialect.tool_patterns.iter().find_map(|pattern| {
        let (start, rest) = as_static(&pattern.form)?.split_once("SERVER")?;
        Some(Form { start, between: rest.strip_suffix("TOOL")? })
    })
}

fn as_static(text: &'static crate::fact::Str) -> Option<&'static str> {
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;
    use crate::rules::page_tests::findings;

    #[test]
    fn says_what_the_form_is() {
        let of = |tools: &str| findings(&format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n"));
        expect_test::expect![[r#"
            warning mcp-pattern "mcp__*": Claude Code drops "mcp__*" without a word: "mcp__*" works only in disallowedTools. Name each server: mcp__SERVER.
            warning mcp-pattern "mcp__a__b*": Claude Code drops "mcp__a__b*" without a word: a star stands for a whole tool name only. "mcp__a" gives all tools of the server.
              fix: Replace by mcp__a (to review)
            warning mcp-pattern "mcp__*__b": Claude Code drops "mcp__*__b" without a word: the server has to be named in full: mcp__SERVER or mcp__SERVER__TOOL.
            warning mcp-pattern "mcp_a_b": Claude Code drops "mcp_a_b" without a word: tools of an MCP server are written mcp__SERVER__TOOL, all of them mcp__SERVER.
              fix: Replace by mcp__a__b (to review)
            warning mcp-pattern "mcp-github": Claude Code drops "mcp-github" without a word: tools of an MCP server are written mcp__SERVER__TOOL, all of them mcp__SERVER.
              fix: Replace by mcp__github (to review)
            warning mcp-pattern "github/*": Claude Code drops "github/*" without a word: tools of an MCP server are written mcp__SERVER__TOOL, all of them mcp__SERVER.
              fix: Replace by mcp__github (to review)
        "#]].assert_eq(&of(
            "tools: Read, mcp__*, mcp__a__b*, mcp__*__b, mcp_a_b, mcp-github, github/*, mcp__a, mcp__a__b, mcp__a__*",
        ));
        assert_eq!(of("disallowedTools: mcp__*, mcp__a"), "");
    }

    #[test]
    fn a_server_is_missed_only_where_servers_are_known() {
        let text = "---\nname: agent\ndescription: Does it.\ntools: Read, mcp__a__b, mcp__c\n---\n";
        let servers = ["a".to_owned()];
        let around = Surroundings { mcp_servers: Some(&servers), ..Surroundings::default() };
        let dialect = dialect::named("claude-code").unwrap();
        let file = AgentFile::new("x.md".into(), text.into(), dialect, around);
        let found = crate::rules::page_tests::check(&file);
        let words: Vec<_> = found.iter().map(|found| (found.severity, found.span.slice(text))).collect();
        assert_eq!(words, [(Severity::Information, "mcp__c")]);
    }
}
