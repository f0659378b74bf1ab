//! Parts of a value that is a map: its keys and what stands behind them, at any depth.

use super::front_matter as explain;
use crate::dialect::{Dialect, Field, ValueKind};
use crate::model::verdict::tool_list::find_tool;
use crate::syntax::{Node, NodeId, NodeKind, Tree};
use crate::text::Span;

/// The innermost key or value at an offset.
pub struct Part<'t> {
    pub span: Span,
    /// A text, a number or a boolean, as it is written in words.
    word: String,
    /// The keys above it, the outermost first.
    path: Vec<&'t str>,
    is_key: bool,
}

/// The part of the value `root` at `offset`.
pub fn at(tree: &Tree, root: NodeId, offset: u32) -> Option<Part<'_>> {
    let mut path = Vec::new();
    let mut node = tree.get(root)?;
    loop {
        let touches = |id: &&NodeId| tree.get(**id).is_some_and(|node| node.span.touches(offset));
        match &node.kind {
            NodeKind::Map(pairs) => {
                if let Some(key) = pairs.iter().map(|(key, _)| key).find(touches).and_then(|key| tree.get(*key)) {
                    return Some(Part { span: key.span, word: word(key)?, path, is_key: true });
                }
                let (key, value) = pairs.iter().find(|(_, value)| touches(&value))?;
                path.push(tree.get(*key)?.as_str()?);
                node = tree.get(*value)?;
            }
            NodeKind::List(items) => node = tree.get(*items.iter().find(touches)?)?,
            _ => return Some(Part { span: node.span, word: word(node)?, path, is_key: false }),
        }
    }
}

fn word(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::String { value, .. } => Some(value.to_string()),
        NodeKind::Bool(value) => Some(value.to_string()),
        NodeKind::Number(value) => Some(value.to_string()),
        NodeKind::Null | NodeKind::List(_) | NodeKind::Map(_) => None,
    }
}

/// What a part means; `None` where nothing is known of it.
pub fn explain(dialect: &Dialect, field: &Field, part: &Part<'_>) -> Option<String> {
    let sub_key = |name: &str| field.sub_keys.iter().find(|sub| sub.key == name);
    if field.has_parts() {
        return explain_inside(dialect, field, part);
    }
    if part.is_key && part.path.is_empty() {
        return match field.value {
            ValueKind::Switches => find_tool(dialect, &part.word).map(|(tool, _)| explain::tool(dialect, tool)),
            _ => sub_key(&part.word).map(explain::sub_key),
        };
    }
    if part.is_key {
        return None;
    }
    let choice = || field.values.iter().find(|choice| choice.value == part.word);
    match field.value {
        ValueKind::Permissions => choice().map(|choice| explain::choice(dialect, field, choice)),
        ValueKind::Hooks if part.path.last() == Some(&TYPE_OF_HOOK) => {
            choice().map(|choice| explain::choice(dialect, field, choice))
        }
        ValueKind::Switches => {
            let (tool, _) = find_tool(dialect, part.path.first()?)?;
            let does = if part.word == "true" { "granted to" } else { "taken away from" };
            Some(format!("**{}** · {} is {does} the agent", part.word, tool.name))
        }
        _ => {
            let sub = sub_key(part.path.last()?)?;
            let values = &sub.values;
            values.iter().find(|choice| choice.value == part.word).map(|choice| explain::sub_choice(sub, choice))
        }
    }
}

/// Keys and values at any depth, where the dialect says what stands there.
fn explain_inside(dialect: &Dialect, field: &Field, part: &Part<'_>) -> Option<String> {
    if part.is_key {
        let keys = dialect.keys_inside(field, &part.path);
        return keys.into_iter().find(|sub| sub.key == part.word).map(explain::sub_key);
    }
    let (last, above) = part.path.split_last()?;
    let sub = dialect.keys_inside(field, above).into_iter().find(|sub| sub.key == *last)?;
    sub.values.iter().find(|choice| choice.value == part.word).map(|choice| explain::sub_choice(sub, choice))
}

/// The key inside a hook whose values a dialect lists.
pub const TYPE_OF_HOOK: &str = "type";
