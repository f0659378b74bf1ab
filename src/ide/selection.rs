//! Ever larger selections around a place.

use crate::model::AgentFile;
use crate::syntax::outline::Fence;
use crate::syntax::{Node, NodeId};
use crate::text::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Nobody grows a selection more often. Of a deeper chain the middle is left out: lists can be
/// nested as deep as the file is long, and the protocol nests the answer just as deep.
const MOST: usize = 64;

/// The spans around `offset`, the smallest first, at most 64 of them; each is strictly inside the
/// next, and the last one is the whole file.
pub fn selections(file: &AgentFile, offset: u32) -> Vec<Span> {
    let mut around = Around { text: &file.text, offset, spans: Vec::new() };
    around.add(word(&file.text, offset));
    front_matter(file, &mut around);
    body(file, &mut around);
    around.add(Some(Span::of(0..file.text.len())));

    around.spans.sort_by_key(|span| (span.len(), span.start));
    let mut chain: Vec<Span> = Vec::new();
    for span in around.spans {
        if chain.last().is_none_or(|inner| span.covers(*inner) && span != *inner) {
            chain.push(span);
        }
    }
    if let Some(extra) = chain.len().checked_sub(MOST).filter(|extra| *extra > 0) {
        chain.drain(MOST / 2..MOST / 2 + extra);
    }
    chain
}

struct Around<'t> {
    text: &'t str,
    offset: u32,
    spans: Vec<Span>,
}

impl Around<'_> {
    /// Takes a span that the offset touches.
    fn add(&mut self, span: Option<Span>) {
        self.spans.extend(span.filter(|span| span.touches(self.offset)));
    }

    /// The same without the blanks around it.
    fn add_trimmed(&mut self, span: Span) {
        let words = span.slice(self.text);
        let start = span.start + Span::offset(words.len() - words.trim_start().len());
        self.add(Some(Span::new(start, start + Span::offset(words.trim().len()))).filter(|span| !span.is_empty()));
    }
}

/// The word at an offset, or the one that ends there.
fn word(text: &str, offset: u32) -> Option<Span> {
    let (before, after) = text.split_at_checked(offset as usize)?;
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line_end = offset as usize + after.find(['\n', '\r']).unwrap_or(after.len());
    let line = text.get(line_start..line_end)?;
    let words = line.unicode_word_indices().map(|(at, word)| {
        let start = line_start + at;
        Span::of(start..start + word.len())
    });
    words.rev().find(|word| word.touches(offset))
}

fn front_matter(file: &AgentFile, around: &mut Around<'_>) {
    let front_matter = &file.front_matter;
    let tools = &file.verdict.tools;
    for entry in tools.declared.iter().chain(&tools.denied_entries) {
        around.add(Some(entry.span));
    }
    let nodes = (0..Span::offset(front_matter.tree.len())).filter_map(|id| front_matter.tree.get(NodeId(id)));
    for Node { span, .. } in nodes {
        around.add_trimmed(*span);
    }
    for entry in &front_matter.entries {
        around.add(Some(entry.key_span));
        around.add_trimmed(entry.raw_value);
        around.add_trimmed(entry.span);
    }
    if let (Some(opening), Some(closing)) = (front_matter.opening, front_matter.closing) {
        around.add_trimmed(front_matter.content);
        around.add(Some(Span::new(opening.start, closing.end)));
    }
}

fn body(file: &AgentFile, around: &mut Around<'_>) {
    let (outline, offset) = (&file.outline, around.offset);
    for item in file.expertise.items.iter().filter(|item| item.span.touches(offset)) {
        around.add(Some(item.span));
        around.add(item.area.and_then(|area| file.expertise.area(area)).map(|area| area.span));
    }
    for area in file.expertise.areas.iter().filter(|area| area.name_span.touches(offset)) {
        around.add(Some(area.name_span));
        around.add(Some(area.span));
    }
    for strong in &outline.strongs {
        around.add(Some(strong.text));
        around.add(Some(strong.span));
    }
    for code in &outline.codes {
        around.add(Some(code.text));
        around.add(Some(code.span));
    }
    outline.links.iter().for_each(|link| around.add(Some(link.span)));
    for table in outline.tables.iter().filter(|table| table.span.touches(offset)) {
        table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| around.add(Some(*cell)));
        around.add_trimmed(table.span);
    }
    for item in &outline.items {
        around.add(Some(item.text));
        around.add_trimmed(item.span);
    }
    outline.fences.iter().filter(|fence| fence.span.touches(offset)).for_each(|fence| self::fence(file, fence, around));
    file.matrices.iter().for_each(|matrix| around.add(Some(matrix.span)));
    outline.paragraphs.iter().for_each(|paragraph| around.add_trimmed(paragraph.span));
    outline.html.iter().for_each(|html| around.add_trimmed(html.span));
    for section in outline.sections.iter().filter(|section| section.span.touches(offset)) {
        around.add(Some(section.title_span));
        around.add(Some(section.heading));
        around.add_trimmed(section.content);
        around.add_trimmed(section.span);
    }
    around.add_trimmed(Span::new(file.front_matter.body, Span::offset(file.text.len())));
}

