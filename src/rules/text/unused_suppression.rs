//! `unused-suppression`: made where comments set findings aside, when all other rules have run.

use crate::model::AgentFile;
use crate::rules::suppression::{Named, Suppression};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag, did_you_mean, pages};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "unused-suppression",
    summary: "A comment that sets aside a finding that is not there.",
    severity: Severity::Warning,
    page: include_str!("unused-suppression.md"),
    reads: Reads::Everything,
    check: |_, _| {},
};

/// Reports the codes in `comments` that have set nothing aside. `runs` tells of a code whether its rule has run.
pub fn report(file: &AgentFile, comments: &[Suppression], runs: impl Fn(&str) -> bool, findings: &mut Findings) {
    for comment in comments {
        if findings.is_full() {
            return;
        }
        if comment.codes.is_empty() {
            let message =
                "This comment names no rule, so it sets nothing aside. Name one: agentls-ignore RULE: reason.";
            let finding = Diagnostic::new(Severity::Warning, comment.span, message).tag(Tag::Unnecessary);
            findings.add(finding.fix(deletion(&file.text, comment)));
        }
        for named in comment.codes.iter().filter(|named| !named.used) {
            if pages().all(|rule| *rule.code != *named.code) {
                findings.add(unknown(file, comment, named));
            } else if runs(&named.code) && *named.code != *RULE.code {
                let message = format!(
                    "Nothing here is found by the rule {} any more: naming it has no effect. Take it out.",
                    named.code
                );
                let finding = Diagnostic::new(Severity::Warning, named.span, message).tag(Tag::Unnecessary);
                findings.add(finding.fix(without(&file.text, comment, named)));
            }
        }
    }
}

fn unknown(file: &AgentFile, comment: &Suppression, named: &Named) -> Diagnostic {
    let meant = did_you_mean(&named.code, pages().map(|rule| rule.code));
    let (what, fix) = match meant {
        Some(code) => {
            (format!("Did you mean {code}?"), Fix::safe(format!("Replace by {code}"), EditSet::one(named.span, code)))
        }
        None => ("agentls explain RULE tells of one.".to_owned(), without(&file.text, comment, named)),
    };
    let message = format!("There is no rule {}: nothing is set aside. {what}", named.code);
    Diagnostic::new(Severity::Warning, named.span, message).fix(fix)
}

/// Takes one code out; the whole comment where it is the only one.
fn without(text: &str, comment: &Suppression, named: &Named) -> Fix {
    let codes = &comment.codes;
    let at = codes.iter().position(|code| code.span == named.span).unwrap_or(0);
    let span = match (codes.get(at + 1), at.checked_sub(1).and_then(|before| codes.get(before))) {
        (None, None) => return deletion(text, comment),
        (Some(next), _) => Span::new(named.span.start, next.span.start),
        (None, Some(before)) => Span::new(before.span.end, named.span.end),
    };
    Fix::safe("Take it out", EditSet::one(span, ""))
}

/// Takes a comment out: with its line where nothing else stands there, else with the blanks before it.
fn deletion(text: &str, comment: &Suppression) -> Fix {
    let Span { start, end } = comment.span;
    let before = text.get(..start as usize).unwrap_or("");
    let behind = text.get(end as usize..).unwrap_or("");
    let kept = before.trim_end_matches([' ', '\t']).len();
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let rest = behind.get(blanks..).unwrap_or("");
    let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
    let end = end as usize;
    let span = match comment.stands_alone {
        true => Span::of(kept..end + blanks + line_end),
        false if line_end > 0 || rest.is_empty() => Span::of(kept..end),
        false => comment.span,
    };
    Fix::safe("Delete the comment", EditSet::one(span, ""))
}
