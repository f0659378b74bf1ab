//! Rules about what no single file can tell: names that lead nowhere, names given twice, and how
//! the agents of a folder fit together. They look at the index of the workspace; each is one file
//! and one page, as the rules about single files are.

pub mod dangling_agent;
pub mod delegation_cycle;
pub mod delegation_without_tool;
pub mod description_budget;
pub mod duplicate_name;
pub mod house_style;
mod kept;
pub mod overlapping_descriptions;
pub mod shadowed_agent;
pub mod unreachable_agent;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod team_tests;

pub use kept::{Kept, check_again};

use super::suppression::not_set_aside;
use super::{Diagnostic, Findings, Level, Severities, Severity, as_severe_as_asked, as_sure_as_facts_are};
use crate::index::{FileId, Index, IndexedFile};
use crate::model::{AgentFile, FileFacts};

/// A rule over a file and the index that it stands in.
#[derive(Debug)]
pub struct WorkspaceRule {
    /// Kebab-case words, stable once released.
    pub code: &'static str,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// Its page, in Markdown.
    pub page: &'static str,
    pub reads: Reads,
    pub check: fn(&Scene<'_>, &mut Findings),
}

/// What a rule looks at in the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Facts and mentions: while they are the same in file and index, so is what it finds.
    Facts,
    /// The text, too.
    Text,
}

/// A file among the others.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub file: &'a AgentFile,
    pub index: &'a Index,
    pub id: FileId,
    /// The same file, as the index knows it.
    pub indexed: &'a IndexedFile,
}

static RULES: &[WorkspaceRule] = &[
    dangling_agent::RULE,
    delegation_cycle::RULE,
    delegation_without_tool::RULE,
    description_budget::RULE,
    duplicate_name::RULE,
    house_style::RULE,
    overlapping_descriptions::RULE,
    shadowed_agent::RULE,
    unreachable_agent::RULE,
];

/// All rules over the workspace.
pub fn all() -> &'static [WorkspaceRule] {
    RULES
}

/// What the rules find in a file that the index holds, in the order of their place.
pub fn check(file: &AgentFile, index: &Index, severities: &Severities) -> Vec<Diagnostic> {
    Scene::of(file, index).map_or_else(Vec::new, |scene| check_scene(&scene, severities))
}

/// The same for a text of the file that the index has not taken in: the others are as they were.
pub fn check_revised(file: &AgentFile, index: &Index, severities: &Severities) -> Vec<Diagnostic> {
    let Some(id) = index.id(&file.path) else { return Vec::new() };
    let Some(known) = index.file(id) else { return Vec::new() };
    let indexed = IndexedFile::new(file, known.place.clone());
    check_scene(&Scene { file, index, id, indexed: &indexed }, severities)
}

fn check_scene(scene: &Scene<'_>, severities: &Severities) -> Vec<Diagnostic> {
    let file = scene.file;
    let mut findings = Findings::new(file, None);
    for rule in RULES.iter().filter(|rule| severities.of(rule.code) != Some(Level::Off)) {
        findings.begin(rule.code);
        (rule.check)(scene, &mut findings);
    }
    let found = as_severe_as_asked(as_sure_as_facts_are(file, findings.found), severities);
    not_set_aside(file, found)
}

impl<'a> Scene<'a> {
    /// A file that the index holds.
    fn of(file: &'a AgentFile, index: &'a Index) -> Option<Scene<'a>> {
        let id = index.id(&file.path)?;
        Some(Scene { file, index, id, indexed: index.file(id)? })
    }

    fn facts(&self) -> &'a FileFacts {
        &self.indexed.facts
    }

    /// The name of another file's agent, in quotes.
    fn quoted(&self, id: FileId) -> String {
        self.index.file(id).map_or_else(String::new, |file| format!("\"{}\"", file.name()))
    }
}

/// A finding with the place of another file's name.
fn with_place(finding: Diagnostic, scene: &Scene<'_>, id: FileId, message: &str) -> Diagnostic {
    match scene.index.file(id) {
        Some(file) => finding.see_in(&file.path, file.name_span(), message),
        None => finding,
    }
}
