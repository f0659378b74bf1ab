//! Whatever stands in a file, it is analysed: nothing panics, nothing points outside of the text.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "fuzzed/bodies/spans.rs"]
mod spans;

use agentls::dialect;
use agentls::glossary::Glossary;
use agentls::ide;
use agentls::model::AgentFile;
use agentls::rules;
use agentls::text::Span;
use proptest::prelude::*;
use spans::spans;

const SAMPLE: &str = include_str!("samples/frontend.md");

/// A dialect for each way of reading and judging a file, and those that extend another.
fn each_way() -> impl Iterator<Item = &'static dialect::Dialect> {
    let first = |reader| dialect::all().iter().find(|dialect| dialect.reader == reader && dialect.extends.is_none());
    dialect::all().iter().filter(move |dialect| {
        dialect.extends.is_some() || first(dialect.reader).is_some_and(|first| first.id == dialect.id)
    })
}

/// Analyses `text` in each way and asks every feature about it; checks every span.
fn survive(text: &str, offsets: &[u32]) {
    for dialect in each_way() {
        let file = AgentFile::new("agents/sample.md".into(), text.into(), dialect, Default::default());
        for span in spans(&file) {
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
        for found in rules::check(&file, &rules::Severities::default()) {
            assert!(text.get(found.span.range()).is_some(), "{found:?} in {text:?}");
            for fix in &found.fixes {
                for edit in fix.edits.edits() {
                    assert!(text.get(edit.span.range()).is_some(), "{found:?} in {text:?}");
                }
            }
        }
        for offset in offsets {
            if let Some(hover) = ide::hover::hover(&file, Glossary::built_in(), ide::hover::Scene::default(), *offset) {
                assert!(text.get(hover.span.range()).is_some(), "{hover:?}");
            }
            for proposal in ide::completion::completions(&file, *offset) {
                assert!(text.get(proposal.edit.span.range()).is_some(), "{proposal:?}");
            }
        }
    }
}

#[test]
fn a_file_cut_off_at_any_byte() {
    for at in (0..=SAMPLE.len()).filter(|at| SAMPLE.is_char_boundary(*at)) {
        let text = &SAMPLE[..at];
        survive(text, &[Span::offset(at)]);
    }
}

#[test]
fn keys_above_the_cut_stay_readable() {
    let front_matter_end = SAMPLE.find("# Frontend").unwrap();
    let tools = SAMPLE.find("\ntools:").unwrap();
    for at in tools..front_matter_end {
        let file = agent(&SAMPLE[..at]);
        let name = file.front_matter.entry("name").expect("the name is still there");
        assert_eq!(name.raw_value.slice(&file.text), "frontend", "cut at {at}");
    }
}

#[test]
fn the_sample_is_read_as_it_is_meant() {
    let file = agent(SAMPLE);
    assert!(file.verdict.loads && file.verdict.launches);
    let areas: Vec<&str> = file.expertise.areas.iter().map(|area| &*area.name).collect();
    for area in ["REACT", "STYLING", "QUALITY", "STATE", "NETWORK", "国際化 I18N"] {
        assert!(areas.contains(&area), "{area} in {areas:?}");
    }
    let severe: Vec<_> = rules::check(&file, &rules::Severities::default())
        .into_iter()
        .filter(|found| found.severity >= rules::Severity::Warning)
        .collect();
    assert!(severe.is_empty(), "{severe:#?}");
}

fn agent(text: &str) -> AgentFile {
    let dialect = dialect::named("claude-code").unwrap();
    AgentFile::new(".claude/agents/frontend.md".into(), text.into(), dialect, Default::default())
}

#[test]
fn hostile_files() {
    let hostile = [
        "---\n".to_owned() + &"[".repeat(200_000) + "\n---\n",
        "---\nx: ".to_owned() + &"{a: ".repeat(50_000) + "\n---\n",
        "---\n".to_owned() + &"- ".repeat(100_000) + "\n---\n",
        "---\n".to_owned() + &" a:\n".repeat(3_000) + "---\n",
        "---\ntools: ".to_owned() + &"(".repeat(100_000) + "\n---\n",
        "---\ntools: ".to_owned() + &"Read, ".repeat(20_000) + "\n---\n",
        "---\na: &a [x]\n".to_owned() + &(0..2_000).map(|n| format!("k{n}: *a\n")).collect::<String>() + "---\n",
        "> ".repeat(50_000),
        "- ".repeat(50_000),
        "│ a │ b │\n".repeat(5_000),
        "# Expertise\n".to_owned() + &"- **a**: ".repeat(20_000),
        "`".repeat(100_000),
        "\u{feff}".repeat(1_000),
        "---\r---\r\r\n---\n".repeat(1_000),
        "\0".repeat(10_000),
        "---\nname: \u{202e}x\u{200b}\n---\n\u{e0041}".to_owned(),
    ];
    for text in &hostile {
        survive(text, &[0, 4, 10, Span::offset(text.len())]);
    }
}

/// What is quadratic takes minutes here; a linear reading takes a second or two without optimisation.
#[test]
fn long_files_take_time_in_step_with_their_length() {
    let front_matter = |lines: String| format!("---\nname: a\ndescription: Reviews. Use it.\n{lines}---\nDo it.\n");
    let body = |body: String| format!("---\nname: a\ndescription: Reviews. Use it.\ntools: Read\n---\n{body}");
    let lines = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let long = [
        front_matter(lines(40_000, |n| format!("key-{n}: a value of it\n"))),
        front_matter(lines(40_000, |_| "tools: Read, Grep\n".to_owned())),
        front_matter("tools: ".to_owned() + &"Read, ".repeat(40_000) + "\n"),
        front_matter("tools: ".to_owned() + &lines(20_000, |n| format!("Tool{n}, ")) + "\n"),
        front_matter("tools: ".to_owned() + &"MultiEdit, Bash(x), Task, mcp_a_b, ".repeat(8_000) + "\n"),
        body(lines(10_000, |n| format!("[x](#none-{n}) and @docs/page-{n}.md, [y](docs/{n}.md)\n\n"))),
        body("[x](#none)\n\n".to_owned() + &"# Steps\n".repeat(20_000)),
        body(lines(20_000, |n| format!("Then read {n}. Use it → delegate to {n}. "))),
    ];
    for text in &long {
        let start = std::time::Instant::now();
        let dialect = agentls::dialect::named("claude-code").unwrap();
        let file = AgentFile::new("a.md".into(), text.as_str().into(), dialect, Default::default());
        agentls::rules::check(&file, &agentls::rules::Severities::AS_RULES_SAY);
        assert!(start.elapsed().as_secs() < 30, "{:?}: {}…", start.elapsed(), &text[..100]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text(text in "(---\n)?(([a-z]{1,8}|name|tools|model|hooks)(:| :|: )?([ \\[\\]{},\"'#&*!|>%@`é\u{1F600}a-zA-Z0-9-]{0,24})(\r?\n|\n  - |\n\t)){0,12}(---\n)?[#*`|│┌─ \na-z-]{0,80}", at in 0usize..400) {
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        survive(&text, &[Span::offset(at)]);
    }

    #[test]
    fn any_edit_of_the_sample(at in 0usize..2600, length in 0usize..40, put in "[-:,#\"'\\[\\]{}|\n\r \t│a-zé]{0,6}") {
        let floor = |mut at: usize| { while !SAMPLE.is_char_boundary(at) { at -= 1; } at };
        let start = floor(at.min(SAMPLE.len()));
        let end = floor((start + length).min(SAMPLE.len())).max(start);
        let text = format!("{}{put}{}", &SAMPLE[..start], &SAMPLE[end..]);
        survive(&text, &[Span::offset(start)]);
    }

    #[test]
    fn a_revised_file_equals_a_fresh_one(at in 0usize..2600, length in 0usize..40, put in "[-:,#\"'|\n\r │a-zé]{0,6}") {
        let floor = |mut at: usize| { while !SAMPLE.is_char_boundary(at) { at -= 1; } at };
        // Mostly in the front matter: there the body is taken over.
        let start = floor(if at % 3 == 0 { at } else { at % 240 }.min(SAMPLE.len()));
        let end = floor((start + length).min(SAMPLE.len())).max(start);
        let text = format!("{}{put}{}", &SAMPLE[..start], &SAMPLE[end..]);
        // A fresh one knows of no version before.
        let mut revised = agent(SAMPLE).revised(text.as_str().into(), Default::default());
        revised.typed_on = None;
        prop_assert_eq!(format!("{revised:?}"), format!("{:?}", agent(&text)));
    }
}
