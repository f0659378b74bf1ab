//! Front matter to the letter: two lines of three dashes alone, YAML between them, and no second try.

use super::{cut_out, is_too_big, none, read_content, unclosed};
use crate::syntax::fence::{self, Fences};
use crate::syntax::front_matter::{Flavour, FrontMatter, Repair};

/// Reads as tools do of which nothing peculiar is known.
pub fn plain(text: &str) -> FrontMatter {
    to_the_letter(text, Flavour::JS_YAML)
}

/// Two lines of three dashes alone, and YAML of a flavour between them.
pub fn to_the_letter(text: &str, flavour: Flavour) -> FrontMatter {
    let repair = Repair::Nothing;
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
