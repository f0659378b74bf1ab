//! `duplicate-name`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::dialect::Role;
use crate::index::{FileId, Target};
use crate::model::mentions;
use crate::model::verdict::name::fault;
use crate::rules::{Diagnostic, Findings, Fix, Severity};
use crate::text::EditSet;

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
    let mut finding = Diagnostic::new(severity, scene.indexed.name_span(), message);
    if severity == Severity::Warning {
        finding = match own_name(scene) {
            Some((edits, name)) => finding.fix(Fix::to_review(format!("Call it {name}, as its file"), edits)),
            None => finding,
        };
    }
    findings.add(same.iter().fold(finding, |finding, id| with_place(finding, scene, *id, "called the same")));
}

/// The name that the file's own gives the agent, where nobody else is called so: files are copied and renamed, and the name
/// in them is forgotten.
fn own_name<'a>(scene: &Scene<'a>) -> Option<(EditSet, &'a str)> {
    let rule = &scene.file.dialect.name;
    let name = scene.file.name_from_path();
    let value = scene.file.value(Role::Name)?;
    let is_free = name != scene.indexed.name() && scene.index.called(scene.id, name) == Target::Nobody;
    let is_taken = fault(rule, name).is_none() && mentions::is_slug(name);
    (is_free && is_taken).then(|| (EditSet::one(value.span, name), name))
}
