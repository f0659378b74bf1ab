//! Names without marks in lists of colleagues: "Collaborate with backend-developer on APIs".

use super::around::{Page, before, behind, ends_with_any, starts_with_any};
use super::{Form, Mention, cues, is_hyphenated, is_slug, is_somebody};
use crate::text::Span;

/// The names in lists and tables of colleagues.
pub(super) fn plain_names(page: &Page<'_>, found: &mut Vec<Mention>) {
    for (item, circle) in page.colleagues() {
        for span in slugs(page.text, item) {
            let word = span.slice(page.text);
            let lead = before(page.text, span.start);
            let first = Span::new(item.start, span.start).slice(page.text).trim().is_empty();
            let after = behind(page.text, span.end);
            if starts_with_any(&after, cues::OTHER_THINGS) {
                continue;
            }
            let sure = is_somebody(word)
                && (first && circle.of_agents
                    || ends_with_any(&lead, cues::TOGETHER)
                    || ends_with_any(&lead, cues::HANDING_OVER)
                    || circle.of_agents && lead.split_whitespace().count() <= 3);
            let delegates = circle.hands_over || ends_with_any(&lead, cues::HANDING_OVER);
            found.push(Mention { span, name: word.into(), form: Form::Phrase, sure, delegates });
        }
    }
    for table in &page.outline.tables {
        let Some(circle) = table.section.and_then(|section| page.circle_of(section)) else { continue };
        for cell in table.rows.iter().flatten() {
            let word = cell.slice(page.text);
            if is_slug(word) {
                let sure = is_hyphenated(word) && is_somebody(word);
                let delegates = circle.hands_over;
                found.push(Mention { span: *cell, name: word.into(), form: Form::Phrase, sure, delegates });
            }
        }
    }
}

/// The words with a hyphen inside of `span` that are written as names.
fn slugs(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let words = span.slice(text);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '`' | '*' | ':');
    let mut at = 0;
    words.split(move |c: char| !is_part(c)).filter_map(move |word| {
        let start = at;
        // The sign that ended the word before.
        at = start + word.len();
        at += words.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let bare = word.trim_end_matches(['.', ':']);
        let fits = is_hyphenated(bare) && is_slug(bare);
        fits.then(|| Span::of(start..start + bare.len()).shifted(span.start))
    })
}
