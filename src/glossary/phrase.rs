//! From what a file says to the concepts that it means.
//!
//! In this order, and the first that leads somewhere holds: the phrase itself; without its
//! version; with its cut words written out; as the beginning of a known phrase; without words
//! that add nothing. Else it is taken apart at commas, parentheses, slashes and `and`, and each
//! part is tried likewise. Last, the longest known phrases inside are named, and marked as such.
//!
//! Behind that, a phrase may say something narrower than an entry: see `narrower`.
//!
//! A wrong explanation is worse than none: one broad word in a longer phrase explains nothing.

mod narrower;

use super::entries::{Glossary, words};
use super::naming::{is_akin, is_name, names_inside};
use super::normalise::{Gap, JOINT, Key, Word, Words};
use super::schema::Concept;
use super::surroundings::Context;
use crate::text::Span;

/// A concept that a phrase, or a part of it, means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match<'g> {
    pub concept: &'g Concept,
    /// Bytes of the phrase: the words that mean it.
    pub span: Span,
    pub how: How,
}

/// How a phrase led to a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// The entry knows it in these letters, but for case.
    Exact,
    /// Another spelling, a version or words around it that add nothing.
    Variant,
    /// Cut words were written out.
    Clipped,
    /// The phrase says something narrower: a kind of it, a part of it, or of the work on it.
    Narrower,
    /// Only these words of a longer phrase are known.
    Part,
}

impl How {
    /// Whether the concept explains the phrase; a known word inside it alone does not.
    pub fn explains(self) -> bool {
        self != How::Part
    }
}

/// Never more concepts for one phrase.
const MOST_MATCHES: usize = 8;
/// Words of the longest phrase that is looked for inside another.
const LONGEST_INSIDE: usize = 6;
/// Letters that a cut word may lack.
const LONGEST_REST: usize = 7;
/// Letters of the shortest word that may be the beginning of another.
const SHORTEST_CUT: usize = 4;
/// Words of a sentence, which no entry explains.
const PROSE: usize = 16;
/// Words that are dropped at either end of a phrase.
const MOST_DROPPED: usize = 4;

/// The concepts that `text` means, in the order of the text; none twice. Only the beginning of
/// very long text is looked at.
pub fn explain<'g>(glossary: &'g Glossary, text: &str, context: &Context) -> Vec<Match<'g>> {
    let words = Words::read(text);
    if words.list().is_empty() {
        return Vec::new();
    }
    let mut reader = Reader { glossary, context, text, words: &words, found: Vec::new(), key: String::new() };
    reader.phrase();
    let mut found = reader.found;
    found.sort_by_key(|found| (found.span.start, found.how == How::Part));
    let mut kept: Vec<Match<'g>> = Vec::with_capacity(found.len());
    for one in found {
        match kept.iter_mut().find(|other| other.concept.id == one.concept.id) {
            Some(other) if one.how.explains() && !other.how.explains() => *other = one,
            Some(_) => {}
            None => kept.push(one),
        }
    }
    kept.truncate(MOST_MATCHES);
    kept
}

struct Reader<'g, 'a> {
    glossary: &'g Glossary,
    context: &'a Context<'a>,
    text: &'a str,
    words: &'a Words,
    found: Vec<Match<'g>>,
    /// Room for normal forms that are put together.
    key: String,
}

type Found<'g> = (&'g Concept, How);

impl<'g, 'a> Reader<'g, 'a> {
    fn phrase(&mut self) {
        let all = self.words.list();
        if self.take_names(all) || self.take(all) {
            return;
        }
        self.parts(all);
        self.doubt_side_words();
        if !self.found.iter().any(|found| found.how.explains())
            && let Some(concept) = self.completed()
        {
            self.found.clear();
            self.push(all, concept, How::Variant);
        }
        if self.is_prose() {
            self.found.iter_mut().for_each(|found| found.how = How::Part);
        }
    }

