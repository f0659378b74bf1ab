//! `house-style`

use super::{Reads, Scene, WorkspaceRule};
use crate::compose::section_at_end::appended;
use crate::heading::SectionKind;
use crate::index::Team;
use crate::rules::{Diagnostic, Findings, Fix, Severity};
use crate::text::Span;

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "house-style",
    summary: "An agent without a section that nearly all of its siblings have.",
    severity: Severity::Hint,
    page: include_str!("house-style.md"),
    reads: Reads::Text,
    check,
};

/// Agents of the smallest folder that has a style.
const FEWEST: usize = 5;

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    let Some(team) = scene.index.team(scene.id).filter(|team| team.members.len() >= FEWEST) else { return };
    if !scene.facts().loads {
        return;
    }
    let Some(at) = place(scene) else { return };
    let mut lacking: Vec<SectionKind> =
        team.sections.keys().copied().filter(|kind| is_lacking(scene, team, *kind)).collect();
    lacking.sort();
    for kind in lacking {
        let Some(have) = team.sections.get(&kind) else { continue };
        let Some(model) = have.iter().next().and_then(|id| scene.index.file(*id)) else { continue };
        let Some(section) = model.facts.sections.iter().find(|section| section.kind == kind) else { continue };
        let message = format!(
            "{} of the {} agents in this folder have a section \"{}\", this one has none.",
            have.len(),
            team.members.len(),
            section.title
        );
        let edits = appended(scene.file, &section.title, section.level);
        let fix = Fix::to_review(format!("Insert \"{}\" as in {}", section.title, model.name()), edits);
        findings.add(Diagnostic::new(Severity::Hint, at, message).fix(fix));
    }
}

/// Nine of ten have it, and it is more than a habit of two or three.
fn is_lacking(scene: &Scene<'_>, team: &Team, kind: SectionKind) -> bool {
    // Other rules speak of these, or nothing is lost without them.
    if matches!(kind, SectionKind::OutputFormat | SectionKind::Identity | SectionKind::Other) {
        return false;
    }
    let have = team.sections.get(&kind).map_or(0, std::collections::BTreeSet::len);
    let others = team.members.len().saturating_sub(1);
    have * 10 >= others * 9 && !scene.facts().sections.iter().any(|section| section.kind == kind)
}

/// The title, else the first line of the body.
fn place(scene: &Scene<'_>) -> Option<Span> {
    let file = scene.file;
    if let Some(section) = file.outline.as_read().sections.first() {
        return Some(file.outline.here(section.title_span));
    }
    let body = file.text.get(file.front_matter.body as usize..)?;
    let start = body.len() - body.trim_start().len();
    let line = body.get(start..)?.lines().next()?.trim_end();
    (!line.is_empty()).then(|| Span::of(start..start + line.len()).shifted(file.front_matter.body))
}
