//! Lists of the front matter in the style that most of them have.

use super::set_of;
use crate::model::AgentFile;
use crate::syntax::{Entry, FrontMatterState, Node, NodeKind};
use crate::text::{Edit, EditSet, Span};

/// A list of texts.
struct List<'a> {
    entry: &'a Entry,
    node: &'a Node,
    items: Vec<Span>,
    is_block: bool,
}

/// Writes lists as `- a` lines or as `[a, b]`, whichever more of the file's lists are.
pub fn in_one_style(file: &AgentFile) -> Option<EditSet> {
    let text = &*file.text;
    if file.front_matter.state != FrontMatterState::Valid {
        return None;
    }
    let lists: Vec<List<'_>> = file.front_matter.entries.iter().filter_map(|entry| list(file, entry)).collect();
    let blocks = lists.iter().filter(|list| list.is_block).count();
    let flows = lists.len() - blocks;
    if blocks == 0 || flows == 0 || blocks == flows {
        return None;
    }
    let to_blocks = blocks > flows;
    let others = lists.iter().filter(|list| list.is_block != to_blocks);
    set_of(others.filter_map(|list| rewritten(file, text, list, to_blocks)).collect())
}

fn list<'a>(file: &'a AgentFile, entry: &'a Entry) -> Option<List<'a>> {
    let node = file.front_matter.value(entry)?;
    let NodeKind::List(ids) = &node.kind else { return None };
    let nodes: Vec<&Node> = ids.iter().filter_map(|id| file.front_matter.tree.get(*id)).collect();
    let is_text = |node: &&Node| matches!(node.kind, NodeKind::String { .. }) && entry.span.covers(node.span);
    if nodes.is_empty() || !nodes.iter().all(is_text) || !entry.span.covers(node.span) {
        return None;
    }
    let is_block = !node.span.slice(&file.text).starts_with('[');
    Some(List { entry, node, items: nodes.iter().map(|node| node.span).collect(), is_block })
}

fn rewritten(file: &AgentFile, text: &str, list: &List<'_>, to_block: bool) -> Option<Edit> {
    let items: Vec<&str> = list.items.iter().map(|span| span.slice(text)).collect();
    let whole = Span::new(list.entry.key_span.end, list.entry.span.end);
    // A comment between the items would be lost, and so would a value of several lines.
    if whole.slice(text).contains('#') || items.iter().any(|item| item.contains(['\n', '\r'])) {
        return None;
    }
    let colon = whole.start + Span::offset(whole.slice(text).find(':')?) + 1;
    let new = match to_block {
        true => items.iter().map(|item| format!("{}  - {item}", file.line_end())).collect(),
        false if items.iter().any(|item| is_loose(item)) => return None,
        false => format!(" [{}]", items.join(", ")),
    };
    let end = list.node.span.end.max(list.entry.span.end);
    Some(Edit { span: Span::new(colon, end), text: new })
}

/// Whether an item holds what ends it between brackets.
fn is_loose(item: &str) -> bool {
    !item.starts_with(['"', '\'']) && item.contains([',', '[', ']', '{', '}'])
}
