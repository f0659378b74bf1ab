//! `unknown-key`

use crate::dialect::{self, Dialect, Evidence, Field, Role, UnknownKeys, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::kind;
use crate::rules::front_matter::duplicate_key::whole_lines;
use crate::rules::words::either;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag, did_you_mean};
use crate::syntax::{Entry, FrontMatterState, NodeKind};
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "unknown-key",
    summary: "A key that the tool does not know.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("unknown-key.md"),
    check,
};

/// So many keys are looked at.
const MOST_KEYS: usize = 100;

fn check(file: &AgentFile, findings: &mut Findings) {
    if !matches!(file.front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired) {
        return;
    }
    of_one_kind(file, findings);
    for ignored in file.verdict.ignored_keys.iter().take(MOST_KEYS) {
        let Some(entry) = file.front_matter.entries.get(ignored.entry) else { continue };
        let known = file.dialect.fields.iter().find(|field| field.key == ignored.key);
        if known.is_some_and(|field| field.since.is_some_and(|since| since > file.tool_version)) {
            continue;
        }
        if file.dialect.unknown_keys == UnknownKeys::SentToProvider && !is_meant_otherwise(file, entry) {
            continue;
        }
        findings.add(finding(file, entry, known));
    }
}

/// Keys of one kind of agent in a file that names no kind: they count in one of the programs that read it.
fn of_one_kind(file: &AgentFile, findings: &mut Findings) {
    let (Some(usual), Some(by)) = (kind::usual(file.dialect), file.field(Role::Kind)) else { return };
    if file.dialect.unknown_keys != UnknownKeys::Ignored || file.front_matter.entry(&by.key).is_some() {
        return;
    }
    for field in file.dialect.fields.iter().filter(|field| !kind::knows(field, Some(usual))) {
        let Some(entry) = file.front_matter.entry(&field.key) else { continue };
        let kinds = either(field.kinds.iter().map(|kind| &**kind));
        let message = format!(
            "{} itself ignores the key \"{}\"; it counts where the agent runs as {kinds}.",
            file.dialect.label, field.key
        );
        findings.add(Diagnostic::new(Severity::Information, entry.key_span, message));
    }
}

fn finding(file: &AgentFile, entry: &Entry, gone: Option<&Field>) -> Diagnostic {
    let label = &file.dialect.label;
    let key = &entry.key;
    let drops = file.dialect.unknown_keys == UnknownKeys::DropFile;
    let said = match gone.and_then(|field| field.until) {
        Some(until) if !drops => format!("{label} ignores the key \"{key}\": it is gone since {until}."),
        Some(until) => format!("{label} rejects this file: the key \"{key}\" is gone since {until}."),
        None if file.dialect.unknown_keys == UnknownKeys::SentToProvider => {
            format!("{label} sends \"{key}\" to the model's provider as an option.")
        }
        None if file.dialect.unknown_keys == UnknownKeys::NotDocumented => {
            format!("The documentation of {label} has no key \"{key}\".")
        }
        None if !drops => format!("{label} ignores the key \"{key}\"."),
        None => format!("{label} rejects this file: it does not know the key \"{key}\"."),
    };
    let new = |message: String| match drops {
        true => Diagnostic::new(Severity::Error, entry.key_span, message),
        false => Diagnostic::new(Severity::Warning, entry.key_span, message).tag(Tag::Unnecessary),
    };
    if let Some(field) = gone.filter(|field| field.until.is_none() && !field.kinds.is_empty()) {
        let kinds = either(field.kinds.iter().map(|kind| &**kind));
        let outcome = if drops { "rejects this file" } else { "ignores this key" };
        let message = format!("{label} {outcome}: only {kinds} agents have the key \"{key}\".");
        return with_removal(file, entry, new(message));
    }
    if let Some((field, sub_key)) = sub_key_of(file, key) {
        let message = format!("{said} It belongs under \"{}\".", field.key);
        return match move_under(file, entry, field, sub_key) {
            Some(fix) => with_removal(file, entry, new(message).fix(fix)),
            None => with_removal(file, entry, new(message)),
        };
    }
    match meant(file, entry) {
        Some(meant) if file.front_matter.entry(meant.key).is_some() => {
            with_removal(file, entry, new(format!("{said} \"{}\" is there already.", meant.key)))
        }
        Some(meant) => {
            let title = format!("Rename to {}", meant.key);
            let edits = EditSet::one(entry.key_span, meant.key);
            let fix = if meant.same_word { Fix::safe(title, edits) } else { Fix::to_review(title, edits) };
            let message = format!("{said} Did you mean {}?", meant.key);
            with_removal(file, entry, new(message).fix(fix))
        }
        None => {
            let others = other_tools(file, key);
            let message = if others.is_empty() {
                format!("{said} Remove it, or move it into the body if the agent is to read it.")
            } else {
                format!("{said} It is a key of {}.", others.join(", "))
            };
            with_removal(file, entry, new(message))
        }
    }
}

