//! What the things are that agents are expert in: entries by field of work (`data/*.yaml`, checked
//! and compiled in by `build.rs`), a project's own, and how a phrase of a file leads to them.

mod entries;
pub mod normalise;
pub mod phrase;
pub mod project;
pub mod schema;
mod surroundings;

pub use entries::Glossary;
pub use phrase::{How, Match, explain};
pub use project::{GlossaryFault, ProjectGlossary};
pub use schema::*;
pub use surroundings::Context;

mod compiled {
    use super::schema::*;
    use std::borrow::Cow;

    /// A phrase that means a concept.
    #[derive(Clone, Debug)]
    pub struct Phrase {
        /// In normal form.
        pub key: Cow<'static, str>,
        /// Where its last word begins in `key`.
        pub last: u16,
        /// Index in the list of concepts.
        pub concept: u16,
    }

    include!(concat!(env!("OUT_DIR"), "/glossary.rs"));
}
