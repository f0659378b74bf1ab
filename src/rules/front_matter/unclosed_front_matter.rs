//! `unclosed-front-matter`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Rule, Severity};
use crate::syntax::ProblemKind;
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "unclosed-front-matter",
    summary: "Front matter that no second `---` closes.",
    severity: Severity::Error,
    page: include_str!("unclosed-front-matter.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let front_matter = &file.front_matter;
    let Some(problem) = front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::Unclosed) else {
        return;
    };
    if front_matter.entries.is_empty() {
        return;
    }
    let end = front_matter.content.end;
    let line_end = file.line_end();
    let before = if front_matter.content.slice(&file.text).ends_with('\n') { "" } else { line_end };
    findings.add(
        Diagnostic::new(
            Severity::Error,
            problem.span,
            format!(
                "{} does not load this file: the front matter that begins here is never closed. Add a line \"---\" behind its last key.",
                file.dialect.label
            ),
        )
        .fix(Fix::safe("Close the front matter", EditSet::one(Span::empty(end), format!("{before}---{line_end}")))),
    );
}
