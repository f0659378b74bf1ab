//! Front matter as VS Code reads it: two lines of three dashes, and a lenient reader of YAML between them.
//! Read in its source (`promptFileParser.ts`), 2026-11-26.

use super::{culprit, cut_out, is_too_big, none};
use crate::syntax::entries;
use crate::syntax::fence::{self, Fences};
use crate::syntax::front_matter::{Flavour, FrontMatter, FrontMatterState, Problem, ProblemKind, Repair};
use crate::syntax::lenient_yaml;
use crate::syntax::offset_map::OffsetMap;
use crate::syntax::tree::{NodeKind, Tree};
use crate::syntax::yaml;
use crate::text::Span;

/// Reads as VS Code does. A header that is never closed runs to the end of the file, and no body is left.
pub fn vscode(text: &str) -> FrontMatter {
    let (flavour, repair) = (Flavour::VSCODE, Repair::Leniently);
    let (cut, unclosed) = match fence::cut_at_fence_lines(text) {
        Fences::Closed(cut) => (cut, false),
        Fences::Unclosed { opening, content_start } => {
            let end = Span::offset(text.len());
            let content = Span::new(content_start.min(end), end);
            (fence::Cut { opening, content, closing: Span::empty(end), body: end }, true)
        }
        Fences::None => return none(text, flavour, repair),
    };
    let mut read = cut_out(&cut, flavour, repair);
    if unclosed {
        read.closing = None;
        read.problems.push(Problem { kind: ProblemKind::Unclosed, span: cut.opening });
    }
    if !is_too_big(&mut read) {
        read_leniently(text, &mut read);
    }
    read
}

fn read_leniently(text: &str, read: &mut FrontMatter) {
    let content = read.content.slice(text);
    let reading = lenient_yaml::parse(content, read.content.start, &mut read.tree);
    let root = reading.root.and_then(|id| read.tree.get(id).map(|node| (id, node)));
    match root {
        Some((id, node)) if matches!(node.kind, NodeKind::Map(_)) => {
            read.entries = entries::of_map(text, read.content, &read.tree, id, read.flavour);
        }
        Some((_, node)) if node.kind != NodeKind::Null => {
            read.problems.push(Problem { kind: ProblemKind::NotAMap, span: node.span });
            return;
        }
        _ => {}
    }
    let open = reading.open_quote.map(|at| (ProblemKind::UnclosedQuote, at));
    if let Some((kind, at)) = open.or(reading.open_bracket.map(|at| (ProblemKind::UnclosedFlow, at))) {
        read.state = FrontMatterState::Repaired;
        read.problems.push(Problem { kind, span: Span::new(at, at + 1) });
        return;
    }
    let mut scratch = Tree::default();
    if reading.stopped.is_none()
        && yaml::parse(content, &OffsetMap::shift(read.content.start), &mut scratch, Flavour::LIBYAML).is_ok()
    {
        return;
    }
    read.state = FrontMatterState::Repaired;
    let odd = read.entries.iter().filter_map(|entry| culprit(text, entry, true, Flavour::LIBYAML));
    let odd: Vec<Problem> = odd.filter(|problem| reading.stopped.is_none_or(|at| problem.span.end <= at)).collect();
    read.problems.extend(odd);
    if let Some(at) = reading.stopped {
        let rest = text.get(at as usize..read.content.end as usize).unwrap_or("");
        let line = rest.split(['\n', '\r']).next().unwrap_or("").trim_end();
        let length = if line.starts_with(": ") { 1 } else { line.len().max(1) };
        read.problems.push(Problem { kind: ProblemKind::RestLost, span: Span::new(at, at + Span::offset(length)) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let read = vscode(text);
        let keys: Vec<&str> = read.entries.iter().map(|entry| &*entry.key).collect();
        let problems: Vec<String> =
            read.problems.iter().map(|problem| format!("{:?} {:?}", problem.kind, problem.span.slice(text))).collect();
        let body = text.get(read.body as usize..).unwrap();
        format!("{:?} {} | {} | {body:?}\n", read.state, keys.join(","), problems.join(", "))
    }

    #[test]
    fn reads_on_as_far_as_it_can() {
        let texts = [
            "---\nname: a\n---\nB\n",
            "---  \nname: a\n---\t\nB",
            "---\nname: a\ntools: [read]\n\nB\n",
            "B\n",
            "----\nname: a\n---\n",
            "---\ndescription: @a\ntools: [read]\n---\n",
            "---\ndescription: Use when: a\ntools: [read]\n---\nB\n",
            "---\ntools: ['read', 'edit\nmodel: a\n---\nB\n",
            "---\ntools: [read, edit\nmodel: a\n---\nB\n",
            "---\n- a\n---\nB\n",
            "---\n---\nB\n",
            "---\nname: a\nname: b\n---\nB\n",
        ];
        expect_test::expect![[r#"
            Valid name |  | "B\n"
            Valid name |  | "B"
            Repaired name,tools | Unclosed "---", RestLost "B" | ""
            None  |  | "B\n"
            None  |  | "----\nname: a\n---\n"
            Repaired description,tools | SpecialStart "@" | ""
            Repaired description | RestLost ":" | "B\n"
            Repaired tools | UnclosedQuote "'" | "B\n"
            Repaired tools | UnclosedFlow "[" | "B\n"
            Valid  | NotAMap "- a" | "B\n"
            Valid  |  | "B\n"
            Repaired name,name |  | "B\n"
        "#]]
        .assert_eq(&texts.map(read).concat());
    }
}
