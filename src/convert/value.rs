//! Values of keys that mean the same in both tools.

use super::yaml;
use crate::dialect::{Choice, Field, Role, Take, ValueKind};
use crate::model::verdict::value::{self as reading, Reading, find_choice};
use crate::syntax::{Node, NodeKind, Tree};

/// What becomes of a value in the other tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// The text behind the colon.
    Same(String),
    /// Something that comes close, and why it is not the same.
    Close(String, String),
    /// Nothing there means this.
    Nothing,
}

/// `node`, the value of `source`, as `target` takes it.
pub fn there(source: &Field, target: &Field, node: &Node, tree: &Tree, line_end: &str) -> There {
    match (source.value, target.value) {
        (_, ValueKind::Choice) if node.as_str().is_some() => choice(source, target, node.as_str().unwrap_or_default()),
        (ValueKind::Count | ValueKind::Number, ValueKind::Count | ValueKind::Number) => {
            number(source, target, node, tree)
        }
        (from, to) if from == to => same_kind(source, target, node, tree, line_end),
        _ => There::Nothing,
    }
}

fn same_kind(source: &Field, target: &Field, node: &Node, tree: &Tree, line_end: &str) -> There {
    match (source.value, &node.kind) {
        (ValueKind::Flag, _) => match reading::read(source, node, tree, node.span) {
            Reading::Taken(value) => There::Same(format!(" {value}")),
            _ => There::Nothing,
        },
        // Events that the other tool does not have would be dropped, or cost the file.
        (ValueKind::Hooks, NodeKind::Map(pairs)) => {
            let known = |key: &str| target.sub_keys.iter().any(|sub| sub.key == key);
            let keys = pairs.iter().filter_map(|(key, _)| tree.get(*key).and_then(Node::as_str));
            if keys.into_iter().all(known) { written(tree, node, line_end) } else { There::Nothing }
        }
        _ => written(tree, node, line_end),
    }
}

fn written(tree: &Tree, node: &Node, line_end: &str) -> There {
    let text = match &node.kind {
        NodeKind::Map(pairs) if !pairs.is_empty() => yaml::block_map(tree, pairs, "  ", 2, line_end),
        NodeKind::Map(_) => Some(" {}".to_owned()),
        NodeKind::Number(number) if number.is_finite() => Some(format!(" {number}")),
        NodeKind::Bool(value) => Some(format!(" {value}")),
        NodeKind::String { value, .. } => Some(format!(" {}", yaml::text(value))),
        NodeKind::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| yaml::flow(tree, *item)).collect();
            items.map(|items| format!(" [{}]", items.join(", ")))
        }
        _ => None,
    };
    text.map_or(There::Nothing, There::Same)
}

fn number(source: &Field, target: &Field, node: &Node, tree: &Tree) -> There {
    let Reading::Taken(value) = reading::read(source, node, tree, node.span) else { return There::Nothing };
    if target.value == ValueKind::Count && value.parse::<u32>().is_err() {
        return There::Nothing;
    }
    There::Same(format!(" {value}"))
}

fn choice(source: &Field, target: &Field, text: &str) -> There {
    let own = find_choice(&source.values, text, source.any_case);
    let meaning = own.map_or(text, meaning_of);
    let same =
        target.values.iter().filter(|choice| choice.same_as.is_none()).find(|choice| meaning_of(choice) == meaning);
    if let Some(choice) = same {
        return There::Same(format!(" {}", yaml::text(&choice.value)));
    }
    if target.role != Role::Color {
        return There::Nothing;
    }
    let own_hex = Some(text).filter(|text| rgb(text).is_some());
    if let Some(hex) = own_hex.filter(|_| target.takes.contains(&Take::HexColor)) {
        return There::Same(format!(" \"{hex}\""));
    }
    let Some(hex) = own.and_then(|choice| choice.rgb.as_deref()).or(own_hex) else { return There::Nothing };
    if target.takes.contains(&Take::HexColor) {
        return There::Close(format!(" \"{hex}\""), "about the same colour".to_owned());
    }
    match nearest(hex, target) {
        Some(choice) => There::Close(format!(" {}", yaml::text(&choice.value)), "the nearest colour".to_owned()),
        None => There::Nothing,
    }
}

fn meaning_of(choice: &Choice) -> &str {
    choice.means.as_deref().unwrap_or(&choice.value)
}

fn nearest<'f>(hex: &str, target: &'f Field) -> Option<&'f Choice> {
    let [r, g, b] = rgb(hex)?;
    let distance = |choice: &&Choice| {
        let [red, green, blue] = rgb(choice.rgb.as_deref()?)?;
        Some((r - red).pow(2) + (g - green).pow(2) + (b - blue).pow(2))
    };
    target.values.iter().filter(|choice| distance(choice).is_some()).min_by_key(distance)
}

/// Red, green and blue of `#RRGGBB`.
fn rgb(text: &str) -> Option<[i32; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| i32::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}
