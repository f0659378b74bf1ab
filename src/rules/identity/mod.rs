//! Rules about who the agent is: its name and its description.

pub mod bad_description;
pub mod bad_name;
pub mod cut_text;
pub mod description_language;
pub mod description_without_cue;
pub mod long_description;
pub mod missing_description;
pub mod missing_name;
pub mod passed_over_file;
pub mod renamed_file;
pub mod shadows_built_in;
