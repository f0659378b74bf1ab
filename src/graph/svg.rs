//! A picture that stands by itself: no script, no font and no style from elsewhere, in light and dark.

use super::layout::{self, Layout, Point, Rect, Route, Size};
use super::measure::{cut, width, wrap};
use super::{Diagram, Node, NodeKind};
use std::borrow::Cow;
use std::fmt::Write;

/// How the boxes and lines look; of the picture alone and of the page.
pub(super) const STYLE: &str = include_str!("svg.css");

const CARD: f64 = 208.0;
const PAD: f64 = 14.0;
const NAME: f64 = 13.0;
const TEXT: f64 = 11.0;
const LINE: f64 = 15.0;
const MOST_LINES: usize = 2;
const MARGIN: f64 = 28.0;
/// For the words above the picture.
const HEAD: f64 = 56.0;
/// There are colours for so many tools.
const COLOURS: usize = 8;

/// The picture as SVG.
pub fn svg(diagram: &Diagram) -> String {
    let drawn = Drawn::of(diagram);
    let layout = &drawn.layout;
    let head = head(diagram);
    let wide = (layout.width.max(head.width) + 2.0 * MARGIN).ceil();
    let high = (layout.height + HEAD + MARGIN).ceil();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"img\" aria-label=\"{}\">\n<style>{STYLE}</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
        escaped(&diagram.summary)
    );
    // Writing to a string does not fail.
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {MARGIN})\">{}</g>", head.text);
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {HEAD})\">");
    out.push_str(&drawn.text);
    out + "</g>\n</svg>\n"
}

/// The boxes and lines of a picture, from its upper left end.
pub(super) struct Drawn {
    pub text: String,
    pub layout: Layout,
}

impl Drawn {
    pub fn of(diagram: &Diagram) -> Drawn {
        let cards: Vec<Card> = diagram.nodes.iter().map(Card::of).collect();
        let sizes: Vec<Size> = cards.iter().map(|card| Size { width: CARD, height: card.height }).collect();
        let lines: Vec<(usize, usize)> = diagram.links.iter().map(|link| (link.from, link.to)).collect();
        let layout = layout::lay_out(&sizes, &lines);
        let mut text = String::from(
            "<defs><marker id=\"head\" class=\"head\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"7\" \
             markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path d=\"M0 .8 7.5 4 0 7.2z\"/>\
             </marker><marker id=\"head-on\" class=\"head on\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path d=\"M0 .8 7.5 4 0 7.2z\"/>\
             </marker></defs>\n<g class=\"links\">\n",
        );
        for route in &layout.routes {
            let from_area = diagram.nodes.get(route.from).is_some_and(|node| node.kind == NodeKind::Area);
            let class = match (from_area, route.both) {
                (true, _) => "link plain",
                (false, true) => "link both",
                (false, false) => "link",
            };
            // Writing to a string does not fail.
            let _ = writeln!(
                text,
                "<path class=\"{class}\" data-from=\"{}\" data-to=\"{}\" d=\"{}\"/>",
                route.from,
                route.to,
                way(route)
            );
        }
        text.push_str("</g>\n<g class=\"nodes\">\n");
        let several = diagram.tools.len() > 1;
        for (at, ((node, card), rect)) in diagram.nodes.iter().zip(&cards).zip(&layout.boxes).enumerate() {
            text.push_str(&card.drawn(at, node, diagram, rect, several));
        }
        text.push_str("</g>\n");
        Drawn { text, layout }
    }
}

/// What stands in a box.
struct Card {
    name: String,
    lines: Vec<String>,
    height: f64,
}

impl Card {
    fn of(node: &Node) -> Card {
        let room = CARD - 2.0 * PAD;
        let lines = wrap(&node.text, TEXT, room, MOST_LINES);
        let height = 2.0 * 11.0 + NAME + lines.len() as f64 * LINE;
        // Names are bold, and bold letters wider.
        Card { name: cut(&node.title, NAME * 1.06, room), lines, height }
    }