    /// Whether the phrase is a sentence, several of them, or speaks of files.
    fn is_prose(&self) -> bool {
        let all = self.words.list();
        let ends = self.text.match_indices(". ").any(|(at, _)| {
            let behind = self.text.get(at + 2..).and_then(|rest| rest.chars().next());
            at > 3 && behind.is_some_and(|c| c.is_uppercase() || c == '`')
        });
        let is_path = |word: &str| {
            let word = word.trim_matches(|c: char| matches!(c, '`' | '(' | ')' | ',' | '"'));
            word.contains('/') && (word.ends_with('/') || word.contains('*') || word.starts_with(['.', '~']))
        };
        if self.text.split_whitespace().any(is_path) {
            return true;
        }
        (all.len() >= PROSE && !all.iter().any(|word| word.gap == Gap::Colon)) || (all.len() >= PROSE / 2 && ends)
    }

    fn parts(&mut self, all: &'a [Word]) {
        let mut explains = false;
        let mut is_head_unknown = false;
        for part in split(all, |gap| gap >= Gap::Comma) {
            let gap = part.first().map(|word| word.gap);
            explains |= gap == Some(Gap::Colon) && part.len() < all.len();
            let before = self.found.len();
            if gap == Some(Gap::Parenthesis) {
                is_head_unknown = !self.found.iter().any(|found| found.how.explains());
            }
            self.part(part, explains);
            // `Coverage of zylo (per route)`: what stands in parentheses behind words that nobody
            // knows gives cases of them, which only a name says enough about.
            for found in self.found.iter_mut().skip(before).filter(|_| is_head_unknown) {
                if !found.concept.kind.is_named() {
                    found.how = How::Part;
                }
            }
        }
    }

    /// A part between commas and parentheses; `explains` behind a colon or a dash, where only
    /// what is known as a whole counts.
    fn part(&mut self, part: &'a [Word], explains: bool) {
        if self.is_empty(part) || self.take_names(part) || self.take(part) {
            return;
        }
        if let Some((at, len, concept)) = self.across_gaps(part) {
            let (before, rest) = part.split_at(at);
            let (inside, after) = rest.split_at(len);
            // What a comma or an `and` parts from it, or `for` from a name, does not describe it.
            let parted = |word: Option<&Word>, least: Gap| word.is_some_and(|word| word.gap >= least);
            let is_named = concept.kind.is_named();
            let how = match () {
                () if !self.is_empty(before) && !parted(inside.first(), Gap::And) => How::Part,
                () if self.is_empty(after) || parted(after.first(), Gap::And) => How::Variant,
                () if is_named && parted(after.first(), Gap::With) => How::Variant,
                () if after.iter().all(|word| self.is_generic(word)) => How::Narrower,
                () => How::Part,
            };
            self.push(inside, concept, how);
            for side in [before, after] {
                for atom in split(side, |gap| gap >= Gap::With).filter(|atom| !self.is_broad(atom)).collect::<Vec<_>>()
                {
                    self.atom(atom, explains);
                }
            }
            return;
        }
        let atoms: Vec<&[Word]> = split(part, |gap| gap >= Gap::With).collect();
        for atom in &atoms {
            if let Some((concept, how)) = self.shared(&atoms, atom) {
                self.push(atom, concept, how);
            } else if !self.describes_unknown(&atoms, atom) {
                self.atom(atom, explains);
            }
        }
    }

    fn atom(&mut self, atom: &'a [Word], explains: bool) {
        if self.is_empty(atom) {
            return;
        }
        match self.resolve(atom) {
            // `Optimize for readers`: one cut word in a sentence is a verb.
            Some((_, How::Clipped)) if atom.len() == 1 && self.is_in_sentence(atom) => {}
            Some((concept, how)) => self.push(atom, concept, how),
            None if explains => {}
            None => self.inside(atom),
        }
    }

