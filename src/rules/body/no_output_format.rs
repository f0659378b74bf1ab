//! `no-output-format`

use crate::compose::output_format::{Draft, front_matter_is_open, library, missing_at, preferred_insertion};
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "no-output-format",
    summary: "An agent that is not told what its answer looks like.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("no-output-format.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let body = Span::new(file.front_matter.body, Span::offset(file.text.len()));
    // What does not load is not called, and an agent without a prompt lacks more than this.
    if !file.verdict.loads || body.slice(&file.text).trim().is_empty() {
        return;
    }
    if front_matter_is_open(&file.text, body.start) {
        return;
    }
    findings.of_body(file, |findings| {
        let Some(at) = missing_at(&Draft::from(file)) else { return };
        let message = "This agent has no output format: its answers will vary from run to run.";
        findings.add(Diagnostic::new(Severity::Hint, at, message));
    });
}

/// The output format that suits the agent best. Not made with the finding: it takes longer than all rules
/// together, and is wanted only when somebody looks at the finding.
pub fn late_fixes(file: &AgentFile) -> Vec<Fix> {
    let insertion = preferred_insertion(&Draft::from(file), &library(file));
    let fix = insertion.map(|insertion| {
        let edit = EditSet::one(Span::empty(insertion.offset), insertion.plain);
        Fix::to_review(insertion.title, edit).snippet(insertion.snippet)
    });
    fix.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_of;
    use expect_test::{Expect, expect};

    fn check(body: &str, expected: Expect) {
        let text = format!("---\nname: reviewer\ndescription: Reviews changes. Use after each commit.\n---\n{body}");
        expected.assert_eq(&findings_of("no-output-format", &text));
    }

    #[test]
    fn points_at_the_title_else_at_the_first_line() {
        check(
            "\n# Reviewer\n\nYou review.\n",
            expect![[r#"
            hint no-output-format "Reviewer": This agent has no output format: its answers will vary from run to run.
              fix: Insert output format: review (to review)
        "#]],
        );
        check(
            "You review.\n",
            expect![[r#"
            hint no-output-format "You review.": This agent has no output format: its answers will vary from run to run.
              fix: Insert output format: review (to review)
        "#]],
        );
    }

    #[test]
    fn says_nothing_where_there_is_one_or_no_prompt_or_no_agent() {
        check("You review.\n\n## Output Format\n\nA list.\n", expect![[r#""#]]);
        check("\n", expect![[r#""#]]);
        expect![[r#""#]].assert_eq(&findings_of("no-output-format", "# Notes\n\nWords.\n"));
    }
}
