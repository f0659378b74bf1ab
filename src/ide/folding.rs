//! What can be folded: front matter and its longer values, sections, fenced blocks, tables, lists
//! with more than their first line, comments.

use crate::model::AgentFile;
use crate::syntax::{Node, NodeId, NodeKind};
use crate::text::Span;

/// Something that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What disappears: from the end of the first line to the end of the last one, or to the mark
    /// that closes a block.
    pub span: Span,
    pub is_comment: bool,
}

/// Everything that can be folded, in the order of the file; at most one fold begins on a line.
pub fn folds(file: &AgentFile) -> Vec<Fold> {
    let mut folds = Folds { text: &file.text, found: Vec::new() };
    front_matter(file, &mut folds);
    let outline = &file.outline;
    for section in &outline.sections {
        folds.lines(Span::new(section.heading.end, section.span.end));
    }
    for fence in &outline.fences {
        match fence.close {
            Some(close) => folds.block(fence.span, close),
            None => folds.lines(fence.span),
        }
    }
    for table in &outline.tables {
        folds.lines(table.span);
    }
    for item in &outline.items {
        folds.lines(item.span);
    }
    for html in &outline.html {
        folds.lines(html.span);
        if html.span.slice(&file.text).trim_start().starts_with("<!--")
            && let Some(fold) = folds.found.last_mut().filter(|fold| html.span.covers(fold.span))
        {
            fold.is_comment = true;
        }
    }
    // Of those that begin on the same line, the longest.
    folds.found.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
    folds.found.dedup_by_key(|fold| fold.span.start);
    folds.found
}

fn front_matter(file: &AgentFile, folds: &mut Folds<'_>) {
    let front_matter = &file.front_matter;
    if let (Some(opening), Some(closing)) = (front_matter.opening, front_matter.closing) {
        folds.block(Span::new(opening.start, closing.end), closing);
    }
    for entry in &front_matter.entries {
        folds.lines(entry.span);
    }
    let tree = &front_matter.tree;
    let nodes = (0..Span::offset(tree.len())).filter_map(|id| tree.get(NodeId(id)));
    for node in nodes {
        let NodeKind::Map(pairs) = &node.kind else { continue };
        let span = |id: &NodeId| tree.get(*id).map(|node: &Node| node.span);
        for (key, value) in pairs.iter().filter_map(|(key, value)| Some((span(key)?, span(value)?))) {
            folds.lines(key.to(value));
        }
    }
}

struct Folds<'t> {
    text: &'t str,
    found: Vec<Fold>,
}

impl Folds<'_> {
    /// Folds `span` to its first line, if it has more; blank lines behind it stay.
    fn lines(&mut self, span: Span) {
        let words = span.slice(self.text).trim_end();
        self.add(span.start, span.start + Span::offset(words.len()));
    }

    /// Folds a block to its first line and the mark that closes it.
    fn block(&mut self, span: Span, close: Span) {
        self.add(span.start, close.start);
    }

    fn add(&mut self, from: u32, end: u32) {
        let Some(inside) = self.text.get(from as usize..end as usize) else { return };
        let Some(first_line) = inside.find(['\n', '\r']) else { return };
        let span = Span::new(from + Span::offset(first_line), end);
        self.found.push(Fold { span, is_comment: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    const SAMPLE: &str = include_str!("../../tests/samples/data-engineer.md");

    /// The first and last line of each fold, from 1, and the words of the first.
    fn check(text: &str, expected: Expect) {
        let file = file(text);
        let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
        let mut out = String::new();
        for fold in folds(&file) {
            let first = text[..fold.span.start as usize].lines().last().unwrap_or("").trim();
            let kind = if fold.is_comment { " (comment)" } else { "" };
            out.push_str(&format!("{}-{} {first}{kind}\n", line(fold.span.start), line(fold.span.end)));
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn everything_with_more_than_one_line_folds() {
        check(
            "---
name: loader
description: >
  Loads tables.
  Use for ingestion.
hooks:
  Stop:
    - hooks:
        - type: command
          command: make
---

# Loader

Words.

## Lists

- one
  - two
  - three
- four

1. a
2. b

| a | b |
|---|---|
| c | d |

<!-- one
two -->

## Code

```rust
fn main() {}
```

",
            expect![[r#"
                1-11 ---
                3-5 description: >
                6-10 hooks:
                7-10 Stop:
                8-10 - hooks:
                13-38 # Loader
                17-32 ## Lists
                19-21 - one
                27-29 | a | b |
                31-32 <!-- one (comment)
                34-38 ## Code
                36-38 ```rust
            "#]],
        );
    }

    #[test]
    fn what_is_not_closed_folds_to_its_end() {
        check(
            "# A\n```\nx\n\n",
            expect![[r#"
            1-3 # A
            2-3 ```
        "#]],
        );
        check("---\nname: x\n", expect![[r#""#]]);
    }

    #[test]
    fn a_line_has_one_fold() {
        check(
            "- ```\r\n  a\r\n  ```\r\n",
            expect![[r#"
            1-3 - ```
        "#]],
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn folds_of_any_half_fit_and_begin_on_lines_of_their_own(end in 0..SAMPLE.len(), windows: bool) {
            let end = (0..=end).rev().find(|at| SAMPLE.is_char_boundary(*at)).unwrap();
            let text = if windows { SAMPLE[..end].replace('\n', "\r\n") } else { SAMPLE[..end].to_owned() };
            let folds = folds(&file(&text));
            prop_assert!(folds.is_sorted_by(|a, b| a.span.start < b.span.start));
            for fold in folds {
                let hidden = text.get(fold.span.range()).unwrap();
                prop_assert!(hidden.starts_with(['\n', '\r']), "{hidden:?}");
            }
        }
    }
}
