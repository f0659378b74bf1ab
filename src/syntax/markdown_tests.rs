use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

const SAMPLE: &str = include_str!("../../tests/samples/data-engineer.md");

fn body_of_sample() -> u32 {
    u32::try_from(SAMPLE.find("\n\n# ").unwrap()).unwrap() + 1
}

/// The outline with every span shown as the text under it.
fn shown(text: &str) -> String {
    let outline = outline(text, 0);
    let mut out = String::new();
    for section in &outline.sections {
        let title = section.title_span.slice(text);
        let parent = section.parent.map_or("-".into(), |id| id.0.to_string());
        let _ = writeln!(out, "h{} {:?} = {title:?} in {parent}", section.level, section.title);
        let _ = writeln!(out, "   {:?} content {:?}", section.span.slice(text), section.content.slice(text));
    }
    for item in &outline.items {
        let (marker, words) = (item.marker.slice(text), item.text.slice(text));
        let _ = writeln!(
            out,
            "{:indent$}{marker} {words:?} of {:?}",
            "",
            item.span.slice(text),
            indent = item.depth as usize * 2
        );
    }
    for fence in &outline.fences {
        let close = fence.close.map(|close| close.slice(text));
        let (open, info) = (fence.open.slice(text), fence.info.slice(text));
        let _ = writeln!(out, "fence {open:?} {info:?} {:?} {close:?}", fence.content.slice(text));
    }
    for table in &outline.tables {
        let cells = |row: &[Span]| row.iter().map(|cell| cell.slice(text)).collect::<Vec<_>>().join("|");
        let _ = writeln!(out, "table {}", cells(&table.header));
        table.rows.iter().for_each(|row| {
            let _ = writeln!(out, "      {}", cells(row));
        });
    }
    for strong in &outline.strongs {
        let _ = writeln!(out, "strong {:?} of {:?}", strong.text.slice(text), strong.span.slice(text));
    }
    for code in &outline.codes {
        let _ = writeln!(out, "code {:?} of {:?}", code.text.slice(text), code.span.slice(text));
    }
    for link in &outline.links {
        let _ = writeln!(out, "link {:?} to {:?}", link.span.slice(text), link.destination);
    }
    for paragraph in &outline.paragraphs {
        let _ = writeln!(out, "paragraph {:?}", paragraph.span.slice(text));
    }
    for html in &outline.html {
        let _ = writeln!(out, "html {:?}", html.span.slice(text));
    }
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(text));
}

