//! `tool-reference`

use crate::compose::ListEdit;
use crate::dialect::{Reach, Role, Tool};
use crate::model::AgentFile;
use crate::model::verdict::kind;
use crate::model::verdict::tool_list::find_tool;
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag, did_you_mean};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "tool-reference",
    summary: "A tool named in the body that is renamed, unknown or not listed.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("tool-reference.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(mark) = file.dialect.tool_reference.as_deref() else { return };
    // Tools of another kind of agent are called otherwise.
    let named = kind::of(file.dialect, &file.front_matter);
    if named.is_some() && named != kind::usual(file.dialect) {
        return;
    }
    let body = file.text.get(file.front_matter.body as usize..).unwrap_or("");
    for (at, _) in body.match_indices(mark) {
        let start = file.front_matter.body + Span::offset(at + mark.len());
        let rest = file.text.get(start as usize..).unwrap_or("");
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        let name = rest.split(|c| !is_part(c)).next().unwrap_or("").trim_end_matches(['.', '/']);
        let span = Span::new(start, start + Span::offset(name.len()));
        let in_code = file.outline.fences.iter().any(|fence| fence.span.covers(span));
        if findings.is_full() {
            return;
        }
        if let Some(found) = finding(file, name, span).filter(|_| !name.is_empty() && !in_code) {
            findings.add(found);
        }
    }
}

fn finding(file: &AgentFile, name: &str, span: Span) -> Option<Diagnostic> {
    let label = &file.dialect.label;
    let Some((tool, renamed)) = find_tool(file.dialect, name) else { return unknown(file, name, span) };
    match tool.reach {
        Reach::Split | Reach::Gone if !tool.use_instead.is_empty() => {
            let names = both(tool.use_instead.iter().map(|name| &**name));
            let message = format!("{label} has renamed this tool: its work is done by {names} now. Name those.");
            return Some(Diagnostic::new(Severity::Hint, span, message).tag(Tag::Deprecated));
        }
        Reach::Gone => {
            let message = format!("{label} has no tool \"{name}\" any more. Remove the reference.");
            return Some(Diagnostic::new(Severity::Hint, span, message).tag(Tag::Deprecated));
        }
        _ => {}
    }
    if let Some(granted) = &file.verdict.tools.effective
        && !is_granted(tool, granted)
    {
        let message = format!(
            "The list of tools leaves out {}, so the agent can't use what this refers to. Add it to the tools.",
            tool.name
        );
        let found = Diagnostic::new(Severity::Warning, span, message);
        let added = ListEdit::of(file, Role::Tools).and_then(|list| list.add(&tool.name));
        return Some(match added {
            Some(edits) => found.fix(Fix::to_review(format!("Add {} to the tools", tool.name), edits)),
            None => found,
        });
    }
    if renamed {
        let message = format!("{label} calls this tool {} now; the old name still works.", tool.name);
        let fix = Fix::safe(format!("Replace by {}", tool.name), EditSet::one(span, tool.name.to_string()));
        return Some(Diagnostic::new(Severity::Hint, span, message).tag(Tag::Deprecated).fix(fix));
    }
    None
}

fn is_granted(tool: &Tool, granted: &[String]) -> bool {
    granted.iter().any(|name| *name == *tool.name || tool.brings.iter().any(|inside| inside == name))
}

/// A name that no built-in tool has: one of a server or an extension may.
fn unknown(file: &AgentFile, name: &str, span: Span) -> Option<Diagnostic> {
    let set = name.split('/').next().unwrap_or(name);
    let from_elsewhere = name.contains('/') && find_tool(file.dialect, set).is_none();
    if from_elsewhere {
        return None;
    }
    let label = &file.dialect.label;
    let near = did_you_mean(name, file.dialect.tools.iter().map(|tool| &*tool.name));
    let todo = match near {
        Some(near) => format!("Did you mean {near}?"),
        None => "An extension or an MCP server may bring it along.".to_owned(),
    };
    let found =
        Diagnostic::new(Severity::Hint, span, format!("{label} has no tool of its own called \"{name}\". {todo}"));
    Some(match near {
        Some(near) => found.fix(Fix::to_review(format!("Replace by {near}"), EditSet::one(span, near.to_owned()))),
        None => found,
    })
}
