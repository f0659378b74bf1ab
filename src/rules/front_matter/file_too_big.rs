//! `file-too-big`

use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::syntax::ProblemKind;

pub const RULE: Rule = Rule {
    code: "file-too-big",
    summary: "A file that is too big to be read.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("file-too-big.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let reason = file.verdict.reason.as_ref().filter(|reason| reason.kind == ReasonKind::TooBig);
    let problem = file.front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::TooBig);
    let Some(span) = reason.map(|reason| reason.span).or(problem.map(|problem| problem.span)) else { return };
    findings.add(Diagnostic::new(
        Severity::Error,
        span,
        format!(
            "{} passes over this file: it has {} bytes. Move what the agent does not always need into files of their own.",
            file.dialect.label,
            file.text.len()
        ),
    ));
}
