//! What the body of a file says, and how it is taken over from the version before.

use super::matrix::{Matrix, matrices};
use super::mentions::{self, Mention};
use super::moved::Moved;
use super::references::{Reference, references};
use super::{Expertise, Sections};
use crate::syntax::{Outline, markdown};
use std::sync::Arc;

/// The reading of a body. All offsets are bytes of the whole file.
#[derive(Clone, Debug)]
pub struct Body {
    pub outline: Moved<Outline>,
    pub sections: Arc<Sections>,
    /// The box-drawn matrices.
    pub matrices: Moved<Vec<Matrix>>,
    pub expertise: Moved<Expertise>,
    /// The files and headings that it leads to.
    pub references: Moved<Vec<Reference>>,
    /// Where it names other agents.
    pub mentions: Moved<Vec<Mention>>,
    /// About how many tokens it costs.
    pub tokens: u32,
}

impl Body {
    /// Reads the body of `text`, which begins at `start`. `calls` are the names of the tools that
    /// start an agent.
    pub fn read(text: &str, start: u32, calls: &[&str]) -> Body {
        let outline = markdown::outline(text, start);
        let sections = Sections::of(&outline);
        let matrices = matrices(text, &outline);
        let expertise = Expertise::of(text, &outline, &sections, &matrices);
        let references = references(text, start, &outline);
        let mentions = mentions::in_body(text, start, &outline, &sections, calls);
        let tokens = super::verdict::tokens::estimate(text.get(start as usize..).unwrap_or(""));
        Body {
            outline: Moved::read_at(outline, start),
            sections: sections.into(),
            matrices: Moved::read_at(matrices, start),
            expertise: Moved::read_at(expertise, start),
            references: Moved::read_at(references, start),
            mentions: Moved::read_at(mentions, start),
            tokens,
        }
    }

    /// This reading for the same body where it begins at byte `start` of its file.
    #[must_use]
    pub fn moved(&self, start: u32) -> Body {
        Body {
            outline: self.outline.to(start),
            sections: Arc::clone(&self.sections),
            matrices: self.matrices.to(start),
            expertise: self.expertise.to(start),
            references: self.references.to(start),
            mentions: self.mentions.to(start),
            tokens: self.tokens,
        }
    }
}
