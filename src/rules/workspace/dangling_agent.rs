//! `dangling-agent`

use super::{Reads, Scene, WorkspaceRule};
use crate::index::Target;
use crate::model::mentions::{Form, MentionHere};
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Severity, did_you_mean_name, is_slip};
use crate::text::EditSet;

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "dangling-agent",
    summary: "A name of an agent that does not exist.",
    severity: Severity::Warning,
    page: include_str!("dangling-agent.md"),
    reads: Reads::Facts,
    check,
};

/// Names of a missing team past this number are only counted.
const MOST_NAMES: usize = 6;

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    let mut missing: Vec<MentionHere<'_>> = Vec::new();
    let mut found = false;
    for mention in scene.file.mentions().iter().filter(|mention| mention.form != Form::Link) {
        match scene.index.target(scene.id, &mention) {
            Target::Nobody if mention.sure => missing.push(mention),
            Target::Agent(id) => found |= id != scene.id,
            _ => {}
        }
    }
    let Some(first) = missing.first() else { return };
    if !found {
        return findings.add(whole_team(first, &missing));
    }
    let names: Vec<&str> = callable(scene);
    for mention in missing {
        let near = did_you_mean_name(&mention.name, names.iter().copied());
        let tail = near.map_or_else(
            || "Create it, or take the name out: the model will look for it.".to_owned(),
            |near| format!("Did you mean {near}?"),
        );
        let message = format!("No agent is called \"{}\". {tail}", mention.name);
        // A name in the text may be that of somebody who is not here, and the agent works without.
        let is_slip = near.is_some() || matches!(mention.form, Form::Call | Form::Listed | Form::At);
        let severity = if is_slip { Severity::Warning } else { Severity::Hint };
        let finding = Diagnostic::new(severity, mention.span, message);
        findings.add(match near {
            Some(near) => finding.fix(replacement(&mention, near, &names)),
            None => finding,
        });
    }
}

/// Sure where the words can only name an agent, differ from its name by a slip of the finger, and from no other's.
fn replacement(mention: &MentionHere<'_>, near: &str, names: &[&str]) -> Fix {
    let (title, edits) = (format!("Replace by {near}"), EditSet::one(mention.span, near));
    let mut slips = names.iter().filter(|name| is_slip(&mention.name, name));
    let is_sure = mention.form != Form::Phrase && slips.next() == Some(&near) && slips.next().is_none();
    if is_sure { Fix::safe(title, edits) } else { Fix::to_review(title, edits) }
}

/// Nobody whom the file names is there: the file was taken over without its team.
fn whole_team(first: &MentionHere<'_>, missing: &[MentionHere<'_>]) -> Diagnostic {
    let mut names: Vec<&str> = Vec::new();
    for mention in missing {
        if !names.contains(&mention.name()) {
            names.push(mention.name());
        }
    }
    let more = names.len().saturating_sub(MOST_NAMES);
    let shown = names.iter().take(MOST_NAMES).copied();
    let list = if more > 0 { format!("{} and {more} more", shown.collect::<Vec<_>>().join(", ")) } else { both(shown) };
    let message = match names.len() {
        1 => format!("No agent is called \"{list}\". Create it, or take the name out: the model will look for it."),
        _ => format!(
            "None of the agents that this file names is here: {list}. Add them, or take the names out: the model will look for them."
        ),
    };
    Diagnostic::new(Severity::Hint, first.span, message)
}

fn callable<'a>(scene: &Scene<'a>) -> Vec<&'a str> {
    let index = scene.index;
    index.callable(scene.id).into_iter().filter_map(|id| Some(index.file(id)?.name())).collect()
}
