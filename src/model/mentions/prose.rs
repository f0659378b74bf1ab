//! Names in running text: calls, `@name`, "the code-reviewer agent", "Escalate to Stuck Agent".

use super::around::{Page, before, ends_with_any, without_article};
use super::inline::names_somebody;
use super::{Form, Mention, cues, is_hyphenated, is_slug, is_somebody};
use crate::text::Span;
use memchr::memchr_iter;
use memchr::memmem::find_iter;

/// Characters between the brackets of a call that are looked at.
const MOST_INSIDE: usize = 400;

/// The argument that names an agent in a call.
const ARGUMENT: &str = "subagent_type";

/// `Agent(name)` and `subagent_type: name` inside of `span`.
pub(super) fn calls(text: &str, span: Span, tools: &[&str], found: &mut Vec<Mention>) {
    let words = span.slice(text);
    for at in find_iter(words.as_bytes(), ARGUMENT) {
        let rest = words.get(at + ARGUMENT.len()..).unwrap_or("");
        let sign = rest.trim_start_matches(['`', '"', '\'', ' ', '*', '\\']);
        let Some(value) = sign.strip_prefix([':', '=']) else { continue };
        let value = value.trim_start_matches([' ', '`', '"', '\'', '*', '\\']);
        let start = words.len() - value.len();
        call(words, start, span.start, found);
    }
    for tool in tools {
        for at in find_iter(words.as_bytes(), tool) {
            let (head, rest) = (words.get(..at).unwrap_or(""), words.get(at + tool.len()..).unwrap_or(""));
            let is_word = head.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
            let Some(inside) = rest.strip_prefix('(').filter(|_| is_word) else { continue };
            let near = inside.char_indices().take(MOST_INSIDE).find(|(_, c)| matches!(c, ')' | '\n'));
            let Some((end, ')')) = near else { continue };
            let mut start = words.len() - inside.len();
            for name in inside.get(..end).unwrap_or("").split(',') {
                let bare = name.trim_start().trim_start_matches(['"', '\'']);
                // A name of one word in running text may be anything: `Task(description)`.
                let word = bare.trim_end().trim_end_matches(['"', '\'']);
                if is_hyphenated(word) {
                    call(words, start + name.len() - bare.len(), span.start, found);
                }
                start += name.len() + 1;
            }
        }
    }
}

/// The name that begins at `start`, with the plugin before it.
fn call(words: &str, start: usize, base: u32, found: &mut Vec<Mention>) {
    let rest = words.get(start..).unwrap_or("");
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(rest.len());
    let whole = rest.get(..end).unwrap_or("");
    let next = rest.get(end..).and_then(|rest| rest.chars().next());
    if next.is_some_and(|c| matches!(c, '<' | '{' | '$' | '(' | '/' | '.' | '[' | '=' | ' ')) {
        return;
    }
    let name = whole.trim_end_matches(':').rsplit(':').next().unwrap_or("");
    if !is_slug(&name.replace('_', "-").to_lowercase()) {
        return;
    }
    let from = start + whole.trim_end_matches(':').len() - name.len();
    let span = Span::of(from..from + name.len()).shifted(base);
    found.push(Mention { span, name: name.into(), form: Form::Call, sure: true, delegates: true });
}

