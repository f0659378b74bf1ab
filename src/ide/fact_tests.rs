//! Walks the facts of all dialects: hover explains each of them on a file of its tool, and completion
//! offers it where it belongs.

use super::completion::completions;
use super::fixture::with_cursor_in;
use super::hover::front_matter::hover;
use crate::dialect::{Dialect, Field, Reach, Role, ToolTexts, ValueKind, all};
use crate::fact::Str;

/// What is missing, to be shown at once.
#[derive(Default)]
struct Missing(Vec<String>);

impl Missing {
    /// Hover at the cursor of `front_matter` has to say something with `words` in it.
    fn unless_explained(&mut self, dialect: &Dialect, front_matter: &str, words: &str) {
        let (file, offset) = with_cursor_in(&dialect.id, &format!("---\n{front_matter}\n---\nDo it.\n"));
        let shown = hover(&file, offset).map(|hover| hover.markdown).unwrap_or_default();
        let lines = shown.lines().filter(|line| !line.trim().is_empty()).count();
        if !shown.contains(words) || lines < 2 {
            self.0.push(format!("{}: hover on {front_matter:?} says {shown:?}", dialect.id));
        }
    }

    /// Completion at the cursor of `front_matter` has to offer `label`.
    fn unless_offered(&mut self, dialect: &Dialect, front_matter: &str, label: &str) {
        let (file, offset) = with_cursor_in(&dialect.id, &format!("---\n{front_matter}\n---\nDo it.\n"));
        let offered: Vec<String> = completions(&file, offset).into_iter().map(|proposal| proposal.label).collect();
        if !offered.iter().any(|known| known == label) {
            self.0.push(format!("{}: completion in {front_matter:?} lacks {label:?}: {offered:?}", dialect.id));
        }
    }
}

fn none_missing(walk: impl Fn(&Dialect, &mut Missing)) {
    let mut missing = Missing::default();
    all().iter().for_each(|dialect| walk(dialect, &mut missing));
    assert!(missing.0.is_empty(), "{}", missing.0.join("\n"));
}

/// As it has to be written in YAML.
fn written(word: &str) -> String {
    let is_plain = word.starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_plain { word.to_owned() } else { format!("\"{word}\"") }
}

/// `word` with the cursor behind its first letter.
fn with_cursor(word: &str) -> String {
    let word = written(word);
    let at = word.find(|c: char| c != '"').map_or(0, |at| at + 1);
    format!("{}$0{}", &word[..at], &word[at..])
}

#[test]
fn every_key() {
    none_missing(|dialect, missing| {
        for field in dialect.fields.iter() {
            missing.unless_explained(dialect, &format!("{}: x", with_cursor(&field.key)), &field.summary);
            if field.without_effect.is_none() && field.until.is_none() {
                missing.unless_offered(dialect, "$0", &field.key);
            }
        }
    });
}

#[test]
fn every_value() {
    none_missing(|dialect, missing| {
        for field in dialect.fields.iter() {
            for choice in field.values.iter() {
                let (before, is_offered) = match field.value {
                    ValueKind::Hooks => ("\n  Stop:\n    - hooks:\n        - type: ", true),
                    ValueKind::Permissions => ("\n  edit: ", true),
                    _ => (" ", !choice.hidden),
                };
                let at = |value: &str| format!("{}:{before}{value}", field.key);
                missing.unless_explained(dialect, &at(&with_cursor(&choice.value)), &choice.value);
                if is_offered {
                    missing.unless_offered(dialect, &at("$0"), &choice.value);
                }
            }
        }
    });
}

#[test]
fn every_flag() {
    none_missing(|dialect, missing| {
        for field in dialect.fields.iter().filter(|field| field.value == ValueKind::Flag) {
            for value in ["true", "false"] {
                missing.unless_explained(dialect, &format!("{}: {}", field.key, with_cursor(value)), "");
                missing.unless_offered(dialect, &format!("{}: $0", field.key), value);
            }
        }
    });
}

/// The line that makes the file one of the first of these kinds.
fn kind_line(dialect: &Dialect, kinds: &[Str]) -> String {
    let key = dialect.fields.iter().find(|field| field.role == Role::Kind).map(|field| &field.key);
    key.zip(kinds.first()).map_or_else(String::new, |(key, kind)| format!("{key}: {kind}\n"))
}

