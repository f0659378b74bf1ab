//! `check --format json`: the contract is in `docs/cli.md`.

use super::Checked;
use crate::cli::output::json_line;
use crate::cli::position::Range;
use crate::rules::{self, Severity};
use crate::text::Text;
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    files: Vec<File<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    dialect: &'a str,
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
    /// `None` for a place in another file: only its own text tells lines and columns.
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

#[derive(Default, Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    informations: usize,
    hints: usize,
}

pub fn render(checked: &[Checked]) -> String {
    let mut summary = Summary { files: checked.len(), ..Summary::default() };
    for finding in checked.iter().flat_map(|checked| &checked.shown) {
        match finding.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Information => summary.informations += 1,
            Severity::Hint => summary.hints += 1,
        }
    }
    json_line(&Answer { version: 1, files: checked.iter().map(file).collect(), summary })
}

fn file(checked: &Checked) -> File<'_> {
    let source = &checked.source;
    let text = if checked.shown.is_empty() { Text::default() } else { Text::from(&*source.text) };
    File {
        path: &source.path,
        dialect: &source.dialect.id,
        invalid_utf8: source.invalid_utf8,
        diagnostics: checked.shown.iter().map(|finding| diagnostic(finding, &source.path, &text)).collect(),
    }
}

fn diagnostic<'a>(finding: &'a rules::Diagnostic, path: &'a str, text: &Text) -> Diagnostic<'a> {
    Diagnostic {
        code: finding.code,
        severity: finding.severity.name(),
        message: &finding.message,
        range: Range::new(text, finding.span),
        related: (finding.related.iter())
            .map(|related| Related {
                path: related.path.as_deref().unwrap_or(path),
                range: related.path.is_none().then(|| Range::new(text, related.span)),
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
