//! `shadows-built-in`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "shadows-built-in",
    summary: "An agent with the name of one that the tool brings along.",
    severity: Severity::Information,
    reads: Reads::Values(&[Role::Name]),
    page: include_str!("shadows-built-in.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(name) = file.verdict.name.as_ref().filter(|_| file.verdict.loads) else { return };
    let Some(node) = file.value(Role::Name).filter(|_| file.dialect.name.built_in.iter().any(|known| known == name))
    else {
        return;
    };
    findings.add(Diagnostic::new(
        Severity::Information,
        node.span,
        format!(
            "This agent replaces the {} \"{name}\" that {} brings along. Choose another name unless that is what you want.",
            file.dialect.noun, file.dialect.label
        ),
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    #[test]
    fn only_the_exact_name_counts() {
        expect_test::expect![[r#"
            information shadows-built-in "Plan": This agent replaces the subagent "Plan" that Claude Code brings along. Choose another name unless that is what you want.
        "#]].assert_eq(&findings("---\nname: Plan\ndescription: b\n---\n"));
        assert_eq!(findings("---\nname: plan\ndescription: b\n---\n"), "");
    }
}
