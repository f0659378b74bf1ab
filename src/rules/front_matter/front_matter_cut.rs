//! `front-matter-cut`

use super::after;
use super::unclosed_front_matter::body_inside;
use crate::dialect::Field;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{FrontMatterState, ProblemKind};
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "front-matter-cut",
    summary: "Three dashes inside a line that end the front matter.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("front-matter-cut.md"),
    check,
};

/// As far as the fence is looked for that the author meant.
const MOST_LINES: usize = 400;

/// So many runs of dashes are mended.
const MOST_RUNS: usize = 200;

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(cut) = file.front_matter.problems.iter().find(|p| p.kind == ProblemKind::CutInsideLine) else { return };
    if body_inside(file).is_some() {
        return;
    }
    let label = &file.dialect.label;
    let meant = meant_fence(file, cut.span.end);
    let swallowed = Span::new(cut.span.end, meant.unwrap_or(cut.span.end));
    let keys = swallowed_keys(file, swallowed);
    let severe = !file.verdict.loads || keys.iter().any(|(_, field)| field.restricts());
    let severity = if severe { Severity::Error } else { Severity::Warning };
    let what = match keys.as_slice() {
        [] => String::new(),
        [last] => format!(", \"{}\" too,", last.0.slice(&file.text)),
        [rest @ .., last] => {
            let names: Vec<String> = rest.iter().map(|(key, _)| format!("\"{}\"", key.slice(&file.text))).collect();
            format!(", {} and \"{}\" too,", names.join(", "), last.0.slice(&file.text))
        }
    };
    let fix = meant.and_then(|end| fix(file, end));
    let what_to_do = fix.as_ref().map_or("Write an em dash or fewer dashes", |fix| &fix.title);
    let mut finding = Diagnostic::new(
        severity,
        cut.span,
        format!(
            "{label} ends the front matter at the first \"---\": everything after it{what} becomes part of the prompt. {what_to_do}."
        ),
    );
    for (key, _) in keys.iter().take(5) {
        finding = finding.see(*key, "part of the prompt, without effect");
    }
    if let Some(fix) = fix {
        finding = finding.fix(fix);
    }
    findings.add(finding);
}

/// Where the line begins that was meant to close the front matter.
fn meant_fence(file: &AgentFile, after: u32) -> Option<u32> {
    let mut at = after;
    for line in file.text.get(after as usize..)?.split_inclusive('\n').take(MOST_LINES) {
        if at > after && line.trim_end() == "---" {
            return Some(at);
        }
        at += Span::offset(line.len());
    }
    None
}

/// The keys of the dialect that the cut takes out of the front matter.
fn swallowed_keys(file: &AgentFile, inside: Span) -> Vec<(Span, &'static Field)> {
    let mut keys = Vec::new();
    let mut at = inside.start;
    for line in inside.slice(&file.text).split_inclusive('\n') {
        let key = line.split(':').next().unwrap_or("");
        let field = file.dialect.fields.iter().find(|field| field.key == key);
        if let Some(field) = field.filter(|_| at > inside.start && key.len() < line.len()) {
            keys.push((Span::new(at, at + Span::offset(key.len())), field));
        }
        at += Span::offset(line.len());
    }
    keys
}

/// All runs of three dashes and more up to the fence made harmless.
fn fix(file: &AgentFile, fence: u32) -> Option<Fix> {
    let content = Span::new(file.front_matter.content.start, fence);
    let text = content.slice(&file.text);
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("---")) {
        if edits.len() == MOST_RUNS {
            return None;
        }
        let start = at + found;
        let run = text.get(start..)?;
        let length = run.len() - run.trim_start_matches('-').len();
        let apart = text.get(..start)?.ends_with(' ') && text.get(start + length..)?.starts_with(' ');
        let comment = text.get(..start)?.rsplit('\n').next()?.contains('#');
        let new = if apart && length == 3 && !comment { "\u{2014}" } else { "--" };
        let span = Span::of(start..start + length).shifted(content.start);
        edits.push(Edit { span, text: new.into() });
        at = start + length;
    }
    let title = if edits.iter().all(|edit| edit.text == "--") { "Write two dashes" } else { "Use an em dash" };
    let edits = EditSet::new(edits)?;
    let mended = after(file, &edits);
    let reads = matches!(mended.front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired);
    Some(if reads { Fix::safe(title, edits) } else { Fix::to_review(title, edits) })
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    #[test]
    fn names_the_keys_that_are_lost() {
        let text = "---\nname: a\ndescription: Scores --- and ranks\nmodel: opus\ntools: Read\n---\nBody\n";
        expect_test::expect![[r#"
            error front-matter-cut "---": Claude Code ends the front matter at the first "---": everything after it, "model" and "tools" too, becomes part of the prompt. Use an em dash.
              see "model": part of the prompt, without effect
              see "tools": part of the prompt, without effect
              fix: Use an em dash
        "#]].assert_eq(&findings(text));
        assert_eq!(fixed(text, "front-matter-cut"), text.replacen(" --- ", " \u{2014} ", 1));
    }

    #[test]
    fn rules_in_comments_and_blocks_are_shortened() {
        let text = "---\nname: a\n# ---- section ----\ndescription: |\n  | a |\n  |---|\n---\nBody\n";
        let mended = fixed(text, "front-matter-cut");
        assert_eq!(mended, "---\nname: a\n# -- section --\ndescription: |\n  | a |\n  |--|\n---\nBody\n");
        assert_eq!(findings(&mended), "");
    }
}
