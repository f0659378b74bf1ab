//! What each tool knows: keys, tools, models, places and what it does with bad input. All of it is
//! data (`data/*.yaml`), checked and compiled in by `build.rs`.

mod equivalent;
mod recognise;
pub mod schema;
#[cfg(test)]
mod tests;

pub use equivalent::{Equivalent, concepts_of, equivalent, equivalents, for_concept, known_elsewhere};
pub use recognise::{Claim, claims, of_path};
pub use schema::*;

mod compiled {
    use super::schema::*;
    use crate::fact::Version;
    use std::borrow::Cow;
    include!(concat!(env!("OUT_DIR"), "/dialect.rs"));
}

/// All dialects, ordered by id.
pub fn all() -> &'static [Dialect] {
    compiled::DIALECTS
}

/// The dialect called `id`, as in `--dialect`.
pub fn named(id: &str) -> Option<&'static Dialect> {
    all().iter().find(|dialect| dialect.id == id)
}

impl Dialect {
    /// Whether the tool never takes a file of this name (without folder) for an agent.
    pub fn skips(&self, name: &str) -> bool {
        self.skipped_files.iter().any(|form| match form.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == &**form,
        })
    }
}
