//! Names in front matter: lists of agents, handovers, tools that start an agent, the description.

use super::{Form, Mention, in_order, prose};
use crate::dialect::{Capability, Dialect, Role};
use crate::model::Verdict;
use crate::model::verdict::ToolFate;
use crate::syntax::{FrontMatter, NodeId, NodeKind};
use crate::text::Span;

/// The key that lists the agents which this one may start, and the key of the agents that it hands
/// over to. VS Code reads them; see its documentation of custom agents, checked 2026-11-26.
const AGENTS: &str = "agents";
const HANDOFFS: &str = "handoffs";
/// The key inside of a handover that names the agent.
const AGENT: &str = "agent";

/// The mentions in front matter, in order.
pub fn in_front_matter(text: &str, read: &FrontMatter, dialect: &Dialect, verdict: &Verdict) -> Vec<Mention> {
    let mut found = Vec::new();
    if let Some(list) = read.entry(AGENTS).and_then(|entry| entry.value) {
        items(read, list).into_iter().for_each(|id| name(text, read, id, &mut found));
    }
    if let Some(list) = read.entry(HANDOFFS).and_then(|entry| entry.value) {
        for id in items(read, list) {
            let Some(NodeKind::Map(pairs)) = read.tree.get(id).map(|node| &node.kind) else { continue };
            let is_agent = |key: &NodeId| read.tree.get(*key).and_then(|node| node.as_str()) == Some(AGENT);
            for (_, value) in pairs.iter().filter(|(key, _)| is_agent(key)) {
                name(text, read, *value, &mut found);
            }
        }
    }
    for entry in &verdict.tools.declared {
        let ToolFate::Tool { name, specifier: Some(inside), .. } = &entry.fate else { continue };
        if dialect.tools.iter().any(|tool| tool.name == *name && tool.does.contains(&Capability::Delegate)) {
            specifier(text, *inside, &mut found);
        }
    }
    let key = dialect.fields.iter().find(|field| field.role == Role::Description).map(|field| &field.key);
    if let Some(entry) = key.and_then(|key| read.entry(key)) {
        prose::calls(text, entry.raw_value, &[], &mut found);
        prose::phrases(text, &[entry.raw_value], &mut found);
    }
    in_order(found)
}

/// The items of a list, or the one value that stands in its place.
fn items(read: &FrontMatter, id: NodeId) -> Vec<NodeId> {
    match read.tree.get(id).map(|node| &node.kind) {
        Some(NodeKind::List(items)) => items.clone(),
        Some(NodeKind::String { .. }) => vec![id],
        _ => Vec::new(),
    }
}

fn name(text: &str, read: &FrontMatter, id: NodeId, found: &mut Vec<Mention>) {
    let Some(node) = read.tree.get(id) else { return };
    let Some(name) = node.as_str().map(str::trim).filter(|name| !name.is_empty() && *name != "*") else { return };
    let words = node.span.slice(text);
    // With escapes or over several lines the words are not the name.
    let Some(at) = words.find(name) else { return };
    let span = Span::of(at..at + name.len()).shifted(node.span.start);
    found.push(Mention { span, name: name.into(), form: Form::Listed, sure: true, delegates: true });
}

/// The names in `Agent(one, two)`; `span` is what stands in the brackets, or with them.
fn specifier(text: &str, span: Span, found: &mut Vec<Mention>) {
    let words = span.slice(text);
    let mut start = 0;
    for piece in words.split(',') {
        let bare = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\''));
        let at = start + piece.find(bare).unwrap_or(0);
        start += piece.len() + 1;
        if !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | ':' | '.')) {
            let name = bare.rsplit(':').next().unwrap_or(bare);
            let at = at + bare.len() - name.len();
            let span = Span::of(at..at + name.len()).shifted(span.start);
            found.push(Mention { span, name: name.into(), form: Form::Listed, sure: true, delegates: true });
        }
    }
}
