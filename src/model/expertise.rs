//! What an agent knows: its areas of expertise and their items, in every shape that files use.

use crate::syntax::outline::SectionId;
use crate::text::Span;

/// The expertise of one agent.
#[derive(Clone, Debug, Default)]
pub struct Expertise {
    pub areas: Vec<Area>,
    /// In the order of the file.
    pub items: Vec<Item>,
}

/// A named group of items: a column of a matrix, a bold lead, a sub-heading.
#[derive(Clone, Debug)]
pub struct Area {
    /// As the file writes it.
    pub name: Box<str>,
    /// The bytes of the name.
    pub name_span: Span,
    /// The name and all items.
    pub span: Span,
    pub shape: AreaShape,
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

/// One thing that the agent knows.
#[derive(Clone, Debug)]
pub struct Item {
    /// As the file writes it, trimmed.
    pub text: Box<str>,
    pub span: Span,
    /// Index in [`Expertise::areas`].
    pub area: Option<u32>,
    pub section: Option<SectionId>,
}
