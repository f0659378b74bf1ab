//! `model-not-text`

use super::{is_agent, trimmed};
use crate::compose::entry_edit;
use crate::dialect::{BadValue, Resolves, Role, Take};
use crate::model::AgentFile;
use crate::model::verdict::model_in_effect::find;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Node, NodeKind};

pub const RULE: Rule = Rule {
    code: "model-not-text",
    summary: "A model that is not text, and therefore ignored.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Model]),
    page: include_str!("model-not-text.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some((field, entry)) = file.field(Role::Model).zip(file.entry(Role::Model)) else { return };
    let Some(node) = file.front_matter.value(entry).filter(|_| is_agent(file)) else { return };
    // Where a list is taken, its items count, and `bad-value` looks at them.
    if field.takes.contains(&Take::List) {
        return;
    }
    let what = match &node.kind {
        NodeKind::String { .. } | NodeKind::Null => return,
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a map",
        NodeKind::Number(_) | NodeKind::Bool(_) => "this value",
    };
    let message = format!("{} {}: {} takes one name, not {what}.", file.dialect.label, field.bad_value_note, field.key);
    let severity = match field.bad_value {
        BadValue::DropsFile | BadValue::StopsProgram => Severity::Error,
        BadValue::Accepted => Severity::Hint,
        BadValue::DropsValue | BadValue::Misread => Severity::Warning,
    };
    let mut found = Diagnostic::new(severity, trimmed(file, node.span), message);
    if let Some((name, edits)) =
        first_known(file, node).and_then(|name| Some((name, entry_edit::set_value(file, entry, name)?)))
    {
        found = found.fix(Fix::to_review(format!("Replace by {name}"), edits));
    }
    if let Some(edits) = entry_edit::remove(file, entry) {
        found = found.fix(Fix::to_review(format!("Remove the key {}", field.key), edits));
    }
    findings.add(found);
}

/// The first item of a list that is a model.
fn first_known<'a>(file: &'a AgentFile, node: &'a Node) -> Option<&'a str> {
    let NodeKind::List(items) = &node.kind else { return None };
    items
        .iter()
        .filter_map(|id| file.front_matter.tree.get(*id)?.as_str())
        .find(|name| find(file.dialect, name).is_some_and(|model| model.resolves != Resolves::Nowhere))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn text(model: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{model}\ncolor: red\n---\n")
    }

    #[test]
    fn one_name_is_taken_and_nothing_else() {
        expect_test::expect![[r#"
            warning model-not-text "[gpt-5, sonnet]": Claude Code runs the agent with the main model and says nothing: model takes one name, not a list.
              fix: Replace by sonnet (to review)
              fix: Remove the key model (to review)
        "#]].assert_eq(&findings(&text("model: [gpt-5, sonnet]")));
        expect_test::expect![[r#"
            warning model-not-text "5": Claude Code runs the agent with the main model and says nothing: model takes one name, not this value.
              fix: Remove the key model (to review)
        "#]].assert_eq(&findings(&text("model: 5")));
        assert_eq!(fixed(&text("model:\n  - opus\n  - sonnet"), "model-not-text"), text("model: opus"));
    }
}
