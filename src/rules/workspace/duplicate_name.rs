//! `duplicate-name`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::index::FileId;
use crate::rules::{Diagnostic, Findings, Severity};

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "duplicate-name",
    summary: "Agents of one name in one folder.",
    severity: Severity::Warning,
    page: include_str!("duplicate-name.md"),
    reads: Reads::Facts,
    check,
};

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    if !scene.facts().loads {
        return;
    }
    let root = &scene.indexed.place.root;
    let same: Vec<FileId> = scene
        .index
        .namesakes(scene.id)
        .into_iter()
        .filter(|id| scene.index.file(*id).is_some_and(|file| file.place.root == *root))
        .collect();
    if same.is_empty() {
        return;
    }
    let (name, label) = (scene.indexed.name(), &scene.file.dialect.label);
    // Whether this one wins over all others, as far as that is known.
    let wins =
        same.iter().map(|id| scene.index.wins(scene.id, *id)).reduce(|all, one| all.zip(one).map(|(a, b)| a && b));
    let others =
        if same.len() == 1 { "another agent is".to_owned() } else { format!("{} other agents are", same.len()) };
    let (severity, message) = match wins.flatten() {
        Some(true) => (
            Severity::Information,
            format!(
                "{label} takes this file for \"{name}\", and {others} called the same, without effect. Rename or delete what is not wanted."
            ),
        ),
        Some(false) => {
            let winner = same
                .iter()
                .copied()
                .reduce(|best, id| if scene.index.wins(id, best) == Some(true) { id } else { best });
            let winner = winner.and_then(|id| scene.index.file(id)).map_or("another file", |file| &file.place.below);
            (
                Severity::Warning,
                format!(
                    "This file has no effect: {label} takes {winner} for \"{name}\", its path is the last in byte order. Choose another name or delete one."
                ),
            )
        }
        None => (
            Severity::Warning,
            format!(
                "Only one agent can be called \"{name}\", and {others} in this folder: nothing says which one {label} takes. Choose another name or delete one."
            ),
        ),
    };
    let finding = Diagnostic::new(severity, scene.indexed.name_span(), message);
    findings.add(same.iter().fold(finding, |finding, id| with_place(finding, scene, *id, "called the same")));
}
