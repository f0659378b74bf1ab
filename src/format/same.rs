//! Whether the tool reads two files alike.

use crate::model::AgentFile;
use crate::model::verdict::ToolEntry;
use crate::syntax::{NodeId, NodeKind, Tree};
use std::fmt::Write;

/// Whether two files come to the same: the verdict, each value of the front matter, and the words and the structure of
/// the body.
pub fn reads_the_same(a: &AgentFile, b: &AgentFile) -> bool {
    verdict(a) == verdict(b) && values(a) == values(b) && structure(a) == structure(b) && words(a).eq(words(b))
}

/// What the tool makes of a file, but for places and the blanks that the prompt has less or more of.
fn verdict(file: &AgentFile) -> impl PartialEq + '_ {
    let verdict = &file.verdict;
    let texts = |entries: &[ToolEntry]| entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
    let mut ignored: Vec<&str> = verdict.ignored_keys.iter().map(|ignored| &*ignored.key).collect();
    ignored.sort_unstable();
    let mut dropped: Vec<&str> = verdict.dropped_values.iter().map(|dropped| &*dropped.key).collect();
    dropped.sort_unstable();
    let tools = &verdict.tools;
    (
        (verdict.loads, verdict.launches, verdict.reason.as_ref().map(|reason| reason.kind)),
        (&verdict.name, &verdict.description, &verdict.model, file.front_matter.state),
        (texts(&tools.declared), texts(&tools.denied_entries), &tools.effective, &tools.denied),
        (ignored, dropped),
    )
}

/// Keys and values, however they are written and ordered. Equal keys stay in their order.
fn values(file: &AgentFile) -> Vec<(&str, String)> {
    let front_matter = &file.front_matter;
    let value = |id: Option<NodeId>| id.map_or_else(String::new, |id| written(&front_matter.tree, id));
    let mut values: Vec<(&str, String)> =
        front_matter.entries.iter().map(|entry| (&*entry.key, value(entry.value))).collect();
    values.sort_by_key(|(key, _)| *key);
    values
}

/// A value in a form of its own, without recursion.
fn written(tree: &Tree, root: NodeId) -> String {
    enum Next {
        Node(NodeId),
        Mark(char),
    }
    let mut out = String::new();
    let mut open = vec![Next::Node(root)];
    while let Some(next) = open.pop() {
        let node = match next {
            Next::Mark(mark) => {
                out.push(mark);
                continue;
            }
            Next::Node(id) => tree.get(id),
        };
        match node.map(|node| &node.kind) {
            None | Some(NodeKind::Null) => out.push('~'),
            // Writing to a string does not fail.
            Some(NodeKind::String { value, .. }) => drop(write!(out, "{value:?}")),
            Some(NodeKind::Bool(value)) => drop(write!(out, "{value}")),
            Some(NodeKind::Number(value)) => drop(write!(out, "{value}")),
            Some(NodeKind::List(items)) => {
                out.push('[');
                open.push(Next::Mark(']'));
                open.extend(items.iter().rev().flat_map(|id| [Next::Mark(','), Next::Node(*id)]));
            }
            Some(NodeKind::Map(pairs)) => {
                out.push('{');
                open.push(Next::Mark('}'));
                let pairs = pairs.iter().rev();
                open.extend(
                    pairs.flat_map(|(k, v)| [Next::Mark(','), Next::Node(*v), Next::Mark(':'), Next::Node(*k)]),
                );
            }
        }
    }
    out
}

/// What the body is made of.
fn structure(file: &AgentFile) -> impl PartialEq + '_ {
    let outline = &file.outline;
    let text = &*file.text;
    let sections: Vec<(u8, &str)> = outline.sections.iter().map(|section| (section.level, &*section.title)).collect();
    let items: Vec<(u32, bool, Option<bool>)> =
        outline.items.iter().map(|item| (item.depth, item.ordered, item.task)).collect();
    let tables: Vec<(usize, usize)> =
        outline.tables.iter().map(|table| (table.header.len(), table.rows.len())).collect();
    let is_drawn = |at: u32| file.matrices.iter().any(|matrix| matrix.span.contains(at));
    let code = |content: &crate::text::Span| (!is_drawn(first_word(text, *content))).then(|| content.slice(text));
    let fences: Vec<Option<&str>> = outline.fences.iter().map(|fence| code(&fence.content)).collect();
    let links: Vec<&str> = outline.links.iter().map(|link| &*link.destination).collect();
    let expertise: Vec<&str> = file.expertise.items.iter().map(|item| &*item.text).collect();
    let counts = (outline.html.len(), outline.paragraphs.len(), outline.codes.len(), outline.strongs.len());
    (sections, items, tables, fences, links, expertise, counts)
}

fn first_word(text: &str, span: crate::text::Span) -> u32 {
    let inside = span.slice(text);
    span.start + crate::text::Span::offset(inside.len() - inside.trim_start().len())
}

/// The words of the body, without what tables and matrices are drawn with.
fn words(file: &AgentFile) -> impl Iterator<Item = &str> {
    let body = file.text.get(file.front_matter.body as usize..).unwrap_or("");
    let is_drawing = |c: char| c == '|' || ('\u{2500}'..='\u{257f}').contains(&c);
    let words = body.split(move |c: char| c.is_whitespace() || is_drawing(c));
    words.filter(|word| !word.chars().all(|c| matches!(c, '-' | '=' | '+' | ':')))
}
