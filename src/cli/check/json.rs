//! `check --format json`: the contract is in `docs/cli.md`.

use super::Checked;
use crate::cli::output::json_line;
use crate::cli::position::Range;
use crate::rules::{self, Severity};
use crate::text::{Span, Text};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    files: Vec<File<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    /// `None` for a configuration.
    dialect: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    invalid_utf8: bool,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    range: Range,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    /// `None` for a place in a file that was not read: only its text tells lines and columns.
    range: Option<Range>,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    preferred: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    range: Range,
    text: &'a str,
}

/// How many there are of what is in an answer.
#[derive(Default, Serialize)]
pub struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    informations: usize,
    hints: usize,
}

impl Summary {
    pub fn of(checked: &[Checked]) -> Summary {
        let mut summary = Summary { files: checked.len(), ..Summary::default() };
        for finding in checked.iter().flat_map(Checked::shown) {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Information => summary.informations += 1,
                Severity::Hint => summary.hints += 1,
            }
        }
        summary
    }
}

pub fn render(checked: &[Checked]) -> String {
    let summary = Summary::of(checked);
    let texts = Texts { by_path: checked.iter().map(|checked| (&*checked.path, &*checked.text)).collect() };
    json_line(&Answer { version: 1, files: checked.iter().map(|checked| file(checked, &texts)).collect(), summary })
}

/// The texts of all files that were read.
struct Texts<'a> {
    by_path: HashMap<&'a str, &'a str>,
}

impl Texts<'_> {
    fn range(&self, path: &str, span: Span) -> Option<Range> {
        self.by_path.get(path).map(|text| Range::new(&Text::from(*text), span))
    }
}

fn file<'a>(checked: &'a Checked, texts: &Texts<'_>) -> File<'a> {
    let text = if checked.found.is_empty() { Text::default() } else { Text::from(&*checked.text) };
    File {
        path: &checked.path,
        dialect: checked.agent.as_ref().map(|file| &*file.dialect.id),
        invalid_utf8: checked.invalid_utf8,
        diagnostics: checked.shown().map(|finding| diagnostic(finding, &checked.path, &text, texts)).collect(),
    }
}

fn diagnostic<'a>(finding: &'a rules::Diagnostic, path: &'a str, text: &Text, texts: &Texts<'_>) -> Diagnostic<'a> {
    Diagnostic {
        code: finding.code,
        severity: finding.severity.name(),
        message: &finding.message,
        range: Range::new(text, finding.span),
        related: (finding.related.iter())
            .map(|related| Related {
                path: related.path.as_deref().unwrap_or(path),
                range: match &related.path {
                    None => Some(Range::new(text, related.span)),
                    Some(path) => texts.range(path, related.span),
                },
                message: &related.message,
            })
            .collect(),
        fixes: (finding.fixes.iter())
            .map(|fix| Fix {
                title: &fix.title,
                safe: fix.safe,
                preferred: fix.preferred,
                edits: (fix.edits.edits().iter())
                    .map(|edit| Edit { path, range: Range::new(text, edit.span), text: &edit.text })
                    .collect(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Related as Place;

    #[test]
    fn places_in_other_files_have_a_range_where_the_file_was_read() {
        let related = |path: &str| Place { path: Some(path.into()), span: Span::new(2, 3), message: "here too".into() };
        let mut finding = rules::Diagnostic::new(Severity::Error, Span::new(0, 1), "Two agents have this name.");
        finding.related = vec![related("b.md"), related("unread.md")];
        let texts = Texts { by_path: HashMap::from([("b.md", "x\ny")]) };
        let shown = diagnostic(&finding, "a.md", &Text::from("n"), &texts);
        let lines: Vec<Option<u32>> = shown.related.iter().map(|place| Some(place.range?.start.line)).collect();
        assert_eq!(lines, [Some(2), None]);
    }
}
