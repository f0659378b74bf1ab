//! A page that stands by itself: the picture, and a filter by expertise, name and tool.

use super::svg::{Drawn, STYLE, colour, escaped};
use super::{Diagram, Node, NodeKind};
use std::collections::BTreeMap;
use std::fmt::Write;

const PAGE_STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Around the picture.
const MARGIN: f64 = 24.0;

/// The picture as a page. It asks nothing of any other place.
pub fn html(diagram: &Diagram) -> String {
    let drawn = Drawn::of(diagram);
    let wide = (drawn.layout.width + 2.0 * MARGIN).ceil();
    let high = (drawn.layout.height + 2.0 * MARGIN).ceil();
    let areas = areas(diagram);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Agents: {}</title>\n<style>{STYLE}{PAGE_STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n\
         <input id=\"find\" type=\"search\" placeholder=\"Name, expertise or tool\" aria-label=\"Find agents\" autocomplete=\"off\">\n\
         <output id=\"count\"></output>\n",
        escaped(&diagram.summary),
        escaped(&diagram.summary),
    );
    out.push_str("<span class=\"tools\">");
    for (at, tool) in diagram.tools.iter().enumerate().filter(|_| diagram.tools.len() > 1) {
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "<button type=\"button\" class=\"tool-button\" data-tool=\"{at}\" aria-pressed=\"false\"><svg width=\"9\" height=\"9\"><rect class=\"tool-{}\" width=\"9\" height=\"9\" rx=\"2\"/></svg>{}</button>",
            colour(at),
            escaped(tool)
        );
    }
    out.push_str(
        "</span>\n<span class=\"zoom\"><button type=\"button\" id=\"smaller\" aria-label=\"Smaller\">−</button>\
         <button type=\"button\" id=\"whole\">Whole</button>\
         <button type=\"button\" id=\"larger\" aria-label=\"Larger\">+</button></span>\n</header>\n<div class=\"page\">\n",
    );
    if !areas.is_empty() {
        out.push_str("<nav aria-label=\"Areas of expertise\">\n<h2>Expertise</h2>\n<div>\n");
        for (index, (name, who)) in areas.iter().enumerate() {
            let _ = writeln!(
                out,
                "<button type=\"button\" class=\"area-button\" data-area=\"{index}\" aria-pressed=\"false\"><span>{}</span><small>{who}</small></button>",
                escaped(name)
            );
        }
        out.push_str("</div>\n</nav>\n");
    }
    let _ = writeln!(
        out,
        "<main>\n<svg id=\"map\" xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"-{MARGIN} -{MARGIN} {wide} {high}\" role=\"group\" aria-label=\"{}\">",
        escaped(&diagram.summary)
    );
    out.push_str(&drawn.text);
    out.push_str("</svg>\n</main>\n</div>\n<script type=\"application/json\" id=\"facts\">");
    out.push_str(&facts(diagram, &areas));
    let _ = write!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

/// The areas by how many agents have them, and how many that are; the same in other letter case is one.
fn areas(diagram: &Diagram) -> Vec<(&str, usize)> {
    let mut counted: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for node in diagram.nodes.iter().filter(|node| node.kind != NodeKind::Area) {
        let mut own: Vec<(String, &str)> = node.areas.iter().map(|area| (area.to_lowercase(), &**area)).collect();
        own.sort();
        own.dedup_by(|next, kept| next.0 == kept.0);
        for (key, area) in own {
            counted.entry(key).or_insert((area, 0)).1 += 1;
        }
    }
    let mut areas: Vec<(&str, usize)> = counted.into_values().collect();
    areas.sort_by_key(|(_, who)| std::cmp::Reverse(*who));
    areas
}

/// What the filter looks at, as JSON: of each box its words, its tool, and places in the list of areas.
fn facts(diagram: &Diagram, areas: &[(&str, usize)]) -> String {
    let places: BTreeMap<String, usize> =
        areas.iter().enumerate().map(|(at, (name, _))| (name.to_lowercase(), at)).collect();
    let fact = |node: &Node| {
        let tool = match node.kind {
            NodeKind::Agent { tool, .. } => Some(tool),
            NodeKind::Area => None,
        };
        let title = tool.and_then(|tool| diagram.tools.get(tool)).map_or("", String::as_str);
        let words = [&*node.title, title].into_iter().chain(node.areas.iter().chain(&node.items).map(String::as_str));
        let words: Vec<&str> = words.collect();
        let own: Vec<String> =
            node.areas.iter().filter_map(|area| places.get(&area.to_lowercase())).map(ToString::to_string).collect();
        let tool = tool.map_or("null".to_owned(), |tool| tool.to_string());
        format!("[{},{tool},[{}]]", text(&words.join("\n").to_lowercase()), own.join(","))
    };
    format!("[{}]", diagram.nodes.iter().map(fact).collect::<Vec<_>>().join(",\n"))
}

/// A text of JSON inside of a page: nothing in it ends the element that it stands in.
fn text(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}
