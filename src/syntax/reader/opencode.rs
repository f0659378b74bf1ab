//! Front matter as OpenCode reads it: gray-matter with js-yaml, and a repair of its own. Observed with 1.18.33.

use super::{cut_out, is_too_big, none, read_content, unclosed};
use crate::syntax::block_repair::make_blocks;
use crate::syntax::fence::{self, Fences};
use crate::syntax::front_matter::{Flavour, FrontMatter, FrontMatterState, Repair};

/// Reads as OpenCode does. Front matter that is never closed runs to the end of the file.
pub fn opencode(text: &str) -> FrontMatter {
    let (flavour, repair) = (Flavour::JS_YAML_3, Repair::Blocks);
    let (cut, closed) = match fence::cut_at_dashed_line(text) {
        Fences::Closed(cut) => (cut, true),
        Fences::Unclosed { opening, content_start } => {
            let to_the_end = fence::cut_at_end(text, opening, content_start);
            match to_the_end {
                Some(cut) => (cut, false),
                None => return unclosed(text, opening, content_start, flavour, repair),
            }
        }
        Fences::None => return none(text, flavour, repair),
    };
    let mut read = cut_out(&cut, flavour, repair);
    if !is_too_big(&mut read) {
        // The repair looks for a fence line that holds nothing else.
        let plain = text.get(cut.opening.end as usize..).is_some_and(|rest| rest.starts_with(['\n', '\r']));
        read_content(text, &mut read, |content, base| (plain && closed).then(|| make_blocks(content, base)));
    }
    if !closed {
        if read.state == FrontMatterState::Lost {
            return unclosed(text, cut.opening, cut.content.start, flavour, repair);
        }
        read.closing = None;
    }
    read
}
