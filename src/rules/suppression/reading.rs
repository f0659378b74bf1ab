//! Finds the comments. Each reads its text once, however long and hostile that is.

use super::{MOST_COMMENTS, Named, Suppression, WORD};
use crate::model::AgentFile;
use crate::syntax::outline::Outline;
use crate::syntax::tree::NodeId;
use crate::syntax::{FrontMatterState, NodeKind};
use crate::text::Span;
use memchr::memmem;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";
const BLANKS: [char; 2] = [' ', '\t'];
const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// The comments in the body of a file.
pub fn in_body(file: &AgentFile) -> Vec<Suppression> {
    let text = &*file.text;
    let start = file.front_matter.body as usize;
    let mut comments: Vec<Suppression> = Vec::new();
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes().get(start..).unwrap_or_default(), WORD.as_bytes()) {
        let at = start + at;
        if at < done || comments.len() == MOST_COMMENTS {
            continue;
        }
        done = end_of_line(text, at);
        let before = text.get(start..at).unwrap_or("").trim_end_matches(BLANKS);
        let line = text.get(at..done).unwrap_or("");
        let Some((open, end)) = before.strip_suffix(OPEN).map(str::len).zip(line.find(CLOSE)) else { continue };
        let Some(codes) = codes(text, at + WORD.len(), at + end) else { continue };
        let span = Span::of(start + open..at + end + CLOSE.len());
        done = span.end as usize;
        if is_code(&file.outline, span.start) {
            continue;
        }
        let stands_alone = is_alone(text, span, start);
        comments.push(Suppression { span, codes, covers: line_of(text, span), stands_alone });
    }
    // From the last on: those that stand one below the other count for the same block.
    let mut next: Option<(u32, Span)> = None;
    for comment in comments.iter_mut().rev() {
        if comment.stands_alone {
            let behind = comment.covers.end;
            let limit = next.map_or(text.len(), |(start, _)| start as usize);
            let end = match next {
                Some((line, covers)) if is_blank(text, behind, line) => covers.end,
                _ => end_of_block(text, &file.outline, behind as usize, limit),
            };
            comment.covers.end = end;
            next = Some((line_of(text, comment.span).start, comment.covers));
        } else {
            next = None;
        }
    }
    comments
}

/// Where the block ends that begins behind `from`; at `limit` at the latest.
fn end_of_block(text: &str, outline: &Outline, from: usize, limit: usize) -> u32 {
    let mut at = from;
    let mut end = from;
    let mut begun = false;
    while at < limit {
        let line_end = end_of_line(text, at);
        let line = text.get(at..line_end).unwrap_or("");
        if line.trim().is_empty() {
            if begun {
                break;
            }
        } else {
            begun = true;
            end = line_end;
            let fence = outline.fences.get(outline.fences.partition_point(|fence| (fence.span.start as usize) < at));
            if let Some(fence) = fence.filter(|fence| (fence.span.start as usize) < line_end) {
                end = end.max((fence.span.end as usize).min(text.len()));
            }
        }
        at = next_line(text, line_end.max(end));
        if at == line_end.max(end) {
            break;
        }
    }
    Span::offset(end)
}

/// The comments in the front matter of a file.
pub fn in_front_matter(file: &AgentFile) -> Vec<Suppression> {
    let text = &*file.text;
    let front_matter = &file.front_matter;
    let content = front_matter.content;
    let mut comments = Vec::new();
    if front_matter.state == FrontMatterState::None {
        return comments;
    }
    let mut scalars: Option<Vec<Span>> = None;
    let mut done = 0;
    for at in memmem::find_iter(content.slice(text).as_bytes(), WORD.as_bytes()) {
        let at = content.start as usize + at;
        if at < done || comments.len() == MOST_COMMENTS {
            continue;
        }
        done = end_of_line(text, at).min(content.end as usize);
        let line_start = start_of_line(text, at);
        let before = text.get(line_start..at).unwrap_or("").trim_end_matches(BLANKS);
        let Some(before) = before.strip_suffix('#') else { continue };
        let stands_alone = before.trim_matches(BLANKS).is_empty();
        if !stands_alone && (!before.ends_with(BLANKS) || front_matter.state == FrontMatterState::Lost) {
            continue;
        }
        let open = Span::offset(line_start + before.len());
        let scalars = scalars.get_or_insert_with(|| scalars_of(file));
        let before_it = scalars.get(..scalars.partition_point(|scalar| scalar.start <= open)).unwrap_or_default();
        if before_it.last().is_some_and(|scalar| open < scalar.end) {
            continue;
        }
        let Some(codes) = codes(text, at + WORD.len(), done) else { continue };
        let span =
            Span::new(open, Span::offset(line_start + text.get(line_start..done).unwrap_or("").trim_end().len()));
        let covers = covered_entry(file, span, line_start, stands_alone);
        comments.push(Suppression { span, codes, covers, stands_alone });
    }
    comments
}