    /// Whether small words such as `for` join `atom` to what stands around it.
    fn is_in_sentence(&self, atom: &[Word]) -> bool {
        let is_joined = |word: &Word| word.gap == Gap::With;
        let next = atom.last().and_then(|last| self.words.list().iter().find(|word| word.start >= last.end));
        atom.first().is_some_and(is_joined) || next.is_some_and(is_joined)
    }

    /// `Container/presentational separation`: a word before a slash that describes what is not
    /// understood, as the words behind the slash do.
    fn describes_unknown(&mut self, atoms: &[&[Word]], atom: &[Word]) -> bool {
        let Some((last, _)) = atoms.split_last() else { return false };
        let is_slashed = last.first().is_some_and(|word| word.gap == Gap::Slash);
        atom.len() == 1
            && atom != *last
            && is_slashed
            && last.len() > 1
            && self.resolve(last).is_none()
            && self.resolve(atom).is_some_and(|(concept, _)| !concept.kind.is_named())
    }

    /// Notes what `run` means as a whole.
    fn take(&mut self, run: &'a [Word]) -> bool {
        let Some((concept, how)) = self.resolve(run) else { return false };
        self.push(run, concept, how);
        true
    }

    /// Notes several proper names in one cell, each for itself, even where an entry knows the cell
    /// as a whole: `npm/pip`, `Caching (Redis)`. The first may be what the others are used for.
    fn take_names(&mut self, run: &[Word]) -> bool {
        if run.iter().skip(1).all(|word| word.gap < Gap::Slash) {
            return false;
        }
        let whole = self.key_of(run).and_then(|key| self.meaning(key, run));
        if whole.is_some_and(|concept| Words::read(concept.short_name()).whole().text == self.run_text(run)) {
            return false;
        }
        let mut names: Vec<(&[Word], &Concept)> = Vec::new();
        for atom in split(run, |gap| gap >= Gap::Slash) {
            let Some((concept, _)) = self.whole(atom) else { return false };
            if (!names.is_empty() && !concept.kind.is_named()) || names.iter().any(|(_, other)| other.id == concept.id)
            {
                return false;
            }
            names.push((atom, concept));
        }
        for (atom, concept) in names {
            self.push(atom, concept, How::Exact);
        }
        true
    }

