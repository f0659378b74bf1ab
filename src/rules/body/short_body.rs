//! `short-body`

use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "short-body",
    summary: "A body that is too short for the tool.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("short-body.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| reason.kind == ReasonKind::ShortBody) else {
        return;
    };
    let least = file.dialect.min_body.unwrap_or(1);
    let is_empty = file.text.get(file.front_matter.body as usize..).is_none_or(|body| body.trim().is_empty());
    let what = if is_empty { "no text follows the front matter" } else { "its text is too short" };
    let how_much = if least > 1 { format!(" in at least {least} characters") } else { String::new() };
    let message =
        format!("{} does not load this file: {what}. Say{how_much} what the agent is to do.", file.dialect.label);
    findings.add(Diagnostic::new(Severity::Error, reason.span, message));
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_in;

    #[test]
    fn tells_short_from_empty() {
        let of = |body: &str| findings_in("qwen-code", &format!("---\nname: ab\ndescription: b\n---\n{body}"));
        expect_test::expect![[r#"
            error short-body "---": Qwen Code does not load this file: no text follows the front matter. Say in at least 10 characters what the agent is to do.
        "#]].assert_eq(&of(""));
        expect_test::expect![[r#"
            error short-body "Review.": Qwen Code does not load this file: its text is too short. Say in at least 10 characters what the agent is to do.
        "#]].assert_eq(&of("\n  Review.\n"));
        assert_eq!(of("Review it all.\n"), "");
    }
}
