//! What the agents of one folder have in common, kept up to date with each of them.

use super::FileId;
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
    pub words: FxHashMap<Box<str>, BTreeSet<FileId>>,
    /// By how many agents they name.
    pub by_names: BTreeSet<(u32, FileId)>,
}

impl Team {
    /// Takes an agent in; returns the number of operations.
    pub(super) fn add(&mut self, id: FileId, facts: &FileFacts) -> u64 {
        if !facts.loads {
            return 1;
        }
        self.members.insert(id);
        self.tokens += u64::from(facts.tokens);
        self.by_cost.insert((facts.tokens, id));
        self.by_names.insert((named(facts), id));
        for section in &facts.sections {
            self.sections.entry(section.kind).or_default().insert(id);
        }
        for word in &facts.words {
            self.words.entry(word.clone()).or_default().insert(id);
        }
        operations(facts)
    }

    /// Lets an agent go; returns the number of operations.
    pub(super) fn remove(&mut self, id: FileId, facts: &FileFacts) -> u64 {
        if !facts.loads {
            return 1;
        }
        self.members.remove(&id);
        self.tokens = self.tokens.saturating_sub(u64::from(facts.tokens));
        self.by_cost.remove(&(facts.tokens, id));
        self.by_names.remove(&(named(facts), id));
        for section in &facts.sections {
            if let Some(ids) = self.sections.get_mut(&section.kind) {
                ids.remove(&id);
            }
        }
        for word in &facts.words {
            if let Some(ids) = self.words.get_mut(word) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.words.remove(word);
                }
            }
        }
        operations(facts)
    }
}

fn operations(facts: &FileFacts) -> u64 {
    4 + facts.sections.len() as u64 + facts.words.len() as u64
}

/// How many agents a file surely names.
fn named(facts: &FileFacts) -> u32 {
    u32::try_from(facts.names.iter().filter(|named| !named.is_link).count()).unwrap_or(u32::MAX)
}