    fn run_text(&self, run: &[Word]) -> &'a str {
        self.key_of(run).map_or("", |key| key.text)
    }

    fn push(&mut self, run: &[Word], concept: &'g Concept, how: How) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let mut end = last.end;
        let opens = |text: &str| text.contains(['(', '[']) && !text.contains([')', ']']);
        if self.text.get(first.start..end).is_some_and(opens) {
            end += self.text.get(end..).map_or(0, |rest| usize::from(rest.starts_with([')', ']'])));
        }
        let span = Span::of(first.start..end);
        let written = span.slice(self.text);
        let how = match how {
            How::Exact | How::Variant if !is_akin(concept, written) => How::Narrower,
            How::Exact if !concept.phrases().any(|phrase| phrase.eq_ignore_ascii_case(written)) => How::Variant,
            how => how,
        };
        self.found.push(Match { concept, span, how });
    }

    fn resolve(&mut self, run: &[Word]) -> Option<Found<'g>> {
        if let Some(found) = self.whole(run).or_else(|| self.beginning(run)) {
            return Some(found);
        }
        let tails =
            run.iter().rev().take(MOST_DROPPED).take_while(|word| self.is_dropped(word, words::is_tail)).count();
        let heads = run.iter().take(MOST_DROPPED).take_while(|word| self.is_dropped(word, words::is_head)).count();
        for dropped in 1..=(tails + heads) {
            for tail in (0..=tails.min(dropped)).rev() {
                let head = dropped - tail;
                if head > heads || head + tail >= run.len() {
                    continue;
                }
                let kept = run.get(head..run.len() - tail).unwrap_or(&[]);
                if head > 0 && self.is_broad(kept) {
                    continue;
                }
                match self.whole(kept) {
                    Some((concept, How::Clipped)) => return Some((concept, How::Clipped)),
                    Some((concept, _)) => return Some((concept, How::Variant)),
                    None => {}
                }
            }
        }
        self.carried(run).or_else(|| self.turned(run)).or_else(|| self.without_maker(run))
    }

    fn is_dropped(&self, word: &Word, is_listed: fn(&str) -> bool) -> bool {
        is_listed(self.words.key(word))
    }

    /// A single word that says too little.
    fn is_broad(&self, run: &[Word]) -> bool {
        matches!(run, [word] if words::says_little(self.words.key(word)))
    }

    /// Words that say nothing by themselves.
    fn is_empty(&self, run: &[Word]) -> bool {
        run.iter().all(|word| {
            let key = self.words.key(word);
            word.is_version || words::is_tail(key) || words::is_head(key)
        })
    }

    /// The words as they stand, without versions, with cut words written out.
    fn whole(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let key = self.key_of(run)?;
        if let Some(concept) = self.meaning(key, run)
            && !self.is_plural_of_name(run, concept)
        {
            return Some((concept, How::Exact));
        }
        self.unversioned(run).or_else(|| self.written_out(run))
    }

    /// `nodes` is not the plural of Node: ordinary words that are names, too, have none.
    fn is_plural_of_name(&self, run: &[Word], concept: &Concept) -> bool {
        let [word] = run else { return false };
        let written = Span::of(word.start..word.end).slice(self.text);
        concept.kind.is_named()
            && words::is_ordinary(self.words.key(word))
            && !concept.phrases().any(|phrase| phrase.eq_ignore_ascii_case(written))
    }

    fn key_of(&self, run: &[Word]) -> Option<Key<'a>> {
        Some(self.words.run(run.first()?, run.last()?))
    }

    /// What `key` means, which the words of `run` say.
    fn meaning(&self, key: Key, run: &[Word]) -> Option<&'g Concept> {
        let concept = self.context.choose(self.glossary, self.glossary.meanings(key), key, self.words, run)?;
        // A project may have replaced the entry.
        self.glossary.concept(&concept.id)
    }

    /// Without versions. Only what has a proper name has versions.
    fn unversioned(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let is_bare = run.iter().all(|word| word.is_version);
        let has_base = |word: &Word| self.words.base(word) != self.words.key(word);
        if is_bare || !run.iter().any(|word| word.is_version || has_base(word)) {
            return None;
        }
        let mut key = std::mem::take(&mut self.key);
        let mut found = None;
        // `OAuth2 2.1`: first the number behind, then those in the words.
        for with_bases in [false, true] {
            key.clear();
            let mut last = 0;
            for word in run.iter().filter(|word| !word.is_version) {
                last = begin_word(&mut key, word);
                key.push_str(if with_bases { self.words.base(word) } else { self.words.key(word) });
            }
            found =
                found.or_else(|| self.meaning(Key { text: &key, last }, run)).filter(|concept| concept.kind.is_named());
        }
        self.key = key;
        found.map(|concept| (concept, How::Variant))
    }

    /// With one or two cut words written out.
    fn written_out(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let mut cut = run.iter().enumerate().filter(|(_, word)| !words::clipping(self.words.key(word)).is_empty());
        let (first, second) = (cut.next()?.0, cut.next().map(|(at, _)| at));
        let forms = |at: usize| run.get(at).map_or(&[][..], |word| words::clipping(self.words.key(word)));
        let mut key = std::mem::take(&mut self.key);
        let mut found = None;
        let second_forms = second.map_or(&[][..], forms);
        let pairs = forms(first)
            .iter()
            .map(|form| (Some(*form), None))
            .chain(second_forms.iter().map(|form| (None, Some(*form))))
            .chain(
                forms(first).iter().flat_map(|one| second_forms.iter().map(move |other| (Some(*one), Some(*other)))),
            );
        for (one, other) in pairs {
            key.clear();
            let mut last = 0;
            for (at, word) in run.iter().enumerate() {
                last = begin_word(&mut key, word);
                let form = match at {
                    _ if at == first => one,
                    _ if Some(at) == second => other,
                    _ => None,
                };
                key.push_str(form.unwrap_or_else(|| self.words.key(word)));
            }
            found = self.meaning(Key { text: &key, last }, run);
            if found.is_some() {
                break;
            }
        }
        self.key = key;
        found.map(|concept| (concept, How::Clipped))
    }

    /// As the beginning of exactly one known phrase that is as many words long.
    fn beginning(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let last = run.last()?;
        let cut = self.words.key(last);
        if run.len() < 2 || last.is_version || cut.len() < SHORTEST_CUT || !cut.bytes().all(|b| b.is_ascii_alphabetic())
        {
            return None;
        }
        let key = self.key_of(run)?;
        // "optimize" is cut from "optimization": its last letter goes.
        let shorter = key.text.strip_suffix('e').unwrap_or(key.text);
        let mut only: Option<&Concept> = None;
        for concept in self.glossary.completions(Key { text: shorter, last: key.last }, LONGEST_REST) {
            if !self.context.allows(self.glossary, concept, self.words, run) {
                continue;
            }
            if only.is_some_and(|other| other.id != concept.id) {
                return None;
            }
            only = Some(concept);
        }
        only.and_then(|concept| self.glossary.concept(&concept.id)).map(|concept| (concept, How::Clipped))
    }

    /// A proper name with a word behind it that adds nothing: `GraphQL servers`.
    fn carried(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let carriers = run
            .iter()
            .rev()
            .take(MOST_DROPPED)
            .take_while(|word| {
                let key = self.words.key(word);
                word.is_version || words::is_carrier(key) || words::is_tail(key)
            })
            .count();
        let kept = run.get(..run.len().checked_sub(carriers).filter(|kept| *kept > 0 && carriers > 0)?)?;
        let heads = kept.iter().take_while(|word| words::is_head(self.words.key(word))).count();
        let name = kept.get(heads..).filter(|name| !name.is_empty())?;
        let (concept, how) = self.whole(name)?;
        let fits = concept.kind.is_named() && how != How::Clipped;
        fits.then_some((concept, How::Variant))
    }

    /// What an atom means together with words of its neighbours: `unit/integration tests`,
    /// `Redux/Toolkit`.
    fn shared(&mut self, atoms: &[&[Word]], atom: &[Word]) -> Option<Found<'g>> {
        let (first, last) = (*atoms.first()?, *atoms.last()?);
        let joined = atoms.iter().skip(1).all(|atom| atom.first().is_some_and(|word| word.gap >= Gap::Slash));
        if atoms.len() < 2 || !joined {
            return None;
        }
        if atom != last {
            for from in 1..last.len() {
                let tail = last.get(from..).unwrap_or(&[]);
                if let Some(concept) = self.together(atom, tail) {
                    return Some((concept, How::Variant));
                }
            }
        }
        if atom != first && self.resolve(atom).is_none() {
            for to in (1..=first.len()).rev() {
                let head = first.get(..to).unwrap_or(&[]);
                if let Some(concept) = self.together(head, atom) {
                    return Some((concept, How::Variant));
                }
            }
        }
        None
    }

    fn together(&mut self, one: &[Word], other: &[Word]) -> Option<&'g Concept> {
        self.joined(self.key_of(one)?, self.key_of(other)?)
    }

    fn joined(&mut self, one: Key, other: Key) -> Option<&'g Concept> {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.push_str(one.text);
        key.push_str(other.text);
        let concept = self.meaning(Key { text: &key, last: one.text.len() + other.last }, &[]);
        self.key = key;
        concept
    }

    /// The longest known phrase with a slash or an `and` of its own: `CI/CD` in `Jenkins CI/CD`.
    fn across_gaps(&self, part: &[Word]) -> Option<(usize, usize, &'g Concept)> {
        let longest = part.len().min(LONGEST_INSIDE);
        (2..=longest).rev().find_map(|len| {
            part.windows(len).enumerate().find_map(|(at, run)| {
                let mut joints = run.iter().skip(1).map(|word| word.gap).filter(|gap| *gap >= Gap::With).peekable();
                joints.peek()?;
                // "A & B C" is A and "B C": only a slash binds more than a blank does.
                let ends = |at: usize| at == 0 || part.get(at).is_none_or(|word| word.gap >= Gap::With);
                let is_whole = joints.all(|gap| gap == Gap::Slash) || (ends(at) && ends(at + len));
                let concept = is_whole.then(|| self.meaning(self.key_of(run)?, run)).flatten()?;
                Some((at, len, concept))
            })
        })
    }

    /// The known phrases inside an atom that is not known itself.
    fn inside(&mut self, atom: &'a [Word]) {
        let tails = atom.iter().rev().take_while(|word| self.is_dropped(word, words::is_tail)).count();
        let head = atom.len().saturating_sub(tails + 1);
        // One bit for each word that is understood.
        let mut covered = 0u32;
        let mut found: Vec<(usize, &'a [Word], &'g Concept)> = Vec::new();
        let mut ordinary: Vec<(usize, &'a [Word], &'g Concept)> = Vec::new();
        for len in (1..=LONGEST_INSIDE.min(atom.len())).rev() {
            for (at, run) in atom.windows(len).enumerate() {
                let mask = ((1u32 << len) - 1) << at;
                if covered & mask != 0 {
                    continue;
                }
                let Some(key) = self.key_of(run) else { continue };
                if len == 1 && (key.text.len() < 2 || words::says_little(key.text)) {
                    continue;
                }
                let Some(concept) = self.meaning(key, run) else { continue };
                if self.is_plural_of_name(run, concept) {
                    continue;
                }
                let is_modifier = at + len <= head;
                let describes = !concept.kind.is_named() && self.is_hyphenated(run);
                if is_modifier && (describes || !is_name(concept, key.text)) {
                    continue;
                }
                if len > 1 {
                    covered |= mask;
                    found.push((at, run, concept));
                } else if concept.kind.is_named() && words::is_ordinary(key.text) {
                    ordinary.push((at, run, concept));
                } else if names_inside(concept, key.text, at == head) {
                    covered |= mask;
                    found.push((at, run, concept));
                }
            }
        }
        for (at, run, concept) in ordinary {
            let with_it = covered | 1 << at;
            let is_understood = atom.iter().enumerate().all(|(at, word)| {
                with_it & (1 << at) != 0
                    || self.is_empty(std::slice::from_ref(word))
                    || words::is_broad(self.words.key(word))
            });
            let is_capital = run.first().and_then(|word| self.text.get(word.start..)?.chars().next());
            if is_understood && is_capital.is_some_and(char::is_uppercase) {
                covered = with_it;
                found.push((at, run, concept));
            }
        }
        let rest_is_empty = atom
            .iter()
            .enumerate()
            .all(|(at, word)| covered & (1 << at) != 0 || self.is_empty(std::slice::from_ref(word)));
        let narrower = if rest_is_empty { None } else { self.narrower(atom) };
        let overlaps = |run: &[Word]| narrower.is_some_and(|(other, _)| run.iter().any(|word| other.contains(word)));
        found.retain(|(_, run, _)| !overlaps(run));
        let how = if rest_is_empty { How::Variant } else { How::Part };
        for (_, run, concept) in found {
            self.push(run, concept, how);
        }
        if let Some((run, concept)) = narrower {
            self.push(run, concept, How::Narrower);
        }
    }
}

/// Where the next word of a normal form begins.
fn begin_word(key: &mut String, word: &Word) -> usize {
    if word.gap == Gap::With && !key.is_empty() {
        key.push(JOINT);
    }
    key.len()
}

/// The runs of words between gaps that split.
fn split(words: &[Word], is_split: impl Fn(Gap) -> bool) -> impl Iterator<Item = &[Word]> {
    words.chunk_by(move |_, next| !is_split(next.gap))
}

#[cfg(test)]
mod tests;
