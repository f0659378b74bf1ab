//! How a tool reads the value of a field: what it takes, what it throws away.

use super::DropCause;
use crate::dialect::{Choice, Field, Take, ValueKind};
use crate::fact::Version;
use crate::syntax::{Node, NodeKind, Tree};
use crate::text::Span;

/// What becomes of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// In effect. For a choice, a flag or a count: the value as the tool names it.
    Taken(String),
    /// As if the key were not there, and nothing is lost by it.
    Unset,
    /// Thrown away.
    Dropped(DropCause, Span),
    /// Taken without a word, and then without effect.
    NoEffect(DropCause, Span),
}

/// Reads a value of one of the plain kinds (choice, count, flag, text). `where_empty` is what to
/// point at where nothing is written.
pub fn read(field: &Field, node: &Node, tree: &Tree, where_empty: Span) -> Reading {
    let takes = |what: Take| field.takes.contains(&what);
    if node.kind == NodeKind::Null {
        return if takes(Take::Empty) { Reading::Unset } else { Reading::Dropped(DropCause::Empty, where_empty) };
    }
    let only_item = match &node.kind {
        NodeKind::List(items) if takes(Take::OneItemList) => match items.as_slice() {
            [item] => tree.get(*item),
            _ => None,
        },
        _ => None,
    };
    let value = only_item.unwrap_or(node);
    match field.value {
        ValueKind::Choice => choice(field, value, node.span),
        ValueKind::Count => count(field, value, node.span),
        ValueKind::Number => match &value.kind {
            NodeKind::Number(number) => Reading::Taken(format!("{number}")),
            _ => Reading::Dropped(DropCause::WrongType, node.span),
        },
        ValueKind::Flag => flag(field, value, node.span),
        ValueKind::Text => match &value.kind {
            NodeKind::String { value, .. } => Reading::Taken(value.to_string()),
            _ => Reading::Dropped(DropCause::WrongType, node.span),
        },
        _ => Reading::Unset,
    }
}

/// Reads as [`read`] does, by a version of the tool: a value that came later is none to it.
pub fn read_by(version: Version, field: &Field, node: &Node, tree: &Tree, where_empty: Span) -> Reading {
    let reading = read(field, node, tree, where_empty);
    match newer_choice(version, field, node) {
        Some(_) if matches!(reading, Reading::Taken(_)) => Reading::Dropped(DropCause::NotAChoice, node.span),
        _ => reading,
    }
}

/// The allowed value that a node states, where it came after `version`.
pub fn newer_choice<'f>(version: Version, field: &'f Field, node: &Node) -> Option<&'f Choice> {
    let text = node.as_str()?;
    let same = |choice: &&Choice| choice.value == text || field.any_case && choice.value.eq_ignore_ascii_case(text);
    field.values.iter().find(same).filter(|choice| choice.since.is_some_and(|since| version < since))
}

/// The allowed value that `text` names.
pub fn find_choice<'a>(values: &'a [Choice], text: &str, any_case: bool) -> Option<&'a Choice> {
    let same = |choice: &&Choice| choice.value == text || any_case && choice.value.eq_ignore_ascii_case(text);
    let found = values.iter().find(same)?;
    let target = found.same_as.as_ref().and_then(|name| values.iter().find(|choice| choice.value == *name));
    Some(target.unwrap_or(found))
}

fn choice(field: &Field, value: &Node, span: Span) -> Reading {
    match &value.kind {
        NodeKind::String { value, .. } => match find_choice(&field.values, value, field.any_case) {
            Some(choice) => Reading::Taken(choice.value.to_string()),
            None => Reading::Dropped(DropCause::NotAChoice, span),
        },
        NodeKind::Number(_) if field.takes.contains(&Take::AnyNumber) => Reading::NoEffect(DropCause::WrongType, span),
        _ => Reading::Dropped(DropCause::WrongType, span),
    }
}

/// An integer above 0. Of a text, the digits it begins with may count, as JavaScript's `parseInt` has it.
fn count(field: &Field, value: &Node, span: Span) -> Reading {
    match &value.kind {
        NodeKind::Number(number) if number.fract() != 0.0 || !number.is_finite() => {
            Reading::Dropped(DropCause::WrongType, span)
        }
        NodeKind::Number(number) if *number <= 0.0 => Reading::Dropped(DropCause::OutOfRange, span),
        NodeKind::Number(number) => Reading::Taken(format!("{number}")),
        NodeKind::String { value, .. } if field.takes.contains(&Take::QuotedNumber) => {
            match value.trim().parse::<f64>() {
                Ok(number) if number.fract() == 0.0 && number > 0.0 && number.is_finite() => {
                    Reading::Taken(format!("{number}"))
                }
                _ => Reading::Dropped(DropCause::WrongType, span),
            }
        }
        NodeKind::String { value, .. } if field.takes.contains(&Take::LeadingDigits) => {
            let digits: String = {
                let text = value.trim_start();
                text.strip_prefix('+').unwrap_or(text).chars().take_while(char::is_ascii_digit).collect()
            };
            let digits = digits.trim_start_matches('0');
            match (digits.is_empty(), value.trim_start().starts_with('0')) {
                (false, _) => Reading::Taken(digits.to_owned()),
                (true, true) => Reading::Dropped(DropCause::OutOfRange, span),
                (true, false) => Reading::Dropped(DropCause::WrongType, span),
            }
        }
        _ => Reading::Dropped(DropCause::WrongType, span),
    }
}

fn flag(field: &Field, value: &Node, span: Span) -> Reading {
    match &value.kind {
        NodeKind::Bool(value) => Reading::Taken(value.to_string()),
        NodeKind::String { value, .. }
            if field.takes.contains(&Take::QuotedFlag) && matches!(&**value, "true" | "false") =>
        {
            Reading::Taken(value.to_string())
        }
        NodeKind::String { .. } => Reading::Dropped(DropCause::NotAChoice, span),
        _ => Reading::Dropped(DropCause::WrongType, span),
    }
}
