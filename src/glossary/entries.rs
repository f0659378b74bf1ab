//! The entries that are looked at: the built-in ones, and those of a project in front of them.

use super::compiled::{self, Phrase};
use super::normalise::{Key, Words};
use super::schema::{Concept, Field};

/// Entries and their phrases. What a project says of a phrase holds over what is built in.
#[derive(Clone, Debug)]
pub struct Glossary {
    /// A project's own concepts, by id.
    own: Vec<Concept>,
    /// Their phrases, by normal form.
    own_phrases: Vec<Phrase>,
    /// The concepts behind them, by id.
    concepts: &'static [Concept],
    /// Their phrases, by normal form.
    phrases: &'static [Phrase],
}

static BUILT_IN: Glossary =
    Glossary { own: Vec::new(), own_phrases: Vec::new(), concepts: compiled::CONCEPTS, phrases: compiled::PHRASES };

impl Default for Glossary {
    fn default() -> Glossary {
        BUILT_IN.clone()
    }
}

impl Glossary {
    /// The entries that the program brings along. Costs nothing.
    pub fn built_in() -> &'static Glossary {
        &BUILT_IN
    }

    /// The built-in entries with `own` in front of them.
    pub fn with_own(mut own: Vec<Concept>) -> Glossary {
        own.sort_by(|a, b| a.id.cmp(&b.id));
        own.dedup_by(|later, first| later.id == first.id);
        own.truncate(usize::from(u16::MAX));
        let mut own_phrases: Vec<Phrase> = Vec::new();
        for (concept, at) in own.iter().zip(0u16..) {
            for text in concept.phrases() {
                let words = Words::read(text);
                let key = words.whole();
                if !key.text.is_empty() {
                    let last = u16::try_from(key.last).unwrap_or(0);
                    own_phrases.push(Phrase { key: key.text.to_owned().into(), last, concept: at });
                }
            }
        }
        own_phrases.sort_by(|a, b| (&a.key, a.last, a.concept).cmp(&(&b.key, b.last, b.concept)));
        own_phrases.dedup_by(|a, b| (&a.key, a.last, a.concept) == (&b.key, b.last, b.concept));
        Glossary { own, own_phrases, ..BUILT_IN.clone() }
    }

    /// `own` and nothing else.
    #[cfg(test)]
    pub(crate) fn alone(own: Vec<Concept>) -> Glossary {
        Glossary { concepts: &[], phrases: &[], ..Glossary::with_own(own) }
    }

    /// The entry called `id`.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        let find = |list: &'_ [Concept]| list.binary_search_by(|concept| (*concept.id).cmp(id)).ok();
        match find(&self.own) {
            Some(at) => self.own.get(at),
            None => self.concepts.get(find(self.concepts)?),
        }
    }

    /// All entries, a project's own first; a built-in entry that it replaces is left out.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        let replaced = |id: &str| self.own.binary_search_by(|own| (*own.id).cmp(id)).is_ok();
        let built_in = self.concepts.iter().filter(move |concept| !replaced(&concept.id));
        self.own.iter().chain(built_in)
    }

    /// The fields of work of the built-in entries.
    pub fn fields(&self) -> &'static [Field] {
        compiled::FIELDS
    }

    /// The field of work called `id`.
    pub fn field(&self, id: &str) -> Option<&'static Field> {
        compiled::FIELDS.binary_search_by(|field| (*field.id).cmp(id)).ok().and_then(|at| compiled::FIELDS.get(at))
    }

    /// The concepts that `key` means.
    pub(super) fn meanings(&self, key: Key) -> Meanings<'_> {
        let own = equal(&self.own_phrases, key);
        if own.is_empty() {
            Meanings { phrases: equal(self.phrases, key), concepts: self.concepts }
        } else {
            Meanings { phrases: own, concepts: &self.own }
        }
    }

    /// The concepts with a phrase of as many words that begins with `key` and has at most
    /// `longest` bytes more.
    pub(super) fn completions<'a>(&'a self, key: Key<'a>, longest: usize) -> impl Iterator<Item = &'a Concept> {
        let fits = move |phrase: &&Phrase| {
            usize::from(phrase.last) == key.last && phrase.key.len() <= key.text.len() + longest
        };
        let own = beginning(&self.own_phrases, key.text).iter().filter(fits);
        let built_in = beginning(self.phrases, key.text).iter().filter(fits);
        own.filter_map(|phrase| self.own.get(usize::from(phrase.concept)))
            .chain(built_in.filter_map(|phrase| self.concepts.get(usize::from(phrase.concept))))
    }
}

