//! `check --statistics`: how often each rule finds something.

use super::Checked;
use super::json::Summary;
use crate::cli::args::CheckFormat;
use crate::cli::output::json_line;
use crate::rules::Severity;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

#[derive(Serialize)]
struct Answer {
    version: u32,
    statistics: Vec<Row>,
    summary: Summary,
}

/// What one rule finds.
#[derive(Serialize)]
struct Row {
    code: &'static str,
    /// Of the worst of them.
    severity: &'static str,
    count: usize,
    files: usize,
    safe_fixes: usize,
}

pub fn render(checked: &[Checked], format: CheckFormat) -> String {
    let rows = rows(checked);
    if format == CheckFormat::Json {
        return json_line(&Answer { version: 1, statistics: rows, summary: Summary::of(checked) });
    }
    let mut out = String::new();
    let codes = rows.iter().map(|row| row.code.len()).max().unwrap_or(0);
    let counts = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or(0);
    for Row { code, severity, count, files, safe_fixes } in &rows {
        let files = if *files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        let fixes = if *safe_fixes == 0 { String::new() } else { format!("  {safe_fixes} with a safe fix") };
        // Writing to a string does not fail.
        let _ = writeln!(out, "{count:>counts$}  {severity:<11}  {code:<codes$}  in {files}{fixes}");
    }
    out
}

/// The most frequent one first.
fn rows(checked: &[Checked]) -> Vec<Row> {
    let mut by_code: BTreeMap<&'static str, (Severity, usize, usize, usize)> = BTreeMap::new();
    for one in checked {
        let mut seen: Vec<&str> = Vec::new();
        for finding in one.shown() {
            let row = by_code.entry(finding.code).or_insert((finding.severity, 0, 0, 0));
            row.0 = row.0.max(finding.severity);
            row.1 += 1;
            if !seen.contains(&finding.code) {
                seen.push(finding.code);
                row.2 += 1;
            }
            row.3 += usize::from(finding.fixes.iter().any(|fix| fix.safe));
        }
    }
    let row = |(code, (severity, count, files, safe_fixes)): (&'static str, (Severity, usize, usize, usize))| Row {
        code,
        severity: severity.name(),
        count,
        files,
        safe_fixes,
    };
    let mut rows: Vec<Row> = by_code.into_iter().map(row).collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(b.code)));
    rows
}