#[test]
fn sections_reach_to_the_next_heading_of_their_level() {
    check(
        "pre\n\n# A *b* `c` #\n\none\n\n### Deep\nx\n## B\nSet **ext**\n===\nend",
        expect![[r####"
        h1 "A b c" = "A *b* `c`" in -
           "# A *b* `c` #\n\none\n\n### Deep\nx\n## B\n" content "\none\n\n"
        h3 "Deep" = "Deep" in 0
           "### Deep\nx\n" content "x\n"
        h2 "B" = "B" in 0
           "## B\n" content ""
        h1 "Set ext" = "Set **ext**" in -
           "Set **ext**\n===\nend" content "end"
        strong "ext" of "**ext**"
        code "c" of "`c`"
        paragraph "pre"
        paragraph "one"
        paragraph "x"
        paragraph "end"
    "####]],
    );
}

#[test]
fn headings_inside_containers_are_no_sections() {
    check(
        "# A\n> # quoted\n\n- # listed\n\n  in the item\n\nafter\n",
        expect![[r##"
        h1 "A" = "A" in -
           "# A\n> # quoted\n\n- # listed\n\n  in the item\n\nafter\n" content "> # quoted\n\n- # listed\n\n  in the item\n\nafter\n"
        - "listed" of "- # listed\n\n  in the item"
        paragraph "after"
    "##]],
    );
}

#[test]
fn items_know_their_text_depth_and_box() {
    check(
        "- [x] done\n  over two lines\n  - nested\n    1. deep\n- [ ] open\n\n* loose\n\n  second paragraph\n\n10) ten\n-\n",
        expect![[r#"
            - "done\n  over two lines" of "- [x] done\n  over two lines\n  - nested\n    1. deep"
              - "nested" of "- nested\n    1. deep"
                1. "deep" of "1. deep"
            - "open" of "- [ ] open"
            * "loose" of "* loose\n\n  second paragraph"
            10) "ten" of "10) ten"
            - "" of "-"
        "#]],
    );
}

#[test]
fn fences_of_all_kinds() {
    check(
        "```rust x\nlet a;\n```\n~~~~\n~~~\n~~~~\n- ```\n  in item\n  ```\n\n> ```\n> quoted\n\n    indented\n    more\n\n```\n```\n\n````md\n```\n",
        expect![[r#"
            - "" of "- ```\n  in item\n  ```"
            fence "```" "rust x" "let a;\n" Some("```")
            fence "~~~~" "" "~~~\n" Some("~~~~")
            fence "```" "" "  in item\n" Some("```")
            fence "```" "" "> quoted" None
            fence "" "" "    indented\n    more" None
            fence "```" "" "" Some("```")
            fence "````" "md" "```" None
        "#]],
    );
}

#[test]
fn cells_are_trimmed_and_missing_ones_are_empty() {
    check(
        "| a  | `b` |\n|---|:-:|\n|  c |\n| d\\|e | f | g |\n",
        expect![[r#"
        table a|`b`
              c|
              d\|e|f
        code "b" of "`b`"
    "#]],
    );
}

#[test]
fn inlines_and_html() {
    check(
        "**a** __b__ ***c*** ``d`` `` `e` `` [f](g \"h\") ![i](j) <k@l.m>\n\n<example>\n- not a list\n</example>\n\n~~n~~[^1]\n\n[^1]: note\n",
        expect![[r#"
            strong "a" of "**a**"
            strong "b" of "__b__"
            strong "c" of "**c**"
            code "d" of "``d``"
            code "`e`" of "`` `e` ``"
            link "[f](g \"h\")" to "g"
            link "![i](j)" to "j"
            link "<k@l.m>" to "k@l.m"
            paragraph "**a** __b__ ***c*** ``d`` `` `e` `` [f](g \"h\") ![i](j) <k@l.m>"
            paragraph "~~n~~[^1]"
            paragraph "note"
            html "<example>\n- not a list\n</example>"
        "#]],
    );
}

#[test]
fn carriage_returns_end_lines_too() {
    check(
        "# A\r\n\r\n- b\r\n- c\r\n\r\n```x\r\nd\r\n```\r\n",
        expect![[r##"
        h1 "A" = "A" in -
           "# A\r\n\r\n- b\r\n- c\r\n\r\n```x\r\nd\r\n```\r\n" content "\r\n- b\r\n- c\r\n\r\n```x\r\nd\r\n```\r\n"
        - "b" of "- b"
        - "c" of "- c"
        fence "```" "x" "d\r\n" Some("```")
    "##]],
    );
    check(
        "# A\r\r- b\r- c\r\r```x\rd\r```\r",
        expect![[r##"
        h1 "A" = "A" in -
           "# A\r\r- b\r- c\r\r```x\rd\r```\r" content "\r- b\r- c\r\r```x\rd\r```\r"
        - "b" of "- b"
        - "c" of "- c"
        fence "```" "x" "d\r" Some("```")
    "##]],
    );
}

#[test]
fn a_byte_order_mark_hides_no_heading() {
    check(
        "\u{feff}# 見出し 👩‍🔧\n- **é**\n",
        expect![[r##"
        h1 "見出し 👩\u{200d}🔧" = "見出し 👩\u{200d}🔧" in -
           "# 見出し 👩\u{200d}🔧\n- **é**\n" content "- **é**\n"
        - "**é**" of "- **é**"
        strong "é" of "**é**"
    "##]],
    );
}

#[test]
fn spans_count_from_the_start_of_the_file() {
    let outline = outline(SAMPLE, body_of_sample());
    let titles: Vec<&str> = outline.sections.iter().map(|section| section.title_span.slice(SAMPLE)).collect();
    assert_eq!(titles.first(), Some(&"Data Engineer Agent (La Cartógrafa de los Datos)"));
    assert!(outline.sections.iter().all(|section| &*section.title == section.title_span.slice(SAMPLE)));
    let domain = outline.sections.get(1).unwrap();
    assert_eq!(outline.section_at(domain.content.start + 5), Some(SectionId(1)));
    assert_eq!(outline.section_at(0), None);
}

#[test]
fn a_body_outside_the_text_has_no_outline() {
    assert!(outline("é# a", 1).sections.is_empty());
    assert!(outline("# a", 9).sections.is_empty());
}

/// Every span of an outline.
fn spans(outline: &Outline) -> Vec<Span> {
    let mut spans = Vec::new();
    outline.sections.iter().for_each(|s| spans.extend([s.heading, s.title_span, s.span, s.content]));
    outline.items.iter().for_each(|i| spans.extend([i.span, i.marker, i.text]));
    outline.fences.iter().for_each(|f| spans.extend([f.span, f.open, f.info, f.content].into_iter().chain(f.close)));
    outline.tables.iter().for_each(|t| spans.extend(t.header.iter().chain(t.rows.iter().flatten()).chain([&t.span])));
    outline.strongs.iter().for_each(|s| spans.extend([s.span, s.text]));
    outline.codes.iter().for_each(|c| spans.extend([c.span, c.text]));
    outline.links.iter().for_each(|l| spans.push(l.span));
    outline.paragraphs.iter().for_each(|p| spans.push(p.span));
    outline.html.iter().for_each(|h| spans.push(h.span));
    spans
}

fn assert_spans_fit(text: &str, body: u32) {
    let outline = outline(text, body);
    for span in spans(&outline) {
        assert!(text.get(span.range()).is_some(), "{span:?} does not fit a text of {} bytes", text.len());
    }
    let apart = |pair: &[Section]| matches!(pair, [a, b] if a.content.end <= b.heading.start);
    assert!(outline.sections.windows(2).all(apart));
}

#[test]
fn no_cut_through_the_sample_breaks_it() {
    for end in (0..=SAMPLE.len()).filter(|end| SAMPLE.is_char_boundary(*end)) {
        assert_spans_fit(&SAMPLE[..end], body_of_sample().min(end as u32));
    }
    for start in (0..=SAMPLE.len()).step_by(7) {
        assert_spans_fit(SAMPLE, start as u32);
    }
}

#[test]
fn depth_and_length_cost_no_stack() {
    for part in ["> ", "- ", "*a **a ", "[", "# a\n", "  - a\n", "```\n", "| a |\n|-|\n", "<b>"] {
        assert_spans_fit(&part.repeat(20_000), 0);
    }
    let nested: String = (0..1500).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    assert_spans_fit(&nested, 0);
}

fn markdown() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "# ",
        "## ",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "- ",
        "* ",
        "1. ",
        "  ",
        "    ",
        "\t",
        "```",
        "~~~",
        "`",
        "**",
        "__",
        "*",
        "> ",
        "|",
        "---",
        "===",
        "|-|-|",
        "[a](b)",
        "![",
        "](",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "é",
        "日本",
        "👩‍🔧",
        "\u{feff}",
        "\0",
        "word",
        "[ ] ",
        "[^1]",
        "[^1]: ",
        "\\",
        "&amp;",
        "http://a.b",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_markdown_has_an_outline(text in markdown()) {
        assert_spans_fit(&text, 0);
    }

    #[test]
    fn any_text_has_an_outline(text in "\\PC{0,80}", body in 0u32..90) {
        assert_spans_fit(&text, body);
    }
}
