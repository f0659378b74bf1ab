//! `unreachable-agent`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::index::{FileId, Target, Team};
use crate::rules::{Diagnostic, Findings, Severity};

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "unreachable-agent",
    summary: "An agent that the coordinator of its team does not know.",
    severity: Severity::Hint,
    page: include_str!("unreachable-agent.md"),
    reads: Reads::Facts,
    check,
};

/// Agents of the smallest team that needs a coordinator.
const FEWEST: usize = 4;
/// How many are looked at: who names most comes first.
const MOST_CANDIDATES: usize = 2;

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    if !scene.facts().loads {
        return;
    }
    let Some(team) = scene.index.team(scene.id).filter(|team| team.members.len() >= FEWEST) else { return };
    if scene.index.is_named(scene.id) {
        return;
    }
    let Some(coordinator) = coordinator(scene, team).filter(|id| *id != scene.id) else { return };
    let message = format!(
        "{} hands work over to most of this folder's agents, but not to this one, and no other agent names it. Add it there if it belongs to the team.",
        scene.quoted(coordinator)
    );
    let finding = Diagnostic::new(Severity::Hint, scene.indexed.name_span(), message);
    findings.add(with_place(finding, scene, coordinator, "the coordinator"));
}

/// The agent that can start others and names at least two thirds of them.
fn coordinator(scene: &Scene<'_>, team: &Team) -> Option<FileId> {
    let others = u32::try_from(team.members.len()).ok()?.saturating_sub(2);
    let most = team.by_names.iter().rev().take(MOST_CANDIDATES);
    // Cheap first: how many names there are at all.
    let mut enough = most.filter(|(names, _)| names * 3 >= others * 2).map(|(_, id)| *id);
    enough.find(|id| {
        let Some(file) = scene.index.file(*id).filter(|file| file.facts.delegates) else { return false };
        let mut known: Vec<FileId> = Vec::new();
        let mut hands_over = false;
        for mention in file.mentions().iter() {
            if let Target::Agent(target) = scene.index.target(*id, &mention)
                && team.members.contains(&target)
                && target != *id
            {
                hands_over |= mention.delegates;
                if !known.contains(&target) {
                    known.push(target);
                }
            }
        }
        hands_over && known.len() * 3 >= team.members.len().saturating_sub(2) * 2
    })
}
