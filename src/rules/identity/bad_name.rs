//! `bad-name`

use crate::compose::quoting::quoted;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Fix, Rule, Severity};
use crate::syntax::{Node, NodeKind};
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "bad-name",
    summary: "A name that the tool refuses.",
    severity: Severity::Error,
    page: include_str!("bad-name.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| reason.kind == ReasonKind::BadName) else {
        return;
    };
    let (Some(node), Some(entry)) = (file.value(Role::Name), file.entry(Role::Name)) else { return };
    let label = &file.dialect.label;
    let raw = entry.raw_value.slice(&file.text);
    let rule = &file.dialect.name;
    let add = |findings: &mut Findings, why: &str, fix: Option<Fix>| {
        let finding = Diagnostic::new(Severity::Error, reason.span, format!("{label} does not load this file: {why}"));
        findings.add(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    };
    let Some(name) = node.as_str() else {
        let (what, is_word) = match node.kind {
            NodeKind::Number(_) => ("a number", true),
            NodeKind::Bool(_) => ("true or false", true),
            NodeKind::List(_) => ("a list", false),
            _ => ("a map", false),
        };
        let fix =
            is_word.then(|| Fix::safe("Quote the name", EditSet::one(node.span, quoted(node.span.slice(&file.text)))));
        return add(findings, &format!("its name is {what}, not a text. Quote it, or write a name."), fix);
    };
    let words = reason.span.slice(&file.text);
    if rule.forbidden_prefix.as_deref() == Some(words) {
        let kept = name.trim_start_matches(|c: char| words.contains(c) || c.is_whitespace());
        let fix = (!kept.is_empty() && raw.contains(name)).then(|| {
            Fix::to_review(format!("Rename to \"{kept}\""), EditSet::one(entry.raw_value, quoted_if_needed(kept)))
        });
        return add(findings, &format!("a name can't begin with \"{words}\"."), fix);
    }
    if rule.forbidden_chars.iter().any(|part| part == words) {
        let fix = replace_all(file, node, words)
            .map(|edits| Fix::to_review(format!("Write \"-\" instead of \"{words}\""), edits));
        return add(findings, &format!("a name can't hold \"{words}\". Write another sign."), fix);
    }
    let length = name.encode_utf16().count();
    match (rule.min_chars, rule.max_chars) {
        (_, Some(max)) if length > max as usize => {
            add(findings, &format!("its name has {length} characters, {max} are allowed. Shorten it."), None);
        }
        (Some(min), _) => {
            add(findings, &format!("its name has {length} characters, at least {min} are needed."), None);
        }
        _ => add(findings, "its name is not allowed.", None),
    }
}

fn quoted_if_needed(name: &str) -> String {
    let plain =
        name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c)) && name.starts_with(char::is_alphabetic);
    if plain { name.to_owned() } else { quoted(name) }
}

fn replace_all(file: &AgentFile, node: &Node, part: &str) -> Option<EditSet> {
    let text = node.span.slice(&file.text);
    let edits = text
        .match_indices(part)
        .map(|(at, part)| Edit { span: Span::of(at..at + part.len()).shifted(node.span.start), text: "-".into() });
    EditSet::new(edits.collect())
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    #[test]
    fn points_at_the_words_that_are_refused() {
        let of = |name: &str| findings(&format!("---\nname: {name}\ndescription: b\n---\n"));
        expect_test::expect![[r#"
            error bad-name ":": Claude Code does not load this file: a name can't hold ":". Write another sign.
              fix: Write "-" instead of ":" (to review)
        "#]]
        .assert_eq(&of("team:reviewer"));
        expect_test::expect![[r#"
            error bad-name "-": Claude Code does not load this file: a name can't begin with "-".
              fix: Rename to "reviewer" (to review)
        "#]]
        .assert_eq(&of("\"-reviewer\""));
        expect_test::expect![[r#"
            error bad-name "42": Claude Code does not load this file: its name is a number, not a text. Quote it, or write a name.
              fix: Quote the name
        "#]].assert_eq(&of("42"));
        expect_test::expect![[r#"
            error bad-name "[reviewer]": Claude Code does not load this file: its name is a list, not a text. Quote it, or write a name.
        "#]].assert_eq(&of("[reviewer]"));
        assert!(of(&"x".repeat(257)).contains("its name has 257 characters, 256 are allowed"));
    }
}
