//! `retired-model`

use super::is_agent;
use crate::dialect::{Resolves, Role};
use crate::model::AgentFile;
use crate::model::verdict::model_in_effect::find;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "retired-model",
    summary: "A model that is no longer offered: another one runs in its place.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Model]),
    page: include_str!("retired-model.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(node) = file.value(Role::Model).filter(|_| is_agent(file)) else { return };
    let Some(model) = node.as_str().and_then(|asked| find(file.dialect, asked)).filter(|model| model.retired) else {
        return;
    };
    let label = &file.dialect.label;
    let id = model.id.as_deref().unwrap_or("another model");
    let alias =
        file.dialect.models.iter().find(|other| {
            !other.hidden && !other.retired && other.resolves == Resolves::Family && other.id == model.id
        });
    let advice = alias.map_or_else(String::new, |alias| format!(" Write {}, which means the same here.", alias.name));
    let message = format!(
        "{label} runs this agent with {id} and does not say so: {} is retired. Where the session runs a model of the same family, it takes that one.{advice}",
        model.name
    );
    let mut found = Diagnostic::new(Severity::Warning, node.span, message).tag(Tag::Deprecated);
    if let Some(alias) = alias {
        found = found.fix(Fix::safe(format!("Replace by {}", alias.name), EditSet::one(node.span, &*alias.name)));
    }
    findings.add(found);
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{agent, findings, fixed};

    #[test]
    fn the_alias_runs_the_same_model() {
        let text = "---\nname: agent\ndescription: Does it.\nmodel: claude-opus-4-1\n---\n";
        expect_test::expect![[r#"
            warning retired-model "claude-opus-4-1": Claude Code runs this agent with claude-opus-5-5 and does not say so: claude-opus-4-1 is retired. Where the session runs a model of the same family, it takes that one. Write opus, which means the same here.
              fix: Replace by opus
        "#]].assert_eq(&findings(text));
        let after = fixed(text, "retired-model");
        assert_eq!(agent(&after).verdict.model.effective, agent(text).verdict.model.effective);
    }
}
