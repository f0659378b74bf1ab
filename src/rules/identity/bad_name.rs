//! `bad-name`

use crate::compose::quoting::quoted;
use crate::dialect::{Alphabet, Role};
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::model::verdict::name::{self, NameFault};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, Node, NodeKind};
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "bad-name",
    summary: "A name that the tool refuses.",
    severity: Severity::Error,
    reads: Reads::Values(&[Role::Name]),
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
    let name = name.trim();
    let (why, fix) = match name::fault(rule, name) {
        Some(NameFault::Start(words)) => {
            let kept = name.trim_start_matches(|c: char| words.contains(c) || c.is_whitespace());
            (format!("a name can't begin with \"{words}\"."), rename(entry, raw, name, kept))
        }
        Some(NameFault::End(words)) => {
            let kept = name.trim_end_matches(|c: char| words.contains(c) || c.is_whitespace());
            (format!("a name can't end with \"{words}\"."), rename(entry, raw, name, kept))
        }
        Some(NameFault::Holds(words)) => match rule.alphabet {
            Some(alphabet) => {
                let slug = in_alphabet(alphabet, name);
                let signs = match alphabet {
                    Alphabet::Slug => "small letters, digits, \"-\" and \"_\"",
                    Alphabet::Word => "letters, digits, \"-\" and \"_\"",
                };
                let fits = name::fault(rule, &slug).is_none();
                let fix = rename(entry, raw, name, &slug).filter(|_| fits);
                (format!("a name can't hold \"{words}\", only {signs}."), fix)
            }
            None => {
                let fix = replace_all(file, node, words)
                    .map(|edits| Fix::to_review(format!("Write \"-\" instead of \"{words}\""), edits));
                (format!("a name can't hold \"{words}\". Write another sign."), fix)
            }
        },
        Some(NameFault::TooLong) => {
            let (length, max) = (name.encode_utf16().count(), rule.max_chars.unwrap_or(0));
            (format!("its name has {length} characters, {max} are allowed. Shorten it."), None)
        }
        Some(NameFault::TooShort) => {
            let (length, min) = (name.encode_utf16().count(), rule.min_chars.unwrap_or(0));
            let noun = if length == 1 { "character" } else { "characters" };
            (format!("its name has {length} {noun}, at least {min} are needed."), None)
        }
        Some(NameFault::Reserved) => (format!("the name \"{name}\" is reserved. Choose another one."), None),
        // What its YAML reader makes of a text without quotes.
        None => {
            let fix = Fix::safe("Quote the name", EditSet::one(node.span, quoted(node.span.slice(&file.text))));
            ("its name is a date, not a text. Quote it, or write a name.".to_owned(), Some(fix))
        }
    };
    add(findings, &why, fix);
}

/// `new` in place of the name, where that stands in the file as it reads.
fn rename(entry: &Entry, raw: &str, name: &str, new: &str) -> Option<Fix> {
    let edits = EditSet::one(entry.raw_value, quoted_if_needed(new));
    (!new.is_empty() && raw.contains(name)).then(|| Fix::to_review(format!("Rename to \"{new}\""), edits))
}

/// The name in the signs of an alphabet: small letters where only those count, "-" for what does not fit.
fn in_alphabet(alphabet: Alphabet, name: &str) -> String {
    let lower = if alphabet == Alphabet::Slug { name.to_lowercase() } else { name.to_owned() };
    let kept: String = lower.chars().map(|c| if name::belongs(alphabet, c) { c } else { '-' }).collect();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
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
