//! Agents whose sections can be taken as a model for those that another one lacks.

use crate::heading::SectionKind;
use crate::index::{FileId, Index, IndexedFile};
use crate::model::AgentFile;
use std::cmp::Reverse;

/// Agents of a folder past this number are not looked at: a person waits for the menu.
const MOST_SIBLINGS: usize = 300;
/// Agents whose output format is offered.
const MOST_FORMATS: usize = 3;

/// A section that an agent has and another one lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Of the agent that has it.
    pub path: String,
    /// The agent's name.
    pub name: String,
    pub kind: SectionKind,
    pub title: String,
}

/// What the siblings of a file have and the file lacks: output formats first, then one section of each other kind,
/// from the agent whose description is closest.
pub fn models(file: &AgentFile, index: &Index) -> Vec<Model> {
    let Some(own) = index.id(&file.path) else { return Vec::new() };
    let siblings = siblings(index, own);
    let mut found = Vec::new();
    for kind in KINDS {
        if file.sections.first(*kind).is_some() {
            continue;
        }
        let most = if *kind == SectionKind::OutputFormat { MOST_FORMATS } else { 1 };
        let model = |sibling: &&IndexedFile| {
            let section = sibling.facts.sections.iter().find(|section| section.kind == *kind)?;
            let (path, name) = (sibling.path.to_string(), sibling.name().to_owned());
            Some(Model { path, name, kind: *kind, title: section.title.to_string() })
        };
        found.extend(siblings.iter().filter_map(model).take(most));
    }
    found
}

/// In the order of a menu.
const KINDS: &[SectionKind] = &[
    SectionKind::OutputFormat,
    SectionKind::WhenInvoked,
    SectionKind::Process,
    SectionKind::Quality,
    SectionKind::Constraints,
    SectionKind::Integration,
    SectionKind::Escalation,
];

/// The other agents of the folder, those with the closest descriptions first.
fn siblings(index: &Index, own: FileId) -> Vec<&IndexedFile> {
    let Some((file, team)) = index.file(own).zip(index.team(own)) else { return Vec::new() };
    let words = file.facts.words();
    let others = team.members.iter().filter(|id| **id != own).take(MOST_SIBLINGS).filter_map(|id| index.file(*id));
    let shared = |other: &IndexedFile| other.facts.words().iter().filter(|word| words.holds(word)).count();
    let mut ranked: Vec<(Reverse<usize>, &str, &IndexedFile)> =
        others.map(|other| (Reverse(shared(other)), other.name(), other)).collect();
    ranked.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    ranked.into_iter().map(|(.., other)| other).collect()
}
