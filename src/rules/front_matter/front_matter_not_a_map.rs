//! `front-matter-not-a-map`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Rule, Severity};
use crate::syntax::ProblemKind;

pub const RULE: Rule = Rule {
    code: "front-matter-not-a-map",
    summary: "Front matter that has no keys.",
    severity: Severity::Error,
    page: include_str!("front-matter-not-a-map.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(problem) = file.front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::NotAMap) else {
        return;
    };
    let what = if problem.span.slice(&file.text).starts_with("- ") { "a list" } else { "a text" };
    let span = problem.span.slice(&file.text).find(['\n', '\r']).map_or(problem.span, |at| {
        crate::text::Span::new(problem.span.start, problem.span.start + crate::text::Span::offset(at))
    });
    findings.add(Diagnostic::new(
        Severity::Error,
        span,
        format!(
            "{} takes this file for documentation and does not load it: between the fences stands {what}, no keys. Write one \"key: value\" on each line.",
            file.dialect.label
        ),
    ));
}
