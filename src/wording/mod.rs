//! What the words of a text tell: its language, whether a description says when, what a body orders.
//! Data (`data/*.yaml`), one file for each language, checked and compiled in by `build.rs`.

mod cues;
pub mod schema;

pub use schema::{Answers, Deed, Order, Script, Wording};

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

mod compiled {
    use super::schema::*;
    use std::borrow::Cow;
    include!(concat!(env!("OUT_DIR"), "/wording.rs"));
}

/// The build fails when there are more.
const MOST_LANGUAGES: usize = 32;

/// All languages that are known.
pub fn all() -> &'static [Wording] {
    compiled::WORDINGS
}

/// The orders that a sentence may give which begins with this letter or sign, in small letters.
pub fn orders_beginning_with(first: char) -> &'static [&'static Order] {
    static BY_FIRST: LazyLock<FxHashMap<char, Vec<&Order>>> = LazyLock::new(|| {
        let mut by_first: FxHashMap<char, Vec<&Order>> = FxHashMap::default();
        for order in all().iter().flat_map(|wording| wording.orders.iter()) {
            let mut firsts: Vec<char> = order.starts.iter().filter_map(|start| start.chars().next()).collect();
            firsts.sort_unstable();
            firsts.dedup();
            firsts.into_iter().for_each(|first| by_first.entry(first).or_default().push(order));
        }
        by_first
    });
    BY_FIRST.get(&first).map_or(&[], Vec::as_slice)
}

/// How much of a text is read to tell its language.
const MOST_WORDS: usize = 400;

/// The language of a prose text of at least `fewest` words where there is no doubt: `None` for a short or
/// mixed text, and for a language that is not known. Where a script has no blanks, two signs are a word.
pub fn language_of(text: &str, fewest: usize) -> Option<&'static Wording> {
    let mut signs = [0_usize; 6];
    let mut words = 0;
    let mut hits = [Hits::default(); MOST_LANGUAGES];
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(MOST_WORDS) {
        if word.is_ascii() {
            signs[0] += word.len();
        } else {
            for c in word.chars() {
                if let Some(count) = signs.get_mut(script_of(c)) {
                    *count += 1;
                }
            }
        }
        words += 1;
        let languages = languages_with(word);
        let mut left = languages;
        while left != 0 {
            if let Some(hits) = hits.get_mut(left.trailing_zeros() as usize) {
                hits.words += 1;
                hits.weight += 60 / languages.count_ones();
            }
            left &= left - 1;
        }
    }
    let [latin, cyrillic, hangul, kana, han, other] = signs;
    let letters: usize = signs.iter().sum();
    // Between words of such a script there are often names in Latin letters.
    let unspaced = |own: usize| own >= fewest * 2 && own * 3 > letters && (other + cyrillic) * 10 < letters;
    let only = |script: Script| all().iter().find(|wording| wording.script == script);
    if unspaced(hangul) && (kana + han) * 10 < hangul {
        return only(Script::Hangul);
    }
    if unspaced(kana + han) && hangul * 10 < kana + han {
        // Japanese is full of kana; a few of them between Chinese characters are in doubt.
        return match (kana * 8 > kana + han, kana * 40 > han) {
            (true, _) => only(Script::Kana),
            (false, true) => None,
            (false, false) => only(Script::Han),
        };
    }
    let script = match (latin * 20 > letters * 19, cyrillic * 2 > letters) {
        (true, _) => Script::Latin,
        (_, true) => Script::Cyrillic,
        _ => return None,
    };
    let of_script = || all().iter().zip(&hits).filter(|(wording, _)| wording.script == script);
    let (best, own) = of_script().max_by_key(|(_, hits)| hits.weight)?;
    let second =
        of_script().filter(|(wording, _)| wording.language != best.language).map(|(_, hits)| hits.weight).max();
    let is_clear = own.words * 6 >= words && own.words >= fewest.div_ceil(3) && second.unwrap_or(0) * 2 <= own.weight;
    (words >= fewest && is_clear).then_some(best)
}

/// How much of a text is made of the frequent words of one language.
#[derive(Clone, Copy, Debug, Default)]
struct Hits {
    words: usize,
    /// A word counts the less the more languages have it.
    weight: u32,
}

/// A word of so many letters is made small without an allocation.
const LONGEST_ASCII: usize = 32;

/// The languages that have a word among their frequent ones, as bits.
fn languages_with(word: &str) -> u32 {
    static BY_WORD: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| compiled::FREQUENT.iter().copied().collect());
    let find = |word: &str| BY_WORD.get(word).copied().unwrap_or(0);
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return find(word);
    }
    let mut letters = [0; LONGEST_ASCII];
    match letters.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(letters) => {
            letters.copy_from_slice(word.as_bytes());
            letters.make_ascii_lowercase();
            std::str::from_utf8(letters).map_or(0, find)
        }
        None => find(&word.to_lowercase()),
    }
}

fn script_of(c: char) -> usize {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 0,
        '\u{400}'..='\u{52f}' => 1,
        '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => 2,
        '\u{3040}'..='\u{30ff}' => 3,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' => 4,
        _ => 5,
    }
}

/// Whether a description says when to use an agent, as far as can be told: of a text in a language that
/// is not known that is taken for granted.
pub fn says_when(description: &str) -> bool {
    let text = description.to_lowercase();
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if letters().take(8).count() < 8 {
        return true;
    }
    let said = cues::languages_with_cue(&text);
    let says = |wording: &Wording| all().iter().zip(said).any(|(other, says)| says && std::ptr::eq(other, wording));
    if all().iter().filter(|wording| wording.is_mixed_in).any(says) {
        return true;
    }
    match language_of(description, 4) {
        Some(wording) => says(wording),
        // Letters that English does not have, and none of the languages that are known.
        None => letters().any(|c| !c.is_ascii()) || said.contains(&true),
    }
}

/// Whether a sentence leads to what an agent's answer looks like.
pub fn says_answer(sentence: &str) -> bool {
    static BY_FIRST: LazyLock<FxHashMap<char, Vec<&str>>> = LazyLock::new(|| {
        let mut by_first: FxHashMap<char, Vec<&str>> = FxHashMap::default();
        for part in all().iter().flat_map(|wording| wording.answers.parts.iter()) {
            by_first.entry(part.chars().next().unwrap_or_default()).or_default().push(part);
        }
        by_first
    });
    let sentence = sentence.to_lowercase();
    let mut is_in_word = false;
    sentence.char_indices().any(|(at, c)| {
        // Some scripts have no blanks between words.
        let begins = !is_in_word || !c.is_ascii();
        is_in_word = c.is_alphanumeric();
        let parts = BY_FIRST.get(&c).filter(|_| begins);
        let rest = sentence.get(at..).unwrap_or("");
        parts.is_some_and(|parts| parts.iter().any(|part| rest.starts_with(part)))
    })
}

/// Whether a label that begins with this word, in small letters, leads to what an agent's answer looks like.
pub fn begins_answer(word: &str) -> bool {
    all().iter().any(|wording| wording.answers.starts.iter().any(|start| **start == *word))
}

#[cfg(test)]
mod tests;
