//! `unclosed-front-matter`

use super::after;
use crate::model::AgentFile;
use crate::rules::words::{cost_of_lost_keys, not_taken};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, FrontMatterState, ProblemKind, Repair};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "unclosed-front-matter",
    summary: "Front matter that no second `---` closes.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("unclosed-front-matter.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let front_matter = &file.front_matter;
    if let Some(wrong) = front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::WrongClosing) {
        return findings.add(wrong_closing(file, wrong.span));
    }
    let Some(opening) = front_matter.opening else { return };
    let end = match front_matter.problems.iter().any(|problem| problem.kind == ProblemKind::Unclosed) {
        true if front_matter.entries.iter().any(|entry| is_known(file, &entry.key)) => end_of_keys(file),
        true => return,
        false => match body_inside(file) {
            Some(end) => end,
            None => return,
        },
    };
    let line_end = file.line_end();
    let before = Span::new(front_matter.content.start, end).slice(&file.text);
    let line_break = if before.is_empty() || before.ends_with('\n') { "" } else { line_end };
    let label = &file.dialect.label;
    let title = "Close the front matter";
    let edits = EditSet::one(Span::empty(end), format!("{line_break}---{line_end}"));
    let mended = after(file, &edits);
    let severity = cost_of_lost_keys(file, &mended);
    let fix = if mended.verdict.loads { Fix::safe(title, edits) } else { Fix::to_review(title, edits) };
    let mut finding = Diagnostic::new(
        severity,
        opening,
        format!(
            "{}: the front matter that begins here is never closed. Add a line \"---\" after its last key.",
            if front_matter.repair == Repair::Leniently {
                format!("{label} takes the whole file for front matter, so the agent has no instructions")
            } else if file.verdict.loads || file.may_load() {
                not_taken(file)
            } else {
                format!("{label} does not load this file")
            }
        ),
    )
    .fix(fix);
    if let Some(closing) = front_matter.closing {
        finding = finding.see(closing, format!("{label} ends the front matter here, in the middle of the text"));
    }
    findings.add(finding);
}

/// Where the keys end: at the end of what the reader took for front matter, or, where it took the whole file,
/// before the first blank line or heading.
fn end_of_keys(file: &AgentFile) -> u32 {
    let content = file.front_matter.content;
    if file.front_matter.repair != Repair::Leniently {
        return content.end;
    }
    let lines = content.slice(&file.text).split_inclusive('\n');
    let keys = lines.take_while(|line| !line.trim().is_empty() && !line.starts_with('#'));
    content.start + Span::offset(keys.map(str::len).sum::<usize>())
}

/// A line of dashes that the tool does not take for the closing fence.
fn wrong_closing(file: &AgentFile, line: Span) -> Diagnostic {
    let is_bare = line.slice(&file.text) == "---";
    let why = if is_bare { "has to end in a line break" } else { "has to be \"---\" and nothing else" };
    let message =
        format!("{} does not load this file: the line that closes the front matter {why}.", file.dialect.label);
    let (title, new) = match is_bare {
        true => ("Add a line break", format!("---{}", file.line_end())),
        false => ("Write three dashes", "---".to_owned()),
    };
    Diagnostic::new(Severity::Error, line, message).fix(Fix::safe(title, EditSet::one(line, new)))
}

/// Where the body begins if the closing fence is missing and a rule or table further down stands in for it:
/// keys, then a text with a heading or with a rule of three dashes between blank lines.
pub fn body_inside(file: &AgentFile) -> Option<u32> {
    let front_matter = &file.front_matter;
    if front_matter.state != FrontMatterState::Lost {
        return None;
    }
    let stray = front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::StrayLine)?;
    let content = Span::new(front_matter.content.start, stray.span.start).slice(&file.text);
    let mut end = front_matter.content.start;
    for line in content.split_inclusive('\n') {
        if line.trim().is_empty() || line.starts_with("# ") || line.starts_with("## ") {
            break;
        }
        end += Span::offset(line.len());
    }
    let body = Span::new(end, front_matter.content.end).slice(&file.text);
    let has_heading = body.lines().any(|line| line.starts_with("# ") || line.starts_with("## "));
    let known = |entry: &&Entry| is_known(file, &entry.key);
    let keys_are_above = front_matter.entries.iter().filter(known).all(|entry| entry.span.end <= end);
    let has_keys = front_matter.entries.iter().any(|entry| is_known(file, &entry.key));
    let is_rule = body.ends_with("\n\n") || body.ends_with("\n\r\n");
    (end < stray.span.start && (has_heading || is_rule) && has_keys && keys_are_above).then_some(end)
}

fn is_known(file: &AgentFile, key: &str) -> bool {
    file.dialect.fields.iter().any(|field| field.key == key)
}
