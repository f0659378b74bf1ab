//! Front matter as GitHub Copilot CLI reads it. Observed with 1.0.102.

use super::{cut_out, is_too_big, none, read_content, unclosed};
use crate::syntax::fence::{self, Fences};
use crate::syntax::front_matter::{Flavour, FrontMatter, Repair};

/// Reads as GitHub Copilot CLI does: two lines of three dashes alone, and YAML to the letter between them.
pub fn copilot_cli(text: &str) -> FrontMatter {
    let (flavour, repair) = (Flavour::LIBYAML, Repair::Nothing);
    let cut = match fence::cut_at_fence_lines(text) {
        Fences::Closed(cut) => cut,
        Fences::Unclosed { opening, content_start } => return unclosed(text, opening, content_start, flavour, repair),
        Fences::None => return none(text, flavour, repair),
    };
    let mut read = cut_out(&cut, flavour, repair);
    if !is_too_big(&mut read) {
        read_content(text, &mut read, |_, _| None);
    }
    read
}