/// What a comment in the front matter counts for.
fn covered_entry(file: &AgentFile, comment: Span, line_start: usize, stands_alone: bool) -> Span {
    let text = &*file.text;
    let entries = &file.front_matter.entries;
    let line = line_of(text, comment);
    if !stands_alone {
        let of_key = entries.iter().find(|entry| line.covers(entry.key_span));
        return of_key.map_or(line, |entry| line.to(entry.span));
    }
    if (line_start as u32) < comment.start && entries.iter().any(|entry| entry.span.contains(comment.start)) {
        // Between the lines of a value: the next line.
        let mut at = line.end as usize;
        loop {
            let next = next_line(text, at);
            let end = end_of_line(text, next);
            if next == at || next >= file.front_matter.content.end as usize {
                return line;
            }
            let words = text.get(next..end).unwrap_or("").trim_start();
            if !words.is_empty() && !words.starts_with('#') {
                return line.to(Span::of(next..end));
            }
            at = end;
        }
    }
    let next =
        entries.iter().filter(|entry| entry.key_span.start > comment.start).min_by_key(|entry| entry.key_span.start);
    let covers = next.map_or(line, |entry| line.to(entry.span));
    let is_first = entries.iter().all(|entry| entry.key_span.start > comment.start);
    match file.front_matter.opening {
        Some(opening) if is_first => covers.to(opening),
        _ => covers,
    }
}

/// Where words stand that are values: a `#` in them begins no comment. In order.
fn scalars_of(file: &AgentFile) -> Vec<Span> {
    let tree = &file.front_matter.tree;
    let nodes = (0..Span::offset(tree.len())).filter_map(|id| tree.get(NodeId(id)));
    let mut spans: Vec<Span> =
        nodes.filter(|node| matches!(node.kind, NodeKind::String { .. })).map(|node| node.span).collect();
    spans.sort_unstable();
    spans
}

/// The codes between `from` and `to`, which stand before the first colon; `None` where the word goes on.
fn codes(text: &str, from: usize, to: usize) -> Option<Vec<Named>> {
    let words = text.get(from..to)?;
    if !words.is_empty() && !words.starts_with([' ', '\t', ':']) {
        return None;
    }
    let list = words.split(':').next().unwrap_or("");
    let mut at = from;
    let mut codes = Vec::new();
    for part in list.split_inclusive([',', ' ', '\t']) {
        let code = part.trim_matches([',', ' ', '\t']);
        // What follows the first word without a comma is a reason whose colon was forgotten.
        let goes_on = codes.is_empty() || text.get(from..at).unwrap_or("").trim_end_matches(BLANKS).ends_with(',');
        if !code.is_empty() && goes_on {
            let start = at + part.find(code).unwrap_or(0);
            codes.push(Named { code: code.into(), span: Span::of(start..start + code.len()), used: false });
        } else if !code.is_empty() {
            break;
        }
        at += part.len();
    }
    Some(codes)
}

/// Whether `at` lies in a block of code or between backticks.
fn is_code(outline: &Outline, at: u32) -> bool {
    let before = outline.fences.partition_point(|fence| fence.span.start <= at).checked_sub(1);
    let fenced = before.and_then(|before| outline.fences.get(before)).is_some_and(|fence| at < fence.span.end);
    let before = outline.codes.partition_point(|code| code.span.start <= at).checked_sub(1);
    fenced || before.and_then(|before| outline.codes.get(before)).is_some_and(|code| at < code.span.end)
}

/// Whether a comment is all that stands on its line of the body, which begins at `body`.
fn is_alone(text: &str, comment: Span, body: usize) -> bool {
    let line = line_of(text, comment);
    let before = text.get((line.start as usize).max(body)..comment.start as usize).unwrap_or("");
    let behind = text.get(comment.end as usize..line.end as usize).unwrap_or("");
    before.trim_start_matches('\u{feff}').trim().is_empty() && behind.trim().is_empty()
}

fn is_blank(text: &str, from: u32, to: u32) -> bool {
    text.get(from as usize..to as usize).is_some_and(|between| between.trim().is_empty())
}

/// The line that a span begins on, without its end.
pub fn line_of(text: &str, span: Span) -> Span {
    let at = span.start as usize;
    Span::of(start_of_line(text, at)..end_of_line(text, at))
}

pub fn start_of_line(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(LINE_ENDS)).map_or(0, |end| end + 1)
}

pub fn end_of_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(LINE_ENDS)).map_or(text.len(), |end| at + end)
}

/// The start of the line behind the one that ends at `end`; `end` itself where there is none.
pub fn next_line(text: &str, end: usize) -> usize {
    match text.get(end..) {
        Some(rest) if rest.starts_with("\r\n") => end + 2,
        Some(rest) if rest.starts_with(LINE_ENDS) => end + 1,
        _ => end,
    }
}
