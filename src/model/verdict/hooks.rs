//! Whether Claude Code can read the hooks of an agent. If it can't, the whole file is dropped.

use crate::dialect::Field;
use crate::syntax::{NodeId, NodeKind, Tree};
use crate::text::Span;

/// What is wrong with the hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HooksFault {
    /// The words that can't be read.
    pub span: Span,
    pub kind: HooksFaultKind,
    /// Whether the whole file is dropped for it; else one event is left out and the rest stays in effect.
    pub fatal: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HooksFaultKind {
    /// The hooks are no map of events.
    NoMap,
    /// No event is called so.
    UnknownEvent,
    /// An event leads to something else than a list.
    EventNoList,
    /// An item of an event's list is no map.
    GroupNoMap,
    /// What a group applies to is not text.
    MatcherNoText,
    /// A group without its list of hooks.
    NoHooksList,
    /// A hook is no map.
    HookNoMap,
    /// A hook without a type.
    NoType,
    /// No hook has this type.
    UnknownType,
    /// A hook without what its type needs; by the position of the type and of the key it needs.
    Needs { kind: usize, key: usize },
    /// A time limit that is no number.
    TimeoutNoNumber,
}

/// Checks the value of the hooks' field. A bad event is fatal only where every event is bad and known:
/// one good or unknown event beside it, and it is merely left out.
pub fn check(field: &Field, tree: &Tree, value: NodeId) -> Vec<HooksFault> {
    let Some(node) = tree.get(value) else { return Vec::new() };
    let pairs = match &node.kind {
        NodeKind::Null => return Vec::new(),
        NodeKind::Map(pairs) => pairs,
        _ => return vec![HooksFault { span: node.span, kind: HooksFaultKind::NoMap, fatal: true }],
    };
    let mut unknown = Vec::new();
    let mut bad = Vec::new();
    let mut any_good = false;
    for (key, event) in pairs {
        let (Some(key_node), Some(event_node)) = (tree.get(*key), tree.get(*event)) else { continue };
        let known = key_node.as_str().is_some_and(|name| field.sub_keys.iter().any(|known| known.key == name));
        if !known {
            unknown.push(HooksFault { span: key_node.span, kind: HooksFaultKind::UnknownEvent, fatal: false });
        } else if let Some((span, kind)) = event_fault(field, tree, *event) {
            bad.push((span, kind));
        } else {
            any_good = any_good || event_node.kind != NodeKind::Null;
        }
    }
    let fatal = !any_good && unknown.is_empty();
    let mut faults: Vec<HooksFault> = bad.into_iter().map(|(span, kind)| HooksFault { span, kind, fatal }).collect();
    faults.extend(unknown);
    faults
}

type Fault = (Span, HooksFaultKind);

/// What makes an event unreadable: it is a list of groups, each with a list of hooks.
fn event_fault(field: &Field, tree: &Tree, event: NodeId) -> Option<Fault> {
    let node = tree.get(event)?;
    let NodeKind::List(groups) = &node.kind else { return Some((node.span, HooksFaultKind::EventNoList)) };
    groups.iter().find_map(|group| {
        let node = tree.get(*group)?;
        let NodeKind::Map(_) = node.kind else { return Some((node.span, HooksFaultKind::GroupNoMap)) };
        if let Some(pattern) = member(tree, *group, "matcher").and_then(|id| tree.get(id))
            && !matches!(pattern.kind, NodeKind::String { .. })
        {
            return Some((pattern.span, HooksFaultKind::MatcherNoText));
        }
        let Some(hooks) = member(tree, *group, "hooks") else {
            return Some((node.span, HooksFaultKind::NoHooksList));
        };
        let hooks_node = tree.get(hooks)?;
        let NodeKind::List(items) = &hooks_node.kind else {
            return Some((hooks_node.span, HooksFaultKind::NoHooksList));
        };
        items.iter().find_map(|hook| hook_fault(field, tree, *hook))
    })
}

fn hook_fault(field: &Field, tree: &Tree, hook: NodeId) -> Option<Fault> {
    let node = tree.get(hook)?;
    let NodeKind::Map(_) = node.kind else { return Some((node.span, HooksFaultKind::HookNoMap)) };
    let Some(type_node) = member(tree, hook, "type").and_then(|id| tree.get(id)) else {
        return Some((node.span, HooksFaultKind::NoType));
    };
    let position = field.values.iter().position(|known| Some(&*known.value) == type_node.as_str());
    let Some((kind, choice)) = position.and_then(|at| Some((at, field.values.get(at)?))) else {
        return Some((type_node.span, HooksFaultKind::UnknownType));
    };
    for (key, needed) in choice.needs.iter().enumerate() {
        let given = member(tree, hook, needed).and_then(|id| tree.get(id));
        match given.map(|value| &value.kind) {
            Some(NodeKind::String { .. }) => {}
            _ => return Some((given.map_or(node.span, |value| value.span), HooksFaultKind::Needs { kind, key })),
        }
    }
    let timeout = member(tree, hook, "timeout").and_then(|id| tree.get(id))?;
    (!matches!(timeout.kind, NodeKind::Number(_))).then_some((timeout.span, HooksFaultKind::TimeoutNoNumber))
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
