//! What stands under the cursor, explained.

pub mod front_matter;

use crate::model::AgentFile;
use crate::text::Span;

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

/// The explanation of what stands at `offset`.
pub fn hover(file: &AgentFile, offset: u32) -> Option<Hover> {
    front_matter::hover(file, offset)
}
