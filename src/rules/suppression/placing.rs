//! Where a comment goes that sets a finding aside.

use super::WORD;
use super::reading::{end_of_line, next_line, start_of_line};
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::text::unused_suppression;
use crate::rules::{Diagnostic, Fix, page};
use crate::syntax::FrontMatterState;
use crate::text::{EditSet, Span};

/// What stands for the reason until somebody gives one.
const REASON: &str = "reason";

/// A comment above the words of a finding that sets it aside; `None` where no comment can stand.
pub fn ignoring(file: &AgentFile, finding: &Diagnostic) -> Option<Fix> {
    page(finding.code).filter(|rule| rule.code != unused_suppression::RULE.code)?;
    let (open, close, at) = match in_front_matter(file, finding.span.start) {
        Some(at) => ("# ", "", at?),
        None => ("<!-- ", " -->", in_body(file, finding.span.start)?),
    };
    let text = &*file.text;
    let line = text.get(at..end_of_line(text, at))?;
    let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
    let (before, behind) = (format!("{indent}{open}{WORD} {}: ", finding.code), format!("{close}{}", file.line_end()));
    let fix = Fix::to_review(
        format!("Ignore {} here", finding.code),
        EditSet::one(Span::empty(Span::offset(at)), format!("{before}{REASON}{behind}")),
    );
    Some(fix.snippet(format!("{before}${{1:{REASON}}}{behind}")))
}

/// The line above which a comment goes, for a finding in the front matter; `None` for one that lies elsewhere.
fn in_front_matter(file: &AgentFile, at: u32) -> Option<Option<usize>> {
    let front_matter = &file.front_matter;
    let opening = front_matter.opening.filter(|opening| at >= opening.start && at < front_matter.body)?;
    if front_matter.state == FrontMatterState::None {
        return Some(None);
    }
    let line = start_of_line(&file.text, at as usize);
    let covering = front_matter
        .entries
        .iter()
        .find(|entry| start_of_line(&file.text, entry.span.start as usize) <= line && at <= entry.span.end);
    if let Some(entry) = covering {
        return Some(Some(start_of_line(&file.text, entry.span.start as usize)));
    }
    if at > end_of_line(&file.text, opening.start as usize) as u32 {
        return Some(None);
    }
    let end = end_of_line(&file.text, opening.end as usize);
    let below = next_line(&file.text, end);
    Some((below > end).then_some(below))
}

/// The same for a finding in the body: above the block of code, the table or the line that it lies in.
fn in_body(file: &AgentFile, at: u32) -> Option<usize> {
    if file.verdict.reason.as_ref().is_some_and(|reason| reason.kind == ReasonKind::ShortBody) {
        // A comment would be a body.
        return None;
    }
    let outline = &*file.outline;
    let body = file.front_matter.body;
    let fence = outline.fences.iter().map(|fence| fence.span).find(|fence| fence.contains(at));
    let table = outline.tables.iter().map(|table| table.span).find(|table| table.contains(at));
    let block = fence.or(table).map_or(at, |block| block.start);
    let line = start_of_line(&file.text, block as usize);
    let line = if file.text.get(line..)?.starts_with('\u{feff}') { line + '\u{feff}'.len_utf8() } else { line };
    // Where the body begins in the middle of a line, no comment can stand above it.
    (line >= body as usize).then_some(line)
}
