//! Rules about the front matter as a whole: where it begins and ends, whether it can be read.

pub mod bad_encoding;
pub mod changed_by_repair;
pub mod duplicate_key;
pub mod file_too_big;
pub mod front_matter_cut;
pub mod front_matter_not_a_map;
pub mod keys_not_read;
pub mod late_front_matter;
pub mod lost_body;
pub mod lost_front_matter;
mod mend;
#[cfg(test)]
mod mend_tests;
pub mod missing_front_matter;
mod nested;
mod region;
pub mod repaired_front_matter;
pub mod unclosed_front_matter;

use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::text::EditSet;

/// The file as it would be after `edits`.
fn after(file: &AgentFile, edits: &EditSet) -> AgentFile {
    let text = edits.apply(&file.text);
    AgentFile::for_version(file.path.clone(), text.into(), file.dialect, file.tool_version, Surroundings::default())
}
