//! Reading front matter as a tool does: cut, parse, repair, and what can be told where all of that fails.
//! One file for each tool; what they share stands here.

mod claude_code;
mod copilot_cli;
mod gemini_cli;
mod opencode;
mod plain;
mod qwen_code;
#[cfg(test)]
mod tests;
mod vscode;

pub use claude_code::claude_code;
pub use copilot_cli::copilot_cli;
pub use gemini_cli::gemini_cli;
pub use opencode::opencode;
pub use plain::plain;
pub use qwen_code::qwen_code;
pub use vscode::vscode;

use super::entries;
use super::fence::{self, Cut};
use super::front_matter::{Entry, Flavour, FrontMatter, FrontMatterState, Problem, ProblemKind, Repair};
use super::line_repair::Repaired;
use super::offset_map::OffsetMap;
use super::tree::{NodeId, NodeKind, Tree};
use super::yaml::{self, YamlError, YamlErrorKind};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// Files beyond this are not read: no tool reads them either.
const LARGEST_CONTENT: u32 = 1 << 20;

/// The front matter between two fences, not read yet.
fn cut_out(cut: &Cut, flavour: Flavour, repair: Repair) -> FrontMatter {
    FrontMatter {
        state: FrontMatterState::Valid,
        opening: Some(cut.opening),
        closing: Some(cut.closing),
        content: cut.content,
        body: cut.body,
        ..FrontMatter::nothing(cut.body, flavour, repair)
    }
}

/// Marks front matter that is larger than anybody reads.
fn is_too_big(read: &mut FrontMatter) -> bool {
    let too_big = read.content.len() > LARGEST_CONTENT;
    if let (true, Some(opening)) = (too_big, read.opening) {
        read.state = FrontMatterState::Lost;
        read.problems.push(Problem { kind: ProblemKind::TooBig, span: opening });
    }
    too_big
}

/// Parses what stands between the fences; where that fails, `repair` gives a second text to try.
fn read_content(text: &str, read: &mut FrontMatter, repair: impl FnOnce(&str, u32) -> Option<Repaired>) {
    let content = read.content.slice(text);
    let error = match yaml::parse(content, &OffsetMap::shift(read.content.start), &mut read.tree, read.flavour) {
        Ok(root) => return take_root(text, root, read),
        Err(error) => error,
    };
    read.tree = Tree::default();
    if let Some(repaired) = repair(content, read.content.start)
        && let Ok(root) = yaml::parse(&repaired.text, &repaired.map, &mut read.tree, read.flavour)
    {
        read.state = FrontMatterState::Repaired;
        read.quoted = repaired.quoted;
        take_root(text, root, read);
        let culprits =
            read.entries.iter().filter_map(|entry| culprit(text, entry, true, read.flavour)).collect::<Vec<_>>();
        let nothing_found = culprits.is_empty();
        read.problems.extend(culprits);
        if nothing_found {
            read.problems.push(whole_problem(text, read.content, error));
        }
        return;
    }
    lose(text, read, error);
}

/// What can be told of front matter that can't be read: its entries one by one, and why.
fn lose(text: &str, read: &mut FrontMatter, error: YamlError) {
    read.state = FrontMatterState::Lost;
    recover(text, read);
    if !read.flavour.duplicate_keys {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let again = read.entries.iter().filter(|entry| !seen.insert(&entry.key));
        let duplicates: Vec<Problem> =
            again.map(|entry| Problem { kind: ProblemKind::DuplicateKey, span: entry.key_span }).collect();
        read.problems.extend(duplicates);
    }
    let explains = |problem: &Problem| !matches!(problem.kind, ProblemKind::CutInsideLine | ProblemKind::BodyLost);
    if !read.problems.iter().any(explains) {
        read.problems.push(whole_problem(text, read.content, error));
    }
}

fn take_root(text: &str, root: Option<NodeId>, read: &mut FrontMatter) {
    let root = root.and_then(|id| read.tree.get(id).map(|node| (id, node)));
    match root {
        Some((id, node)) if matches!(node.kind, NodeKind::Map(_)) => {
            read.entries = entries::of_map(text, read.content, &read.tree, id, read.flavour);
        }
        Some((_, node)) if node.kind != NodeKind::Null => {
            let span = node.span;
            recover(text, read);
            read.problems.push(Problem { kind: ProblemKind::NotAMap, span });
        }
        _ => {}
    }
}

