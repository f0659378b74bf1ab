//! Which of several meanings a phrase has, judged by what stands around it.

use super::entries::{Glossary, Meanings};
use super::normalise::{Key, Word, Words};
use super::schema::Concept;
use crate::fact::Str;

/// What stands around a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// The name of the area that the phrase is listed in; may be empty.
    pub area: &'a str,
    /// The agent's name.
    pub agent: &'a str,
    /// The agent's description.
    pub description: &'a str,
}

/// How well a concept's `only_under` fits, from worst to best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is bound to surroundings that are not these.
    Elsewhere,
    /// The description alone speaks of them, which every other meaning outweighs.
    Described,
    /// It is bound to none.
    Anywhere,
    Agent,
    Area,
    Phrase,
}

impl Context<'_> {
    /// The one meaning of `key` that fits; none where that can't be told. `phrase` is all of what
    /// the file says there, `run` the words of it that say `key`.
    ///
    /// A meaning bound by `only_under` needs fitting surroundings, unless the phrase has this
    /// meaning alone and is its full name of several words.
    pub(super) fn choose<'g>(
        &self,
        glossary: &'g Glossary,
        meanings: Meanings<'g>,
        key: Key,
        phrase: &Words,
        run: &[Word],
    ) -> Option<&'g Concept> {
        if let Some(only) = meanings.only()
            && (only.only_under.is_empty() || is_full_name(only, key))
        {
            return Some(only);
        }
        self.best(glossary, meanings.iter(), phrase, run)
    }

    /// Whether `concept` may be meant here at all.
    pub(super) fn allows(&self, glossary: &Glossary, concept: &Concept, phrase: &Words, run: &[Word]) -> bool {
        self.fit(glossary, concept, phrase, run) > Fit::Elsewhere
    }

    /// The concept among `concepts` that fits best, where one alone does.
    fn best<'g>(
        &self,
        glossary: &Glossary,
        concepts: impl Iterator<Item = &'g Concept>,
        phrase: &Words,
        run: &[Word],
    ) -> Option<&'g Concept> {
        let mut best: Option<(Fit, &Concept)> = None;
        let mut tied = false;
        for concept in concepts {
            let fit = self.fit(glossary, concept, phrase, run);
            match best {
                Some((so_far, _)) if fit < so_far => {}
                Some((so_far, other)) if fit == so_far => tied |= other.id != concept.id,
                _ => {
                    best = Some((fit, concept));
                    tied = false;
                }
            }
        }
        best.filter(|(fit, _)| *fit > Fit::Elsewhere && !tied).map(|(_, concept)| concept)
    }

    fn fit(&self, glossary: &Glossary, concept: &Concept, phrase: &Words, run: &[Word]) -> Fit {
        if concept.only_under.is_empty() {
            return Fit::Anywhere;
        }
        let beside = beside(phrase, run);
        let says = |place: &Str| beside.iter().any(|words| names_in(phrase, words, place));
        if phrase.list().len() > 1 && concept.only_under.iter().any(says) {
            return Fit::Phrase;
        }
        for (fit, text) in [(Fit::Area, self.area), (Fit::Agent, self.agent)] {
            let words = Words::read(text);
            if concept.only_under.iter().any(|place| speaks_of(glossary, &words, place)) {
                return fit;
            }
        }
        // A description is too long to look up all that it names.
        let words = Words::read(self.description);
        if concept.only_under.iter().any(|place| names(&words, place)) {
            return Fit::Described;
        }
        Fit::Elsewhere
    }
}

/// Whether `key` is the concept's name, in several words.
fn is_full_name(concept: &Concept, key: Key) -> bool {
    [&*concept.name, concept.short_name()].iter().any(|name| {
        let name = Words::read(name);
        name.list().len() > 1 && name.whole().text == key.text
    })
}

/// Words of the longest name that is looked for in the surroundings.
const LONGEST: usize = 3;

/// The words of `phrase` on either side of `run`. The words of a name are no surroundings of it: that "claims management"
/// speaks of claims does not make it one of insurance. Where the phrase is the name alone, it has to do.
fn beside<'w>(phrase: &'w Words, run: &[Word]) -> [&'w [Word]; 2] {
    let all = phrase.list();
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return [all, &[]] };
    if run.len() >= all.len() {
        return [all, &[]];
    }
    let before = all.partition_point(|word| word.start < first.start);
    let behind = all.partition_point(|word| word.start <= last.start);
    [all.get(..before).unwrap_or(&[]), all.get(behind..).unwrap_or(&[])]
}

/// The runs of up to [`LONGEST`] words.
fn runs(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    (1..=LONGEST).flat_map(|len| words.windows(len))
}

/// Whether `words` hold `place`.
fn names(words: &Words, place: &str) -> bool {
    names_in(words, words.list(), place)
}

/// Whether some of `words` hold `place`.
fn names_in(words: &Words, some: &[Word], place: &str) -> bool {
    let wanted = Words::read(place);
    let wanted = wanted.whole().text;
    runs(some).any(|run| match run {
        [word] => words.key(word) == wanted || words.base(word) == wanted,
        [first, .., last] => words.run(first, last).text == wanted,
        [] => false,
    })
}

/// Whether `words` hold `place`, a concept of that id, or one of that field. What depends on its
/// own surroundings, as `PATTERNS` does, says nothing about those of others.
fn speaks_of(glossary: &Glossary, words: &Words, place: &str) -> bool {
    let mut concepts = runs(words.list())
        .filter_map(|run| glossary.meanings(words.run(run.first()?, run.last()?)).only())
        .filter(|concept| concept.only_under.is_empty());
    names(words, place) || concepts.any(|concept| concept.id == place || concept.field == place)
}
