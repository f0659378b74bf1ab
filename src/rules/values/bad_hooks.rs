//! `bad-hooks`

use super::{bad_part, is_agent, trimmed};
use crate::compose::entry_edit;
use crate::dialect::{Field, Role, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::hooks::{self, HooksFault, HooksFaultKind};
use crate::rules::front_matter::changed_by_repair;
use crate::rules::words::{both, either};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, did_you_mean};
use crate::syntax::{Entry, NodeKind};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "bad-hooks",
    summary: "Hooks that the tool can't read.",
    severity: Severity::Error,
    reads: Reads::Values(&[Role::Hooks]),
    page: include_str!("bad-hooks.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some((field, entry)) = file.field(Role::Hooks).zip(file.entry(Role::Hooks)) else { return };
    if field.value != ValueKind::Hooks {
        return bad_part::inside(file, findings, |role| role == Role::Hooks);
    }
    let Some(value) = entry.value.filter(|_| is_agent(file) && !changed_by_repair::changes(file, entry)) else {
        return;
    };
    for fault in hooks::check(field, &file.front_matter.tree, value) {
        findings.add(finding(file, field, entry, fault));
    }
}

fn finding(file: &AgentFile, field: &Field, entry: &Entry, fault: HooksFault) -> Diagnostic {
    let label = &file.dialect.label;
    let span = trimmed(file, fault.span);
    let (severity, outcome) = if fault.fatal {
        (Severity::Error, format!("{label} {}.", field.bad_value_note))
    } else if fault.kind == HooksFaultKind::UnknownEvent {
        (Severity::Warning, format!("{label} ignores this event: the hooks under it never run."))
    } else {
        (Severity::Warning, format!("{label} leaves this event out: its hooks never run."))
    };
    let words = span.slice(&file.text);
    let nearest = match fault.kind {
        HooksFaultKind::UnknownEvent => did_you_mean(words, field.sub_keys.iter().map(|event| &*event.key)),
        HooksFaultKind::UnknownType => did_you_mean(words, field.values.iter().map(|kind| &*kind.value)),
        _ => None,
    };
    let todo = match nearest {
        Some(name) => format!("Did you mean {name}?"),
        None => what_belongs(field, fault.kind),
    };
    let mut found = Diagnostic::new(severity, span, format!("{outcome} {todo}"));
    if let Some(name) = nearest {
        found = found.fix(Fix::safe(format!("Replace by {name}"), EditSet::one(span, name)));
    }
    if fault.kind == HooksFaultKind::NoMap {
        let is_empty = match file.front_matter.value(entry).map(|node| &node.kind) {
            Some(NodeKind::List(items)) => items.is_empty(),
            _ => false,
        };
        if let Some(edits) = entry_edit::remove(file, entry) {
            let title = format!("Remove the key {}", field.key);
            found = found.fix(if is_empty { Fix::safe(title, edits) } else { Fix::to_review(title, edits) });
        }
    }
    found
}

/// What should stand where the fault is.
fn what_belongs(field: &Field, kind: HooksFaultKind) -> String {
    let types = || either(field.values.iter().map(|kind| &*kind.value));
    match kind {
        HooksFaultKind::NoMap => {
            "The key takes a map of events, each with a list; leave it out where there are no hooks.".to_owned()
        }
        HooksFaultKind::UnknownEvent => {
            let some = field.sub_keys.iter().take(3).map(|event| &*event.key);
            format!("It knows events such as {}.", both(some))
        }
        HooksFaultKind::EventNoList => "An event takes a list: items that begin with \"- \".".to_owned(),
        HooksFaultKind::GroupNoMap => "An item under an event takes the keys matcher and hooks.".to_owned(),
        HooksFaultKind::MatcherNoText => "The matcher takes a text: put it into quotes.".to_owned(),
        HooksFaultKind::NoHooksList => {
            "An item under an event takes a key hooks with the list of hooks to run.".to_owned()
        }
        HooksFaultKind::HookNoMap => format!("A hook takes the key type ({}) and what that type needs.", types()),
        HooksFaultKind::NoType => format!("A hook needs the key type: {}.", types()),
        HooksFaultKind::UnknownType => format!("The type of a hook is {}.", types()),
        HooksFaultKind::Needs { kind, key } => {
            let choice = field.values.get(kind);
            let needed = choice.and_then(|choice| choice.needs.get(key)).map_or("", |needed| needed);
            format!(
                "A hook of the type {} needs the key {needed} with a text.",
                choice.map_or("", |choice| &choice.value)
            )
        }
        HooksFaultKind::TimeoutNoNumber => "The timeout takes a number of seconds.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn text(hooks: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{hooks}\nmodel: opus\n---\n\nDo it.\n")
    }

    #[test]
    fn points_at_the_words_that_cost_the_file() {
        let group = "hooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks:\n";
        let of = |hooks: &str| findings(&text(hooks));
        expect_test::expect![[r#"
            error bad-hooks "[]": Claude Code does not load the file and logs only "Unknown parsing error" in its debug log. The key takes a map of events, each with a list; leave it out where there are no hooks.
              fix: Remove the key hooks
        "#]].assert_eq(&of("hooks: []"));
        expect_test::expect![[r#"
            error bad-hooks "./check.sh": Claude Code does not load the file and logs only "Unknown parsing error" in its debug log. An event takes a list: items that begin with "- ".
        "#]].assert_eq(&of("hooks:\n  PreToolUse: ./check.sh"));
        expect_test::expect![[r#"
            error bad-hooks "command: ./check.sh": Claude Code does not load the file and logs only "Unknown parsing error" in its debug log. A hook needs the key type: command, prompt, agent, http or mcp_tool.
        "#]].assert_eq(&of(&format!("{group}        - command: ./check.sh")));
        expect_test::expect![[r#"
            error bad-hooks "comand": Claude Code does not load the file and logs only "Unknown parsing error" in its debug log. Did you mean command?
              fix: Replace by command
        "#]]
            .assert_eq(&of(&format!("{group}        - type: comand\n          command: ./check.sh")));
        expect_test::expect![[r#"
            error bad-hooks "type: command\n          run: ./check.sh": Claude Code does not load the file and logs only "Unknown parsing error" in its debug log. A hook of the type command needs the key command with a text.
        "#]]
            .assert_eq(&of(&format!("{group}        - type: command\n          run: ./check.sh")));
        expect_test::expect![[r#"
            error bad-hooks "type: command\n      command: ./check.sh": Claude Code does not load the file and logs only "Unknown parsing error" in its debug log. An item under an event takes a key hooks with the list of hooks to run.
        "#]]
            .assert_eq(&of("hooks:\n  PreToolUse:\n    - type: command\n      command: ./check.sh"));
        expect_test::expect![[r#"
            warning bad-hooks "preToolUse": Claude Code ignores this event: the hooks under it never run. Did you mean PreToolUse?
              fix: Replace by PreToolUse
        "#]].assert_eq(&of(
            "hooks:\n  preToolUse:\n    - hooks:\n        - type: command\n          command: ./check.sh",
        ));
        assert_eq!(of("hooks: {}"), "");
        assert_eq!(
            of(&format!("{group}        - type: command\n          command: ./check.sh\n          timeout: 5")),
            ""
        );
    }

    #[test]
    fn an_empty_list_goes_with_its_key() {
        assert_eq!(fixed(&text("hooks: []"), "bad-hooks"), text("x").replace("x\n", ""));
        assert!(fixed(&text("hooks:\n  PreToolUs: []"), "bad-hooks").contains("\n  PreToolUse: []\n"));
    }
}
