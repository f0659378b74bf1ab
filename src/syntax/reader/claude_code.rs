//! Front matter as Claude Code reads it. Observed with 2.1.330.

use super::{cut_out, is_too_big, none, read_content, stands_inside_line, unclosed};
use crate::syntax::fence::{self, Fences};
use crate::syntax::front_matter::{Flavour, FrontMatter, Problem, ProblemKind, Repair};
use crate::syntax::line_repair::repair_lines;

/// Reads as Claude Code does.
pub fn claude_code(text: &str) -> FrontMatter {
    let (flavour, repair) = (Flavour::BUN, Repair::QuotedLines);
    let cut = match fence::cut_at_first_dashes(text) {
        Fences::Closed(cut) => cut,
        Fences::Unclosed { opening, content_start } => return unclosed(text, opening, content_start, flavour, repair),
        Fences::None => return none(text, flavour, repair),
    };
    let mut read = cut_out(&cut, flavour, repair);
    if is_too_big(&mut read) {
        return read;
    }
    if stands_inside_line(text, cut.closing) {
        read.problems.push(Problem { kind: ProblemKind::CutInsideLine, span: cut.closing });
    }
    read_content(text, &mut read, |content, base| Some(repair_lines(content, base)));
    read
}
