//! Workflow commands of GitHub Actions: each finding becomes an annotation on its line.

use super::Checked;
use crate::cli::files::slashes;
use crate::cli::output::drives_a_terminal;
use crate::cli::position::Range;
use crate::rules::Severity;
use crate::text::Text;
use std::fmt::Write;
use std::path::Path;

pub fn render(checked: &[Checked]) -> String {
    let mut out = String::new();
    for one in checked {
        let text = Text::from(&*one.text);
        let path = property(&slashes(Path::new(&one.path)));
        for finding in one.shown() {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information | Severity::Hint => "notice",
            };
            let Range { start, end } = Range::new(&text, finding.span);
            // Columns count only for a place within one line.
            let columns = match start.line == end.line {
                true => format!(",col={},endColumn={}", start.column, end.column),
                false => String::new(),
            };
            let (line, last, code) = (start.line, end.line, finding.code);
            let message = data(&finding.message);
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "::{command} file={path},line={line},endLine={last}{columns},title=agentls {code}::{message}"
            );
        }
    }
    out
}

/// Text behind the `::` of a command.
fn data(text: &str) -> String {
    // Logs are shown in terminals, too.
    let text = text.replace(|c| drives_a_terminal(c) && !matches!(c, '\r' | '\n'), "\u{fffd}");
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_file_start_no_command() {
        assert_eq!(data("100 %\n::error::x"), "100 %25%0A::error::x");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
