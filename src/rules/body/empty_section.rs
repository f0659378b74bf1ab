//! `empty-section`

use crate::heading::SectionKind;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::syntax::outline::SectionId;

pub const RULE: Rule = Rule {
    code: "empty-section",
    summary: "A section that announces something and holds nothing.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("empty-section.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    findings.of_body(file, |findings| empty_sections(file, findings));
}

fn empty_sections(file: &AgentFile, findings: &mut Findings) {
    for (id, section) in (0u32..).map(SectionId).zip(&file.outline.sections) {
        let is_empty = section.content.slice(&file.text).trim().is_empty();
        // Sub-sections follow at once.
        let next = file.outline.section(SectionId(id.0 + 1));
        let has_sub_sections = next.is_some_and(|next| next.parent == Some(id));
        // A title alone, and headings of unknown meaning, may be meant so.
        let announces = section.level > 1 && file.sections.kind(id) != SectionKind::Other;
        if is_empty && !has_sub_sections && announces {
            let message =
                "This section is empty: the agent gets a heading and has to guess the rest. Fill or remove it.";
            findings.add(Diagnostic::new(Severity::Hint, section.title_span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_of;

    #[test]
    fn only_what_holds_nothing_at_all() {
        let head = "---\nname: a\ndescription: Reads. Use for it.\n---\n\n";
        let text = format!("{head}## Output Format\n\n## Expertise\n\n### Reading\n\n- Novels\n");
        expect_test::expect![[r#"
            hint empty-section "Output Format": This section is empty: the agent gets a heading and has to guess the rest. Fill or remove it.
        "#]]
        .assert_eq(&findings_of("empty-section", &text));
    }
}
