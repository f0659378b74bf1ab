//! `overlapping-descriptions`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::dialect::Role;
use crate::index::FileId;
use crate::model::FileFacts;
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Severity};
use rustc_hash::FxHashMap;

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "overlapping-descriptions",
    summary: "Two agents that would be called for the same request.",
    severity: Severity::Hint,
    page: include_str!("overlapping-descriptions.md"),
    reads: Reads::Facts,
    check,
};

/// A word that more agents of the folder use tells none of them from the others.
const RARE: usize = 4;
/// Words that two descriptions share at least.
const FEWEST_SHARED: usize = 5;
/// Words that are shown.
const MOST_SHOWN: usize = 6;

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    let facts = scene.facts();
    let Some(team) = scene.index.team(scene.id).filter(|_| facts.loads) else { return };
    let mut shared: FxHashMap<FileId, usize> = FxHashMap::default();
    let own = facts.words();
    for word in own.iter() {
        let Some(ids) = team.words.get(word).filter(|ids| ids.len() <= RARE) else { continue };
        for id in ids.iter().filter(|id| **id != scene.id) {
            *shared.entry(*id).or_default() += 1;
        }
    }
    let mut close: Vec<(usize, FileId, Vec<&str>)> = Vec::new();
    for (id, rare) in shared {
        let Some(other) = scene.index.file(id).filter(|_| rare >= 2) else { continue };
        // Of one name only one loads: that is said elsewhere.
        if other.facts.name == facts.name {
            continue;
        }
        let theirs = other.facts.words();
        let words: Vec<&str> = own.iter().filter(|word| theirs.holds(word)).collect();
        // "Ruby developer" and "PHP developer" may say the same otherwise.
        if names_apart(facts, &other.facts) {
            continue;
        }
        let all = own.len() + theirs.len() - words.len();
        if words.len() >= FEWEST_SHARED && words.len() * 10 >= all * 6 {
            close.push((words.len(), id, words));
        }
    }
    close.sort_by_key(|(count, id, _)| (std::cmp::Reverse(*count), scene.index.file(*id).map(|file| &file.path)));
    let Some((_, id, words)) = close.first() else { return };
    let Some(entry) = scene.file.entry(Role::Description) else { return };
    let message = format!(
        "The agent {} has nearly the same description: {}. The model can't tell which of them a request is for. Say what only this one does.",
        scene.quoted(*id),
        both(words.iter().copied().take(MOST_SHOWN)),
    );
    findings.add(with_place(Diagnostic::new(Severity::Hint, entry.key_span, message), scene, *id, "the other agent"));
}

/// Whether each description holds a word of its own agent's name that the other one does not.
fn names_apart(one: &FileFacts, other: &FileFacts) -> bool {
    let says_who = |own: &FileFacts, them: &FileFacts| {
        let (text, theirs) = (own.description.to_lowercase(), them.description.to_lowercase());
        let name = own.key().unwrap_or_default();
        name.split(['-', '.', ' ']).any(|word| word.len() > 1 && text.contains(word) && !theirs.contains(word))
    };
    says_who(one, other) && says_who(other, one)
}
