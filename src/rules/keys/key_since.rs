//! `key-since`

use crate::dialect::{Choice, Field, Role, UnknownKeys, ValueKind};
use crate::fact::Version;
use crate::model::AgentFile;
use crate::model::verdict::model_in_effect;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::syntax::{Entry, FrontMatterState, Node};
use crate::text::Span;

pub const RULE: Rule = Rule {
    code: "key-since",
    summary: "A key, value or model that is newer than the tool in use.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("key-since.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    if !matches!(file.front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired) {
        return;
    }
    for entry in &file.front_matter.entries {
        let Some(field) = file.dialect.fields.iter().find(|field| field.key == *entry.key) else { continue };
        if let Some(TooNew { span, words, since, then }) = too_new(file, field, entry) {
            let message = format!(
                "{} {} does not know {words} yet and {then}: it came with {since}. Update the tool, or leave it out.",
                file.dialect.label, file.tool_version
            );
            findings.add(Diagnostic::new(Severity::Warning, span, message));
        }
    }
}

/// What of an entry is newer than the tool.
pub struct TooNew {
    span: Span,
    words: String,
    since: Version,
    /// What the tool does then.
    then: &'static str,
}

/// What of the entry is newer than the tool.
pub fn too_new(file: &AgentFile, field: &Field, entry: &Entry) -> Option<TooNew> {
    let newer = |since: Option<Version>| since.filter(|since| *since > file.tool_version);
    if let Some(since) = newer(field.since) {
        let then = match file.dialect.unknown_keys {
            UnknownKeys::DropFile => "rejects the file",
            UnknownKeys::Ignored | UnknownKeys::SentToProvider | UnknownKeys::NotDocumented => "ignores it",
        };
        return Some(TooNew { span: entry.key_span, words: format!("the key \"{}\"", field.key), since, then });
    }
    let node = file.front_matter.value(entry)?;
    let value = node.as_str().or_else(|| plain_flag(file, field, node))?;
    let span = node.span;
    if field.role == Role::Model {
        let known = model_in_effect::find(file.dialect, value)?;
        let then = "sends it to the API as it is written";
        return newer(known.since).map(|since| TooNew { span, words: format!("the model \"{value}\""), since, then });
    }
    let same = |choice: &&Choice| choice.value == value || field.any_case && choice.value.eq_ignore_ascii_case(value);
    let choice = field.values.iter().find(same)?;
    let words = format!("the value \"{value}\"");
    newer(choice.since).map(|since| TooNew { span, words, since, then: "ignores it" })
}

fn plain_flag<'a>(file: &'a AgentFile, field: &Field, node: &Node) -> Option<&'a str> {
    (field.value == ValueKind::Flag).then(|| node.span.slice(&file.text))
}

#[cfg(test)]
mod tests {
    use crate::fact::Version;
    use crate::rules::page_tests::{agent_for, check};

    #[test]
    fn keys_and_values_have_a_first_version() {
        let text = "---\nname: a\ndescription: b\nmemory: user\npermissionMode: manual\n---\n";
        let of = |version: &str| -> Vec<String> {
            let found = check(&agent_for(text, Version::parse(version).unwrap()));
            found.into_iter().filter(|f| f.code == "key-since").map(|f| f.message).collect()
        };
        assert_eq!(of("2.1.330"), Vec::<String>::new());
        assert_eq!(
            of("2.1.20"),
            [
                "Claude Code 2.1.20 does not know the key \"memory\" yet and ignores it: it came with 2.1.33. Update the tool, or leave it out.",
                "Claude Code 2.1.20 does not know the value \"manual\" yet and ignores it: it came with 2.1.200. Update the tool, or leave it out.",
            ]
        );
    }
}
