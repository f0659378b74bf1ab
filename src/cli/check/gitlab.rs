//! GitLab's code quality report: a list in the shape of Code Climate.

use super::Checked;
use super::fingerprint::fingerprints;
use crate::cli::files::slashes;
use crate::cli::output::json_line;
use crate::cli::position::Range;
use crate::rules::Severity;
use crate::text::Text;
use serde_json::{Value, json};
use std::path::Path;

pub fn render(checked: &[Checked]) -> String {
    json_line(&checked.iter().flat_map(entries).collect::<Vec<Value>>())
}

fn entries(checked: &Checked) -> Vec<Value> {
    let text = Text::from(&*checked.text);
    let path = slashes(Path::new(&checked.path));
    // Its paths begin at the root of the repository, without a dot.
    let path = path.strip_prefix("./").unwrap_or(&path);
    let prints = fingerprints(path, &checked.text, &checked.found);
    let shown = checked.found.iter().zip(prints).filter(|(finding, _)| checked.is_shown(finding));
    let entry = shown.map(|(finding, print)| {
        let Range { start, end } = Range::new(&text, finding.span);
        json!({
            "description": finding.message,
            "check_name": finding.code,
            "fingerprint": print,
            "severity": match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Information => "minor",
                Severity::Hint => "info",
            },
            "location": {"path": path, "lines": {"begin": start.line, "end": end.line}},
        })
    });
    entry.collect()
}