    fn drawn(&self, at: usize, node: &Node, diagram: &Diagram, rect: &Rect, several: bool) -> String {
        let Rect { x, y, width, height } = *rect;
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = match &node.address {
            Some(address) => write!(out, "<a href=\"{}\" target=\"_blank\">", escaped(address)),
            None => write!(out, "<g tabindex=\"0\">"),
        };
        let class = match node.kind {
            NodeKind::Agent { loads: true, .. } => "node",
            NodeKind::Agent { loads: false, .. } => "node lost",
            NodeKind::Area => "node area",
        };
        let _ = write!(
            out,
            "<g class=\"{class}\" data-node=\"{at}\"><title>{}</title>",
            escaped(&hint(node, diagram, several))
        );
        let round = if node.kind == NodeKind::Area { height / 2.0 } else { 8.0 };
        let _ = write!(
            out,
            "<rect class=\"card\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\"/>"
        );
        if let NodeKind::Agent { tool, .. } = node.kind {
            let (top, high) = (y + 9.0, height - 18.0);
            let _ = write!(
                out,
                "<rect class=\"tool tool-{}\" x=\"{:.1}\" y=\"{top:.1}\" width=\"3\" height=\"{high:.1}\" rx=\"1.5\"/>",
                tool % COLOURS,
                x + 5.0
            );
        }
        let mut base = y + 11.0 + NAME - 2.5;
        let _ = write!(out, "<text class=\"name\" x=\"{:.1}\" y=\"{base:.1}\">{}</text>", x + PAD, escaped(&self.name));
        base += 2.5;
        for line in &self.lines {
            base += LINE;
            let _ = write!(out, "<text class=\"note\" x=\"{:.1}\" y=\"{base:.1}\">{}</text>", x + PAD, escaped(line));
        }
        out.push_str(if node.address.is_some() { "</g></a>\n" } else { "</g></g>\n" });
        out
    }
}

/// What somebody reads who points at a box.
fn hint(node: &Node, diagram: &Diagram, several: bool) -> String {
    let mut lines = vec![node.title.clone()];
    if let NodeKind::Agent { tool, loads } = node.kind {
        if several {
            lines.extend(diagram.tools.get(tool).cloned());
        }
        if !loads {
            lines.push("does not load: agentls check says why".to_owned());
        }
    }
    if !node.hint.is_empty() {
        lines.push(node.hint.clone());
    }
    if !node.areas.is_empty() && node.kind != NodeKind::Area {
        lines.push(format!("Knows: {}", node.areas.join(", ")));
    }
    lines.join("\n")
}

struct Head {
    text: String,
    width: f64,
}

/// What there is, and which colour is whose.
fn head(diagram: &Diagram) -> Head {
    let mut text = format!("<text class=\"name\">{}</text>", escaped(&diagram.summary));
    let mut x = width(&diagram.summary, NAME * 1.06) + 24.0;
    for (at, tool) in diagram.tools.iter().enumerate().filter(|_| diagram.tools.len() > 1) {
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "<rect class=\"tool tool-{}\" x=\"{x:.1}\" y=\"-9\" width=\"9\" height=\"9\" rx=\"2\"/><text class=\"note\" x=\"{:.1}\" y=\"-.5\">{}</text>",
            at % COLOURS,
            x + 14.0,
            escaped(tool)
        );
        x += width(tool, TEXT) + 34.0;
    }
    Head { text, width: x }
}

/// The way of a line: level at each of its points.
fn way(route: &Route) -> String {
    let mut out = String::new();
    let mut before: Option<Point> = None;
    for point in &route.points {
        let Point { x, y } = *point;
        // Writing to a string does not fail.
        let _ = match before {
            None => write!(out, "M{x:.1} {y:.1}"),
            Some(last) if (last.y - y).abs() < 0.5 => write!(out, "L{x:.1} {y:.1}"),
            Some(last) => {
                let middle = (last.x + x) / 2.0;
                write!(out, "C{middle:.1} {:.1} {middle:.1} {y:.1} {x:.1} {y:.1}", last.y)
            }
        };
        before = Some(*point);
    }
    out
}

/// The class of a tool's colour.
pub(super) fn colour(tool: usize) -> usize {
    tool % COLOURS
}

/// Text between tags or quotes. Characters that no XML may hold are left out.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && (!c.is_control() || c == '\n');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push(' '),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
