//! Values as tools read them that check a file against a schema: of the type of their field, or none.

use super::DropCause;
use crate::dialect::{Dialect, Field, Take, ValueKind};
use crate::fact::Version;
use crate::syntax::{Entry, Node, NodeId, NodeKind, Tree};
use crate::text::Span;

/// What the dialect knows of a key in a version of the tool.
pub fn known_field<'d>(dialect: &'d Dialect, version: Version, key: &str) -> Option<&'d Field> {
    let exists = |field: &&Field| {
        field.since.is_none_or(|since| since <= version) && field.until.is_none_or(|until| version < until)
    };
    dialect.fields.iter().filter(exists).find(|field| field.key == key)
}

/// The first thing in a value that its field does not take.
pub fn fault(field: &Field, entry: &Entry, tree: &Tree, is_text: &dyn Fn(&Node) -> bool) -> Option<(DropCause, Span)> {
    let node = tree.get(entry.value?)?;
    let wrong = |node: &Node| Some((DropCause::WrongType, node.span));
    let text_or_fault = |node: &Node| if is_text(node) { None } else { wrong(node) };
    if node.kind == NodeKind::Null {
        return (!field.takes.contains(&Take::Empty)).then_some((DropCause::Empty, entry.key_span));
    }
    match field.value {
        ValueKind::Text | ValueKind::Url | ValueKind::Json => text_or_fault(node),
        ValueKind::Model | ValueKind::ToolList | ValueKind::NameList => match &node.kind {
            NodeKind::List(items) if field.value != ValueKind::Model || field.takes.contains(&Take::List) => {
                nodes(tree, items).find_map(text_or_fault)
            }
            _ => text_or_fault(node),
        },
        ValueKind::Choice => match node.as_str() {
            Some(text) if field.values.iter().any(|choice| choice.value == text) => None,
            Some(text) if field.takes.contains(&Take::HexColor) && is_hex_color(text) => None,
            Some(_) => Some((DropCause::NotAChoice, node.span)),
            None => wrong(node),
        },
        ValueKind::Count => match node.kind {
            NodeKind::Number(number) if number.fract() != 0.0 || !number.is_finite() => wrong(node),
            NodeKind::Number(number) => (number < 1.0).then_some((DropCause::OutOfRange, node.span)),
            _ => wrong(node),
        },
        ValueKind::Number if matches!(node.kind, NodeKind::Number(_)) => None,
        ValueKind::Flag => match node.kind {
            NodeKind::Bool(_) => None,
            NodeKind::String { .. } => Some((DropCause::NotAChoice, node.span)),
            _ => wrong(node),
        },
        ValueKind::Switches => match &node.kind {
            NodeKind::Map(pairs) => {
                values(tree, pairs).find(|value| !matches!(value.kind, NodeKind::Bool(_))).and_then(wrong)
            }
            _ => wrong(node),
        },
        ValueKind::Permissions => permissions(field, node, tree),
        ValueKind::ServerMap => match &node.kind {
            NodeKind::Map(pairs) => pairs.iter().find_map(|(name, config)| server_fault(tree, *name, *config)),
            _ => wrong(node),
        },
        ValueKind::Map | ValueKind::Hooks if matches!(node.kind, NodeKind::Map(_)) => None,
        ValueKind::TextList => match &node.kind {
            NodeKind::List(items) => nodes(tree, items).find_map(text_or_fault),
            _ => wrong(node),
        },
        ValueKind::TextMap => match &node.kind {
            NodeKind::Map(pairs) => values(tree, pairs).find_map(text_or_fault),
            _ => wrong(node),
        },
        ValueKind::MapList => match &node.kind {
            NodeKind::List(items) => {
                nodes(tree, items).find(|item| !matches!(item.kind, NodeKind::Map(_))).and_then(wrong)
            }
            _ => wrong(node),
        },
        ValueKind::ServerList if matches!(node.kind, NodeKind::List(_)) => None,
        ValueKind::Number | ValueKind::Map | ValueKind::Hooks | ValueKind::ServerList => wrong(node),
    }
}

/// An action, or a map of names to actions or to maps of patterns to actions.
fn permissions(field: &Field, node: &Node, tree: &Tree) -> Option<(DropCause, Span)> {
    let action = |node: &Node| match node.as_str() {
        Some(text) if field.values.iter().any(|choice| choice.value == text) => None,
        Some(_) => Some((DropCause::NotAChoice, node.span)),
        None => Some((DropCause::WrongType, node.span)),
    };
    match &node.kind {
        NodeKind::Map(pairs) => values(tree, pairs).find_map(|value| match &value.kind {
            NodeKind::Map(patterns) => values(tree, patterns).find_map(action),
            _ => action(value),
        }),
        _ => action(node),
    }
}

/// A server that is started needs its arguments, an empty list at least.
fn server_fault(tree: &Tree, name: NodeId, config: NodeId) -> Option<(DropCause, Span)> {
    let (name, config) = (tree.get(name)?, tree.get(config)?);
    let NodeKind::Map(pairs) = &config.kind else { return Some((DropCause::WrongType, config.span)) };
    let member = |key: &str| pairs.iter().find(|(name, _)| tree.get(*name).and_then(Node::as_str) == Some(key));
    if member("url").is_some() {
        return None;
    }
    match member("args").and_then(|(_, value)| tree.get(*value)) {
        None => Some((DropCause::MissingSubKey, name.span)),
        Some(args) => (!matches!(args.kind, NodeKind::List(_))).then_some((DropCause::WrongType, args.span)),
    }
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn nodes<'t>(tree: &'t Tree, ids: &'t [NodeId]) -> impl Iterator<Item = &'t Node> {
    ids.iter().filter_map(|id| tree.get(*id))
}

fn values<'t>(tree: &'t Tree, pairs: &'t [(NodeId, NodeId)]) -> impl Iterator<Item = &'t Node> {
    pairs.iter().filter_map(|(_, value)| tree.get(*value))
}