/// Entry by entry, and what is wrong with those that can't be read.
fn recover(text: &str, read: &mut FrontMatter) {
    read.tree = Tree::default();
    let (entries, strays) = entries::one_by_one(text, read.content, &mut read.tree, read.flavour);
    let mut problems: Vec<Problem> = entries
        .iter()
        .filter(|entry| entry.value.is_none())
        .filter_map(|entry| culprit(text, entry, false, read.flavour))
        .collect();
    problems.extend(strays);
    problems.sort_by_key(|problem| problem.span.start);
    read.entries = entries;
    read.problems.extend(problems);
}

/// What keeps one entry from being read by itself; `None` where nothing does.
fn culprit(text: &str, entry: &Entry, check: bool, flavour: Flavour) -> Option<Problem> {
    if check {
        let mut scratch = Tree::default();
        if entries::read_alone(text, entry.span, &mut scratch, flavour).is_some() {
            return None;
        }
    }
    let value = entry.raw_value;
    let raw = value.slice(text);
    let at = |offset: usize, length: usize| {
        Span::new(value.start + Span::offset(offset), value.start + Span::offset(offset + length))
    };
    let problem = |kind, span| Some(Problem { kind, span });
    let after_key = Span::new(entry.key_span.end, entry.span.end).slice(text).trim_start();
    if !after_key.starts_with(':') {
        return problem(ProblemKind::NoColon, entry.key_span);
    }
    let mut scratch = Tree::default();
    let error = yaml::parse(entry.span.slice(text), &OffsetMap::shift(entry.span.start), &mut scratch, flavour).err();
    if let Some(error) = &error
        && matches!(error.kind, YamlErrorKind::DuplicateKey | YamlErrorKind::ControlCharacter)
    {
        return Some(whole_problem(text, entry.span, error.clone()));
    }
    let first = raw.chars().next();
    if let Some(quote @ ('"' | '\'')) = first {
        return match error.map(|error| (error.kind, error.at)) {
            Some((YamlErrorKind::BadEscape, at)) => problem(ProblemKind::BadEscape, escape_at(text, at, entry.span)),
            _ => match closing_quote(raw, quote) {
                Some(end) => {
                    let tail = raw.get(end..).unwrap_or("");
                    let blanks = tail.len() - tail.trim_start().len();
                    let first_line = tail.trim_start().lines().next().unwrap_or("").trim_end();
                    problem(ProblemKind::TextAfterQuote, at(end + blanks, first_line.len()))
                }
                None => problem(ProblemKind::UnclosedQuote, at(0, 1)),
            },
        };
    }
    let first_line = raw.lines().next().unwrap_or("").trim_end();
    match first {
        Some('[' | '{') if error.as_ref().is_some_and(|error| error.kind == YamlErrorKind::UnclosedFlow) => {
            return problem(ProblemKind::UnclosedFlow, at(0, 1));
        }
        Some(c @ ('[' | '{' | '@' | '`' | '%' | '*' | '&' | '!' | ']' | '}' | ',' | '|' | '>')) => {
            return problem(ProblemKind::SpecialStart, at(0, c.len_utf8()));
        }
        Some(c @ ('-' | '?')) if first_line.get(1..).is_some_and(|rest| rest.starts_with([' ', '\t'])) => {
            let on_key_line = !Span::new(entry.key_span.end, value.start).slice(text).contains('\n');
            if on_key_line {
                return problem(ProblemKind::SpecialStart, at(0, c.len_utf8()));
            }
        }
        _ => {}
    }
    if let Some(colon) = colon_in_plain(raw) {
        return problem(ProblemKind::ColonInValue, at(colon, 1));
    }
    match error {
        Some(error) => Some(whole_problem(text, entry.span, error)),
        None => problem(ProblemKind::NotYaml, entry.key_span),
    }
}

