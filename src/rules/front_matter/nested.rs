//! Values on the lines below their key, line by line.

use super::region::Region;
use crate::compose::quoting::quoted;
use crate::syntax::{ProblemKind, Tree, read_value};
use crate::text::Span;
use std::ops::Range;

/// So many lines of one value are looked at.
const MOST_LINES: usize = 200;

/// The lines below the key, without blanks around them, that are neither comment nor part of a block of text.
pub fn nested_lines(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let mut block_under: Option<usize> = None;
    source.split_inclusive('\n').take(MOST_LINES).enumerate().filter_map(move |(number, line)| {
        let start = at;
        at += line.len();
        let indent = line.len() - line.trim_start().len();
        let bare = line.trim();
        if number == 0 || bare.is_empty() || block_under.is_some_and(|under| indent > under) {
            return None;
        }
        let header = bare.trim_end_matches(['-', '+']);
        block_under = (header.ends_with(" |") || header.ends_with(" >")).then_some(indent);
        (!bare.starts_with('#')).then(|| start + indent..start + indent + bare.len())
    })
}

/// `- text` or `key: text` with the text in quotes, where that does not read as it stands.
pub fn quote_line(source: &str, line: Range<usize>) -> Option<String> {
    let line = source.get(line)?;
    let text = unreadable_part(line)?;
    Some(format!("{}{}", line.get(..line.len() - text.len())?, quoted(text)))
}

/// The first line that can't be read by itself, or whose indentation fits no line above.
pub fn nested_place(text: &str, region: &Region<'_>) -> Option<(ProblemKind, Span)> {
    let source = region.span.slice(text);
    let is_nested = Span::new(region.entry.key_span.end, region.entry.raw_value.start).slice(text).contains('\n');
    if region.holds_strays {
        return None;
    }
    if !is_nested {
        let is_block = region.entry.raw_value.slice(text).starts_with(['|', '>']);
        return is_block.then(|| first_tab(source, region.span.start)).flatten();
    }
    let mut open: Vec<usize> = Vec::new();
    for (number, line) in nested_lines(source).enumerate() {
        let span = Span::of(line.clone()).shifted(region.span.start);
        let words = source.get(line.clone())?;
        let before = source.get(..line.start)?.rsplit('\n').next()?;
        if before.contains('\t') {
            return Some((ProblemKind::Tab, span));
        }
        if let Some(part) = unreadable_part(words) {
            return Some(what_is_wrong(part, Span::new(span.end - Span::offset(part.len()), span.end)));
        }
        let indent = before.len();
        open.retain(|outer| *outer <= indent);
        if number > 0 && open.is_empty() {
            return Some((ProblemKind::BadIndent, span));
        }
        open.push(indent);
    }
    None
}

/// The first line below the key that is indented with a tab.
fn first_tab(source: &str, base: u32) -> Option<(ProblemKind, Span)> {
    let tab = source
        .match_indices('\n')
        .map(|(at, _)| at + 1)
        .find(|at| source.get(*at..).is_some_and(|line| line.trim_start_matches(' ').starts_with('\t')))?;
    let line = source.get(tab..)?.lines().next()?;
    let indent = line.len() - line.trim_start().len();
    Some((ProblemKind::Tab, Span::of(tab..tab + indent).shifted(base)))
}

fn what_is_wrong(part: &str, span: Span) -> (ProblemKind, Span) {
    let sign = |at: usize, length: usize| Span::of(at..at + length).shifted(span.start);
    match part.find(": ") {
        Some(colon) => (ProblemKind::ColonInValue, sign(colon, 1)),
        None => (ProblemKind::SpecialStart, sign(0, part.chars().next().map_or(0, char::len_utf8))),
    }
}

/// The value on a line below a key that is not YAML by itself.
fn unreadable_part(line: &str) -> Option<&str> {
    let mut tree = Tree::default();
    if read_value(&format!("k:\n  {line}"), &mut tree).is_some() {
        return None;
    }
    let item = line.strip_prefix("- ").map(str::trim_start);
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    // Behind a dash, `Bash: git: x` is one text, `matcher: a: b` a key and its value.
    let begins_with_key = |key: &str| is_key(key) && (item.is_none() || key.starts_with(char::is_lowercase));
    let text = item.unwrap_or(line);
    Some(match text.split_once(": ") {
        Some((key, value)) if begins_with_key(key) => value.trim_start(),
        _ => text,
    })
}
