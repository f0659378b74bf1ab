//! Phrases that say something narrower than an entry: `Database connection pooling` is a kind of
//! connection pooling, `Disaster recovery policies` are a part of the work on it.
//!
//! What a phrase is about stands at its end, before words such as `management` that fit anything.
//! There, several known words in a row are what the phrase is about, whatever describes them; a
//! single one only where it names an activity, or where nothing describes it.

use super::{Found, How, Reader, split};
use crate::glossary::entries::words;
use crate::glossary::naming::{is_name, names_activity};
use crate::glossary::normalise::{Gap, Key, Word, Words};
use crate::glossary::schema::{Concept, Kind};
use crate::text::Span;

/// In a phrase of so many words, a single common one explains nothing.
const LONG: usize = 9;
/// Words such as `management` that are dropped from the end.
const MOST_GENERIC: usize = 2;

impl<'g, 'a> Reader<'g, 'a> {
    /// The entry that `atom` is a narrower case of, with the words that mean it.
    pub(super) fn narrower(&mut self, atom: &'a [Word]) -> Option<(&'a [Word], &'g Concept)> {
        let tails = atom.iter().rev().take_while(|word| self.is_dropped(word, words::is_tail)).count();
        let body = atom.get(..atom.len() - tails)?;
        let generic = body.iter().rev().take(MOST_GENERIC);
        let generic = generic.take_while(|word| self.is_generic(word)).count();
        for dropped in 1..=generic {
            let kept = body.get(..body.len() - dropped)?;
            let heads = kept.iter().take_while(|word| self.is_dropped(word, words::is_head)).count();
            let bare = kept.get(heads..)?;
            if let Some(concept) = self.specific(bare) {
                return Some((bare, concept));
            }
        }
        for dropped in 0..=generic {
            if let Some(found) = self.known_end(body.get(..body.len() - dropped)?) {
                return Some(found);
            }
        }
        let last = body.get(body.len().checked_sub(1)?..)?;
        let (concept, _) = self.whole(last)?;
        let key = self.words.key(last.first()?);
        let fits = body.len() > 1
            && !concept.kind.is_named()
            && !words::says_little(key)
            && names_activity(key)
            && is_name(concept, key)
            && !self.is_compound(body, body.len() - 1);
        fits.then_some((last, concept))
    }

    /// The longest known words at the end of `body`, at least two.
    fn known_end(&mut self, body: &'a [Word]) -> Option<(&'a [Word], &'g Concept)> {
        (1..body.len().saturating_sub(1)).find_map(|from| {
            if self.is_compound(body, from) {
                return None;
            }
            let end = body.get(from..)?;
            let (concept, _) = self.whole(end)?;
            self.is_about(concept, end).then_some((end, concept))
        })
    }

    /// Whether `end` is the concept's name or another word for the same thing, and no loose alias
    /// that only its surroundings would justify: it is the name, or ends as the name does.
    fn is_about(&self, concept: &Concept, end: &[Word]) -> bool {
        let Some(last) = end.last().map(|word| self.words.key(word)) else { return false };
        let ends_alike = |name: &str| {
            let name = Words::read(name);
            name.list().last().is_some_and(|word| name.key(word) == last)
        };
        self.key_of(end).is_some_and(|key| is_name(concept, key.text))
            || ends_alike(concept.short_name())
            || concept.kind.is_named()
    }