/// "the code-reviewer agent" in `pieces` of the text.
pub(super) fn phrases(text: &str, pieces: &[Span], found: &mut Vec<Mention>) {
    for piece in pieces {
        let words = piece.slice(text);
        for at in find_iter(words.as_bytes(), "agent") {
            let (head, tail) = (words.get(..at).unwrap_or(""), words.get(at + "agent".len()..).unwrap_or(""));
            if tail.starts_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.') && tail.len() > 1 && !tail.starts_with(". ")
            }) {
                continue;
            }
            let head = head.strip_suffix("sub-").or_else(|| head.strip_suffix("sub")).unwrap_or(head);
            let Some(head) = head.strip_suffix(' ') else { continue };
            let start = head
                .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                .map_or(0, |at| at + head.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
            let mut start = start;
            // `\n` of a text in quotes.
            if start > 0 && head.get(..start).is_some_and(|before| before.ends_with('\\')) {
                start += 1;
            }
            let name = head.get(start..).unwrap_or("");
            if !is_slug(name) || !is_hyphenated(name) {
                continue;
            }
            let lead = before(text, piece.start + Span::offset(start));
            let is_called = ends_with_any(without_article(&lead), cues::CALLING) && lead.split_whitespace().count() > 0;
            let has_the = ["the", "our"].iter().any(|article| ends_with_any(&lead, &[article]));
            let hands = ends_with_any(without_article(&lead), cues::HANDING_OVER);
            let sure = (is_called && has_the || hands) && is_somebody(name);
            let span = Span::of(start..start + name.len()).shifted(piece.start);
            let delegates = is_called || hands;
            found.push(Mention { span, name: name.into(), form: Form::Phrase, sure, delegates });
        }
    }
}

/// `@name` in `pieces` of the text.
pub(super) fn ats(page: &Page<'_>, pieces: &[Span], found: &mut Vec<Mention>) {
    for piece in pieces {
        let words = piece.slice(page.text);
        for at in memchr_iter(b'@', words.as_bytes()) {
            let before = words.get(..at).and_then(|head| head.chars().next_back());
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '/' | '.' | '-' | '_' | '\\')) {
                continue;
            }
            let rest = words.get(at + 1..).unwrap_or("");
            let prefix = if rest.starts_with("agent-") { "agent-".len() } else { 0 };
            let rest = rest.get(prefix..).unwrap_or("");
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or("");
            let mut next = rest.get(end..).unwrap_or("").chars();
            let goes_on = match next.next() {
                Some('.') => next.next().is_some_and(char::is_alphanumeric),
                Some(':') => next.next() == Some(':'),
                Some(c) => matches!(c, '/' | '(' | '@' | '='),
                None => false,
            };
            if goes_on || !is_slug(name) {
                continue;
            }
            let start = at + 1 + prefix;
            let span = Span::of(start..start + name.len()).shifted(piece.start);
            let lead = page.before(Span::empty(piece.start + Span::offset(at)));
            let hands = ends_with_any(without_article(&lead), cues::HANDING_OVER);
            let circle = page.item_at(span.start).and_then(|(_, circle)| circle);
            let sure =
                is_hyphenated(name) && (hands || circle.is_some_and(|circle| circle.of_agents)) && is_somebody(name);
            let delegates = hands || circle.is_some_and(|circle| circle.hands_over);
            found.push(Mention { span, name: name.into(), form: Form::At, sure, delegates });
        }
    }
}

/// "When to Escalate to Stuck Agent", in headings.
pub(super) fn headings(page: &Page<'_>, found: &mut Vec<Mention>) {
    for section in &page.outline.sections {
        let title = section.title_span.slice(page.text);
        let lower = title.to_ascii_lowercase();
        if lower.len() != title.len() {
            continue;
        }
        for cue in [" to ", " to the ", "invoke ", "invoke the ", "call the "] {
            let Some(at) = lower.rfind(cue) else { continue };
            let start = at + cue.len();
            let name = lower.get(start..).unwrap_or("");
            let Some(end) = name.rfind(" agent").filter(|end| name.len() == end + " agent".len()) else { continue };
            let (lead, whole) = (lower.get(..start).unwrap_or(""), title.get(start..).unwrap_or(""));
            let hands = ["escalat", "hand", "delegat", "invoke", "call"].iter().any(|stem| lead.contains(stem));
            let few = whole.split_whitespace().count() <= 4;
            if hands && few && names_somebody(whole) && end > 0 {
                let span = Span::of(start..start + end).shifted(section.title_span.start);
                let name = whole.get(..end).unwrap_or(whole);
                found.push(Mention { span, name: name.into(), form: Form::Phrase, sure: true, delegates: true });
            }
        }
    }
}
