//! Safe fixes mend a file and nothing else in it.

use crate::rules::page_tests::agent;
use crate::rules::page_tests::check;
use crate::rules::{Diagnostic, Severity};
use crate::syntax::FrontMatterState;
use proptest::prelude::*;

/// Broken entries, and a text that the mended description holds.
const BROKEN: &[(&str, &str)] = &[
    ("description: Use when: x", "Use when: x"),
    ("description: Use it:", "Use it:"),
    ("description: *bold* words", "*bold* words"),
    ("description: [x] y", "[x] y"),
    ("description: {x} y", "{x} y"),
    ("description: @me: go", "@me: go"),
    ("description: `code` and more", "`code` and more"),
    ("description: %x", "%x"),
    ("description: - item", "- item"),
    ("description: ? x", "? x"),
    ("description: \"Quoted\" tail", "\"Quoted\" tail"),
    ("description: 'Quoted' tail", "'Quoted' tail"),
    ("description: \"He said \"x\" to me\"", "He said \"x\" to me"),
    ("description: 'It 's mine'", "It 's mine"),
    ("description: \"never closed", "never closed"),
    ("description: 'never closed", "never closed"),
    ("description: \"a \\d b\"", "a \\d b"),
    ("description: Use when: x\n  and then: y", "Use when: x\nand then: y"),
    (
        "description: Use it\n<example>\nContext: a\nuser: \"b\"\n</example>",
        "Use it\n<example>\nContext: a\nuser: \"b\"\n</example>",
    ),
    ("description: Use when: x\n\n<example>\n  in: deep\n</example>", "<example>\n  in: deep\n</example>"),
    ("description: |\nUse it\n  and more", "and more"),
    ("description:\n<example>\na\n</example>", "<example>\na\n</example>"),
    ("description: \"Use it\n<example>\nb\"", "<example> b"),
    ("description: > Use it: now\n  and later", "Use it: now and later"),
    ("description: x\n maxTurns: 3", "x"),
    ("description: b\nskills:\n  - `a`\n  - b", "b"),
    ("description: b\nskills:\n\t- a: b: c\n\t- b", "b"),
    ("description: b\nskills: [a, b", "b"),
    ("description: b\neffort:low", "b"),
    ("description: b\ndisallowedTools: \"Write\", \"Edit\"", "b"),
    ("description: b\nkey 2: a: b", "b"),
    ("description: #1 choice", "#1 choice"),
    ("description: For C # and F #", "For C # and F #"),
    ("description: !important words", "!important words"),
    ("description: &co words", "&co words"),
    ("description:\n  - a\n  - b", "a\nb"),
    ("description: [a, b]", "[a, b]"),
    ("description: 42", "42"),
    ("description: a --- b", "a \u{2014} b"),
    ("description: \"a --- b\"", "a \u{2014} b"),
    ("description: b\n# ---- part ----", "b"),
    ("description: |\n  a\n  |---|", "|--|"),
];

/// What stands around the broken entry and must stay as it is.
const AROUND: [&str; 4] = ["model: opus  # cheap", "tools: [Read, 'Grep']", "color: \"blue\"", "Body: a --- b"];

fn file_with(broken: &str, line_end: &str) -> String {
    let [model, tools, color, body] = AROUND;
    format!("---\nname: a\n{model}\n{broken}\n{tools}\n{color}\n---\n{body}\n").replace('\n', line_end)
}

fn next_safe_fix(text: &str) -> Option<(Diagnostic, String)> {
    let found = check(&agent(text));
    found.into_iter().find_map(|finding| {
        let fix = finding.fixes.first().filter(|fix| fix.safe && finding.severity >= Severity::Information)?;
        let mended = fix.edits.apply(text);
        Some((finding.clone(), mended))
    })
}

#[test]
fn broken_files_load_once_all_safe_fixes_are_made() {
    for line_end in ["\n", "\r\n"] {
        for (broken, meant) in BROKEN {
            let mut text = file_with(broken, line_end);
            let mut steps = Vec::new();
            while let Some((finding, mended)) = next_safe_fix(&text) {
                steps.push(finding.code);
                assert_ne!(text, mended, "{broken:?}: {finding:?}");
                assert!(steps.len() < 6, "{broken:?}: {steps:?}\n{mended}");
                text = mended;
                for line in AROUND {
                    assert!(text.contains(&format!("{line}{line_end}")), "{broken:?}: {finding:?}\n{text}");
                }
            }
            let file = agent(&text);
            assert!(!steps.is_empty(), "{broken:?}: nothing found");
            assert!(file.verdict.loads, "{broken:?}: {steps:?}\n{text}{:#?}", check(&file));
            assert_eq!(file.front_matter.state, FrontMatterState::Valid, "{broken:?}\n{text}");
            let description = file.verdict.description.as_deref().unwrap_or("").replace("\r\n", "\n");
            assert!(description.contains(meant), "{broken:?}: {description:?}\n{text}");
            assert_eq!(text.matches('\r').count(), if line_end == "\n" { 0 } else { text.matches('\n').count() });
        }
    }
}

fn line() -> impl Strategy<Value = String> {
    let whole = prop::sample::select(BROKEN).prop_map(|(broken, _)| broken.to_owned());
    let piece = prop::sample::select(
        &[
            "name",
            "description",
            "tools",
            "hooks",
            ":",
            ": ",
            " ",
            "  ",
            "\t",
            "- ",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            "|",
            ">",
            "#",
            " # ",
            "&a",
            "*a",
            "!x",
            "---",
            "é",
            "\u{200b}",
            "\u{a0}",
            "日本",
            "\\",
            "x",
            "Read",
            ",",
            "\n",
            "<example>",
        ][..],
    );
    prop_oneof![whole, prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Every finding points into the text, and every edit fits it.
    #[test]
    fn findings_and_edits_fit_any_text(
        lines in prop::collection::vec(line(), 0..8),
        fenced in any::<bool>(),
        crlf in any::<bool>(),
    ) {
        let mut text = lines.join("\n");
        if fenced {
            text = format!("---\nname: a\n{text}\n---\nBody\n");
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        for finding in check(&agent(&text)) {
            prop_assert!(text.get(finding.span.range()).is_some(), "{:?}", finding);
            for related in &finding.related {
                prop_assert!(text.get(related.span.range()).is_some(), "{:?}", finding);
            }
            for edit in finding.fixes.iter().flat_map(|fix| fix.edits.edits()) {
                prop_assert!(text.get(edit.span.range()).is_some(), "{:?}", finding);
            }
        }
    }

    /// Mending one entry leaves every other entry that can be told apart as it was.
    #[test]
    fn mending_touches_one_entry(lines in prop::collection::vec(line(), 1..5)) {
        let text = format!("---\nname: a\nmodel: opus  # cheap\n{}\ncolor: \"blue\"\n---\nBody\n", lines.join("\n"));
        for finding in check(&agent(&text)) {
            let Some(fix) = finding.fixes.first().filter(|fix| fix.safe) else { continue };
            if !matches!(finding.code, "lost-front-matter" | "repaired-front-matter" | "cut-text") {
                continue;
            }
            let mended = fix.edits.apply(&text);
            prop_assert!(mended.starts_with("---\nname: a\nmodel: opus  # cheap\n"), "{:?}\n{}", finding, mended);
            prop_assert!(mended.ends_with("\ncolor: \"blue\"\n---\nBody\n"), "{:?}\n{}", finding, mended);
        }
    }
}
