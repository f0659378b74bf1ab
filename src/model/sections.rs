//! What each section of the body is about, whatever its heading says.

use crate::heading::{Language, SectionKind};
use crate::syntax::outline::SectionId;

/// The meaning of the sections of one file.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    /// One for each section of the outline, in its order.
    pub kinds: Vec<SectionKind>,
    /// The language that most of the file's classified headings are written in.
    pub language: Language,
}

impl Sections {
    pub fn kind(&self, id: SectionId) -> SectionKind {
        self.kinds.get(id.0 as usize).copied().unwrap_or(SectionKind::Other)
    }

    /// The first section of a kind.
    pub fn first(&self, kind: SectionKind) -> Option<SectionId> {
        self.kinds.iter().position(|k| *k == kind).and_then(|at| u32::try_from(at).ok()).map(SectionId)
    }
}
