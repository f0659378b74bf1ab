//! `renamed-file`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::text::Span;

pub const RULE: Rule = Rule {
    code: "renamed-file",
    summary: "A file name of the past.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("renamed-file.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let name = file.file_name();
    let known = file.dialect.renamed_files.iter().find_map(|old| Some((old, name.strip_suffix(&*old.ending)?)));
    let Some((old, stem)) = known else { return };
    let line = file.text.split(['\n', '\r']).next().unwrap_or("");
    let span = file.front_matter.opening.unwrap_or(Span::of(0..line.len()));
    let message = format!(
        "{} reads this file for now: {}. Move it to {}/{stem}{}.",
        file.dialect.label, old.note, old.folder, old.write
    );
    findings.add(Diagnostic::new(Severity::Warning, span, message));
}
