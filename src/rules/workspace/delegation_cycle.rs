//! `delegation-cycle`

use super::{Reads, Scene, WorkspaceRule, with_place};
use crate::index::{FileId, Target};
use crate::rules::{Diagnostic, Findings, Severity};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "delegation-cycle",
    summary: "Agents that hand work over to each other in a circle.",
    severity: Severity::Hint,
    page: include_str!("delegation-cycle.md"),
    reads: Reads::Facts,
    check,
};

/// Agents that are looked at on the way round: circles of a few are what matters, and a keystroke
/// must not walk through a whole workspace.
const MOST_AGENTS: usize = 128;

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    if !scene.facts().delegates || !scene.facts().loads {
        return;
    }
    let Some(circle) = circle(scene) else { return };
    let Some(next) = circle.get(1).or(circle.first()).copied() else { return };
    let leads = |target: Target| target == Target::Agent(next);
    let mention =
        scene.file.mentions().iter().find(|mention| mention.delegates && leads(scene.index.target(scene.id, mention)));
    let Some(mention) = mention else { return };
    let names: Vec<String> = circle.iter().chain(circle.first()).map(|id| scene.quoted(*id)).collect();
    let message = format!(
        "Work can go round in a circle: {}. Say in one of them when to stop, or let it answer instead of handing over.",
        names.join(" → ")
    );
    let finding = Diagnostic::new(Severity::Hint, mention.span, message);
    let others = circle.iter().skip(1);
    findings.add(others.fold(finding, |finding, id| with_place(finding, scene, *id, "part of the circle")));
}

/// The shortest way from the file back to itself, the file first.
fn circle(scene: &Scene<'_>) -> Option<Vec<FileId>> {
    let mut came_from: FxHashMap<FileId, FileId> = FxHashMap::default();
    let mut open = VecDeque::from([scene.id]);
    while let Some(at) = open.pop_front() {
        for next in scene.index.hands_over_to(at) {
            if next == scene.id {
                return Some(way(&came_from, scene.id, at));
            }
            let can = scene.index.file(next).is_some_and(|file| file.facts.loads && file.facts.delegates);
            if can && !came_from.contains_key(&next) && came_from.len() < MOST_AGENTS {
                came_from.insert(next, at);
                open.push_back(next);
            }
        }
    }
    None
}

fn way(came_from: &FxHashMap<FileId, FileId>, start: FileId, end: FileId) -> Vec<FileId> {
    let mut way = vec![end];
    let mut at = end;
    while at != start && way.len() <= MOST_AGENTS {
        let Some(before) = came_from.get(&at) else { break };
        at = *before;
        way.push(at);
    }
    way.reverse();
    way
}
