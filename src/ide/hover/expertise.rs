//! Hovers on what an agent knows: on an item, on an area, and on what the glossary does not know.

use super::places::Place;
use crate::glossary::{Concept, GLOSSARY_FILE, Glossary, How, Match};
use std::fmt::Write;

/// A hover has room for this many of each.
const MOST_PARTS: usize = 4;
const MOST_ITEMS: usize = 8;
const MOST_PLACES: usize = 4;
const MOST_RELATED: usize = 5;
/// Characters of a definition in a list.
const SHORT_DEFINITION: usize = 90;

/// A link to another file, such as an agent's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub title: String,
    /// `None` where there is nothing to open.
    pub uri: Option<String>,
}

/// What surrounds a hover, whatever it is on. All lists may be empty: their lines are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// This file's address for links to its lines; without one, lines are named by number.
    pub uri: Option<&'a str>,
    /// Where else this file speaks of it.
    pub places: &'a [Place],
    /// The other agents that know it. `None` where nobody looked.
    pub others: Option<&'a [Elsewhere]>,
}

/// The hover on an item of an area.
pub fn item_hover(glossary: &Glossary, text: &str, area: Option<&str>, matches: &[Match], around: &Around) -> String {
    let known: Vec<&Match> = matches.iter().filter(|found| found.how.explains()).collect();
    match known.as_slice() {
        [] => unknown_hover(text, matches, around),
        [one] if one.how == How::Narrower => nearest_hover(glossary, text, one.concept, area, around),
        [one] if matches.len() == 1 => concept_hover(glossary, text, one.concept, area, around),
        _ => combined_hover(text, area, matches, around),
    }
}

/// On a phrase that says something narrower than the entry: a kind of it, or a part of the work on it.
fn nearest_hover(glossary: &Glossary, text: &str, concept: &Concept, area: Option<&str>, around: &Around) -> String {
    let hover = concept_hover(glossary, text, concept, area, around);
    let (title, rest) = hover.split_once('\n').unwrap_or((&hover, ""));
    format!("{title} · the nearest entry to *{}*\n{rest}", escape(text))
}

fn concept_hover(glossary: &Glossary, text: &str, concept: &Concept, area: Option<&str>, around: &Around) -> String {
    let mut out = format!("**{}** · {}", escape(&concept.name), concept.kind.label());
    if let Some(area) = area.filter(|area| !area.trim().is_empty() && !area.eq_ignore_ascii_case(text)) {
        let _ = write!(out, " · in {}", escape(area));
    }
    let _ = write!(out, "\n\n{}\n", concept.definition);
    if !concept.expected.is_empty() {
        out.push_str("\nAn agent with this expertise\n");
        for line in concept.expected.iter() {
            let _ = writeln!(out, "- {line}");
        }
    }
    if !concept.watch_out.is_empty() {
        let _ = write!(out, "\nWatch out: {}.\n", concept.watch_out.join("; "));
    }
    let more = [whereabouts(around), related(glossary, concept)];
    finish(out, more.into_iter().flatten())
}

/// A concept by itself, for a terminal or a page.
pub fn concept_page(glossary: &Glossary, concept: &Concept) -> String {
    concept_hover(glossary, "", concept, None, &Around::default())
}

/// Several things in one cell.
fn combined_hover(text: &str, area: Option<&str>, matches: &[Match], around: &Around) -> String {
    let mut out = format!("**{}** · {} in one", escape(text), count(matches.len(), "thing"));
    if let Some(area) = area.filter(|area| !area.trim().is_empty()) {
        let _ = write!(out, " · in {}", escape(area));
    }
    out.push_str("\n\n");
    for found in matches.iter().take(MOST_PARTS) {
        let concept = found.concept;
        let _ = write!(out, "- **{}** ({}): {}", escape(&concept.name), concept.kind.label(), concept.definition);
        if let Some(expected) = concept.expected.first() {
            let _ = write!(out, " An agent with this expertise {expected}.");
        }
        out.push('\n');
    }
    if let Some(left_out) = matches.len().checked_sub(MOST_PARTS).filter(|left_out| *left_out > 0) {
        let _ = writeln!(out, "- … and {left_out} more");
    }
    finish(out, whereabouts(around).into_iter())
}

