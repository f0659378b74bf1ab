//! `output-placeholder`

use crate::heading::SectionKind;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::template::{BodyFault, parts};
use crate::text::Span;

pub const RULE: Rule = Rule {
    code: "output-placeholder",
    summary: "A placeholder of an output format that is not closed, or that offers nothing as a choice.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("output-placeholder.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    findings.of_body(file, |findings| placeholders(file, findings));
}

fn placeholders(file: &AgentFile, findings: &mut Findings) {
    let text = &*file.text;
    for fence in &file.outline.fences {
        let language = fence.info.slice(text).split_whitespace().next().unwrap_or("");
        let is_text = ["", "markdown", "md"].iter().any(|plain| language.eq_ignore_ascii_case(plain));
        let kind = fence.section.map(|id| file.sections.kind_around(&file.outline, id));
        let content = fence.content.slice(text);
        // Drawings, logs and code hold brackets of other kinds.
        if !is_text || kind != Some(SectionKind::OutputFormat) || !content.lines().any(is_of_a_template) {
            continue;
        }
        let mut at = fence.content.start;
        let mut rest = content;
        for line in content.split_inclusive('\n') {
            rest = rest.get(line.len()..).unwrap_or("");
            check_line(text, line, at, rest, findings);
            at += Span::offset(line.len());
        }
    }
}

/// A heading or a bold label.
fn is_of_a_template(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '-', '*']);
    line.starts_with('#') || (line.contains("**") && line.contains(':'))
}

fn check_line(text: &str, line: &str, start: u32, rest: &str, findings: &mut Findings) {
    let line = line.trim_end_matches(['\n', '\r']);
    // An address or a path may hold a bracket, and a table cell a part of one.
    if line.contains('`') || line.contains("://") || line.contains(['\\', '│']) {
        return;
    }
    let (_, faults) = parts(line);
    let goes_on = rest.lines().take_while(|line| !line.trim().is_empty()).any(|line| line.contains(']'));
    for fault in faults {
        let (words, message) = match fault {
            BodyFault::Open(words) if words.starts_with('[') && !goes_on => {
                (words, "This placeholder is never closed: an answer may copy it as it stands. Add ].")
            }
            BodyFault::Empty(words) if is_choice(words) => {
                (words, "One of these choices is empty: an answer may leave it out. Name it or remove its slash.")
            }
            _ => continue,
        };
        let Some(at) = line.find(words) else { continue };
        let span = Span::new(start + Span::offset(at), start + Span::offset(at + words.len()));
        findings.add(Diagnostic::new(Severity::Hint, trimmed(text, span), message));
    }
}

/// `[Low//High]`, `[Yes/]`: words with an empty place between slashes.
fn is_choice(words: &str) -> bool {
    words.starts_with('[') && words.contains('/') && words.contains(char::is_alphabetic)
}

fn trimmed(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + Span::offset(span.slice(text).trim_end().len()))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_of;

    fn check(format: &str, expected: expect_test::Expect) {
        let text = format!(
            "---\nname: a\ndescription: Reads. Use for it.\n---\n\n## Output Format\n\n```markdown\n## X\n{format}\n```\n"
        );
        expected.assert_eq(&findings_of("output-placeholder", &text));
    }

    #[test]
    fn points_at_what_is_open_or_empty() {
        check(
            "- **Risk**: [Low//High]\n- **Why**: [The reason",
            expect_test::expect![[r#"
                hint output-placeholder "[Low//High]": One of these choices is empty: an answer may leave it out. Name it or remove its slash.
                hint output-placeholder "[The reason": This placeholder is never closed: an answer may copy it as it stands. Add ].
            "#]],
        );
    }

    #[test]
    fn what_goes_on_below_and_what_is_code_is_left_alone() {
        check("- **Why**: [A reason\n  over two lines]\n- [ ] box\n- `a[1`", expect_test::expect![[""]]);
    }
}