#[test]
fn every_key_inside_a_map() {
    none_missing(|dialect, missing| {
        for field in dialect.fields.iter() {
            for sub in field.sub_keys.iter() {
                let kind = kind_line(dialect, &sub.kinds);
                let key = &field.key;
                missing.unless_explained(dialect, &format!("{kind}{key}:\n  {}: x", with_cursor(&sub.key)), &sub.key);
                if sub.same_as.is_none() {
                    missing.unless_offered(dialect, &format!("{kind}{key}:\n  $0"), &sub.key);
                }
                for choice in sub.values.iter() {
                    let at = |value: &str| format!("{kind}{key}:\n  {}: {value}", written(&sub.key));
                    missing.unless_explained(dialect, &at(&with_cursor(&choice.value)), &choice.value);
                    missing.unless_offered(dialect, &at("$0"), &choice.value);
                }
            }
        }
    });
}

/// The keys that tools are written under.
fn tool_fields(dialect: &Dialect) -> impl Iterator<Item = &Field> {
    dialect.fields.iter().filter(|field| {
        matches!(field.role, Role::Tools | Role::DeniedTools) && field.value == ValueKind::ToolList
            || field.value == ValueKind::Switches
    })
}

#[test]
fn every_tool() {
    none_missing(|dialect, missing| {
        for field in tool_fields(dialect) {
            let at = |name: &str| match field.value {
                ValueKind::Switches => format!("{}:\n  {name}", field.key),
                _ if dialect.tool_texts == ToolTexts::Items => format!("{}: [{name}]", field.key),
                _ => format!("{}: {name}", field.key),
            };
            for tool in dialect.tools.iter() {
                for name in std::iter::once(&tool.name).chain(tool.aliases.iter().map(|alias| &alias.name)) {
                    let value = if field.value == ValueKind::Switches { ": false" } else { "" };
                    let word = format!("{}{value}", with_cursor(name));
                    missing.unless_explained(dialect, &at(&word), &tool.summary);
                }
                let is_offered = matches!(
                    tool.reach,
                    Reach::Always | Reach::Foreground | Reach::WhenListed | Reach::UnlessShell | Reach::InSomeSessions
                );
                if is_offered && tool.until.is_none() {
                    missing.unless_offered(dialect, &at("$0"), &tool.name);
                }
            }
        }
    });
}

#[test]
fn every_model() {
    none_missing(|dialect, missing| {
        for field in dialect.fields.iter().filter(|field| field.value == ValueKind::Model) {
            for model in dialect.models.iter() {
                let name = model.name.replace('*', "5");
                missing.unless_explained(dialect, &format!("{}: {}", field.key, with_cursor(&name)), &model.summary);
                if !model.hidden {
                    missing.unless_offered(dialect, &format!("{}: $0", field.key), &model.name);
                }
            }
        }
    });
}

#[test]
fn every_key_at_any_depth() {
    none_missing(|dialect, missing| {
        for field in dialect.fields.iter().filter(|field| field.has_parts()) {
            for outer in field.sub_keys.iter().filter(|sub| sub.shape.is_some()) {
                for sub in dialect.keys_inside(field, &[&outer.key]) {
                    let own = if sub.kinds.is_empty() { &outer.kinds } else { &sub.kinds };
                    // Such a pair never meets.
                    if !outer.kinds.is_empty() && !sub.kinds.is_empty() && outer.kinds != sub.kinds {
                        continue;
                    }
                    let kind = kind_line(dialect, own);
                    let dash = if outer.value == Some(ValueKind::MapList) { "- " } else { "" };
                    let at = |word: &str| format!("{kind}{}:\n  {}:\n    {dash}{word}", field.key, outer.key);
                    missing.unless_explained(dialect, &at(&format!("{}: x", with_cursor(&sub.key))), &sub.key);
                    missing.unless_offered(dialect, &at("$0"), &sub.key);
                    for choice in sub.values.iter() {
                        let value = |word: &str| at(&format!("{}: {word}", sub.key));
                        missing.unless_explained(dialect, &value(&with_cursor(&choice.value)), &choice.value);
                        missing.unless_offered(dialect, &value("$0"), &choice.value);
                    }
                }
            }
        }
    });
}
