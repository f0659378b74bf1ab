//! What each tool knows: keys, tools, models, places and what it does with bad input. All of it is
//! data (`data/*.yaml`), checked and compiled in by `build.rs`.

mod equivalent;
mod in_words;
mod inside;
pub mod page;
mod recognise;
pub mod schema;
#[cfg(test)]
mod tests;

pub use equivalent::{Equivalent, concepts_of, equivalent, equivalents, for_concept, known_elsewhere};
pub use recognise::{Claim, claims, is_agents_folder, of_content, of_manifest, of_path, usual};
pub use schema::*;

use std::borrow::Cow;

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

/// The dialect whose files an editor calls `language`, where it has a name of its own for them.
pub fn of_language(language: &str) -> Option<&'static Dialect> {
    all().iter().find(|dialect| dialect.language_ids.iter().any(|id| id == language))
}

impl Field {
    /// Whether the key keeps an agent from something: where it is lost, the agent may do more than its author meant.
    pub fn restricts(&self) -> bool {
        matches!(self.role, Role::Tools | Role::DeniedTools | Role::PermissionMode | Role::Hooks)
            || matches!(self.value, ValueKind::Switches | ValueKind::Permissions)
    }
}

impl Dialect {
    /// The tool, and which of its agents where it has several kinds: "Claude Code, plugin agent".
    pub fn title(&self) -> Cow<'static, str> {
        match self.extends {
            Some(_) => format!("{}, {}", self.label, self.noun).into(),
            None => self.label.clone(),
        }
    }

    /// Whether the tool never takes a file of this name (without folder) for an agent.
    pub fn skips(&self, name: &str) -> bool {
        self.skipped_files.iter().any(|form| match form.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == &**form,
        })
    }
}
