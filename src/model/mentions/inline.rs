//! Names that are marked: in bold, in code, or as a link to a file.

use super::around::{Circle, Page, behind, ends_with_any, starts_with_any, without_article};
use super::{Form, Mention, cues, is_hyphenated, is_slug, is_somebody};
use crate::text::Span;

/// Bytes before the words that an item begins with, at most.
const MOST_LEAD: u32 = 120;

/// Words of the longest name that is looked for.
const MOST_WORDS: usize = 4;

/// Names in bold and in code.
pub(super) fn marked(page: &Page<'_>, found: &mut Vec<Mention>) {
    for strong in &page.outline.strongs {
        let inner = without_ends(page.text, strong.text);
        mark(page, inner, strong.span, Form::Strong, found);
    }
    for code in &page.outline.codes {
        mark(page, code.text, code.span, Form::Code, found);
    }
}

/// `span` without a lead such as "With", and without a colon, a remark in brackets or an emoji.
fn without_ends(text: &str, span: Span) -> Span {
    let words = span.slice(text);
    let end = words.find(['(', ':', '：', '（']).unwrap_or(words.len());
    let words = words.get(..end).unwrap_or(words);
    let start = words.len() - words.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@').len();
    let mut inner = Span::new(span.start + Span::offset(start), span.start + Span::offset(words.trim_end().len()));
    let lower = inner.slice(text).to_lowercase();
    if let Some((lead, _)) = lower.split_once(' ')
        && cues::TOGETHER.contains(&lead)
    {
        let rest = inner.slice(text).split_once(' ').map_or("", |(_, rest)| rest);
        let rest = rest.trim_start();
        inner = Span::new(inner.end - Span::offset(rest.len()).min(inner.len()), inner.end);
    }
    let bare = inner.slice(text);
    let ticks = bare.len() - bare.trim_start_matches(['`', '@', '*', '"', '[']).len();
    let tail = bare.len() - bare.trim_end_matches(['`', '*', '"', ']', ' ']).len();
    Span::new(
        inner.start + Span::offset(ticks),
        (inner.end - Span::offset(tail)).max(inner.start + Span::offset(ticks)),
    )
}

/// What a marked word is: `inner` without the marks, `outer` with them.
fn mark(page: &Page<'_>, inner: Span, outer: Span, form: Form, found: &mut Vec<Mention>) {
    let word = inner.slice(page.text).trim();
    if word.is_empty() || word.len() > 64 {
        return;
    }
    let slug = is_slug(word);
    if !slug && !could_be_name(word, form) {
        return;
    }
    let after = behind(page.text, outer.end.max(inner.end));
    let before = page.before(outer);
    let lead = without_article(&before);
    if starts_with_any(&after, cues::OTHER_THINGS) || ends_with_any(lead, cues::OTHER_THINGS) {
        return;
    }
    let is_agent = starts_with_any(&after, cues::AGENT) && !after.starts_with("agents")
        || ends_with_any(lead, cues::AGENT)
        || after.starts_with("subagent type");
    let is_handed = ends_with_any(lead, cues::HANDING_OVER) || hands_by_arrow(&before);
    let colleague = page.item_at(inner.start).filter(|(item, _)| item.contains(inner.start));
    let circle = colleague.and_then(|(item, circle)| Some((item, circle?)));
    let sure = slug
        && (is_agent && (is_hyphenated(word) || !ends_with_any(lead, cues::AGENT))
            || is_handed && is_hyphenated(word) && (is_somebody(word) || ends_with_any(lead, cues::HANDING_OVER))
            || circle.is_some_and(|(item, circle)| is_colleague(page, word, inner, outer, item, circle, &after)))
        || !slug && ends_in_agent(word) && names_somebody(word) && form == Form::Strong && circle.is_some();
    let hands_over = is_handed || circle.is_some_and(|(_, circle)| circle.hands_over) || calls(&before) && is_agent;
    if sure || could_be_possible(word, slug, circle.is_some()) {
        let span = Span::new(inner.start, inner.start + Span::offset(word.len()));
        found.push(Mention { span, name: word.into(), form, sure, delegates: hands_over });
    }
}

/// Whether a word that is not sure to be a name is kept: one that an agent may be called.
fn could_be_possible(word: &str, slug: bool, in_circle: bool) -> bool {
    in_circle || slug && is_hyphenated(word) || !slug && ends_in_agent(word)
}

/// Whether `word` may be a name that is written with capitals and blanks.
fn could_be_name(word: &str, form: Form) -> bool {
    form == Form::Strong
        && word.split_whitespace().count() <= MOST_WORDS
        && word.starts_with(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '&'))
}

fn ends_in_agent(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.split_once(' ').is_some() && ends_with_any(&lower, cues::AGENT)
}

/// Whether the words before "Agent" are a name.
pub(super) fn names_somebody(word: &str) -> bool {
    let lower = word.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.split_last() {
        Some((_, [])) | None => false,
        Some((_, before)) => {
            !before.iter().any(|word| cues::NOBODY.contains(word) || word.ends_with("ing") && before.len() == 1)
        }
    }
}

/// Whether a slug in a list of colleagues is one of them.
fn is_colleague(
    page: &Page<'_>,
    word: &str,
    inner: Span,
    outer: Span,
    item: Span,
    circle: Circle,
    after: &str,
) -> bool {
    let lead = Span::new(item.start, outer.start);
    // Words that stand far inside of an item are not at its start, and need not be read again for each of them.
    let is_near = lead.len() <= MOST_LEAD;
    let lead = if is_near { lead.slice(page.text) } else { "" };
    let lead = lead.trim_matches(|c: char| !c.is_alphanumeric() && !"→<->←=".contains(c));
    let at_start = is_near
        && (lead.is_empty() || {
            let lower = lead.to_lowercase();
            cues::TOGETHER.contains(&lower.as_str())
        });
    let together = Span::new(outer.start, inner.start).slice(page.text).chars().any(char::is_alphanumeric);
    let explained =
        after.starts_with([':', '：']) || page.text.get(inner.end as usize..).is_some_and(|rest| rest.starts_with(':'));
    match (at_start, is_hyphenated(word)) {
        (true, true) => circle.of_agents || is_somebody(word) || together,
        (true, false) => circle.of_agents && (together || !explained),
        (false, true) => is_somebody(word),
        (false, false) => false,
    }
}

fn hands_by_arrow(before: &str) -> bool {
    before.ends_with(['→', '➜', '⇒']) || before.ends_with("->") || before.ends_with("=>")
}

fn calls(before: &str) -> bool {
    ends_with_any(without_article(before), cues::CALLING)
}

/// Links to Markdown files.
pub(super) fn links(page: &Page<'_>, found: &mut Vec<Mention>) {
    for link in page.outline.links.iter().filter(|link| !link.is_image) {
        let path = link.destination.split(['#', '?']).next().unwrap_or("");
        let is_local = path.len() > 3 && path.ends_with(".md") && !path.contains("://");
        if !is_local {
            continue;
        }
        let words = link.span.slice(page.text);
        let Some(at) = words.rfind(path) else { continue };
        let file = path.rsplit('/').next().unwrap_or(path);
        let from = link.span.start + Span::offset(at + path.len() - file.len());
        let span = Span::new(from, from + Span::offset(file.len() - ".md".len()));
        found.push(Mention { span, name: path.into(), form: Form::Link, sure: false, delegates: false });
    }
}