fn fence(file: &AgentFile, fence: &Fence, around: &mut Around<'_>) {
    // A line of a matrix runs across its areas.
    let is_drawn = file.matrices.iter().any(|matrix| matrix.span.overlaps(fence.content));
    if !is_drawn && fence.content.touches(around.offset) {
        let before = Span::new(fence.content.start, around.offset).slice(around.text);
        let start = fence.content.start + before.rfind('\n').map_or(0, |at| Span::offset(at + 1));
        let after = Span::new(around.offset, fence.content.end).slice(around.text);
        let end = around.offset + Span::offset(after.find(['\n', '\r']).unwrap_or(after.len()));
        around.add_trimmed(Span::new(start, end));
    }
    around.add_trimmed(fence.content);
    around.add_trimmed(fence.span);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::{file, with_cursor};
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    const SAMPLE: &str = include_str!("../../tests/samples/data-engineer.md");

    fn check(fixture: &str, expected: Expect) {
        let (file, offset) = with_cursor(fixture);
        let shown: Vec<String> =
            selections(&file, offset).iter().map(|span| format!("{:?}\n", span.slice(&file.text))).collect();
        expected.assert_eq(&shown.concat());
    }

    #[test]
    fn from_a_tool_to_the_file() {
        check(
            "---\nname: a\ntools: Read, Ba$0sh(git status)\n---\nBody\n",
            expect![[r###"
                "Bash"
                "Bash(git status)"
                "Read, Bash(git status)"
                "tools: Read, Bash(git status)"
                "name: a\ntools: Read, Bash(git status)"
                "---\nname: a\ntools: Read, Bash(git status)\n---"
                "---\nname: a\ntools: Read, Bash(git status)\n---\nBody\n"
            "###]],
        );
    }

    #[test]
    fn from_a_cell_to_its_area_and_on() {
        check(
            "# T\n## Expertise\n```\n│ STORAGE   │ QUALITY │\n│ Parq$0uet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta     │ Dates   │\n```\n## End\n",
            expect![[r###"
                "Parquet"
                "Parquet x"
                "STORAGE   │ QUALITY │\n│ Parquet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta"
                "│ STORAGE   │ QUALITY │\n│ Parquet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta     │ Dates   │"
                "```\n│ STORAGE   │ QUALITY │\n│ Parquet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta     │ Dates   │\n```"
                "## Expertise\n```\n│ STORAGE   │ QUALITY │\n│ Parquet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta     │ Dates   │\n```"
                "# T\n## Expertise\n```\n│ STORAGE   │ QUALITY │\n│ Parquet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta     │ Dates   │\n```\n## End"
                "# T\n## Expertise\n```\n│ STORAGE   │ QUALITY │\n│ Parquet x │ Checks  │\n│ Iceberg   │ Counts  │\n│ Delta     │ Dates   │\n```\n## End\n"
            "###]],
        );
    }

    #[test]
    fn from_a_word_to_the_item_of_a_list() {
        check(
            "# T\n\nIntro.\n\n## Rules\n\n- one\n  - two **th$0ree** four\n- five\n",
            expect![[r###"
                "three"
                "**three**"
                "two **three** four"
                "- two **three** four"
                "- one\n  - two **three** four"
                "- one\n  - two **three** four\n- five"
                "## Rules\n\n- one\n  - two **three** four\n- five"
                "# T\n\nIntro.\n\n## Rules\n\n- one\n  - two **three** four\n- five"
                "# T\n\nIntro.\n\n## Rules\n\n- one\n  - two **three** four\n- five\n"
            "###]],
        );
    }

    #[test]
    fn in_code_the_line_comes_before_the_block() {
        check(
            "```rust\nfn main() {\n    let a$0b = 1;\n}\n```\n",
            expect![[r###"
                "ab"
                "let ab = 1;"
                "fn main() {\n    let ab = 1;\n}"
                "```rust\nfn main() {\n    let ab = 1;\n}\n```"
                "```rust\nfn main() {\n    let ab = 1;\n}\n```\n"
            "###]],
        );
    }

    #[test]
    fn an_empty_file_is_one_selection() {
        check(
            "$0",
            expect![[r###"
            ""
        "###]],
        );
    }

    #[test]
    fn a_chain_has_an_end_however_deep_the_file_is() {
        let list: String = (0..500).map(|depth| format!("{:depth$}- a\n", "")).collect();
        let file = file(&list);
        let selections = selections(&file, Span::offset(list.len() - 2));
        assert_eq!(selections.len(), MOST);
        assert!(selections.windows(2).all(|pair| pair[1].covers(pair[0])));
        assert_eq!(selections.last(), Some(&Span::of(0..list.len())));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn each_selection_is_strictly_inside_the_next(end in 0..SAMPLE.len(), at in 0..SAMPLE.len(), windows: bool) {
            let text = &SAMPLE[..boundary(SAMPLE, end)];
            let text = if windows { text.replace('\n', "\r\n") } else { text.to_owned() };
            let at = Span::offset(boundary(&text, at.min(text.len())));
            let selections = selections(&file(&text), at);
            prop_assert!(selections.first().is_some_and(|first| first.touches(at)));
            prop_assert_eq!(selections.last(), Some(&Span::of(0..text.len())));
            prop_assert!(selections.windows(2).all(|pair| pair[1].covers(pair[0]) && pair[1] != pair[0]));
            prop_assert!(selections.iter().all(|span| text.get(span.range()).is_some()));
        }
    }

    fn boundary(text: &str, at: usize) -> usize {
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap()
    }
}