/// Whether a key that could be an option of the model is rather a slip, or a key of another tool.
fn is_meant_otherwise(file: &AgentFile, entry: &Entry) -> bool {
    let is_option = file.dialect.provider_options.iter().any(|option| *option == *entry.key);
    let is_a_slip = || meant(file, entry).is_some_and(|meant| meant.same_word || is_mistaken(file, &entry.key));
    !is_option && (is_a_slip() || !other_tools(file, &entry.key).is_empty())
}

fn is_mistaken(file: &AgentFile, key: &str) -> bool {
    file.dialect.fields.iter().any(|field| field.mistaken_keys.iter().any(|mistaken| mistaken == key))
}

/// A key that was probably meant.
struct Meant<'a> {
    key: &'a str,
    /// Whether it is the same word, spelled otherwise.
    same_word: bool,
}

fn meant<'a>(file: &'a AgentFile, entry: &Entry) -> Option<Meant<'a>> {
    let typed = &*entry.key;
    let version = file.tool_version;
    let exists = |field: &&Field| {
        field.since.is_none_or(|since| since <= version) && field.until.is_none_or(|until| version < until)
    };
    let fields = || file.dialect.fields.iter().filter(exists);
    let as_typed = |key: &str| fold(key) == fold(typed);
    if let Some(field) = fields().find(|field| as_typed(&field.key)) {
        return Some(Meant { key: &field.key, same_word: true });
    }
    if let Some(field) = fields().find(|field| field.mistaken_keys.iter().any(|key| as_typed(key))) {
        if !value_fits(file, field, entry) {
            return None;
        }
        return Some(Meant { key: &field.key, same_word: is_slip(typed, &field.key) });
    }
    // What another tool calls so is no slip of the pen.
    if !other_tools(file, typed).is_empty() {
        return None;
    }
    let key = did_you_mean(typed, fields().map(|field| &*field.key))?;
    (typed.chars().count() > 3 && distance(typed, key) <= 2).then(|| Meant { key, same_word: is_slip(typed, key) })
}

/// `mode: subagent` is no permission mode.
fn value_fits(file: &AgentFile, field: &Field, entry: &Entry) -> bool {
    let Some(value) = file.front_matter.value(entry) else { return false };
    let is_choice = |text: &str| field.values.iter().any(|choice| fold(&choice.value) == fold(text));
    field.value != ValueKind::Choice || value.as_str().is_some_and(is_choice)
}

/// Whether one wrong, missing or swapped letter makes the difference.
fn is_slip(typed: &str, key: &str) -> bool {
    typed.chars().count() > 3 && distance(typed, key) <= 1
}

fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(&fold(a), &fold(b))
}

fn fold(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// The field whose map has this key.
fn sub_key_of<'a>(file: &'a AgentFile, typed: &str) -> Option<(&'a Field, &'a str)> {
    file.dialect.fields.iter().find_map(|field| {
        let sub = field.sub_keys.iter().find(|sub| fold(&sub.key) == fold(typed))?;
        Some((field, sub.same_as.as_deref().unwrap_or(&sub.key)))
    })
}

