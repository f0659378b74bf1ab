//! What an agent knows: its areas of expertise and their items, in every shape that files use.
//!
//! Read are the sections of the kinds `Expertise`, `Domain` and `WhenInvoked` with all groups in
//! them, and matrices under the title. One written entry (a cell, a bullet, a name in a list) is
//! one item. Where an entry holds several names, such as `Queues (NATS, Kafka)` or `Parquet/Avro`,
//! each of them is an item too, marked as a part of the whole entry: a hover finds the name under
//! the cursor, a count takes entries only.

mod reader;
mod split;
mod words;

use super::{Matrix, Sections};
use crate::syntax::Outline;
use crate::syntax::outline::SectionId;
use crate::text::Span;

/// The expertise of one agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expertise {
    /// In the order of the file.
    pub areas: Vec<Area>,
    /// In the order of the file; parts follow the entry that they are parts of.
    pub items: Vec<Item>,
}

/// A named group of items: a column of a matrix, a bold lead, a sub-heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// As the file writes it, on one line, without marks around it.
    pub name: Box<str>,
    /// The bytes of the name.
    pub name_span: Span,
    /// The name and all items.
    pub span: Span,
    pub shape: AreaShape,
    /// The section whose kind the area belongs to; a sub-heading's area names the section around.
    pub section: Option<SectionId>,
}

/// How an area is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AreaShape {
    /// A cell of a box-drawn matrix with the cells below it.
    MatrixColumn,
    /// `- **Name**: a, b, c`, or a bold lead with nested bullets.
    BoldLead,
    /// A sub-heading with a list under it.
    SubHeading,
    /// A column or row of a table.
    Table,
    /// A section whose list has no groups: the section is the area.
    Section,
}

/// One thing that the agent knows, answers for or is called for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// As the file writes it, trimmed and on one line.
    pub text: Box<str>,
    pub span: Span,
    /// Index in [`Expertise::areas`].
    pub area: Option<u32>,
    /// Index in [`Expertise::items`] of the entry that this name is a part of.
    pub part_of: Option<u32>,
    /// The section whose kind tells what the item is for: `Expertise`, `Domain` or `WhenInvoked`.
    pub section: Option<SectionId>,
}

/// What stands under a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The name of the area with this index.
    Area(u32),
    /// The item with this index.
    Item(u32),
}

impl Expertise {
    /// Reads what the sections and matrices of a file list.
    pub fn of(text: &str, outline: &Outline, sections: &Sections, matrices: &[Matrix]) -> Expertise {
        reader::read(text, outline, sections, matrices)
    }

    /// Visits every span, so that the expertise can be moved as a whole.
    pub fn for_each_span(&mut self, visit: &mut impl FnMut(&mut Span)) {
        for area in &mut self.areas {
            [&mut area.name_span, &mut area.span].into_iter().for_each(&mut *visit);
        }
        self.items.iter_mut().for_each(|item| visit(&mut item.span));
    }

    /// The innermost item or area name that `at` touches.
    pub fn at(&self, at: u32) -> Option<Entry> {
        let items = self.items.iter().zip(0u32..).map(|(item, index)| (item.span, Entry::Item(index)));
        let areas = self.areas.iter().zip(0u32..).map(|(area, index)| (area.name_span, Entry::Area(index)));
        let touched = items.chain(areas).filter(|(span, _)| span.touches(at));
        touched.min_by_key(|(span, _)| (span.len(), !span.contains(at))).map(|(_, entry)| entry)
    }

    pub fn area(&self, index: u32) -> Option<&Area> {
        self.areas.get(index as usize)
    }

    pub fn item(&self, index: u32) -> Option<&Item> {
        self.items.get(index as usize)
    }

    /// The entries of an area, without their parts.
    pub fn items_of(&self, area: u32) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.area == Some(area) && item.part_of.is_none())
    }

    /// The names inside of an entry that holds several.
    pub fn parts_of(&self, item: u32) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |part| part.part_of == Some(item))
    }
}

#[cfg(test)]
mod tests;