    /// What `run` means as a whole, unless it is one word that says little.
    fn specific(&mut self, run: &[Word]) -> Option<&'g Concept> {
        let (concept, _) = self.whole(run)?;
        match run {
            [word] => {
                let key = self.words.key(word);
                let says_enough = !words::says_little(key) && !words::is_ordinary(key) && key.len() > 2;
                (says_enough && is_name(concept, key)).then_some(concept)
            }
            _ => Some(concept),
        }
    }

    pub(super) fn is_generic(&self, word: &Word) -> bool {
        let key = self.words.key(word);
        words::is_generic(key) || words::is_tail(key)
    }

    /// Whether a hyphen joins the word at `at` to the one before it.
    fn is_compound(&self, body: &[Word], at: usize) -> bool {
        let (Some(before), Some(word)) = (at.checked_sub(1).and_then(|at| body.get(at)), body.get(at)) else {
            return false;
        };
        self.text.get(before.end..word.start) == Some("-")
    }

    /// `Optimization of queries`, `Optimizing queries`: the phrase turned round.
    pub(super) fn turned(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let of = run.iter().position(|word| self.words.key(word) == "of");
        if let Some((front, behind)) = of.map(|at| run.split_at(at))
            && !front.is_empty()
        {
            return self.together(behind.get(1..)?, front).map(|concept| (concept, How::Variant));
        }
        let (first, rest) = run.split_first()?;
        let verb = self.words.key(first);
        if verb.ends_with("ing")
            && let Some(concept) = self.together(rest, std::slice::from_ref(first))
        {
            return Some((concept, How::Variant));
        }
        let rest = self.key_of(rest)?;
        words::clipping(verb).iter().find_map(|noun| Some((self.put_together(rest, noun)?, How::Variant)))
    }

    /// `AWS CloudFront`: a product with its maker in front.
    pub(super) fn without_maker(&mut self, run: &[Word]) -> Option<Found<'g>> {
        let (maker, product) = run.split_first()?;
        if product.is_empty() || !words::is_maker(self.words.key(maker)) || self.is_broad(product) {
            return None;
        }
        let (concept, _) = self.whole(product)?;
        let is_product = matches!(concept.kind, Kind::Technology | Kind::Tool);
        let is_common = matches!(product, [word] if words::is_ordinary(self.words.key(word)));
        (is_product && !is_common).then_some((concept, How::Variant))
    }

    /// Written as `server-side`: before another word it only describes that one.
    pub(super) fn is_hyphenated(&self, run: &[Word]) -> bool {
        run.windows(2).any(|pair| match pair {
            [one, next] => self.text.get(one.end..next.start) == Some("-"),
            _ => false,
        })
    }

    /// An item of one or two words that its area completes: `Unit` under TESTING, `Channels`
    /// under GO.
    pub(super) fn completed(&mut self) -> Option<&'g Concept> {
        let all = self.words.list();
        if all.is_empty() || all.len() > 2 || all.iter().any(|word| word.is_version) {
            return None;
        }
        let item = self.words.whole();
        let area = Words::read(self.context.area);
        let agent = Words::read(self.context.agent);
        for part in split(area.list(), |gap| gap >= Gap::With) {
            let tails = part.iter().rev().take_while(|word| words::is_tail(area.key(word))).count();
            let body = part.get(..part.len() - tails).unwrap_or(&[]);
            for len in (1..=body.len().min(2)).rev() {
                let (Some(front), Some(end)) = (body.get(..len), body.get(body.len() - len..)) else { continue };
                let completes = |word: &Word| {
                    let key = area.key(word);
                    !words::says_little(key) || words::is_completer(key)
                };
                if let [first, ..] = end
                    && let Some(last) = end.last().filter(|last| completes(last))
                    && let Some(concept) = self.put_together(item, area.run(first, last).text)
                {
                    return Some(concept);
                }
                if let [first, ..] = front
                    && let Some(last) = front.last()
                    && let Some(concept) = self.joined(area.run(first, last), item)
                {
                    return Some(concept);
                }
            }
        }
        let first = agent.list().first()?;
        self.joined(agent.run(first, first), item)
    }

    /// Takes back what explains a phrase only by one common word at its side: "posts that balance
    /// depth with accessibility", "coverage of code (per route or job)".
    pub(super) fn doubt_side_words(&mut self) {
        let all = self.words.list();
        let side = split(all, |gap| gap >= Gap::With).nth(1).and_then(|atom| atom.first());
        let Some(side) = side.map(|word| word.start) else { return };
        let is_long = all.len() >= LONG;
        if !is_long && self.found.iter().any(|found| found.how.explains() && (found.span.start as usize) < side) {
            return;
        }
        for found in &mut self.found {
            let mut inside = all.iter().filter(|word| found.span.covers(word_span(word)));
            let (Some(word), None) = (inside.next(), inside.next()) else { continue };
            let written = word_span(word).slice(self.text);
            let is_short = written.chars().filter(|c| c.is_uppercase()).count() > 1;
            let is_aside = matches!(word.gap, Gap::With | Gap::Parenthesis | Gap::Slash);
            if !found.concept.kind.is_named()
                && !is_short
                && (is_long || is_aside || words::says_little(self.words.key(word)))
            {
                found.how = How::Part;
            }
        }
    }

    /// What `front` and a single word behind it mean.
    fn put_together(&mut self, front: Key, word: &str) -> Option<&'g Concept> {
        self.joined(front, Key { text: word, last: 0 })
    }
}

fn word_span(word: &Word) -> Span {
    Span::of(word.start..word.end)
}
