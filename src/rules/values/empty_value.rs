//! `empty-value`

use super::{cost, is_agent, place};
use crate::compose::entry_edit;
use crate::compose::quoting::quoted;
use crate::dialect::{BadValue, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::DropCause;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "empty-value",
    summary: "A key with nothing after it.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("empty-value.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    if !is_agent(file) {
        return;
    }
    for dropped in file.verdict.dropped_values.iter().filter(|dropped| dropped.cause == DropCause::Empty) {
        let Some((field, entry)) = place(file, dropped) else { continue };
        let harmless = field.bad_value == BadValue::Accepted;
        let default = match &field.default {
            Some(default) if !harmless => format!(" In effect is the default: {default}."),
            _ => String::new(),
        };
        let example = match field.value {
            ValueKind::Choice | ValueKind::Flag => {
                field.values.iter().find(|value| !value.hidden).map(|value| format!(", such as {}", value.value))
            }
            _ => None,
        };
        let label = &file.dialect.label;
        let cost = cost(field, dropped);
        let outcome = match field.bad_value {
            _ if cost.is_some() => {
                let why = if entry.raw_value.slice(&file.text).starts_with('#') {
                    "\"#\" starts a comment, so nothing follows"
                } else {
                    "nothing follows"
                };
                format!("{label} {}: {why} {}.", field.bad_value_note, field.key)
            }
            BadValue::Misread => format!("{label} reads the word null here: nothing follows {}.", field.key),
            _ => format!("{label} gets no value here: nothing follows {}.{default}", field.key),
        };
        let message = format!("{outcome} Write one{}, or remove the key.", example.unwrap_or_default());
        let mut found = match cost {
            Some(severity) => Diagnostic::new(severity, dropped.span, message),
            None => {
                let severity = if harmless { Severity::Hint } else { Severity::Warning };
                Diagnostic::new(severity, dropped.span, message).tag(Tag::Unnecessary)
            }
        };
        let raw = entry.raw_value.slice(&file.text);
        if raw.starts_with('#') && !raw.contains('\n') {
            found = found.fix(Fix::to_review("Quote the value", EditSet::one(entry.raw_value, quoted(raw))));
        }
        if let Some(edits) = entry_edit::remove(file, entry) {
            found = found.fix(Fix::to_review(format!("Remove the key {}", field.key), edits));
        }
        findings.add(found);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_and_hints;

    #[test]
    fn only_where_the_tool_throws_it_away() {
        let of = |lines: &str| findings_and_hints(&format!("---\nname: agent\ndescription: Does it.\n{lines}\n---\n"));
        expect_test::expect![[r#"
            warning empty-value "memory": Claude Code gets no value here: nothing follows memory. In effect is the default: no memory. Write one, such as user, or remove the key.
              fix: Remove the key memory (to review)
            warning empty-value "maxTurns": Claude Code gets no value here: nothing follows maxTurns. In effect is the default: no limit. Write one, or remove the key.
              fix: Remove the key maxTurns (to review)
            hint empty-value "color": Claude Code gets no value here: nothing follows color. Write one, such as red, or remove the key.
              fix: Remove the key color (to review)
        "#]].assert_eq(&of("memory:\nmaxTurns: null\ncolor:"));
        assert_eq!(of("permissionMode:\nmodel:\nhooks:"), "");
    }
}
