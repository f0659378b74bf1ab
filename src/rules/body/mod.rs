//! Rules about the prompt.

pub mod broken_import;
pub mod broken_link;
pub mod empty_section;
pub mod nested_fence;
pub mod no_output_format;
pub mod output_placeholder;
pub mod ragged_matrix;
pub mod short_body;
pub mod tool_reference;
pub mod unclosed_fence;
