//! What the agents of one folder have in common, kept up to date with each of them.

use super::{FileId, Ids, enter, take_out};
use crate::heading::SectionKind;
use crate::model::FileFacts;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Index of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub u32);

/// The agents of one tool in one folder of agents.
#[derive(Debug, Default)]
pub struct Team {
    /// Those that load.
    pub members: BTreeSet<FileId>,
    /// What the descriptions cost every session, all together.
    pub tokens: u64,
    /// By what their descriptions cost.
    pub by_cost: BTreeSet<(u32, FileId)>,
    /// Those that have a section of a kind.
    pub sections: FxHashMap<SectionKind, BTreeSet<FileId>>,
    /// Those whose description has a word.
    pub words: FxHashMap<Box<str>, Ids>,
    /// By how many agents they name.
    pub by_names: BTreeSet<(u32, FileId)>,
}

impl Team {
    /// Takes the next version of an agent in, in place of the one before; what both have is left alone. Returns the
    /// number of operations.
    pub(super) fn change(&mut self, id: FileId, old: Option<&FileFacts>, new: Option<&FileFacts>) -> u64 {
        let (old, new) = (old.filter(|facts| facts.loads), new.filter(|facts| facts.loads));
        let nothing = FileFacts::default();
        let mut count = 1;
        if let Some(facts) = old {
            count += self.remove(id, facts, new.unwrap_or(&nothing));
        }
        if let Some(facts) = new {
            count += self.add(id, facts, old.unwrap_or(&nothing));
        }
        count
    }

    fn add(&mut self, id: FileId, facts: &FileFacts, before: &FileFacts) -> u64 {
        self.members.insert(id);
        self.tokens += u64::from(facts.tokens);
        self.by_cost.insert((facts.tokens, id));
        self.by_names.insert((named(facts), id));
        for section in facts.sections.iter() {
            self.sections.entry(section.kind).or_default().insert(id);
        }
        let mut count = operations(facts);
        if facts.words_mark != before.words_mark {
            for word in facts.words().without(&before.words()) {
                count += 1;
                enter(&mut self.words, word, id);
            }
        }
        count
    }

    fn remove(&mut self, id: FileId, facts: &FileFacts, next: &FileFacts) -> u64 {
        self.members.remove(&id);
        self.tokens = self.tokens.saturating_sub(u64::from(facts.tokens));
        self.by_cost.remove(&(facts.tokens, id));
        self.by_names.remove(&(named(facts), id));
        for section in facts.sections.iter() {
            if let Some(ids) = self.sections.get_mut(&section.kind) {
                ids.remove(&id);
            }
        }
        let mut count = operations(facts);
        if facts.words_mark != next.words_mark {
            for word in facts.words().without(&next.words()) {
                count += 1;
                take_out(&mut self.words, word, id);
            }
        }
        count
    }
}

fn operations(facts: &FileFacts) -> u64 {
    4 + facts.sections.len() as u64
}

/// How many agents a file surely names.
fn named(facts: &FileFacts) -> u32 {
    u32::try_from(facts.names.iter().filter(|named| !named.is_link).count()).unwrap_or(u32::MAX)
}
