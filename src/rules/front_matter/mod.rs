//! Rules about the front matter as a whole: where it begins and ends, whether it can be read.

pub mod bad_encoding;
pub mod changed_by_repair;
pub mod duplicate_key;
pub mod file_too_big;
pub mod front_matter_cut;
pub mod front_matter_not_a_map;
pub mod late_front_matter;
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
use crate::model::verdict::{Reported, Surroundings};
use crate::text::EditSet;

/// What the tool does with a file whose front matter it does not see.
fn not_read(file: &AgentFile) -> String {
    let label = &file.dialect.label;
    if file.verdict.loads {
        format!("{label} sees no keys here and runs the agent under the file's name")
    } else if file.verdict.reported == Reported::Never {
        format!("{label} takes this file for documentation and does not load it")
    } else {
        format!("{label} does not load this file")
    }
}

/// The file as it would be after `edits`.
fn after(file: &AgentFile, edits: &EditSet) -> AgentFile {
    let text = edits.apply(&file.text);
    AgentFile::for_version(file.path.clone(), text.into(), file.dialect, file.tool_version, Surroundings::default())
}
