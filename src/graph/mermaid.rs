//! Mermaid's flowchart, for Markdown.

use super::{Diagram, Node, NodeKind};
use std::fmt::Write;

/// The picture in the language of Mermaid. Agents of several tools stand in a frame for each.
pub fn mermaid(diagram: &Diagram) -> String {
    let mut out = String::from("flowchart LR\n");
    let several = diagram.tools.len() > 1;
    for (index, tool) in diagram.tools.iter().enumerate() {
        if several {
            // Writing to a string does not fail.
            let _ = writeln!(out, "  subgraph t{index}[\"{}\"]", escaped(tool));
        }
        let indent = if several { "    " } else { "  " };
        for (at, node) in diagram.nodes.iter().enumerate().filter(|(_, node)| tool_of(node) == Some(index)) {
            let _ = writeln!(out, "{indent}n{at}[\"{}\"]", label(node));
        }
        if several {
            out.push_str("  end\n");
        }
    }
    for (at, node) in diagram.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Area) {
        let _ = writeln!(out, "  n{at}([\"{}\"])", escaped(&node.title));
    }
    for link in &diagram.links {
        let from_area = diagram.nodes.get(link.from).is_some_and(|node| node.kind == NodeKind::Area);
        let arrow = if from_area { "---" } else { "-->" };
        let _ = writeln!(out, "  n{} {arrow} n{}", link.from, link.to);
    }
    for (at, node) in diagram.nodes.iter().enumerate() {
        if let Some(address) = &node.address {
            let _ = writeln!(out, "  click n{at} href \"{}\"", escaped(address));
        }
    }
    let lost: Vec<String> = diagram
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Agent { loads: false, .. }))
        .map(|(at, _)| format!("n{at}"))
        .collect();
    if !lost.is_empty() {
        let _ = writeln!(out, "  classDef lost stroke:#cf222e,stroke-dasharray:4 3\n  class {} lost", lost.join(","));
    }
    out
}

fn tool_of(node: &Node) -> Option<usize> {
    match node.kind {
        NodeKind::Agent { tool, .. } => Some(tool),
        NodeKind::Area => None,
    }
}

fn label(node: &Node) -> String {
    let areas: Vec<String> = node.areas.iter().take(4).map(|area| escaped(area)).collect();
    match areas.is_empty() {
        true => escaped(&node.title),
        false => format!("{}<br><small>{}</small>", escaped(&node.title), areas.join(" · ")),
    }
}

/// Text between quotes: what means something to Mermaid or to HTML stands as a code.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '<' | '>' | '&' | '#' | '`' | '\\' | '[' | ']' | '{' | '}' | '|' | '*' | '_' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
