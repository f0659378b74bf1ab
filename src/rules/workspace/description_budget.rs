//! `description-budget`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::dialect::Role;
use crate::rules::{Diagnostic, Findings, Severity};

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "description-budget",
    summary: "Descriptions that cost every session too much, all together.",
    severity: Severity::Hint,
    page: include_str!("description-budget.md"),
    reads: Reads::Facts,
    check,
};

/// It is said of the costliest ones: to shorten them helps most.
const COSTLIEST: usize = 10;

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    let Some(team) = scene.index.team(scene.id) else { return };
    let Some(budget) = scene.file.dialect.description_budget.filter(|budget| team.tokens > u64::from(*budget)) else {
        return;
    };
    let costliest: Vec<_> = team.by_cost.iter().rev().take(COSTLIEST).collect();
    let Some(at) = costliest.iter().position(|(_, id)| *id == scene.id) else { return };
    let Some(entry) = scene.file.entry(Role::Description) else { return };
    let (own, label) = (scene.facts().tokens, &scene.file.dialect.label);
    let rank = match at {
        0 => "the most of all".to_owned(),
        at => format!("place {} of {}", at + 1, team.members.len()),
    };
    let message = format!(
        "The descriptions of this folder's {} agents cost every session about {} tokens; {label} warns above {budget}. This one costs {own}, {rank}. Shorten it, or move agents out that this project does not need.",
        team.members.len(),
        team.tokens,
    );
    let finding = Diagnostic::new(Severity::Hint, entry.key_span, message);
    let others = costliest.iter().filter(|(_, id)| *id != scene.id).take(3);
    findings.add(others.fold(finding, |finding, (tokens, id)| {
        with_place(finding, scene, *id, &format!("costs about {tokens} tokens"))
    }));
}