/// Something that is not in the glossary; `matches` are the known phrases inside it.
pub fn unknown_hover(text: &str, matches: &[Match], around: &Around) -> String {
    let mut out = format!("**{}** is not in the glossary.", escape(text));
    match matches {
        [] => out.push('\n'),
        [one] => {
            let words = escape(one.span.slice(text));
            let _ = writeln!(out, " Known in it: *{words}* → {}, {}.", escape(&one.concept.name), short(one.concept));
        }
        several => {
            out.push_str(" Known in it:\n\n");
            for found in several.iter().take(MOST_PARTS) {
                let words = escape(found.span.slice(text));
                let _ = writeln!(out, "- *{words}* → {}: {}", escape(&found.concept.name), short(found.concept));
            }
        }
    }
    let add = format!("Add it to `{GLOSSARY_FILE}` with the quick action.");
    let nobody = around.others.is_some_and(<[Elsewhere]>::is_empty).then_some("No other agent mentions it.");
    let whereabouts = match (whereabouts(around), nobody) {
        (Some(line), Some(nobody)) => Some(format!("{line}. {nobody}")),
        (line, nobody) => line.or(nobody.map(str::to_owned)),
    };
    finish(out, whereabouts.into_iter().chain([add]))
}

/// One item of an area, as its hover lists it.
#[derive(Clone, Debug)]
pub struct AreaItem<'a> {
    pub text: &'a str,
    pub matches: Vec<Match<'a>>,
}

/// The hover on the name of an area. `matches` is what the name means by itself.
pub fn area_hover(glossary: &Glossary, name: &str, matches: &[Match], items: &[AreaItem], around: &Around) -> String {
    let concept = matches.iter().find(|found| found.how.explains()).map(|found| found.concept);
    let title = concept.filter(|_| matches.len() == 1).map_or_else(|| name.to_owned(), |c| c.name.to_string());
    let mut out = format!("**{}** · area with {}\n", escape(&title), count(items.len(), "item"));
    if let Some(concept) = concept {
        let _ = write!(out, "\n{}\n", concept.definition);
    }
    if !items.is_empty() {
        out.push('\n');
    }
    for item in items.iter().take(MOST_ITEMS) {
        let meaning = item.matches.iter().filter(|found| found.how.explains()).collect::<Vec<_>>();
        let text = escape(item.text);
        let _ = match meaning.as_slice() {
            [] => writeln!(out, "- {text}"),
            [one] => writeln!(out, "- {text}: {}", short(one.concept)),
            several => {
                let names: Vec<String> = several.iter().map(|one| escape(one.concept.short_name())).collect();
                writeln!(out, "- {text}: {}", names.join(", "))
            }
        };
    }
    if let Some(left_out) = items.len().checked_sub(MOST_ITEMS).filter(|left_out| *left_out > 0) {
        let _ = writeln!(out, "- … and {left_out} more");
    }
    let missing = concept.and_then(|concept| not_mentioned(glossary, concept, items));
    finish(out, whereabouts(around).into_iter().chain(missing))
}

/// What such an area usually covers and this one does not.
fn not_mentioned(glossary: &Glossary, area: &Concept, items: &[AreaItem]) -> Option<String> {
    let mentioned = |id: &str| items.iter().flat_map(|item| &item.matches).any(|found| found.concept.id == id);
    let usual = if area.covers.is_empty() { &area.related } else { &area.covers };
    let names: Vec<String> = usual
        .iter()
        .filter(|id| !mentioned(id))
        .filter_map(|id| glossary.concept(id))
        .map(|concept| escape(concept.short_name()))
        .take(MOST_RELATED)
        .collect();
    (!names.is_empty()).then(|| format!("Often covered here, not mentioned: {}", names.join(", ")))
}

