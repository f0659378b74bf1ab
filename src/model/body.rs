//! What the body of a file says, and how it is taken over from the version before.

use super::matrix::{Matrix, matrices};
use super::mentions::{self, Mention};
use super::{Expertise, Sections};
use crate::syntax::{Outline, markdown};
use crate::text::Span;
use std::sync::Arc;

/// The reading of a body. All offsets are bytes of the whole file.
#[derive(Clone, Debug)]
pub struct Body {
    pub outline: Arc<Outline>,
    pub sections: Arc<Sections>,
    /// The box-drawn matrices.
    pub matrices: Arc<Vec<Matrix>>,
    pub expertise: Arc<Expertise>,
    /// Where it names other agents.
    pub mentions: Arc<Vec<Mention>>,
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
        let mentions = mentions::in_body(text, start, &outline, &sections, calls);
        let tokens = super::verdict::tokens::estimate(text.get(start as usize..).unwrap_or(""));
        Body {
            outline: outline.into(),
            sections: sections.into(),
            matrices: matrices.into(),
            expertise: expertise.into(),
            mentions: mentions.into(),
            tokens,
        }
    }

    /// This reading for the same body at another place of its file.
    #[must_use]
    pub fn moved(&self, from: u32, to: u32) -> Body {
        if from == to {
            return self.clone();
        }
        let mut shift = |span: &mut Span| {
            let move_one = |at: u32| (at - from.min(at)).saturating_add(to);
            *span = Span::new(move_one(span.start), move_one(span.end));
        };
        let mut outline = Outline::clone(&self.outline);
        outline.for_each_span(&mut shift);
        let mut matrices = Vec::clone(&self.matrices);
        matrices.iter_mut().for_each(|matrix| matrix.for_each_span(&mut shift));
        let mut expertise = Expertise::clone(&self.expertise);
        expertise.for_each_span(&mut shift);
        let mut mentions = Vec::clone(&self.mentions);
        mentions.iter_mut().for_each(|mention| shift(&mut mention.span));
        Body {
            outline: outline.into(),
            sections: Arc::clone(&self.sections),
            matrices: matrices.into(),
            expertise: expertise.into(),
            mentions: mentions.into(),
            tokens: self.tokens,
        }
    }
}
