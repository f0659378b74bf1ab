//! Output formats: the shape of an agent's answer by kind of work. All of it is data
//! (`data/*.yaml`), checked and compiled in by `build.rs`; a project may add its own.

pub mod body;
pub mod check;
pub mod choose;
pub mod fill;
pub mod library;
pub mod schema;
pub mod words;

pub use body::{BodyFault, parts};
pub use choose::{Evidence, rank};
pub use fill::{Area, Filled, Piece, Subject, escape, fill};
pub use library::Library;
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

/// Reads a project's own set, which may name the topics of agentls. Its faults otherwise, each a
/// text for a person.
pub fn read(yaml: &str) -> Result<TemplateSet, Vec<String>> {
    let set: TemplateSet = serde_saphyr::from_str(yaml).map_err(|fault| vec![fault.to_string()])?;
    let faults = check::faults(&set, &[built_in()]);
    if faults.is_empty() { Ok(set) } else { Err(faults) }
}
