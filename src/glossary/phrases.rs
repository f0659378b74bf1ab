//! Phrases in normal form, in order, with what they mean. Thousands of them are compiled in, so each
//! takes twelve bytes and its letters. An address would take sixteen, and more in what the loader reads.

use super::normalise::{Key, Words};
use super::schema::Concept;
use std::borrow::Cow;

/// Phrases of some concepts.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases {
    /// Their normal forms, one behind the other.
    keys: Cow<'static, str>,
    /// In the order of their normal forms.
    list: Cow<'static, [Phrase]>,
}

/// A phrase that means a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Where its normal form begins.
    pub start: u32,
    /// The length of its normal form; none is longer than `normalise::MAX_BYTES`, whatever its letters.
    pub len: u16,
    /// Where its last word begins in its normal form.
    pub last: u16,
    /// Index in the list of concepts.
    pub concept: u16,
}

impl Phrases {
    /// What `build.rs` has put in order.
    pub(super) const fn compiled(keys: &'static str, list: &'static [Phrase]) -> Phrases {
        Phrases { keys: Cow::Borrowed(keys), list: Cow::Borrowed(list) }
    }

    /// The phrases of `concepts`.
    pub(super) fn of(concepts: &[Concept]) -> Phrases {
        let mut found: Vec<(String, u16, u16)> = Vec::new();
        for (concept, at) in concepts.iter().zip(0u16..) {
            for text in concept.phrases() {
                let words = Words::read(text);
                let key = words.whole();
                if !key.text.is_empty() {
                    found.push((key.text.to_owned(), u16::try_from(key.last).unwrap_or(0), at));
                }
            }
        }
        found.sort();
        found.dedup();
        let mut phrases = Phrases::default();
        let keys = phrases.keys.to_mut();
        let list = phrases.list.to_mut();
        for (key, last, concept) in found {
            let (Ok(start), Ok(len)) = (u32::try_from(keys.len()), u16::try_from(key.len())) else { break };
            keys.push_str(&key);
            list.push(Phrase { start, len, last, concept });
        }
        phrases
    }

    fn key(&self, phrase: &Phrase) -> &str {
        let start = phrase.start as usize;
        self.keys.get(start..start + usize::from(phrase.len)).unwrap_or("")
    }

    /// Those from the first on that is not before `key`.
    fn starting_at(&self, key: &str) -> &[Phrase] {
        let first = self.list.partition_point(|phrase| self.key(phrase) < key);
        self.list.get(first..).unwrap_or(&[])
    }

    /// The phrases of this normal form: those with the same words, else all.
    pub(super) fn equal(&self, key: Key) -> &[Phrase] {
        let rest = self.starting_at(key.text);
        let count = rest.iter().take_while(|phrase| self.key(phrase) == key.text).count();
        let all = rest.get(..count).unwrap_or(&[]);
        let same = |phrase: &Phrase| usize::from(phrase.last) == key.last;
        all.chunk_by(|a, b| a.last == b.last).find(|chunk| chunk.first().is_some_and(same)).unwrap_or(all)
    }

    /// The phrases of as many words that begin with `key` and have at most `longest` bytes more; of
    /// very many, the first.
    pub(super) fn beginning(&self, key: Key, longest: usize) -> impl Iterator<Item = &Phrase> {
        const MOST: usize = 64;
        let candidates = self.starting_at(key.text).iter().take(MOST);
        let begins = move |phrase: &&Phrase| self.key(phrase).starts_with(key.text);
        let fits = move |phrase: &&Phrase| {
            usize::from(phrase.last) == key.last && usize::from(phrase.len) <= key.text.len() + longest
        };
        candidates.take_while(begins).filter(fits)
    }
}
