//! Front matter as Gemini CLI reads it: fences on lines of their own, js-yaml, and no second try.

use super::{LARGEST_CONTENT, culprit, cut_out, none, recover, take_root, unclosed, whole_problem};
use crate::syntax::fence::{FenceLines, Fences};
use crate::syntax::front_matter::{FrontMatter, FrontMatterState, Problem, ProblemKind};
use crate::syntax::offset_map::OffsetMap;
use crate::syntax::tree::{NodeKind, Tree};
use crate::syntax::yaml::{self, YamlErrorKind, YamlOptions};
use crate::text::Span;
use rustc_hash::FxHashSet;

const FENCES: FenceLines = FenceLines { byte_order_mark: false, lone_returns: false, closing_alone: false };

/// Reads as Gemini CLI does. Observed with 0.61.0.
pub fn gemini_cli(text: &str) -> FrontMatter {
    let cut = match FENCES.cut(text) {
        Fences::Closed(cut) => cut,
        Fences::Unclosed { opening, content_start } => return unclosed(text, opening, content_start),
        Fences::None => return none(text),
    };
    let mut read = cut_out(cut);
    let behind = text.get(cut.closing.end as usize..cut.body as usize).unwrap_or("");
    let rest = text.get(cut.closing.end as usize..).unwrap_or("");
    if behind.is_empty() && !rest.is_empty() {
        // The body begins behind a line end that has to follow the dashes: here it is lost as a whole.
        let line = rest.lines().next().map_or(0, str::len);
        let span = Span::new(cut.closing.start, cut.closing.end + Span::offset(line));
        let has_body = rest.get(line..).is_some_and(|body| !body.trim().is_empty());
        read.body = Span::offset(text.len());
        if has_body {
            read.problems.push(Problem { kind: ProblemKind::BodyLost, span });
        }
    }
    if cut.content.len() > LARGEST_CONTENT {
        read.state = FrontMatterState::Lost;
        read.problems.push(Problem { kind: ProblemKind::TooBig, span: cut.opening });
        return read;
    }
    read_content(text, &mut read);
    read
}

fn read_content(text: &str, read: &mut FrontMatter) {
    let content = read.content.slice(text);
    let map = OffsetMap::shift(read.content.start);
    let error = match yaml::parse_with(content, &map, &mut read.tree, YamlOptions::JS_YAML) {
        // A list of maps is a list of remote agents.
        Ok(Some(root)) if is_list_of_maps(&read.tree, root) => return,
        Ok(root) => return take_root(text, root, read),
        Err(error) => error,
    };
    read.state = FrontMatterState::Lost;
    recover(text, read);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let again = read.entries.iter().filter(|entry| !seen.insert(&entry.key));
    let duplicates: Vec<Problem> =
        again.map(|entry| Problem { kind: ProblemKind::DuplicateKey, span: entry.key_span }).collect();
    read.problems.extend(duplicates);
    // An entry that reads by itself may still hold what this reader does not take.
    let mut odd: Vec<Problem> = Vec::new();
    for entry in read.entries.iter().filter(|entry| entry.value.is_some()) {
        let mut scratch = Tree::default();
        let source = entry.span.slice(text);
        let alone = yaml::parse_with(source, &OffsetMap::shift(entry.span.start), &mut scratch, YamlOptions::JS_YAML);
        if let Err(error) = alone {
            odd.extend(culprit(text, entry, true).or_else(|| Some(whole_problem(text, entry.span, error))));
        }
    }
    read.problems.extend(odd);
    let explained = read.problems.iter().any(|problem| problem.kind != ProblemKind::BodyLost);
    if !explained || error.kind == YamlErrorKind::TooDeep {
        read.problems.push(whole_problem(text, read.content, error));
    }
}

fn is_list_of_maps(tree: &Tree, root: crate::syntax::NodeId) -> bool {
    match tree.get(root).map(|node| &node.kind) {
        Some(NodeKind::List(items)) => {
            let is_map = |id| tree.get(id).is_some_and(|item| matches!(item.kind, NodeKind::Map(_)));
            !items.is_empty() && items.iter().all(|id| is_map(*id))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let read = gemini_cli(text);
        let keys: Vec<&str> = read.entries.iter().map(|entry| &*entry.key).collect();
        let problems: Vec<String> =
            read.problems.iter().map(|problem| format!("{:?} {:?}", problem.kind, problem.span.slice(text))).collect();
        format!("{:?} {} | {}\n", read.state, keys.join(","), problems.join(", "))
    }

    #[test]
    fn what_js_yaml_does_not_take_is_lost_and_pointed_at() {
        let of = |lines: &str| read(&format!("---\nname: a\n{lines}\n---\nB\n"));
        let lines = [
            "description: b",
            "description: Use when: b",
            "description: *b* c",
            "description: @b",
            "description: \"a \\d\"",
            "description: \"a",
            "description: a\nstray text",
            "description: a\nname: b",
            "description: a\0b",
            "description: , b",
            "tools:\n\t- glob",
            "tools: [glob",
            "description: \"b\nc\"",
        ];
        expect_test::expect![[r#"
            Valid name,description | 
            Lost name,description | ColonInValue ":"
            Lost name,description | SpecialStart "*"
            Lost name,description | SpecialStart "@"
            Lost name,description | BadEscape "\\d"
            Lost name,description | UnclosedQuote "\""
            Lost name,description | StrayLine "stray text"
            Lost name,description,name | DuplicateKey "name"
            Lost name,description | NotYaml "description: a\0b"
            Lost name,description | NotYaml "description: , b"
            Lost name,tools | Tab "- glob"
            Lost name,tools | UnclosedFlow "["
            Valid name,description | 
        "#]]
        .assert_eq(&lines.map(of).concat());
    }

    #[test]
    fn fences() {
        let texts = [
            "---\nname: a\n---  \nB\n",
            "---\nname: a\n---- \n",
            "---  \nname: a\n---\nB\n",
            "\u{feff}---\nname: a\n---\nB\n",
            "---\n---\nB\n",
            "---\n- name: a\n- name: b\n---\n",
            "---\n- a\n---\n",
            "\n---\nname: a\n---\n",
        ];
        expect_test::expect![[r#"
            Valid name | BodyLost "---  "
            Valid name | 
            None  | 
            None  | 
            None  | Unclosed "---"
            Valid  | 
            Valid  | StrayLine "- a", NotAMap "- a"
            None name | NotOnFirstLine "---"
        "#]]
        .assert_eq(&texts.map(read).concat());
    }
}
