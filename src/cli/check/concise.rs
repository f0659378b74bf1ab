//! One line for each finding: `path:line:column: severity[code]: message`.

use super::Checked;
use crate::cli::output::plain;
use crate::cli::position::Range;
use crate::text::Text;
use std::fmt::Write;

pub fn render(checked: &[Checked]) -> String {
    let mut out = String::new();
    for one in checked.iter().filter(|checked| checked.shown().next().is_some()) {
        let text = Text::from(&*one.text);
        let path = plain(&one.path);
        for finding in one.shown() {
            let at = Range::new(&text, finding.span).start;
            let (severity, code, message) = (finding.severity.name(), finding.code, plain(&finding.message));
            // Writing to a string does not fail.
            let _ = writeln!(out, "{path}:{}:{}: {severity}[{code}]: {message}", at.line, at.column);
        }
    }
    out
}
