//! `passed-over-file`

use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "passed-over-file",
    summary: "A file that the tool does not look at for its name.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("passed-over-file.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| reason.kind == ReasonKind::NotAnAgent) else {
        return;
    };
    let label = &file.dialect.label;
    let name = file.file_name();
    if name.ends_with(".md") {
        // Such a name may well be there to keep the file out.
        let message = format!("{label} passes over files of this name. Rename \"{name}\" if it is to be an agent.");
        return findings.add(Diagnostic::new(Severity::Hint, reason.span, message));
    }
    let message =
        format!("{label} does not look at this file: the name \"{name}\" has to end in \".md\", in small letters.");
    findings.add(Diagnostic::new(Severity::Error, reason.span, message));
}
