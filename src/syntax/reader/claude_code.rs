//! Front matter as Claude Code reads it. Observed with 2.1.330.

use super::{LARGEST_CONTENT, culprit, none, recover, stands_inside_line, take_root, unclosed, whole_problem};
use crate::syntax::fence::{self, Fences};
use crate::syntax::front_matter::{FrontMatter, FrontMatterState, Problem, ProblemKind};
use crate::syntax::line_repair::repair_lines;
use crate::syntax::offset_map::OffsetMap;
use crate::syntax::tree::Tree;
use crate::syntax::yaml;

/// Reads as Claude Code does. Observed with 2.1.330.
pub fn claude_code(text: &str) -> FrontMatter {
    let cut = match fence::cut_at_first_dashes(text) {
        Fences::Closed(cut) => cut,
        Fences::Unclosed { opening, content_start } => return unclosed(text, opening, content_start),
        Fences::None => return none(text),
    };
    let mut read = FrontMatter {
        state: FrontMatterState::Valid,
        opening: Some(cut.opening),
        closing: Some(cut.closing),
        content: cut.content,
        body: cut.body,
        entries: Vec::new(),
        tree: Tree::default(),
        problems: Vec::new(),
        quoted: Vec::new(),
    };
    if cut.content.len() > LARGEST_CONTENT {
        read.state = FrontMatterState::Lost;
        read.problems.push(Problem { kind: ProblemKind::TooBig, span: cut.opening });
        return read;
    }
    if stands_inside_line(text, cut.closing) {
        read.problems.push(Problem { kind: ProblemKind::CutInsideLine, span: cut.closing });
    }
    read_content(text, &mut read);
    read
}

fn read_content(text: &str, read: &mut FrontMatter) {
    let content = read.content.slice(text);
    let error = match yaml::parse(content, &OffsetMap::shift(read.content.start), &mut read.tree) {
        Ok(root) => return take_root(text, root, read),
        Err(error) => error,
    };
    let repaired = repair_lines(content, read.content.start);
    read.tree = Tree::default();
    if let Ok(root) = yaml::parse(&repaired.text, &repaired.map, &mut read.tree) {
        read.state = FrontMatterState::Repaired;
        read.quoted = repaired.quoted;
        take_root(text, root, read);
        let culprits = read.entries.iter().filter_map(|entry| culprit(text, entry, true)).collect::<Vec<_>>();
        let nothing_found = culprits.is_empty();
        read.problems.extend(culprits);
        if nothing_found {
            read.problems.push(whole_problem(text, read.content, error));
        }
        return;
    }
    read.state = FrontMatterState::Lost;
    recover(text, read);
    if read.problems.iter().all(|problem| problem.kind == ProblemKind::CutInsideLine) {
        read.problems.push(whole_problem(text, read.content, error));
    }
}
