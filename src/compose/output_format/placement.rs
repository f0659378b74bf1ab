//! Where a new section goes: after what tells when the agent is called, else before what speaks of
//! other agents, else before a closing remark, else at the end.

use super::{Draft, is_title};
use crate::heading::SectionKind;
use crate::syntax::outline::{Section, SectionId};

/// An insertion that leaves one blank line on either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compose) struct Place {
    pub offset: u32,
    /// What leads to the section.
    pub before: String,
    /// What leads away from its last line, that line's end included.
    pub after: String,
}

/// The place of an output format of `level`.
pub(in crate::compose) fn place(draft: &Draft<'_>, level: u8, line_end: &str) -> Place {
    place_at(draft, anchor(draft, level), line_end)
}

/// The place of another section of `level`: behind those that usually come before it.
pub(in crate::compose) fn place_of(draft: &Draft<'_>, kind: SectionKind, level: u8, line_end: &str) -> Place {
    let (before, after) = ORDER.split_at(ORDER.iter().position(|other| *other == kind).unwrap_or(ORDER.len()));
    let earlier = of_kinds(draft, level, before).max_by_key(|section| section.span.start);
    let later = of_kinds(draft, level, after).min_by_key(|section| section.span.start);
    let anchor = match (earlier, later) {
        (Some(section), _) => end_of_section(draft, section) as usize,
        (None, Some(section)) => section.heading.start as usize,
        (None, None) => closing_remark(draft).unwrap_or(draft.text.len()),
    };
    place_at(draft, anchor, line_end)
}

/// The sections of an agent in their usual order.
const ORDER: &[SectionKind] = &[
    SectionKind::Domain,
    SectionKind::Expertise,
    SectionKind::WhenInvoked,
    SectionKind::Process,
    SectionKind::OutputFormat,
    SectionKind::Quality,
    SectionKind::Practices,
    SectionKind::Examples,
    SectionKind::Constraints,
    SectionKind::Integration,
    SectionKind::Escalation,
];

fn place_at(draft: &Draft<'_>, anchor: usize, line_end: &str) -> Place {
    let text = draft.text;
    let anchor = out_of_open_fence(draft, anchor);

    // `start` is the end of the last line with words, `next` the begin of the following one.
    let words_end = text.get(..anchor).unwrap_or("").trim_end_matches(BLANK).len();
    let start = next_line(text, words_end).max(draft.body as usize).min(text.len());
    let gap = blank_lines(text, start);
    let next = gap.last().copied().unwrap_or(start);
    let at_end = text.get(next..).unwrap_or("").trim_matches(BLANK).is_empty();
    let line_is_open = start > 0 && !text.get(..start).unwrap_or("").ends_with('\n');

    // At the head of a file the blank lines lead to nothing: one of them is left to what follows.
    let blank = if start == 0 { gap.iter().rev().nth(1) } else { gap.first() };
    let offset = blank.copied().unwrap_or(start);
    let mut before = String::new();
    if line_is_open {
        before.push_str(line_end);
    }
    if start > 0 && gap.is_empty() {
        before.push_str(line_end);
    }
    let mut after = String::new();
    if let Some(rule) = rule_before(draft, words_end).filter(|_| !at_end && !is_rule(line_at(text, next))) {
        after.push_str(&format!("{line_end}{line_end}{rule}"));
    }
    let blank_follows = text.get(offset..next).is_some_and(|rest| !rest.is_empty());
    match (at_end, line_is_open, blank_follows) {
        (true, true, _) => {}
        (true, false, _) | (false, _, true) => after.push_str(line_end),
        (false, _, false) => after.push_str(&line_end.repeat(2)),
    }
    Place { offset: u32::try_from(offset).unwrap_or(u32::MAX), before, after }
}

/// What counts as blank in a blank line.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// Before which offset the section goes.
fn anchor(draft: &Draft<'_>, level: u8) -> usize {
    let remark = closing_remark(draft);
    if let Some(invoked) = of_kinds(draft, level, &[SectionKind::WhenInvoked]).last() {
        return end_of_section(draft, invoked) as usize;
    }
    if let Some(others) = of_kinds(draft, level, &[SectionKind::Integration, SectionKind::Escalation]).next() {
        return others.heading.start as usize;
    }
    remark.unwrap_or(draft.text.len())
}

