//! `front-matter-not-a-map`

use super::after;
use crate::model::AgentFile;
use crate::rules::words::{cost_of_lost_keys, not_taken};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::ProblemKind;
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "front-matter-not-a-map",
    summary: "Front matter that has no keys.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("front-matter-not-a-map.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(problem) = file.front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::NotAMap) else {
        return;
    };
    let what = if problem.span.slice(&file.text).starts_with("- ") { "a list" } else { "a text" };
    let span = problem
        .span
        .slice(&file.text)
        .find(['\n', '\r'])
        .map_or(problem.span, |at| Span::new(problem.span.start, problem.span.start + Span::offset(at)));
    let (edits, title) = as_keys(file);
    let mended = after(file, &edits);
    let fix = mended.verdict.loads.then(|| Fix::safe(title, edits));
    let what_to_do = fix.as_ref().map_or("Write one \"key: value\" on each line", |fix| &fix.title);
    let message = format!("{}: between the fences stands {what}, no keys. {what_to_do}.", not_taken(file));
    let finding = Diagnostic::new(cost_of_lost_keys(file, &mended), span, message);
    findings.add(match fix {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

/// `- key: value` without its dash, `key:value` with a space.
fn as_keys(file: &AgentFile) -> (EditSet, &'static str) {
    let content = file.front_matter.content;
    let old = content.slice(&file.text);
    let known = |key: &str| file.dialect.fields.iter().any(|field| field.key == key);
    let mut dashes = false;
    let mut new = String::with_capacity(old.len() + 16);
    for line in old.split_inclusive('\n') {
        let bare = line.strip_prefix("- ").unwrap_or(line);
        dashes |= bare.len() < line.len();
        match bare.split_once(':') {
            Some((key, value)) if known(key) && !value.trim().is_empty() => {
                new.push_str(&format!("{key}: {}", value.trim_start()));
            }
            _ => new.push_str(bare),
        }
    }
    let title = if dashes { "Remove the dashes before the keys" } else { "Write a space after each colon" };
    (EditSet::one(content, new), title)
}
