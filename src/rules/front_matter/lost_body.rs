//! `lost-body`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::ProblemKind;
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "lost-body",
    summary: "A closing fence after which the tool sees no body.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("lost-body.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(problem) = file.front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::BodyLost) else {
        return;
    };
    let message = format!(
        "{} takes this line for the end of the front matter and nothing after it for the prompt: the agent starts without its text. Write \"---\" and nothing else.",
        file.dialect.label
    );
    let fix = Fix::safe("Write three dashes", EditSet::one(problem.span, "---"));
    findings.add(Diagnostic::new(Severity::Warning, problem.span, message).fix(fix));
}
