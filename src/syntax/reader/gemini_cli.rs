//! Front matter as Gemini CLI reads it: fences on lines of their own, js-yaml, and no second try.

use super::{cut_out, is_too_big, lose, none, take_root, unclosed};
use crate::syntax::fence::{FenceLines, Fences};
use crate::syntax::front_matter::{Flavour, FrontMatter, Problem, ProblemKind, Repair};
use crate::syntax::offset_map::OffsetMap;
use crate::syntax::tree::{NodeKind, Tree};
use crate::syntax::yaml;
use crate::text::Span;

const FENCES: FenceLines = FenceLines { byte_order_mark: false, lone_returns: false, closing_alone: false };

/// Reads as Gemini CLI does. Observed with 0.61.0.
pub fn gemini_cli(text: &str) -> FrontMatter {
    let (flavour, repair) = (Flavour::JS_YAML, Repair::Nothing);
    let cut = match FENCES.cut(text) {
        Fences::Closed(cut) => cut,
        Fences::Unclosed { opening, content_start } => return unclosed(text, opening, content_start, flavour, repair),
        Fences::None => return none(text, flavour, repair),
    };
    let mut read = cut_out(&cut, flavour, repair);
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
    if !is_too_big(&mut read) {
        read_content(text, &mut read);
    }
    read
}

fn read_content(text: &str, read: &mut FrontMatter) {
    let content = read.content.slice(text);
    match yaml::parse(content, &OffsetMap::shift(read.content.start), &mut read.tree, read.flavour) {
        // A list of maps is a list of remote agents.
        Ok(Some(root)) if is_list_of_maps(&read.tree, root) => {}
        Ok(root) => take_root(text, root, read),
        Err(error) => lose(text, read, error),
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
            Lost name,description | ControlCharacter "description: a\0b"
            Lost name,description | SpecialStart ","
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
