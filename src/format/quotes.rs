//! Quotes where a value needs them, and only there.

use super::set_of;
use crate::model::AgentFile;
use crate::syntax::{FrontMatterState, NodeKind, ScalarStyle};
use crate::text::{Edit, EditSet};

/// Takes quotes away from values of the top level that every reader of YAML takes for the same text without them.
pub fn needed(file: &AgentFile) -> Option<EditSet> {
    if file.front_matter.state != FrontMatterState::Valid {
        return None;
    }
    let edits = file.front_matter.entries.iter().filter_map(|entry| {
        let node = file.front_matter.value(entry).filter(|node| entry.raw_value == node.span)?;
        let NodeKind::String { value, style: ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted } = &node.kind
        else {
            return None;
        };
        // As it stands between the quotes: nothing was escaped.
        let inside = node.span.slice(&file.text);
        let inside = inside.get(1..inside.len().checked_sub(1)?)?;
        (inside == &**value && is_plain(value)).then(|| Edit { span: node.span, text: value.to_string() })
    });
    set_of(edits.collect())
}

/// Whether a text stands without quotes for itself, in YAML 1.1 and 1.2 and for readers that look at single lines.
fn is_plain(value: &str) -> bool {
    const OTHER: [&str; 12] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];
    let first = value.chars().next();
    let is_word = |c: char| c.is_alphabetic() && !c.is_control();
    let is_safe =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | ',' | ';' | '+');
    first.is_some_and(is_word)
        && value.chars().all(is_safe)
        && !value.ends_with(' ')
        && !value.contains("---")
        && !OTHER.contains(&&*value.to_ascii_lowercase())
}
