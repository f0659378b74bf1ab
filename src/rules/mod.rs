//! What is wrong with a file, by rule. A rule is one file and one page beside it: the page says what
//! the rule finds and why it matters, and its examples run as tests.
//!
//! To add one: `src/rules/<area>/<code>.rs` with a `RULE`, its page `<code>.md` beside it, and a line
//! in `registry.rs`.

mod diagnostic;
mod fix_all;
mod kept;
mod nearest;
mod reads;
mod registry;
mod severities;
mod suppression;
mod words;

#[cfg(test)]
mod dialect_tests;
#[cfg(test)]
mod page_tests;

pub mod body;
pub mod front_matter;
pub mod house;
pub mod identity;
pub mod keys;
pub mod portability;
pub mod text;
pub mod tools;
pub mod values;
pub mod workspace;

pub use diagnostic::{Diagnostic, Fix, Related, Severity, Tag};
pub use fix_all::{Fixed, Fixes, fix, fix_all};
use kept::InBody;
pub use kept::Kept;
pub use nearest::{did_you_mean, did_you_mean_name, is_slip};
pub use reads::Reads;
pub use registry::{Described, all, find, page, pages};
pub use severities::{Level, Severities};
pub use suppression::ignoring;

use crate::dialect::Evidence;
use crate::model::AgentFile;
use std::any::Any;
use std::sync::Arc;
use text::unused_suppression;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case words, stable once released.
    pub code: &'static str,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// What it looks at.
    pub reads: Reads,
    /// Its page, in Markdown.
    pub page: &'static str,
    pub check: fn(&AgentFile, &mut Findings),
}

/// The findings of one rule in one file are cut off at this number: the next ones come up when these are
/// mended.
const MOST_FINDINGS: usize = 250;

/// Collects what the rules find in one file.
#[derive(Debug)]
pub struct Findings {
    code: &'static str,
    found: Vec<Diagnostic>,
    kept: Kept,
    /// How many of them the rules before have found.
    before: usize,
}

impl Findings {
    /// None yet. What the rules found in the same body before is repeated from `before`.
    fn new(file: &AgentFile, before: Option<&Kept>) -> Findings {
        Findings { code: "", found: Vec::new(), kept: Kept::of(file, before), before: 0 }
    }

    /// From now on the rule of `code` is running.
    fn begin(&mut self, code: &'static str) {
        self.code = code;
        self.before = self.found.len();
    }

    /// Whether the rule that is running has found all that is shown of it. Rules that look at many things
    /// stop there.
    pub fn is_full(&self) -> bool {
        self.found.len() - self.before >= MOST_FINDINGS
    }

    /// Reports a finding of the rule that is running.
    pub fn add(&mut self, mut diagnostic: Diagnostic) {
        if !self.is_full() {
            diagnostic.code = self.code;
            self.found.push(diagnostic);
        }
    }

    /// Runs a part of a rule that looks at the body of `file` and at nothing else of it, or repeats what
    /// that part has found in the same body before.
    pub fn of_body(&mut self, file: &AgentFile, check: impl FnOnce(&mut Findings)) {
        if let Some(known) = self.kept.known::<InBody>(self.code, None) {
            self.found.extend(known.in_file(file));
            return;
        }
        let before = self.found.len();
        check(self);
        let found = InBody::new(file, self.found.get(before..).unwrap_or_default());
        self.kept.keep(self.code, None, found);
    }

    /// What the rule that is running reads of the body: `read` again only where the body has changed. Spans in
    /// it are those of the body as it stood then.
    pub fn read_body<T: Any + Send + Sync>(&mut self, read: impl FnOnce() -> T) -> Arc<T> {
        self.kept.known(self.code, None).unwrap_or_else(|| self.kept.keep(self.code, None, read()))
    }

    /// What the rule that is running reads of `text`: `read` again only where the text has changed.
    pub fn read_text<T: Any + Send + Sync>(&mut self, text: &str, read: impl FnOnce() -> T) -> Arc<T> {
        self.kept.known(self.code, Some(text)).unwrap_or_else(|| self.kept.keep(self.code, Some(text), read()))
    }
}

/// Findings in the order of their place.
pub fn in_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| (a.span.start, a.span.end, a.code).cmp(&(b.span.start, b.span.end, b.code)));
    found
}

