//! Whether Claude Code can read the hooks of an agent. If it can't, the whole file is dropped.

use crate::dialect::Field;
use crate::syntax::{NodeId, NodeKind, Tree};
use crate::text::Span;

/// What is wrong with the hooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HooksFault {
    /// The whole value can't be read: the file is dropped.
    Fatal(Span),
    /// One event is left out, with a line in the log; the rest stays in effect.
    Ignored(Span),
}

/// Checks the value of the hooks' field. A bad event is fatal only where every event is bad and known:
/// one good or unknown event beside it, and it is merely left out.
pub fn check(field: &Field, tree: &Tree, value: NodeId) -> Vec<HooksFault> {
    let Some(node) = tree.get(value) else { return Vec::new() };
    let pairs = match &node.kind {
        NodeKind::Null => return Vec::new(),
        NodeKind::Map(pairs) => pairs,
        _ => return vec![HooksFault::Fatal(node.span)],
    };
    let mut ignored = Vec::new();
    let mut bad = Vec::new();
    let mut any_good = false;
    for (key, event) in pairs {
        let (Some(key_node), Some(event_node)) = (tree.get(*key), tree.get(*event)) else { continue };
        let known = key_node.as_str().is_some_and(|name| field.sub_keys.iter().any(|known| known.key == name));
        if !known {
            ignored.push(HooksFault::Ignored(key_node.span));
        } else if let Some(span) = event_fault(field, tree, *event) {
            bad.push(span);
        } else {
            any_good = any_good || event_node.kind != NodeKind::Null;
        }
    }
    let fatal = !any_good && ignored.is_empty();
    let bad = bad.into_iter().map(|span| if fatal { HooksFault::Fatal(span) } else { HooksFault::Ignored(span) });
    let mut faults: Vec<HooksFault> = bad.collect();
    faults.extend(ignored);
    faults
}

/// The words that make an event unreadable: it is a list of matchers, each with a list of handlers.
fn event_fault(field: &Field, tree: &Tree, event: NodeId) -> Option<Span> {
    let node = tree.get(event)?;
    let NodeKind::List(matchers) = &node.kind else { return Some(node.span) };
    matchers.iter().find_map(|matcher| {
        let node = tree.get(*matcher)?;
        let NodeKind::Map(_) = node.kind else { return Some(node.span) };
        if let Some(pattern) = member(tree, *matcher, "matcher").and_then(|id| tree.get(id))
            && !matches!(pattern.kind, NodeKind::String { .. })
        {
            return Some(pattern.span);
        }
        let Some(handlers) = member(tree, *matcher, "hooks") else { return Some(node.span) };
        let handlers_node = tree.get(handlers)?;
        let NodeKind::List(items) = &handlers_node.kind else { return Some(handlers_node.span) };
        items.iter().find_map(|handler| handler_fault(field, tree, *handler))
    })
}

fn handler_fault(field: &Field, tree: &Tree, handler: NodeId) -> Option<Span> {
    let node = tree.get(handler)?;
    let NodeKind::Map(_) = node.kind else { return Some(node.span) };
    let kind = member(tree, handler, "type").and_then(|id| tree.get(id));
    let Some(choice) = kind.and_then(|kind| field.values.iter().find(|known| Some(&*known.value) == kind.as_str()))
    else {
        return Some(kind.map_or(node.span, |kind| kind.span));
    };
    for needed in choice.needs.iter() {
        let given = member(tree, handler, needed).and_then(|id| tree.get(id));
        match given.map(|value| &value.kind) {
            Some(NodeKind::String { .. }) => {}
            _ => return Some(given.map_or(node.span, |value| value.span)),
        }
    }
    let timeout = member(tree, handler, "timeout").and_then(|id| tree.get(id))?;
    (!matches!(timeout.kind, NodeKind::Number(_))).then_some(timeout.span)
}

/// The value of a key in a map; of equal keys the last one.
fn member(tree: &Tree, map: NodeId, key: &str) -> Option<NodeId> {
    let NodeKind::Map(pairs) = &tree.get(map)?.kind else { return None };
    pairs
        .iter()
        .rev()
        .find(|(name, _)| tree.get(*name).and_then(|node| node.as_str()) == Some(key))
        .map(|(_, value)| *value)
}
