//! Words that say when to use an agent, of all languages in one pass.

use super::{MOST_LANGUAGES, all};
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Of which languages, in the order of [`all`], a text in small letters has a cue.
pub(super) fn languages_with_cue(text: &str) -> [bool; MOST_LANGUAGES] {
    let mut found = [false; MOST_LANGUAGES];
    let mut mark = |languages: &[usize]| {
        for language in languages {
            if let Some(found) = found.get_mut(*language) {
                *found = true;
            }
        }
    };
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        CUES.words.get(word).into_iter().for_each(|languages| mark(languages));
    }
    for part in CUES.finder.iter().flat_map(|finder| finder.find_overlapping_iter(text)) {
        let Some(cue) = CUES.parts.get(part.pattern().as_usize()) else { continue };
        let before = text.get(..part.start()).and_then(|before| before.chars().next_back());
        if !cue.begins_word || !before.is_some_and(char::is_alphanumeric) {
            mark(&[cue.language]);
        }
    }
    found
}

struct Cues {
    words: FxHashMap<&'static str, Vec<usize>>,
    /// Finds each of `parts`.
    finder: Option<AhoCorasick>,
    parts: Vec<Part>,
}

struct Part {
    language: usize,
    /// Whether it is the beginning of words, and no other part of them.
    begins_word: bool,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let (mut words, mut parts, mut texts) = (FxHashMap::<&str, Vec<usize>>::default(), Vec::new(), Vec::new());
    for (language, wording) in all().iter().enumerate() {
        for word in wording.cues.words.iter() {
            words.entry(word).or_default().push(language);
        }
        let stems = wording.cues.stems.iter().map(|stem| (stem, true));
        for (text, begins_word) in stems.chain(wording.cues.parts.iter().map(|part| (part, false))) {
            texts.push(&**text);
            parts.push(Part { language, begins_word });
        }
    }
    Cues { words, finder: AhoCorasick::new(texts).ok(), parts }
});
