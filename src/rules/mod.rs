//! What is wrong with a file, by rule. A rule is one file and one page beside it: the page says what
//! the rule finds and why it matters, and its examples run as tests.
//!
//! To add one: `src/rules/<area>/<code>.rs` with a `RULE`, its page `<code>.md` beside it, and a line
//! in `registry.rs`.

mod diagnostic;
mod fix_all;
mod nearest;
mod registry;
mod words;

#[cfg(test)]
mod dialect_tests;
#[cfg(test)]
mod page_tests;

pub mod body;
pub mod front_matter;
pub mod identity;
pub mod keys;
pub mod text;
pub mod tools;
pub mod values;
pub mod workspace;

pub use diagnostic::{Diagnostic, Fix, Related, Severity, Tag};
pub use fix_all::{Fixed, fix_all};
pub use nearest::did_you_mean;
pub use registry::{all, find, pages};

use crate::model::AgentFile;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case words, stable once released.
    pub code: &'static str,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// Its page, in Markdown.
    pub page: &'static str,
    pub check: fn(&AgentFile, &mut Findings),
}

/// Findings of one file are cut off at this number.
const MOST_FINDINGS: usize = 1000;

/// Collects what the rules find in one file.
#[derive(Debug, Default)]
pub struct Findings {
    code: &'static str,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Reports a finding of the rule that is running.
    pub fn add(&mut self, mut diagnostic: Diagnostic) {
        if self.found.len() < MOST_FINDINGS {
            diagnostic.code = self.code;
            self.found.push(diagnostic);
        }
    }

    /// All of them, in the order of their place.
    fn in_order(self) -> Vec<Diagnostic> {
        in_order(self.found)
    }
}

/// Findings in the order of their place.
pub fn in_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| (a.span.start, a.span.end, a.code).cmp(&(b.span.start, b.span.end, b.code)));
    found
}

/// All findings in one file, in the order of their place.
pub fn check(file: &AgentFile) -> Vec<Diagnostic> {
    check_with(file, all())
}

/// All findings in one file, with the fixes that are too costly for each keystroke, too.
pub fn check_thoroughly(file: &AgentFile) -> Vec<Diagnostic> {
    let mut found = check(file);
    for finding in &mut found {
        if finding.code == body::no_output_format::RULE.code {
            finding.fixes = body::no_output_format::late_fixes(file);
        }
    }
    found
}

/// The findings of some rules in one file, in the order of their place.
pub fn check_with(file: &AgentFile, rules: &[Rule]) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    for rule in rules {
        findings.code = rule.code;
        (rule.check)(file, &mut findings);
    }
    findings.in_order()
}
