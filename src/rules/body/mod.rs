//! Rules about the prompt.

pub mod no_output_format;
pub mod short_body;
