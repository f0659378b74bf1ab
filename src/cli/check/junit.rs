//! JUnit's XML: each file is a suite, each finding a failed case. A file without findings is a case that passes.

use super::Checked;
use crate::cli::position::Range;
use crate::text::Text;
use std::fmt::Write;

pub fn render(checked: &[Checked]) -> String {
    let cases = |one: &Checked| one.shown().count().max(1);
    let (tests, failures) =
        checked.iter().fold((0, 0), |(tests, failures), one| (tests + cases(one), failures + one.shown().count()));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"agentls\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for one in checked {
        let text = Text::from(&*one.text);
        let path = escaped(&one.path);
        let failures = one.shown().count();
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
            cases(one)
        );
        if failures == 0 {
            let _ = writeln!(out, "    <testcase name=\"agentls\" classname=\"{path}\"/>");
        }
        for finding in one.shown() {
            let at = Range::new(&text, finding.span).start;
            let (code, severity, message) = (finding.code, finding.severity.name(), escaped(&finding.message));
            let (line, column) = (at.line, at.column);
            let _ = writeln!(
                out,
                "    <testcase name=\"{code}\" classname=\"{path}\" line=\"{line}\">\n      \
                 <failure type=\"{severity}\" message=\"{message}\">{path}:{line}:{column}: {severity}[{code}]: {message}</failure>\n    \
                 </testcase>"
            );
        }
        let _ = writeln!(out, "  </testsuite>");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text for an attribute or between tags. Characters that no XML may hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() && c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn words_of_a_file_close_no_tag() {
        assert_eq!(escaped("a<b> & \"c\"\n\u{1b}"), "a&lt;b&gt; &amp; &quot;c&quot;&#10;\u{fffd}");
    }
}
