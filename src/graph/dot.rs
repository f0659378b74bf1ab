//! Graphviz.

use super::{Diagram, NodeKind};
use std::fmt::Write;

/// The picture in the language of Graphviz. Agents of several tools stand in a frame for each.
pub fn dot(diagram: &Diagram) -> String {
    let mut out = String::from(
        "digraph agents {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n  \
         edge [color=\"#8c959f\", arrowsize=0.7];\n",
    );
    let several = diagram.tools.len() > 1;
    for (index, tool) in diagram.tools.iter().enumerate() {
        if several {
            // Writing to a string does not fail.
            let _ = writeln!(out, "  subgraph cluster_{index} {{\n  label=\"{}\";", escaped(tool));
        }
        for (at, node) in diagram.nodes.iter().enumerate() {
            let NodeKind::Agent { tool, loads } = node.kind else { continue };
            if tool != index {
                continue;
            }
            let areas: String = node.areas.iter().take(4).map(|area| format!("\\n{}", escaped(area))).collect();
            let address = node.address.as_deref().map(|to| format!(", URL=\"{}\"", escaped(to))).unwrap_or_default();
            let lost = if loads { "" } else { ", color=\"#cf222e\", style=\"rounded,dashed\"" };
            let hint = escaped(&node.hint);
            let _ = writeln!(
                out,
                "  n{at} [label=\"{}{areas}\", tooltip=\"{hint}\"{address}{lost}];",
                escaped(&node.title)
            );
        }
        if several {
            out.push_str("  }\n");
        }
    }
    for (at, node) in diagram.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Area) {
        let _ = writeln!(out, "  n{at} [label=\"{}\", shape=ellipse];", escaped(&node.title));
    }
    for link in &diagram.links {
        let from_area = diagram.nodes.get(link.from).is_some_and(|node| node.kind == NodeKind::Area);
        let plain = if from_area { " [dir=none]" } else { "" };
        let _ = writeln!(out, "  n{} -> n{}{plain};", link.from, link.to);
    }
    out + "}\n"
}

/// Text between quotes, on one line.
fn escaped(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ").replace('\\', "\\\\").replace('"', "\\\"")
}
