//! `missing-name`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::words::not_taken;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "missing-name",
    summary: "An agent without a name.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("missing-name.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| reason.kind == ReasonKind::MissingName) else {
        return;
    };
    let Some(field) = file.field(Role::Name) else { return };
    let name = file.name_from_path();
    let edits = match file.entry(Role::Name) {
        Some(entry) => {
            let value = Span::new(entry.key_span.end, entry.span.end.max(entry.raw_value.end));
            EditSet::one(value, format!(": {name}"))
        }
        None => EditSet::one(
            Span::empty(file.front_matter.content.start),
            format!("{}: {name}{}", field.key, file.line_end()),
        ),
    };
    findings.add(
        Diagnostic::new(Severity::Error, reason.span, format!("{}: it has no {}.", not_taken(file), field.key))
            .fix(Fix::safe(format!("Insert \"{}: {name}\"", field.key), edits)),
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    #[test]
    fn points_at_the_fence_or_at_the_key() {
        expect_test::expect![[r#"
            error missing-name "---": Claude Code takes this file for documentation and does not load it: it has no name.
              fix: Insert "name: agent"
        "#]]
        .assert_eq(&findings("---\ndescription: Does it.\n---\n"));
        expect_test::expect![[r#"
            error missing-name "name": Claude Code takes this file for documentation and does not load it: it has no name.
              fix: Insert "name: agent"
        "#]]
        .assert_eq(&findings("---\nname:\ndescription: Does it.\n---\n"));
    }
}