/// The sections of some kinds, each as the part of the body that it belongs to.
fn of_kinds<'a>(draft: &Draft<'a>, level: u8, kinds: &'static [SectionKind]) -> impl Iterator<Item = &'a Section> {
    let (outline, sections) = (draft.outline, draft.sections);
    let title = is_title(draft, 0);
    let fitting = outline.sections.iter().enumerate().filter(move |(at, section)| {
        let holds_others = outline.sections.get(at + 1).is_some_and(|next| next.level > section.level);
        let is_part = section.level >= level || !holds_others;
        kinds.contains(&sections.kinds.get(*at).copied().unwrap_or_default()) && is_part && !(title && *at == 0)
    });
    fitting.map(move |(_, section)| part_of_body(outline, section, level))
}

/// The outermost section around `section` that is not above `level`.
fn part_of_body<'a>(outline: &'a crate::syntax::Outline, section: &'a Section, level: u8) -> &'a Section {
    let mut part = section;
    while let Some(SectionId(id)) = part.parent
        && let Some(parent) = outline.sections.get(id as usize).filter(|p| p.level >= level && p.level < part.level)
    {
        part = parent;
    }
    part
}

/// Where the words of a section end: before the blank lines and before the file's closing remark.
pub(super) fn end_of_section(draft: &Draft<'_>, section: &Section) -> u32 {
    let remark = closing_remark(draft).and_then(|at| u32::try_from(at).ok());
    let end = remark.filter(|at| *at > section.heading.end).map_or(section.span.end, |at| at.min(section.span.end));
    let words = draft.text.get(..end as usize).unwrap_or("").trim_end_matches(BLANK).len();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Where a rule begins that only a few closing words follow, set off by emphasis or a quote.
fn closing_remark(draft: &Draft<'_>) -> Option<usize> {
    let body = draft.body as usize;
    let last_heading = draft.outline.sections.last().map_or(body, |section| section.heading.end as usize);
    let last_fence = draft.outline.fences.last().map_or(body, |fence| fence.span.end as usize);
    let from = body.max(last_heading).max(last_fence);
    let mut at = from;
    let mut rule = None;
    let mut blank_before = true;
    for line in draft.text.get(from..)?.split_inclusive('\n') {
        if is_rule(line) && blank_before && at > from {
            rule = Some((at, at + line.len()));
        }
        blank_before = line.trim().is_empty();
        at += line.len();
    }
    let (start, end) = rule?;
    let remark = draft.text.get(end..)?.trim();
    let is_set_off = remark.starts_with(['*', '_', '>'])
        || draft.outline.strongs.iter().any(|strong| strong.span.start as usize >= end);
    let is_short = remark.lines().filter(|line| !line.trim().is_empty()).count() <= 3;
    (!remark.is_empty() && is_set_off && is_short).then_some(start)
}

/// The rule that ends at `words_end`, where the file sets its sections apart by rules.
fn rule_before<'a>(draft: &Draft<'a>, words_end: usize) -> Option<&'a str> {
    let before = draft.text.get(draft.body as usize..words_end)?;
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let set_off = above.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
    (is_rule(line) && set_off).then_some(line.trim())
}

/// Whether a line is a thematic break.
fn is_rule(line: &str) -> bool {
    let marks: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let of = |mark: char| marks.chars().all(|c| c == mark);
    marks.len() >= 3 && indent < 4 && (of('-') || of('*') || of('_'))
}

/// A fence that is never closed would swallow a section behind it.
fn out_of_open_fence(draft: &Draft<'_>, anchor: usize) -> usize {
    let swallows = |fence: &&crate::syntax::outline::Fence| {
        let words_end = draft.text.get(..anchor).unwrap_or("").trim_end_matches(BLANK).len();
        let (start, end) = (fence.open.start as usize, fence.span.end as usize);
        !fence.open.is_empty() && fence.close.is_none() && start < words_end && words_end <= end
    };
    let fence = draft.outline.fences.iter().find(swallows);
    fence.map_or(anchor, |fence| line_start(draft.text, fence.open.start as usize))
}

/// The ends of the blank lines from `start` on; a last one without a line end does not count.
fn blank_lines(text: &str, start: usize) -> Vec<usize> {
    let mut at = start;
    let mut ends = Vec::new();
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        if !line.ends_with('\n') || !line.trim_matches(BLANK).is_empty() {
            break;
        }
        at += line.len();
        ends.push(at);
    }
    ends
}

/// The begin of the line after the one that `at` is in.
fn next_line(text: &str, at: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let rest = text.get(at..).unwrap_or("");
    rest.find('\n').map_or(text.len(), |end| at + end + 1)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

fn line_at(text: &str, start: usize) -> &str {
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
}

/// Whether only blanks stand before `at` in its line.
pub(super) fn starts_line(text: &str, at: u32) -> bool {
    let start = line_start(text, at as usize);
    text.get(start..at as usize).is_some_and(|indent| indent.trim_matches(BLANK).is_empty() && indent.len() < 4)
}