/// What a phrase may mean.
#[derive(Clone, Copy)]
pub(super) struct Meanings<'g> {
    phrases: &'g [Phrase],
    concepts: &'g [Concept],
}

impl<'g> Meanings<'g> {
    pub(super) fn iter(self) -> impl Iterator<Item = &'g Concept> {
        self.phrases.iter().filter_map(move |phrase| self.concepts.get(usize::from(phrase.concept)))
    }

    /// The only meaning.
    pub(super) fn only(self) -> Option<&'g Concept> {
        let mut all = self.iter();
        let first = all.next()?;
        all.all(|other| other.id == first.id).then_some(first)
    }
}

/// The phrases of this normal form: those with the same words, else all.
fn equal<'a>(phrases: &'a [Phrase], key: Key) -> &'a [Phrase] {
    let first = phrases.partition_point(|phrase| *phrase.key < *key.text);
    let rest = phrases.get(first..).unwrap_or(&[]);
    let count = rest.iter().take_while(|phrase| phrase.key == key.text).count();
    let all = rest.get(..count).unwrap_or(&[]);
    let same = |phrase: &Phrase| usize::from(phrase.last) == key.last;
    all.chunk_by(|a, b| a.last == b.last).find(|chunk| chunk.first().is_some_and(same)).unwrap_or(all)
}

/// The phrases that begin with `key`; of very many, the first.
fn beginning<'a>(phrases: &'a [Phrase], key: &str) -> &'a [Phrase] {
    const MOST: usize = 64;
    let first = phrases.partition_point(|phrase| *phrase.key < *key);
    let rest = phrases.get(first..).unwrap_or(&[]);
    let count = rest.iter().take(MOST).take_while(|phrase| phrase.key.starts_with(key)).count();
    rest.get(..count).unwrap_or(&[])
}

/// Words that shape phrases: see `data/words.yaml`. All are asked for in normal form.
pub(super) mod words {
    use super::compiled;

    /// What a cut word may stand for, in normal form.
    pub(crate) fn clipping(word: &str) -> &'static [&'static str] {
        let list = compiled::CLIPPINGS;
        let found = list.binary_search_by(|(short, _)| (*short).cmp(word)).ok().and_then(|at| list.get(at));
        found.map_or(&[], |(_, long)| long)
    }

    pub(crate) fn is_tail(word: &str) -> bool {
        compiled::TAILS.binary_search(&word).is_ok()
    }

    pub(crate) fn is_head(word: &str) -> bool {
        compiled::HEADS.binary_search(&word).is_ok()
    }

    pub(crate) fn is_carrier(word: &str) -> bool {
        compiled::CARRIERS.binary_search(&word).is_ok()
    }

    pub(crate) fn is_generic(word: &str) -> bool {
        compiled::GENERIC.binary_search(&word).is_ok()
    }

    pub(crate) fn is_broad(word: &str) -> bool {
        compiled::BROAD.binary_search(&word).is_ok()
    }

    pub(crate) fn is_completer(word: &str) -> bool {
        compiled::COMPLETERS.binary_search(&word).is_ok()
    }

    /// A word that says too little to explain a phrase by itself.
    pub(crate) fn says_little(word: &str) -> bool {
        is_broad(word) || compiled::VAGUE.binary_search(&word).is_ok()
    }

    pub(crate) fn is_ordinary(word: &str) -> bool {
        compiled::ORDINARY.binary_search(&word).is_ok()
    }
}
