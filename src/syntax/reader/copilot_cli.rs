//! Front matter as GitHub Copilot CLI reads it. Observed with 1.0.102.

use super::plain::to_the_letter;
use crate::syntax::front_matter::{Flavour, FrontMatter};

/// Reads as GitHub Copilot CLI does: two lines of three dashes alone, and YAML to the letter between them.
pub fn copilot_cli(text: &str) -> FrontMatter {
    to_the_letter(text, Flavour::LIBYAML)
}
