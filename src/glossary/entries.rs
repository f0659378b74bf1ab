//! The entries that are looked at: the built-in ones, and those of a project in front of them.

use super::compiled;
use super::normalise::Key;
use super::phrases::{Phrase, Phrases};
use super::schema::{Concept, Field};
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

/// Entries and their phrases. What a project says of a phrase holds over what is built in.
#[derive(Clone)]
pub struct Glossary {
    /// A project's own concepts, by id.
    own: Vec<Concept>,
    own_phrases: Phrases,
    /// The concepts behind them.
    built_in: BuiltIn,
    phrases: Phrases,
}

static BUILT_IN: Glossary = Glossary {
    own: Vec::new(),
    own_phrases: Phrases::compiled("", &[]),
    built_in: BuiltIn { packed: compiled::CONCEPTS },
    phrases: Phrases::compiled(compiled::PHRASE_KEYS, compiled::PHRASES),
};

/// Its own entries: those that are built in are the same everywhere.
impl fmt::Debug for Glossary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Glossary").field("own", &self.own).finish_non_exhaustive()
    }
}

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

    /// The same for those who share it with a project's.
    pub fn shared() -> Arc<Glossary> {
        static SHARED: LazyLock<Arc<Glossary>> = LazyLock::new(Arc::default);
        Arc::clone(&SHARED)
    }

    /// The built-in entries with `own` in front of them.
    pub fn with_own(mut own: Vec<Concept>) -> Glossary {
        own.sort_by(|a, b| a.id.cmp(&b.id));
        own.dedup_by(|later, first| later.id == first.id);
        own.truncate(usize::from(u16::MAX));
        let own_phrases = Phrases::of(&own);
        Glossary { own, own_phrases, ..BUILT_IN.clone() }
    }

    /// `own` and nothing else.
    #[cfg(test)]
    pub(crate) fn alone(own: Vec<Concept>) -> Glossary {
        Glossary { built_in: BuiltIn { packed: &[] }, phrases: Phrases::default(), ..Glossary::with_own(own) }
    }

    /// The entry called `id`.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        match self.own_place(id) {
            Some(at) => self.own.get(at),
            None => self.built_in.named(id),
        }
    }

    fn own_place(&self, id: &str) -> Option<usize> {
        self.own.binary_search_by(|own| (*own.id).cmp(id)).ok()
    }

    /// All entries, a project's own first; a built-in entry that it replaces is left out.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        let built_in = (0..self.built_in.packed.len()).filter_map(|at| self.built_in.get(at));
        self.own.iter().chain(built_in.filter(|concept| self.own_place(&concept.id).is_none()))
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
        match self.own_phrases.equal(key) {
            [] => Meanings { phrases: self.phrases.equal(key), concepts: Concepts::BuiltIn(self.built_in) },
            own => Meanings { phrases: own, concepts: Concepts::Own(&self.own) },
        }
    }

    /// The concepts with a phrase of as many words that begins with `key` and has at most
    /// `longest` bytes more.
    pub(super) fn completions<'a>(&'a self, key: Key<'a>, longest: usize) -> impl Iterator<Item = &'a Concept> {
        let own = self.own_phrases.beginning(key, longest);
        let built_in = self.phrases.beginning(key, longest);
        own.filter_map(|phrase| self.own.get(usize::from(phrase.concept)))
            .chain(built_in.filter_map(|phrase| self.built_in.get(usize::from(phrase.concept))))
    }
}

/// The built-in concepts, by id. The program carries each as one text: that takes a third of the room
/// of a table of texts, and is read where somebody asks for it, once.
#[derive(Clone, Copy, Debug)]
struct BuiltIn {
    packed: &'static [&'static str],
}

impl BuiltIn {
    fn get(self, at: usize) -> Option<&'static Concept> {
        static READ: LazyLock<Vec<OnceLock<Box<Concept>>>> =
            LazyLock::new(|| compiled::CONCEPTS.iter().map(|_| OnceLock::new()).collect());
        let packed = self.packed.get(at)?;
        READ.get(at).map(|read| &**read.get_or_init(|| Box::new(Concept::unpacked(packed))))
    }

    fn named(self, id: &str) -> Option<&'static Concept> {
        let at = self.packed.binary_search_by(|packed| Concept::packed_id(packed).cmp(id)).ok()?;
        self.get(at)
    }
}

/// What a phrase may mean.
#[derive(Clone, Copy)]
pub(super) struct Meanings<'g> {
    phrases: &'g [Phrase],
    concepts: Concepts<'g>,
}

#[derive(Clone, Copy)]
enum Concepts<'g> {
    Own(&'g [Concept]),
    BuiltIn(BuiltIn),
}

impl<'g> Meanings<'g> {
    pub(super) fn iter(self) -> impl Iterator<Item = &'g Concept> {
        self.phrases.iter().filter_map(move |phrase| {
            let at = usize::from(phrase.concept);
            match self.concepts {
                Concepts::Own(concepts) => concepts.get(at),
                Concepts::BuiltIn(concepts) => concepts.get(at),
            }
        })
    }

    /// The only meaning.
    pub(super) fn only(self) -> Option<&'g Concept> {
        let mut all = self.iter();
        let first = all.next()?;
        all.all(|other| other.id == first.id).then_some(first)
    }
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

    pub(crate) fn is_maker(word: &str) -> bool {
        compiled::MAKERS.binary_search(&word).is_ok()
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
