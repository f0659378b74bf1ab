//! `delegation-without-tool`

use super::{Reads, Scene, WorkspaceRule};
use crate::compose::list_edit::ListEdit;
use crate::dialect::{Capability, Dialect, Reach, Role};
use crate::index::Target;
use crate::model::mentions::Form;
use crate::rules::{Diagnostic, Findings, Fix, Severity};

pub const RULE: WorkspaceRule = WorkspaceRule {
    code: "delegation-without-tool",
    summary: "An agent that is told to call others and has no tool to do so.",
    severity: Severity::Hint,
    page: include_str!("delegation-without-tool.md"),
    reads: Reads::Facts,
    check,
};

fn check(scene: &Scene<'_>, findings: &mut Findings) {
    let facts = scene.facts();
    if facts.delegates || !facts.loads {
        return;
    }
    let Some(tool) = tool(scene.file.dialect) else { return };
    // A call in words that mean nothing else counts before a sentence that may only speak of it.
    let mentions = scene.file.mentions();
    let calls = mentions.iter().skip(mentions.in_front_matter()).filter(|mention| {
        let is_told = mention.delegates && mention.form != Form::Link;
        is_told && matches!(scene.index.target(scene.id, mention), Target::Agent(id) if id != scene.id)
    });
    let Some(mention) = calls.min_by_key(|mention| (mention.form != Form::Call, mention.span.start)) else { return };
    let severity = if mention.form == Form::Call { Severity::Warning } else { Severity::Hint };
    let message = format!(
        "This agent can't call \"{}\": no tool in effect starts agents. Add {tool} to its tools, or let it report to its caller.",
        mention.name
    );
    let finding = Diagnostic::new(severity, mention.span, message);
    let add = ListEdit::of(scene.file, Role::Tools).filter(|list| !list.is_empty()).and_then(|list| list.add(tool));
    findings.add(match add {
        Some(edits) => finding.fix(Fix::to_review(format!("Add {tool} to the tools"), edits)),
        None => finding,
    });
}

/// The name of the tool that starts agents.
fn tool(dialect: &Dialect) -> Option<&str> {
    let works = |reach| !matches!(reach, Reach::Never | Reach::Gone);
    let tool = dialect.tools.iter().find(|tool| tool.does.contains(&Capability::Delegate) && works(tool.reach))?;
    Some(&tool.name)
}
