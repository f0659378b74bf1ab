//! Where a file holds words that a project does not want.

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::text::Span;

/// Words past this number are not looked for in one file.
const MOST: usize = 100;

/// The places of `banned` words in the description and in the body outside of code, each with the word as it is
/// banned. Letter case does not matter; words are whole ones.
pub(super) fn found<'w>(file: &AgentFile, banned: &'w [String]) -> Vec<(Span, &'w str)> {
    let text = &*file.text;
    let description = file.entry(Role::Description).map(|entry| entry.raw_value);
    let mut pieces: Vec<Span> = description.into_iter().collect();
    let mut at = file.front_matter.body;
    let outline = file.outline.as_read();
    for fence in &outline.fences {
        let fence = file.outline.here(fence.span);
        pieces.push(Span::new(at, fence.start.max(at)));
        at = fence.end.max(at);
    }
    pieces.push(Span::new(at, Span::offset(text.len()).max(at)));
    let mut found = Vec::new();
    for piece in pieces {
        for start in starts(piece.slice(text)) {
            let rest = piece.slice(text).get(start..).unwrap_or("");
            let here = banned.iter().find_map(|word| Some((length(rest, word)?, word)));
            if let Some((length, word)) = here
                && found.len() < MOST
            {
                found.push((Span::of(start..start + length).shifted(piece.start), word.as_str()));
            }
        }
    }
    found
}

/// Where words begin.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut is_inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let was_inside = std::mem::replace(&mut is_inside, c.is_alphanumeric());
        (is_inside && !was_inside).then_some(at)
    })
}

/// How many bytes of `text` are `word`, if it begins with that and nothing goes on behind it.
fn length(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in word.chars().filter(|_| !word.is_empty()) {
        let (_, c) = letters.next()?;
        if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let (end, goes_on) = letters.next().map_or((text.len(), false), |(at, c)| (at, c.is_alphanumeric()));
    (end > 0 && !goes_on).then_some(end)
}
