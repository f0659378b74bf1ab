//! `shadowed-agent`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::rules::{Diagnostic, Findings, Severity};

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "shadowed-agent",
    summary: "An agent that one of the same name in a closer place replaces.",
    severity: Severity::Information,
    page: include_str!("shadowed-agent.md"),
    reads: Reads::Facts,
    check,
};

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    if !scene.facts().loads {
        return;
    }
    let place = &scene.indexed.place;
    let namesakes = scene.index.namesakes(scene.id).into_iter();
    let winner = namesakes
        .filter_map(|id| Some((id, scene.index.file(id)?)))
        .filter(|(_, other)| place.scope.is_some() && other.place.scope.is_some())
        .find(|(_, other)| other.place.root != place.root && other.place.wins_over(place));
    let Some((id, other)) = winner else { return };
    let (name, label) = (scene.indexed.name(), &scene.file.dialect.label);
    let message = format!(
        "In {} {label} takes another agent for \"{name}\": the one of {} wins over this one. Choose another name if you want both.",
        if other.place.base.is_empty() { "this project" } else { &other.place.base },
        other.place.root,
    );
    findings.add(with_place(
        Diagnostic::new(Severity::Information, scene.indexed.name_span(), message),
        scene,
        id,
        "this one wins",
    ));
}
