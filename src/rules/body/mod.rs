//! Rules about the prompt.

pub mod no_output_format;
