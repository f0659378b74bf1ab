//! Values of the front matter with their spans.

use crate::text::Span;

/// Index of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(pub u32);

/// All nodes of one front matter. An arena: dropping or walking it never recurses.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// One value.
#[derive(Clone, Debug)]
pub struct Node {
    /// The bytes of the value in the file, without its tag or anchor.
    pub span: Span,
    pub kind: NodeKind,
}

/// What a value is once the tool has read it.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    Null,
    Bool(bool),
    /// An integer or a float.
    Number(f64),
    String {
        value: Box<str>,
        style: ScalarStyle,
    },
    List(Vec<NodeId>),
    /// Pairs in the order of the file; of equal keys the last one counts.
    Map(Vec<(NodeId, NodeId)>),
}

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

impl Tree {
    pub fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    pub fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    /// Visits the span of every node.
    pub fn for_each_span(&mut self, visit: &mut impl FnMut(&mut Span)) {
        self.nodes.iter_mut().for_each(|node| visit(&mut node.span));
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl Node {
    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::String { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// A node as a line of JSON, for tests.
#[cfg(test)]
pub(super) fn show(tree: &Tree, id: NodeId) -> String {
    let node = tree.get(id).unwrap();
    match &node.kind {
        NodeKind::Null => "null".into(),
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Number(value) => value.to_string(),
        NodeKind::String { value, .. } => format!("{value:?}"),
        NodeKind::List(items) => {
            format!("[{}]", items.iter().map(|id| show(tree, *id)).collect::<Vec<_>>().join(", "))
        }
        NodeKind::Map(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| format!("{}: {}", show(tree, *key), show(tree, *value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}
