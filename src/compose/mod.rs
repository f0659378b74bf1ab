//! What agentls writes into a file: output formats, other sections, list entries, whole entries, quoted values,
//! matrices. Each is an edit that touches nothing else.

pub mod as_in;
pub mod entry_edit;
pub mod extract;
pub mod list_edit;
pub mod matrix;
pub mod output_format;
pub mod quoting;
pub mod section;
pub mod section_at_end;

pub use list_edit::{Change, ListEdit};
