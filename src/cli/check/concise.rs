//! One line for each finding: `path:line:column: severity[code]: message`.

use super::Checked;
use crate::cli::output::plain;
use crate::cli::position::Range;
use crate::text::Text;
use std::fmt::Write;

pub fn render(checked: &[Checked]) -> String {
    let mut out = String::new();
    for Checked { path, text, shown, .. } in checked.iter().filter(|checked| !checked.shown.is_empty()) {
        let text = Text::from(&**text);
        let path = plain(path);
        for finding in shown {
            let at = Range::new(&text, finding.span).start;
            let (severity, code, message) = (finding.severity.name(), finding.code, plain(&finding.message));
            // Writing to a string does not fail.
            let _ = writeln!(out, "{path}:{}:{}: {severity}[{code}]: {message}", at.line, at.column);
        }
    }
    out
}
