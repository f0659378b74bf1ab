//! `bad-part`

use super::{is_agent, trimmed};
use crate::dialect::{Choice, Role, SubKey, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::part::{self, PartFault, PartFaultKind};
use crate::rules::words::{both, either};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, did_you_mean};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "bad-part",
    summary: "Something inside a list or a map that the tool can't use.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("bad-part.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    inside(file, findings, |role| role != Role::Hooks);
}

/// What is wrong inside the values of some fields.
pub(super) fn inside(file: &AgentFile, findings: &mut Findings, wanted: impl Fn(Role) -> bool) {
    if !is_agent(file) {
        return;
    }
    for field in file.dialect.fields.iter().filter(|field| wanted(field.role)) {
        let Some(value) = file.front_matter.entry(&field.key).and_then(|entry| entry.value) else { continue };
        for fault in part::check(file.dialect, field, &file.front_matter, value) {
            if findings.is_full() {
                return;
            }
            findings.add(finding(file, &fault));
        }
    }
}

fn finding(file: &AgentFile, fault: &PartFault) -> Diagnostic {
    let label = &file.dialect.label;
    let span = trimmed(file, fault.span);
    let words = span.slice(&file.text).trim_matches(['"', '\'']);
    let outcome = match (&fault.kind, fault.costs) {
        (_, Some(note)) => format!("{label} {note}."),
        (PartFaultKind::UnknownKey(_), None) => format!("{label} ignores this key."),
        (PartFaultKind::Twice(..), None) => {
            format!("{label} shows this as an error: another {} has the same text.", fault.noun)
        }
        (_, None) => format!("{label} ignores this value."),
    };
    let (todo, better) = advice(fault, words);
    let mut found = Diagnostic::new(Severity::Warning, span, format!("{outcome} {todo}"));
    if let PartFaultKind::Twice(_, first) = fault.kind {
        found = found.see(first, "the first one");
    }
    match better {
        Some(better) => found.fix(Fix::safe(format!("Replace by {better}"), EditSet::one(span, better))),
        None => found,
    }
}

/// What to do, and what to write in place of the words.
fn advice(fault: &PartFault, words: &str) -> (String, Option<String>) {
    let noun = fault.noun;
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    match &fault.kind {
        PartFaultKind::NotAMap => (format!("{article} {noun} is a map: keys with values."), None),
        PartFaultKind::NotAList => (format!("{article} {noun} stands in a list: items that begin with \"- \"."), None),
        PartFaultKind::UnknownKey(keys) => unknown_key(fault, keys, words),
        PartFaultKind::Missing(keys) => (format!("It needs {}.", both(keys.iter().copied())), None),
        PartFaultKind::MissingAll(keys) => (format!("It needs {}.", either(keys.iter().copied())), None),
        PartFaultKind::Blank(sub) => (format!("Write a text after {}.", sub.key), None),
        PartFaultKind::NoWord(sub) => (format!("The {} has to hold a letter or a digit.", sub.key), None),
        PartFaultKind::Twice(sub, _) => (format!("Give each {noun} its own {}.", sub.key), None),
        PartFaultKind::NotAChoice(sub) => match did_you_mean(words, offered(&sub.values)) {
            Some(value) => (format!("Did you mean {value}?"), Some(value.to_owned())),
            None => (format!("{} takes {}.", sub.key, either(offered(&sub.values))), None),
        },
        PartFaultKind::WrongType(sub) => wrong_type(sub, words),
    }
}

fn unknown_key(fault: &PartFault, keys: &'static [SubKey], words: &str) -> (String, Option<String>) {
    if let Some(known) = keys.iter().find(|sub| sub.key == words && !sub.kinds.is_empty()) {
        let kinds = either(known.kinds.iter().map(|kind| &**kind));
        let same = keys.iter().find(|other| other.kinds != known.kinds && other.key.eq_ignore_ascii_case(&known.key));
        let todo = format!("Only {kinds} agents have it.");
        return match same {
            Some(same) => (format!("{todo} Here it is called {}.", same.key), Some(same.key.to_string())),
            None => (todo, None),
        };
    }
    let names = || keys.iter().map(|sub| &*sub.key);
    match did_you_mean(words, names()) {
        Some(name) => (format!("Did you mean {name}?"), Some(name.to_owned())),
        None => {
            let usual = keys.first().and_then(|sub| sub.kinds.first());
            let own = keys.iter().filter(|sub| sub.kinds.is_empty() || sub.kinds.first() == usual);
            let names: Vec<&str> = own.map(|sub| &*sub.key).collect();
            (format!("{} takes {}.", capital(fault.noun), both(names)), None)
        }
    }
}

fn wrong_type(sub: &SubKey, words: &str) -> (String, Option<String>) {
    let key = &sub.key;
    match sub.value {
        Some(ValueKind::Flag) => {
            let better = ["true", "false"].into_iter().find(|flag| words.eq_ignore_ascii_case(flag));
            (format!("{key} takes true or false, without quotes."), better.map(str::to_owned))
        }
        Some(ValueKind::Number) => (format!("{key} takes a number."), None),
        Some(ValueKind::TextMap) => (format!("{key} takes a map of names to texts."), None),
        Some(ValueKind::Map) => (format!("{key} takes a map: keys with values."), None),
        Some(ValueKind::Choice) => (format!("{key} takes {}.", either(offered(&sub.values))), None),
        _ => (format!("{key} takes a text."), None),
    }
}

fn offered(values: &[Choice]) -> impl Iterator<Item = &str> {
    values.iter().filter(|value| !value.hidden).map(|value| &*value.value)
}

fn capital(noun: &str) -> String {
    let mut signs = noun.chars();
    signs.next().map_or_else(String::new, |first| format!("The {first}{}", signs.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_in;

    #[test]
    fn points_at_the_words_inside() {
        let of = |lines: &str| findings_in("vscode", &format!("---\ndescription: Plans.\n{lines}\n---\n\nPlan.\n"));
        expect_test::expect![[r#"
            warning bad-part "lable": VS Code ignores this key. Did you mean label?
              fix: Replace by label
            warning bad-part "lable: Go\n    agent: coder\n    prompt: x\n    send: \"true\"": VS Code leaves this handoff out, so its button is not shown. It needs label.
            warning bad-part "\"true\"": VS Code ignores this value. send takes true or false, without quotes.
              fix: Replace by true
            warning bad-part "Go": VS Code leaves this handoff out, so its button is not shown. A handoff is a map: keys with values.
            warning bad-part "contents": VS Code ignores this key. The github takes permissions.
            warning bad-part "admin": VS Code ignores this value. contents takes read, write or none.
        "#]]
        .assert_eq(
            &[
                of("handoffs:\n  - lable: Go\n    agent: coder\n    prompt: x\n    send: \"true\""),
                of("handoffs: [Go]"),
                of("github: {contents: read}"),
                of("github: {permissions: {contents: admin}}"),
            ]
            .concat(),
        );
    }
}
