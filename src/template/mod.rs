//! Output formats: the shape of an agent's answer by kind of work. All of it is data
//! (`data/*.yaml`), checked and compiled in by `build.rs`; a project may add its own.

pub mod body;
pub mod check;
pub mod choose;
pub mod fill;
pub mod library;
pub mod project;
pub mod schema;
pub mod words;

pub use body::{BodyFault, parts};
pub use choose::{Evidence, rank};
pub use fill::{Area, Filled, Piece, Subject, escape, fill};
pub use library::Library;
pub use project::{TEMPLATE_FOLDER, TemplateFault, is_template};
pub use schema::{
    SectionForm, Signs, Stack, Starter, StarterArea, StarterHeadings, Template, TemplateSet, Topic, Wording,
};

mod compiled {
    use super::schema::*;
    use std::borrow::Cow;
    include!(concat!(env!("OUT_DIR"), "/template.rs"));
}

/// The output formats that agentls brings along.
pub fn built_in() -> &'static TemplateSet {
    &compiled::BUILT_IN
}
