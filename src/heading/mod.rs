//! Which headings mean which section: data (`data/*.yaml`), in several languages, checked and
//! compiled in by `build.rs`. A heading is known by what it says and not by one spelling of it.

pub mod normal;
pub mod schema;

pub use schema::{Language, SectionKind};

use schema::Rule;

mod compiled {
    use super::schema::*;
    use std::borrow::Cow;
    include!(concat!(env!("OUT_DIR"), "/heading.rs"));
}

/// What a heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// [`SectionKind::Other`] for a heading that is known to be none of the other kinds.
    pub kind: SectionKind,
    pub language: Language,
    /// Whether a phrase covers the whole heading, and not only some words of it.
    pub whole: bool,
}

/// Headings longer than this (in words, or characters of an unspaced script) say too much to be a
/// name of a section.
const MOST_WORDS: usize = 24;

/// The kind of section that `title` announces and the language that it does so in.
pub fn classify(title: &str) -> Option<(SectionKind, Language)> {
    let reading = read(title)?;
    (reading.kind != SectionKind::Other).then_some((reading.kind, reading.language))
}

/// What `title` says: by the longest phrase in it; of equally long ones by the last words, then by
/// the first ones.
pub fn read(title: &str) -> Option<Reading> {
    let words = normal::normal(title);
    let is_one_of = |list: &[&str], word: &str| list.binary_search(&word).is_ok();
    let heart =
        normal::heart(&words, |word| is_one_of(compiled::FILLERS, word), |word| is_one_of(compiled::NUMBERED, word));
    let mut starts = smallvec::SmallVec::<[usize; MOST_WORDS]>::new();
    starts.push(0);
    starts.extend(heart.match_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS));
    if starts.len() > MOST_WORDS {
        return None;
    }
    let count = starts.len();
    for length in (1..=count.min(compiled::LONGEST)).rev() {
        let last = count - length;
        let between = if compiled::INSIDE_LENGTHS.contains(&length) { 1..last.max(1) } else { 1..1 };
        let firsts = std::iter::once(last).chain((last > 0).then_some(0)).chain(between);
        for first in firsts {
            let start = starts.get(first).copied()?;
            let end = starts.get(first + length).map_or(heart.len(), |next| next - 1);
            let Some(rule) = heart.get(start..end).and_then(rule_for) else { continue };
            let (at_start, at_end) = (first == 0, first + length == count);
            let whole = at_start && at_end;
            let fits = whole || rule.inside || (at_start && rule.at_start) || (at_end && rule.at_end);
            if fits {
                return Some(Reading { kind: rule.kind, language: rule.language, whole });
            }
        }
    }
    None
}

fn rule_for(phrase: &str) -> Option<&'static Rule> {
    let at = compiled::RULES.binary_search_by(|rule| (*rule.phrase).cmp(phrase)).ok()?;
    compiled::RULES.get(at)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
