//! MCP servers, as a list of names and one-key maps or as a map.

use super::yaml;
use crate::syntax::{Node, NodeId, NodeKind, Tree};
use crate::text::Span;
use std::fmt::Write;

/// A server that a file names, and its configuration where it has one.
#[derive(Clone, Debug)]
pub struct Server {
    pub name: String,
    pub span: Span,
    config: Option<NodeId>,
}

impl Server {
    pub const fn is_defined(&self) -> bool {
        self.config.is_some()
    }
}

/// All servers of a value.
pub fn read(tree: &Tree, value: &Node) -> Vec<Server> {
    let mut servers = Vec::new();
    match &value.kind {
        NodeKind::List(items) => {
            for item in items.iter().filter_map(|id| tree.get(*id)) {
                match &item.kind {
                    NodeKind::String { value, .. } => {
                        servers.push(Server { name: value.to_string(), span: item.span, config: None });
                    }
                    NodeKind::Map(pairs) => servers.extend(of_pairs(tree, pairs)),
                    _ => {}
                }
            }
        }
        NodeKind::Map(pairs) => servers.extend(of_pairs(tree, pairs)),
        _ => {}
    }
    servers
}

fn of_pairs<'a>(tree: &'a Tree, pairs: &'a [(NodeId, NodeId)]) -> impl Iterator<Item = Server> + 'a {
    pairs.iter().filter_map(|(name, config)| {
        let node = tree.get(*name)?;
        let is_map = matches!(tree.get(*config)?.kind, NodeKind::Map(_));
        is_map.then(|| Server {
            name: node.as_str().unwrap_or_default().to_owned(),
            span: node.span,
            config: Some(*config),
        })
    })
}

/// As a map of names to configurations; `None` where none is defined here.
pub fn as_map(tree: &Tree, servers: &[Server], line_end: &str) -> Option<String> {
    let mut out = String::new();
    for server in servers {
        let Some(config) = server.config else { continue };
        let _ = write!(out, "{line_end}  {}:", yaml::flow_text(&server.name));
        out.push_str(&configuration(tree, config, "    ", line_end)?);
    }
    (!out.is_empty()).then_some(out)
}

/// As a list of names and one-key maps.
pub fn as_list(tree: &Tree, servers: &[Server], line_end: &str) -> Option<String> {
    let mut out = String::new();
    for server in servers {
        let _ = write!(out, "{line_end}  - {}", yaml::flow_text(&server.name));
        if let Some(config) = server.config {
            out.push(':');
            out.push_str(&configuration(tree, config, "      ", line_end)?);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The kind of a server that is started shows in its command, and tools have different words for it. Some
/// want the arguments also where there are none.
fn configuration(tree: &Tree, config: NodeId, indent: &str, line_end: &str) -> Option<String> {
    let NodeKind::Map(pairs) = &tree.get(config)?.kind else { return None };
    let named = |pair: &(NodeId, NodeId), key: &str| tree.get(pair.0).and_then(Node::as_str) == Some(key);
    let is_started = pairs.iter().any(|pair| named(pair, "command"));
    let kept: Vec<(NodeId, NodeId)> =
        pairs.iter().filter(|pair| !(is_started && named(pair, "type"))).copied().collect();
    let mut out = yaml::block_map(tree, &kept, indent, 1, line_end)?;
    if is_started && !kept.iter().any(|pair| named(pair, "args")) {
        let _ = write!(out, "{line_end}{indent}args: []");
    }
    Some(out)
}
