//! Blank lines: one between front matter and body and around headings, one where there are several, none at the ends.

use super::set_of;
use crate::model::AgentFile;
use crate::syntax::FrontMatterState;
use crate::text::{Edit, EditSet, Span};

/// One line of the body.
struct Line {
    span: Span,
    /// With its line end.
    end: u32,
    is_blank: bool,
    /// Whether its blanks are part of a block of code or HTML.
    is_kept: bool,
}

/// Puts the blank lines right, in the body and at the ends of the front matter.
pub fn tidy(file: &AgentFile) -> Option<EditSet> {
    let mut edits = Vec::new();
    front_matter(file, &mut edits);
    body(file, &mut edits);
    set_of(edits)
}

/// No blank lines behind the opening fence and before the closing one.
fn front_matter(file: &AgentFile, edits: &mut Vec<Edit>) {
    let front_matter = &file.front_matter;
    let entries = &front_matter.entries;
    let (Some(opening), Some(closing)) = (front_matter.opening, front_matter.closing) else { return };
    if front_matter.state != FrontMatterState::Valid || entries.is_empty() || closing.start < opening.end {
        return;
    }
    let inside = Span::new(opening.end, closing.start);
    let lines = inside.slice(&file.text);
    let end = file.line_end();
    if lines.trim().is_empty() {
        return;
    }
    let before = lines.len() - lines.trim_start().len();
    let behind = lines.len() - lines.trim_end().len();
    // A block of text may end in lines that belong to it.
    let is_block = entries.last().is_some_and(|entry| entry.raw_value.slice(&file.text).starts_with(['|', '>']));
    let first = Span::new(inside.start, inside.start + Span::offset(before));
    let last = Span::new(inside.end - Span::offset(behind), inside.end);
    // What stands before the first key may be its indentation.
    if first.slice(&file.text).ends_with(['\n', '\r']) && first.slice(&file.text) != end {
        edits.push(Edit { span: first, text: end.to_owned() });
    }
    if !is_block && last.slice(&file.text).ends_with(['\n', '\r']) && last.slice(&file.text) != end {
        edits.push(Edit { span: last, text: end.to_owned() });
    }
}

fn body(file: &AgentFile, edits: &mut Vec<Edit>) {
    let text = &*file.text;
    let start = start(file);
    let begins_line = start == 0 || text.get(..start as usize).is_some_and(|before| before.ends_with(['\n', '\r']));
    let lines = lines(file, start);
    if !begins_line || lines.iter().all(|line| line.is_blank) {
        return;
    }
    let end = file.line_end();
    let has_front_matter = file.front_matter.closing.is_some();
    let headings: Vec<Span> = file.outline.sections.iter().map(|section| section.heading).collect();
    let mut headings = headings.into_iter().peekable();
    // The blank lines since the last line with words: from where, and whether there is one.
    let mut gap = Span::empty(start);
    let mut before: Option<bool> = None;
    for line in &lines {
        if line.is_blank && !line.is_kept {
            gap.end = line.end;
            continue;
        }
        while headings.next_if(|heading| heading.end <= line.span.start).is_some() {}
        let heading = headings.peek().copied().filter(|heading| heading.start < line.end);
        let begins_heading = heading.is_some_and(|heading| heading.start >= line.span.start);
        let wanted = match before {
            None if has_front_matter => end,
            None => "",
            Some(after_heading) if !gap.is_empty() || begins_heading || after_heading => end,
            Some(_) => "",
        };
        if gap.slice(text) != wanted && !(line.is_kept && line.is_blank) {
            edits.push(Edit { span: gap, text: wanted.to_owned() });
        }
        before = Some(heading.is_some_and(|heading| heading.end <= line.span.end));
        gap = Span::empty(line.end);
    }
    let Some(last) = lines.iter().rev().find(|line| !line.is_blank || line.is_kept) else { return };
    let rest = Span::new(last.span.end, Span::offset(text.len()));
    if rest.slice(text) != end && !last.is_kept {
        edits.push(Edit { span: rest, text: end.to_owned() });
    }
}

/// Where the lines behind the front matter begin: some tools take the blank ones among them for no part of the body.
fn start(file: &AgentFile) -> u32 {
    let body = file.front_matter.body;
    let Some(closing) = file.front_matter.closing.filter(|closing| closing.end <= body) else { return body };
    let between = Span::new(closing.end, body).slice(&file.text);
    let line_end = between.find(['\n', '\r']).filter(|_| between.trim().is_empty());
    let Some(at) = line_end else { return body };
    let len = if between.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
    closing.end + Span::offset(at + len)
}

fn lines(file: &AgentFile, start: u32) -> Vec<Line> {
    let text = &*file.text;
    let mut kept: Vec<Span> = file.outline.fences.iter().map(|fence| fence.span).collect();
    kept.extend(file.outline.html.iter().map(|html| html.span));
    kept.sort_unstable();
    let mut kept = kept.into_iter().peekable();
    let mut lines = Vec::new();
    let mut at = start as usize;
    let mut inside = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or("");
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let behind = rest.get(len..).unwrap_or("");
        let line_end = if behind.starts_with("\r\n") { 2 } else { usize::from(!behind.is_empty()) };
        let span = Span::of(at..at + len);
        while let Some(block) = kept.next_if(|block| block.start < span.end.max(span.start + 1)) {
            inside = inside.max(block.end);
        }
        let is_blank = rest.get(..len).unwrap_or("").trim_matches([' ', '\t']).is_empty();
        lines.push(Line { span, end: Span::offset(at + len + line_end), is_blank, is_kept: span.start < inside });
        at += len + line_end;
    }
    lines
}