/// The entry's lines, indented, below the other key.
fn move_under(file: &AgentFile, entry: &Entry, field: &Field, sub_key: &str) -> Option<Fix> {
    let lines = whole_lines(&file.text, entry.span)?;
    let line_end = file.line_end();
    let rest = Span::new(entry.key_span.end, entry.span.end).slice(&file.text);
    let indented = rest.replace('\n', "\n  ");
    let line = format!("  {sub_key}{indented}");
    let title = format!("Move under {}", field.key);
    let Some(target) = file.front_matter.entry(&field.key) else {
        let text = format!("{}:{line_end}{line}", field.key);
        return Some(Fix::safe(title, EditSet::one(entry.span, text)));
    };
    let is_block = Span::new(target.key_span.end, target.raw_value.start).slice(&file.text).contains('\n');
    let NodeKind::Map(pairs) = &file.front_matter.value(target)?.kind else { return None };
    let is_there = pairs.iter().any(|(key, _)| {
        file.front_matter.tree.get(*key).and_then(|key| key.as_str()).is_some_and(|k| fold(k) == fold(sub_key))
    });
    if !is_block || is_there {
        return None;
    }
    let first = Span::new(target.key_span.end, target.raw_value.start).slice(&file.text);
    let indent = first.rsplit('\n').next().unwrap_or("  ");
    let edits = EditSet::new(vec![
        Edit { span: lines, text: String::new() },
        Edit { span: Span::empty(target.span.end), text: format!("{line_end}{indent}{sub_key}{indented}") },
    ])?;
    Some(Fix::safe(title, edits))
}

fn with_removal(file: &AgentFile, entry: &Entry, finding: Diagnostic) -> Diagnostic {
    let Some(lines) = whole_lines(&file.text, entry.span) else { return finding };
    finding.fix(Fix::to_review("Remove the key", EditSet::one(lines, "")))
}

/// The labels of other tools that know the key.
fn other_tools(file: &AgentFile, key: &str) -> Vec<&'static str> {
    let is_sure = |other: &&Dialect| other.evidence != Evidence::Unverified && other.label != file.dialect.label;
    let has_key = |other: &&Dialect| other.fields.iter().any(|f| f.key == key && f.without_effect.is_none());
    let others = dialect::all().iter().filter(is_sure).filter(has_key);
    let mut labels: Vec<&'static str> = others.map(|other| &*other.label).collect();
    labels.dedup();
    labels
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    fn with(lines: &str) -> String {
        format!("---\nname: a\ndescription: b\n{lines}---\n")
    }

    #[test]
    fn spelling_and_meaning_lead_to_the_key() {
        expect_test::expect![[r#"
            warning unknown-key "colour": Claude Code ignores the key "colour". Did you mean color?
              fix: Rename to color
              fix: Remove the key (to review)
        "#]]
        .assert_eq(&findings(&with("colour: blue\n")));
        expect_test::expect![[r#"
            warning unknown-key "allowed-tools": Claude Code ignores the key "allowed-tools". Did you mean tools?
              fix: Rename to tools (to review)
              fix: Remove the key (to review)
        "#]]
        .assert_eq(&findings(&with("allowed-tools: Read\n")));
        expect_test::expect![[r#"
            warning unknown-key "permission_mode": Claude Code ignores the key "permission_mode". Did you mean permissionMode?
              fix: Rename to permissionMode
              fix: Remove the key (to review)
        "#]].assert_eq(&findings(&with("permission_mode: plan\n")));
        assert!(findings(&with("mode: plan\n")).contains("Did you mean permissionMode?"));
        assert!(!findings(&with("mode: subagent\n")).contains("Did you mean"));
        expect_test::expect![[r#"
            warning unknown-key "title": Claude Code ignores the key "title". "name" is there already.
              fix: Remove the key (to review)
        "#]]
        .assert_eq(&findings(&with("title: A\n")));
        expect_test::expect![[r#"
            warning unknown-key "version": Claude Code ignores the key "version". Remove it, or move it into the body if the agent is to read it.
              fix: Remove the key (to review)
        "#]].assert_eq(&findings(&with("version: 1.0\n")));
    }

    #[test]
    fn keys_of_a_map_are_moved_into_it() {
        assert_eq!(fixed(&with("cacheTtl: 1h\n"), "unknown-key"), with("experimental:\n  cacheTtl: 1h\n"));
    }
}
