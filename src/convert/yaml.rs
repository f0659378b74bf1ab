//! Values as YAML that every reader takes: strict ones and line-wise ones, YAML 1.1 and 1.2.

use crate::compose::quoting;
use crate::syntax::{Node, NodeId, NodeKind, Tree};

/// Beyond this many nodes nothing is written: aliases can make a small file an endless one.
const MOST_NODES: usize = 4000;

/// A text on one line: plain where that reads the same everywhere, else quoted.
pub fn text(value: &str) -> String {
    if is_plain(value) { value.to_owned() } else { quoted(value) }
}

/// A text inside `[ ]` or `{ }`.
pub fn flow_text(value: &str) -> String {
    let clashes = value.contains([',', '[', ']', '{', '}', ':']);
    if is_plain(value) && !clashes { value.to_owned() } else { quoted(value) }
}

fn quoted(value: &str) -> String {
    // Single quotes are read line by line nowhere but where they are needed; escapes are not read everywhere.
    let simple = !value.contains("---") && !value.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
    if simple { format!("\"{value}\"") } else { quoting::quoted(value) }
}

/// Whether a text without quotes is this text to every reader.
fn is_plain(value: &str) -> bool {
    let Some(first) = value.chars().next() else { return false };
    let last_is_fine = !value.ends_with([' ', ':', '\t']);
    let means_something = value.contains(": ") || value.contains(" #") || value.contains("---") || value.contains('\t');
    let odd = |c: char| {
        c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let starts_well = first.is_alphabetic() || first == '(' || first == '_';
    let word = value.to_ascii_lowercase();
    let is_other = matches!(
        &*word,
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "nan" | "inf" | "infinity" | "nil"
    );
    starts_well && last_is_fine && !means_something && !value.chars().any(odd) && !is_other
}

/// A map with each pair on its own line; from `levels` down on one line.
pub fn block_map(tree: &Tree, pairs: &[(NodeId, NodeId)], indent: &str, levels: u8, line_end: &str) -> Option<String> {
    let mut out = String::new();
    for (key, value) in pairs {
        let name = key_text(tree.get(*key)?)?;
        out.push_str(line_end);
        out.push_str(indent);
        out.push_str(&name);
        out.push(':');
        match tree.get(*value).map(|node| &node.kind) {
            Some(NodeKind::Map(inner)) if levels > 1 && !inner.is_empty() => {
                let deeper = format!("{indent}  ");
                out.push_str(&block_map(tree, inner, &deeper, levels - 1, line_end)?);
            }
            _ => {
                out.push(' ');
                out.push_str(&flow(tree, *value)?);
            }
        }
        if out.len() > MOST_NODES * 64 {
            return None;
        }
    }
    Some(out)
}

/// A scalar key as text.
pub fn key_text(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::String { value, .. } => Some(flow_text(value)),
        NodeKind::Number(number) => Some(format!("\"{number}\"")),
        NodeKind::Bool(value) => Some(format!("\"{value}\"")),
        _ => None,
    }
}

/// What is left to write of a value.
enum Step {
    Node(NodeId),
    Text(&'static str),
    Key(NodeId),
}

/// A value on one line.
pub fn flow(tree: &Tree, id: NodeId) -> Option<String> {
    let mut out = String::new();
    let mut open = vec![Step::Node(id)];
    let mut count = 0;
    while let Some(step) = open.pop() {
        count += 1;
        if count > MOST_NODES {
            return None;
        }
        let id = match step {
            Step::Text(text) => {
                out.push_str(text);
                continue;
            }
            Step::Key(id) => {
                out.push_str(&key_text(tree.get(id)?)?);
                continue;
            }
            Step::Node(id) => id,
        };
        match &tree.get(id)?.kind {
            NodeKind::Null => out.push_str("null"),
            NodeKind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            NodeKind::Number(number) if number.is_finite() => out.push_str(&number.to_string()),
            NodeKind::Number(_) => return None,
            NodeKind::String { value, .. } => out.push_str(&flow_text(value)),
            NodeKind::List(items) => {
                out.push('[');
                open.push(Step::Text("]"));
                for (at, item) in items.iter().enumerate().rev() {
                    open.push(Step::Node(*item));
                    if at > 0 {
                        open.push(Step::Text(", "));
                    }
                }
            }
            NodeKind::Map(pairs) => {
                out.push('{');
                open.push(Step::Text("}"));
                for (at, (key, value)) in pairs.iter().enumerate().rev() {
                    open.extend([Step::Node(*value), Step::Text(": "), Step::Key(*key)]);
                    if at > 0 {
                        open.push(Step::Text(", "));
                    }
                }
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::read_value;
    use proptest::prelude::*;

    #[test]
    fn plain_only_where_every_reader_agrees() {
        assert_eq!(text("Reviews code. Use after each commit"), "Reviews code. Use after each commit");
        assert_eq!(text("Use when: x"), "\"Use when: x\"");
        assert_eq!(text("yes"), "\"yes\"");
        assert_eq!(text("2026-11-22"), "\"2026-11-22\"");
        assert_eq!(text("*bold*"), "\"*bold*\"");
        assert_eq!(text("it's #1"), "\"it's #1\"");
        assert_eq!(flow_text("a, b"), "\"a, b\"");
        assert_eq!(text("He said \"x\": y"), "'He said \"x\": y'");
    }

    proptest! {
        #[test]
        fn any_text_reads_back(value in any::<String>()) {
            let entry = format!("key: {}\n", text(&value));
            let mut tree = Tree::default();
            let id = read_value(&entry, &mut tree);
            prop_assert_eq!(id.and_then(|id| tree.get(id)?.as_str()), Some(&*value));
            let entry = format!("key: [{}]\n", flow_text(&value));
            let mut tree = Tree::default();
            let list = read_value(&entry, &mut tree).and_then(|id| tree.get(id).cloned());
            let Some(NodeKind::List(items)) = list.map(|node| node.kind) else { panic!("no list: {entry}") };
            prop_assert_eq!(tree.get(items[0]).and_then(Node::as_str), Some(&*value));
        }
    }
}
