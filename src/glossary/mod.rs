//! What the things are that agents are expert in: entries by field of work (`data/*.yaml`, checked
//! and compiled in by `build.rs`), a project's own, and how a phrase of a file leads to them.

mod entries;
mod naming;
pub mod normalise;
pub mod phrase;
mod phrases;
pub mod project;
pub mod schema;
mod surroundings;

pub use entries::Glossary;
pub use phrase::{How, Match, explain};
pub use project::{GLOSSARY_FILE, GlossaryFault, ProjectGlossary, is_glossary};
pub use schema::*;
pub use surroundings::Context;

mod compiled {
    use super::phrases::Phrase;
    use super::schema::*;
    use std::borrow::Cow;

    include!(concat!(env!("OUT_DIR"), "/glossary.rs"));
}

#[cfg(test)]
mod tests;
