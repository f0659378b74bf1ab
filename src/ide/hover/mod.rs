//! What stands under the cursor, explained: Markdown without HTML and tables, short enough for a popup.

pub mod expertise;
pub mod front_matter;
pub mod parts;
pub mod places;
mod portability;

pub use parts::TYPE_OF_HOOK;

use crate::glossary::{Context, Glossary, How, Match, explain};
use crate::model::AgentFile;
use crate::model::expertise::{Area, Entry, Item};
use crate::text::Span;
use expertise::{AreaItem, Around, Elsewhere};

/// An explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words that are explained.
    pub span: Span,
    /// Markdown without HTML and tables, at most [`MOST_LINES`] lines.
    pub markdown: String,
}

/// A hover is read at a glance.
pub const MOST_LINES: usize = 18;

/// Finds the other agents that know one of some phrases.
pub type WhoKnows<'a> = &'a dyn Fn(&[&str]) -> Vec<Elsewhere>;

/// What surrounds the file that a hover is on.
#[derive(Clone, Copy, Default)]
pub struct Scene<'a> {
    /// The file's address: with it, other places of the file are links.
    pub uri: Option<&'a str>,
    /// `None` where the other agents are not known.
    pub who_knows: Option<WhoKnows<'a>>,
}

/// The explanation of what stands at `offset`.
pub fn hover(file: &AgentFile, glossary: &Glossary, scene: Scene<'_>, offset: u32) -> Option<Hover> {
    if front_matter::covers(file, offset) {
        return front_matter::hover(file, offset);
    }
    if let Some(hover) = super::tool_reference::hover(file, offset) {
        return Some(hover);
    }
    match file.expertise.at(offset)? {
        Entry::Area(index) => Some(area(file, glossary, scene, index, file.expertise.area(index)?)),
        Entry::Item(index) => Some(item(file, glossary, scene, file.expertise.item(index)?)),
    }
}

/// What the words of an item mean in this file: of a name inside a longer entry, what the whole
/// entry means where the name alone says nothing.
pub fn meaning<'g>(file: &'g AgentFile, glossary: &'g Glossary, item: &'g Item) -> (&'g Item, Vec<Match<'g>>) {
    let found = explain(glossary, &item.text, &context(file, area_name(file, item)));
    let is_known = found.iter().any(|found| found.how != How::Part);
    let whole = item.part_of.and_then(|index| file.expertise.item(index)).filter(|_| !is_known);
    match whole {
        Some(whole) => (whole, explain(glossary, &whole.text, &context(file, area_name(file, whole)))),
        None => (item, found),
    }
}

/// What the name of an area means in this file.
pub fn meaning_of_area<'g>(file: &'g AgentFile, glossary: &'g Glossary, area: &'g Area) -> Vec<Match<'g>> {
    explain(glossary, &area.name, &context(file, &area.name))
}

fn item(file: &AgentFile, glossary: &Glossary, scene: Scene<'_>, item: &Item) -> Hover {
    let (item, found) = meaning(file, glossary, item);
    let area = area_name(file, item);
    let phrases = places::phrases_of(&item.text, found.iter().map(|found| found.concept));
    let places = places::places_of(&phrases, &file.text, &file.outline, item.span);
    let others = scene.who_knows.map(|who_knows| who_knows(&phrases));
    let around = Around { uri: scene.uri, places: &places, others: others.as_deref() };
    let area = Some(area).filter(|area| !area.is_empty());
    Hover { span: item.span, markdown: expertise::item_hover(glossary, &item.text, area, &found, &around) }
}

fn area(file: &AgentFile, glossary: &Glossary, scene: Scene<'_>, index: u32, area: &Area) -> Hover {
    let found = meaning_of_area(file, glossary, area);
    let items: Vec<AreaItem<'_>> = file
        .expertise
        .items_of(index)
        .map(|item| AreaItem { text: &item.text, matches: meaning(file, glossary, item).1 })
        .collect();
    let phrases = places::phrases_of(&area.name, found.iter().map(|found| found.concept));
    let places = places::places_of(&phrases, &file.text, &file.outline, area.span);
    let others = scene.who_knows.map(|who_knows| who_knows(&phrases));
    let around = Around { uri: scene.uri, places: &places, others: others.as_deref() };
    Hover { span: area.name_span, markdown: expertise::area_hover(glossary, &area.name, &found, &items, &around) }
}

fn area_name<'a>(file: &'a AgentFile, item: &Item) -> &'a str {
    item.area.and_then(|index| file.expertise.area(index)).map_or("", |area| &area.name)
}

fn context<'a>(file: &'a AgentFile, area: &'a str) -> Context<'a> {
    Context {
        area,
        agent: file.verdict.name.as_deref().unwrap_or_default(),
        description: file.verdict.description.as_deref().unwrap_or_default(),
    }
}