/// The first colon with a blank or a line end behind it, before a comment.
fn colon_in_plain(raw: &str) -> Option<usize> {
    let comment = raw.find(" #").unwrap_or(raw.len());
    raw.match_indices(':')
        .map(|(at, _)| at)
        .take_while(|at| *at < comment)
        .find(|at| raw.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r'])))
}

/// Behind the quote that closes the value.
fn closing_quote(raw: &str, quote: char) -> Option<usize> {
    let mut chars = raw.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

/// The backslash before `at` and the character behind it.
fn escape_at(text: &str, at: u32, inside: Span) -> Span {
    let before = Span::new(inside.start, at.clamp(inside.start, inside.end)).slice(text);
    let Some(backslash) = before.rfind('\\').or_else(|| inside.slice(text).find('\\')) else { return inside };
    let start = inside.start + Span::offset(backslash);
    let length = text.get(start as usize..).map_or(1, |rest| rest.chars().take(2).map(char::len_utf8).sum::<usize>());
    Span::new(start, start + Span::offset(length))
}

/// A problem of the parser's own finding, on the line where it stopped.
fn whole_problem(text: &str, inside: Span, error: YamlError) -> Problem {
    let kind = match error.kind {
        YamlErrorKind::UnknownAlias => ProblemKind::UnknownAlias,
        YamlErrorKind::UnclosedQuote => ProblemKind::UnclosedQuote,
        YamlErrorKind::BadEscape => ProblemKind::BadEscape,
        YamlErrorKind::UnclosedFlow => ProblemKind::UnclosedFlow,
        YamlErrorKind::Tab => ProblemKind::Tab,
        YamlErrorKind::TooDeep => ProblemKind::TooDeep,
        YamlErrorKind::DuplicateKey => ProblemKind::DuplicateKey,
        YamlErrorKind::ControlCharacter => ProblemKind::ControlCharacter,
        YamlErrorKind::SecondDocument | YamlErrorKind::Other => ProblemKind::NotYaml,
    };
    Problem { kind, span: line_around(text, error.at.clamp(inside.start, inside.end), inside) }
}

/// The trimmed line at `at`, within `inside`; where that is blank, the last line before that is not.
fn line_around(text: &str, at: u32, inside: Span) -> Span {
    let before = Span::new(inside.start, at).slice(text);
    let after = Span::new(at, inside.end).slice(text);
    let start = inside.start + before.rfind('\n').map_or(0, |at| Span::offset(at + 1));
    let end = at + Span::offset(after.find(['\n', '\r']).unwrap_or(after.len()));
    let line = Span::new(start, end).slice(text);
    if line.trim().is_empty() {
        let kept = before.trim_end();
        if kept.is_empty() {
            return Span::new(start, end);
        }
        return line_around(
            text,
            inside.start + Span::offset(kept.len() - kept.chars().next_back().map_or(1, char::len_utf8)),
            inside,
        );
    }
    let indent = Span::offset(line.len() - line.trim_start().len());
    Span::new(start + indent, start + Span::offset(line.trim_end().len()))
}

fn stands_inside_line(text: &str, fence: Span) -> bool {
    let before = text.get(..fence.start as usize).unwrap_or("");
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    !line.trim().is_empty()
}

/// No closing fence: what would be front matter runs to the first blank line or heading.
fn unclosed(text: &str, opening: Span, content_start: u32, flavour: Flavour, repair: Repair) -> FrontMatter {
    let mut end = content_start;
    for line in text.get(content_start as usize..).unwrap_or("").split_inclusive('\n') {
        if line.trim().is_empty() || line.starts_with('#') || line.starts_with(fence::FENCE) {
            break;
        }
        end += Span::offset(line.len());
    }
    let mut read = FrontMatter {
        opening: Some(opening),
        content: Span::new(content_start, end),
        body: end,
        problems: vec![Problem { kind: ProblemKind::Unclosed, span: opening }],
        ..FrontMatter::nothing(end, flavour, repair)
    };
    if read.content.len() <= LARGEST_CONTENT {
        read.entries = entries::one_by_one(text, read.content, &mut read.tree, read.flavour).0;
    }
    read
}

fn none(text: &str, flavour: Flavour, repair: Repair) -> FrontMatter {
    let start = Span::offset(fence::start_of_text(text));
    let mut read = FrontMatter::nothing(start, flavour, repair);
    // A fence on line 1 that does not count is not too late.
    if let Some(late) = fence::late_front_matter(text).filter(|late| late.opening.start > start) {
        read.opening = Some(late.opening);
        read.closing = Some(late.closing);
        read.content = late.content;
        read.body = late.body;
        read.problems.push(Problem { kind: ProblemKind::NotOnFirstLine, span: late.opening });
        read.entries = entries::one_by_one(text, late.content, &mut read.tree, read.flavour).0;
    }
    read
}
