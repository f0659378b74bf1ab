//! `broken-import`

use crate::model::{AgentFile, ReferenceKind};
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "broken-import",
    summary: "A file named with `@` that is not there.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("broken-import.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    if !file.verdict.loads {
        return;
    }
    for reference in file.missing.iter().filter_map(|at| file.references.get(*at)) {
        if reference.kind == ReferenceKind::Import {
            let message = format!(
                "No file is called \"{}\", from this folder up to the workspace's root. {} is not known to put files in for \"@\" in an agent's text, either: the agent has to read them itself. Mend the path.",
                reference.path, file.dialect.label
            );
            findings.add(Diagnostic::new(Severity::Hint, reference.span, message));
        }
    }
}
