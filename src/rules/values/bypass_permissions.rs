//! `bypass-permissions`

use super::{is_agent, text_of};
use crate::compose::entry_edit;
use crate::dialect::{Role, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::value::find_choice;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "bypass-permissions",
    summary: "A value that the tool takes and that changes nothing, such as `bypassPermissions`.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::PermissionMode]),
    page: include_str!("bypass-permissions.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    if !is_agent(file) {
        return;
    }
    for field in
        file.dialect.fields.iter().filter(|field| field.value == ValueKind::Choice && field.without_effect.is_none())
    {
        let Some(entry) = file.front_matter.entry(&field.key) else { continue };
        let Some((text, node)) = text_of(file, entry).zip(file.front_matter.value(entry)) else { continue };
        let choice = find_choice(&field.values, text, field.any_case);
        let Some(why) = choice.and_then(|choice| choice.without_effect.as_ref()) else { continue };
        let message = format!("{} takes \"{text}\", and nothing changes by it: {why}.", file.dialect.label);
        let mut found = Diagnostic::new(Severity::Warning, node.span, message);
        if let Some(edits) = entry_edit::remove(file, entry) {
            found = found.fix(Fix::to_review(format!("Remove the key {}", field.key), edits));
        }
        findings.add(found);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    #[test]
    fn what_changes_nothing_is_told() {
        let of =
            |mode: &str| findings(&format!("---\nname: agent\ndescription: Does it.\npermissionMode: {mode}\n---\n"));
        expect_test::expect![[r#"
            warning bypass-permissions "bypassPermissions": Claude Code takes "bypassPermissions", and nothing changes by it: an agent file can't raise what the session allows.
              fix: Remove the key permissionMode (to review)
        "#]].assert_eq(&of("bypassPermissions"));
        assert_eq!(of("acceptEdits"), "");
    }
}
