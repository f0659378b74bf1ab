//! `keys-not-read`

use super::lost_front_matter::causes;
use super::mend::mend;
use crate::model::AgentFile;
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Problem, ProblemKind, Repair};
use crate::text::Span;

pub const RULE: Rule = Rule {
    code: "keys-not-read",
    summary: "A line at which the tool stops reading the keys.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("keys-not-read.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let unclosed = |problem: &Problem| problem.kind == ProblemKind::Unclosed;
    if file.front_matter.repair != Repair::Leniently || file.front_matter.problems.iter().any(unclosed) {
        return;
    }
    for problem in file.front_matter.problems.iter().filter(|problem| ends_the_keys(problem)) {
        findings.add(finding(file, problem));
    }
}

/// Whether what stands below the problem is not read.
pub fn ends_the_keys(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::RestLost | ProblemKind::UnclosedFlow | ProblemKind::UnclosedQuote)
}

fn finding(file: &AgentFile, problem: &Problem) -> Diagnostic {
    let label = &file.dialect.label;
    let lost = lost_keys(file, problem.span);
    let why = match problem.kind {
        ProblemKind::UnclosedFlow => "this bracket is never closed, and takes in all that follows",
        ProblemKind::UnclosedQuote => "this quote is never closed, and takes in all that follows",
        _ if problem.span.slice(&file.text) == ":" => "without quotes, the text ends at this colon",
        _ => "here it expects the next key",
    };
    let outcome = match lost.as_slice() {
        [] => format!("{label} stops reading the keys here: {why}."),
        [key] => format!("{label} stops reading the keys here, and {key} has no effect: {why}."),
        keys => {
            format!("{label} stops reading the keys here, and {} have no effect: {why}.", both(keys.iter().copied()))
        }
    };
    // Without its list an agent has all tools.
    let restricts = |key: &&str| file.dialect.fields.iter().any(|field| field.key == **key && field.restricts());
    let severity = if lost.iter().any(restricts) { Severity::Error } else { Severity::Warning };
    let (_, regions) = causes(file);
    let region = regions.iter().rfind(|region| region.span.start <= problem.span.start);
    let kind = match problem.kind {
        ProblemKind::RestLost if problem.span.slice(&file.text) == ":" => ProblemKind::ColonInValue,
        ProblemKind::RestLost if region.is_some_and(|region| region.span.covers(problem.span)) => {
            ProblemKind::TextAfterQuote
        }
        ProblemKind::RestLost => ProblemKind::StrayLine,
        kind => kind,
    };
    let fix: Option<Fix> = region.and_then(|region| mend(file, region, kind));
    let todo = match (&fix, kind) {
        (Some(fix), _) => format!("{}.", fix.title),
        (None, ProblemKind::StrayLine) => "Indent the line below the key that it belongs to, or remove it.".to_owned(),
        (None, ProblemKind::UnclosedFlow | ProblemKind::UnclosedQuote) => "Close it.".to_owned(),
        _ => "Put the whole value into quotes.".to_owned(),
    };
    let found = Diagnostic::new(severity, problem.span, format!("{outcome} {todo}"));
    match fix {
        Some(fix) => found.fix(fix),
        None => found,
    }
}

/// The known keys on the lines below.
fn lost_keys(file: &AgentFile, from: Span) -> Vec<&'static str> {
    let rest = Span::new(from.start, file.front_matter.content.end.max(from.start)).slice(&file.text);
    let lines = rest.split(['\n', '\r']).skip(1);
    let mut keys: Vec<&'static str> = Vec::new();
    for line in lines {
        let known = line.split_once(':').and_then(|(key, _)| file.dialect.fields.iter().find(|field| field.key == key));
        if let Some(field) = known.filter(|field| !keys.contains(&&*field.key)) {
            keys.push(&field.key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_in;

    #[test]
    fn says_what_is_lost_below() {
        let of = |lines: &str| findings_in("vscode", &format!("---\n{lines}\n---\n\nPlan.\n"));
        expect_test::expect![[r#"
            error keys-not-read ":": VS Code stops reading the keys here, and tools and model have no effect: without quotes, the text ends at this colon. Quote the value.
              fix: Quote the value
            warning keys-not-read ":": VS Code stops reading the keys here: without quotes, the text ends at this colon. Quote the value.
              fix: Quote the value
            warning keys-not-read "things": VS Code stops reading the keys here, and model has no effect: here it expects the next key. Quote the value.
              fix: Quote the value
            warning keys-not-read "and more": VS Code stops reading the keys here, and model has no effect: here it expects the next key. Indent the line below the key that it belongs to, or remove it.
            warning keys-not-read "[": VS Code stops reading the keys here, and model has no effect: this bracket is never closed, and takes in all that follows. Quote the value.
              fix: Quote the value (to review)
            warning keys-not-read "'": VS Code stops reading the keys here, and model has no effect: this quote is never closed, and takes in all that follows. Quote the value.
              fix: Quote the value (to review)
            information repaired-front-matter "@": VS Code takes this value; tools that read YAML to the letter reject the file. Quote the value.
              fix: Quote the value
        "#]].assert_eq(
            &[
                of("description: Use when: asked\ntools: [read]\nmodel: GPT-5 (copilot)"),
                of("description: Use when: asked"),
                of("description: \"Plans\" things\nmodel: GPT-5 (copilot)"),
                of("description: Plans.\nand more\nmodel: GPT-5 (copilot)"),
                of("tools: [read, edit\nmodel: GPT-5 (copilot)"),
                of("tools: ['read', 'edit]\nmodel: GPT-5 (copilot)"),
                of("description: @plans\ntools: [read]"),
            ]
            .concat(),
        );
    }
}
