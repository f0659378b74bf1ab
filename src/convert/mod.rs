//! One tool's agent as the file of another: keys by what they mean, tools by what they are for,
//! models by family, the body to the byte. What the other tool can't express is reported.

mod entries;
mod loss;
mod models;
mod name;
mod place;
mod servers;
mod settle;
pub mod starter;
mod tools;
mod value;
pub mod yaml;

pub use loss::{Fate, Loss, Part};
pub use name::slug;
pub use place::{file_name, path_in, root_of, target_path};

use crate::dialect::Dialect;
use crate::model::AgentFile;

/// An agent file written for another tool.
#[derive(Clone, Debug)]
pub struct Converted {
    pub text: String,
    /// The name of the file, without folder.
    pub file_name: String,
    /// What could not be taken over, what came out otherwise and what had to be added, in the order
    /// of the source.
    pub losses: Vec<Loss>,
    /// The new file, as the other tool reads it.
    pub file: AgentFile,
}

/// Writes `file` for the tool of `target`. A file of that dialect already is taken as it stands.
///
/// The result loads in the target wherever the file loads in its own tool; what the target does not
/// take is left out, and reported.
pub fn convert(file: &AgentFile, target: &'static Dialect) -> Converted {
    if target.id == file.dialect.id {
        return Converted {
            text: file.text.to_string(),
            file_name: file.file_name().to_owned(),
            losses: Vec::new(),
            file: file.clone(),
        };
    }
    let named = name::choose(file, target);
    let mut draft = entries::draft(file, target, &named);
    draft.body_too_short(file, target);
    settle::settle(file, target, draft, named)
}

#[cfg(test)]
mod tests;