/// "In this file: … · Also covered by: …"
fn whereabouts(around: &Around) -> Option<String> {
    let mut parts = Vec::new();
    if !around.places.is_empty() {
        let mut places: Vec<String> =
            around.places.iter().take(MOST_PLACES).map(|place| place_link(place, around.uri)).collect();
        if let Some(left_out) = around.places.len().checked_sub(MOST_PLACES).filter(|left_out| *left_out > 0) {
            places.push(format!("{left_out} more"));
        }
        parts.push(format!("In this file: {}", places.join(", ")));
    }
    let others = around.others.unwrap_or(&[]);
    if !others.is_empty() {
        let links: Vec<String> = others.iter().take(MOST_RELATED).map(elsewhere_link).collect();
        parts.push(format!("Also covered by: {}", links.join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn place_link(place: &Place, uri: Option<&str>) -> String {
    let title = escape(&place.title);
    match uri {
        _ if place.title.trim().is_empty() => format!("line {}", place.line),
        Some(uri) => format!("[{title}]({}#L{})", link_target(uri), place.line),
        None => format!("{title} (line {})", place.line),
    }
}

fn elsewhere_link(elsewhere: &Elsewhere) -> String {
    let title = escape(&elsewhere.title);
    match &elsewhere.uri {
        Some(uri) => format!("[{title}]({})", link_target(uri)),
        None => title,
    }
}

fn related(glossary: &Glossary, concept: &Concept) -> Option<String> {
    let names: Vec<String> = concept
        .related
        .iter()
        .filter_map(|id| glossary.concept(id))
        .map(|concept| escape(concept.short_name()))
        .take(MOST_RELATED)
        .collect();
    let names = (!names.is_empty()).then(|| format!("Related: {}", names.join(", ")));
    let home = concept.home.as_deref().map(|home| format!("[{}]({})", escape(&home_title(home)), link_target(home)));
    let parts: Vec<String> = names.into_iter().chain(home).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// How a person calls an address: `RFC 7519`, `passportjs.org`.
fn home_title(home: &str) -> String {
    let rest = home.split_once("://").map_or(home, |(_, rest)| rest);
    let last = rest.trim_end_matches('/').rsplit('/').next().unwrap_or(rest);
    if let Some(number) = last.strip_prefix("rfc").filter(|number| number.bytes().all(|b| b.is_ascii_digit())) {
        return format!("RFC {number}");
    }
    let host = rest.split('/').next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The definition cut down to what fits behind a name in a list.
fn short(concept: &Concept) -> String {
    let definition = &*concept.definition;
    let end =
        ["; ", ": ", ". ", " ("].iter().filter_map(|stop| definition.find(stop)).min().unwrap_or(definition.len());
    let clause = definition.get(..end).unwrap_or(definition).trim_end_matches('.');
    let clause = ["A ", "An ", "The "].iter().find_map(|article| clause.strip_prefix(article)).unwrap_or(clause);
    if clause.chars().count() <= SHORT_DEFINITION {
        return balanced(clause);
    }
    let cut = clause.char_indices().nth(SHORT_DEFINITION).map_or(clause.len(), |(at, _)| at);
    let kept = clause.get(..cut).unwrap_or(clause);
    let kept = kept
        .rsplit_once(", ")
        .filter(|(kept, _)| kept.chars().count() >= SHORT_DEFINITION / 2)
        .map_or_else(|| kept.rsplit_once(' ').map_or(kept, |(kept, _)| kept), |(kept, _)| kept);
    format!("{} …", balanced(kept))
}

/// Without a backquote that a cut has left alone.
fn balanced(text: &str) -> String {
    if text.matches('`').count().is_multiple_of(2) { text.to_owned() } else { text.replace('`', "") }
}

/// Puts the lines of `more` behind a blank line, as one paragraph.
fn finish(out: String, more: impl Iterator<Item = String>) -> String {
    let mut out = out.trim_end().to_owned();
    // Two blanks at the end of a line break it.
    let more = more.collect::<Vec<_>>().join("  \n");
    if !more.is_empty() {
        out.push_str("\n\n");
        out.push_str(&more);
    }
    out
}

fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        2 if what == "thing" => "two things".to_owned(),
        _ => format!("{number} {what}s"),
    }
}

/// `text` as Markdown shows it letter by letter, on one line. Popups that show Markdown as it
/// stands are common, so nothing is escaped without need.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let inside_word = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '\\' | '*' | '`' | '[' | ']' | '<' => out.extend(['\\', c]),
            '_' if !inside_word => out.push_str("\\_"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// An address as the target of a link: what would end the link is written in percent form.
fn link_target(uri: &str) -> String {
    let mut out = String::with_capacity(uri.len());
    for c in uri.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            ' ' => out.push_str("%20"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