/// All findings in one file, in the order of their place.
pub fn check(file: &AgentFile, severities: &Severities) -> Vec<Diagnostic> {
    check_with(file, all(), severities)
}

/// The same for the next version of a file, of which `before` was kept by the same severities; and what is to be
/// kept of it.
pub fn check_again(file: &AgentFile, severities: &Severities, before: Option<&Kept>) -> (Arc<[Diagnostic]>, Kept) {
    let findings = Findings::new(file, before);
    // Where comments set findings aside, all of them are needed to tell which comments do.
    let sets_aside = suppression::may_stand_in(file);
    let short = before.filter(|before| !sets_aside && !before.sets_aside);
    let (found, mut kept) = match short.and_then(|before| before.but_for_one_value(file)) {
        Some((before, typed_on)) => {
            let rules = registry::looking_at(typed_on.role);
            let (found, kept) = run(file, rules.iter().copied(), severities, findings);
            let mut found = as_severe_as_asked(found, severities);
            let others = before.iter().filter(|found| rules.iter().all(|rule| rule.code != found.code));
            found.extend(others.map(|found| found.moved(typed_on)));
            (in_order(found), kept)
        }
        None => {
            let (found, kept) = run(file, all(), severities, findings);
            (as_severe_as_asked(found, severities), kept)
        }
    };
    let found: Arc<[Diagnostic]> = found.into();
    kept.found_in(file, &found);
    kept.sets_aside = sets_aside;
    (found, kept)
}

/// All findings in one file, with the fixes that are too costly for each keystroke, too, for those findings that are as
/// severe as `least`.
pub fn check_thoroughly(file: &AgentFile, severities: &Severities, least: Severity) -> Vec<Diagnostic> {
    let mut found = check(file, severities);
    for finding in found.iter_mut().filter(|finding| finding.severity >= least) {
        if finding.code == body::no_output_format::RULE.code {
            finding.fixes = body::no_output_format::late_fixes(file);
        }
    }
    found
}

/// The findings of some rules in one file, in the order of their place.
pub fn check_with(file: &AgentFile, rules: &[Rule], severities: &Severities) -> Vec<Diagnostic> {
    as_severe_as_asked(as_rules_say(file, rules, severities), severities)
}

fn as_severe_as_asked(mut found: Vec<Diagnostic>, severities: &Severities) -> Vec<Diagnostic> {
    for finding in &mut found {
        if let Some(Level::At(severity)) = severities.of(finding.code) {
            finding.severity = severity;
        }
    }
    found
}

/// The findings of those rules that are not off, as severe as the rules say.
fn as_rules_say(file: &AgentFile, rules: &[Rule], severities: &Severities) -> Vec<Diagnostic> {
    run(file, rules, severities, Findings::new(file, None)).0
}

fn run<'a>(
    file: &AgentFile,
    rules: impl IntoIterator<Item = &'a Rule>,
    severities: &Severities,
    mut findings: Findings,
) -> (Vec<Diagnostic>, Kept) {
    for rule in rules.into_iter().filter(|rule| severities.of(rule.code) != Some(Level::Off)) {
        findings.begin(rule.code);
        (rule.check)(file, &mut findings);
    }
    let mut comments = suppression::of(file, &mut findings);
    suppression::set_aside(&mut findings.found, &mut comments);
    let runs = |code: &str| all().iter().any(|rule| rule.code == code) && severities.of(code) != Some(Level::Off);
    if !comments.is_empty() && runs(unused_suppression::RULE.code) {
        findings.begin(unused_suppression::RULE.code);
        unused_suppression::report(file, &comments, runs, &mut findings);
    }
    (as_sure_as_facts_are(file, findings.found), findings.kept)
}

/// The findings in the order of their place; those by second-hand facts as what they are.
fn as_sure_as_facts_are(file: &AgentFile, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if file.dialect.evidence == Evidence::Unverified {
        found.iter_mut().for_each(|finding| make_unsure(finding, &file.dialect.label));
    }
    in_order(found)
}

/// Second-hand facts give hints, and what they say of the tool is not sure.
fn make_unsure(finding: &mut Diagnostic, label: &str) {
    finding.severity = Severity::Hint;
    if finding.message.contains(label) {
        finding.message = format!("Not verified: {}", finding.message);
    }
}
