//! What a keystroke costs, by stage and size of the file: `cargo bench`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that can't go on stops")]

use agentls::dialect::{self, Dialect};
use agentls::ide;
use agentls::model::verdict::{Asked, Surroundings, judge};
use agentls::model::{AgentFile, Expertise, Sections, matrices};
use agentls::rules;
use agentls::syntax::{markdown, reader};
use agentls::text::{Buffer, Change, Encoding, Position, Text};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// About so many bytes each.
const SIZES: [usize; 3] = [8_000, 100_000, 1_000_000];

/// The sample, with its body as often as it takes to be about `size` bytes long.
fn sample(size: usize) -> String {
    let whole = include_str!("../tests/samples/data-engineer.md");
    let body = whole.find("\n# ").unwrap_or(0) + 1;
    let mut text = whole[..body].to_owned();
    while text.len() + (whole.len() - body) / 2 < size {
        text.push_str(&whole[body..]);
        text.push('\n');
    }
    text
}

fn claude_code() -> &'static Dialect {
    dialect::named("claude-code").expect("the dialect is built in")
}

fn analysed(size: usize) -> AgentFile {
    AgentFile::new(".claude/agents/agent.md".into(), sample(size).into(), claude_code(), Surroundings::default())
}

#[divan::bench(args = SIZES)]
fn front_matter(bencher: Bencher, size: usize) {
    let text = sample(size);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| reader::claude_code(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn outline(bencher: Bencher, size: usize) {
    let text = sample(size);
    let body = reader::claude_code(&text).body;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| markdown::outline(black_box(&text), body));
}

#[divan::bench(args = SIZES)]
fn sections_matrices_expertise(bencher: Bencher, size: usize) {
    let text = sample(size);
    let outline = markdown::outline(&text, reader::claude_code(&text).body);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let sections = Sections::of(black_box(&outline));
        let matrices = matrices(&text, &outline);
        Expertise::of(&text, &outline, &sections, &matrices)
    });
}

#[divan::bench(args = SIZES)]
fn verdict(bencher: Bencher, size: usize) {
    let text = sample(size);
    let (front_matter, dialect) = (reader::claude_code(&text), claude_code());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        judge(Asked {
            path: "agent.md",
            text: black_box(&text),
            front_matter: &front_matter,
            dialect,
            version: dialect.version,
            around: Surroundings::default(),
        })
    });
}

#[divan::bench(args = SIZES)]
fn all_rules(bencher: Bencher, size: usize) {
    let file = analysed(size);
    bencher
        .counter(BytesCount::of_str(&file.text))
        .bench_local(|| rules::check(black_box(&file), &rules::Severities::default()));
}

/// The sample, by one rule: with nothing kept of a version before.
#[divan::bench(args = rules::all().iter().map(|rule| rule.code))]
fn one_rule(bencher: Bencher, code: &str) {
    let (file, rule) = (analysed(SIZES[0]), rules::find(code).expect("a rule has this code"));
    let only = std::slice::from_ref(rule);
    bencher.bench_local(|| rules::check_with(black_box(&file), only, &rules::Severities::AS_RULES_SAY));
}

/// Front matter of 1 MB: what is read of it, judged and found.
#[divan::bench]
fn rules_of_forty_thousand_keys(bencher: Bencher) {
    let keys: String = (0..40_000).map(|n| format!("key-{n}: a value of it\n")).collect();
    let text = format!("---\nname: a\ndescription: Reviews. Use after each commit.\n{keys}---\nDo it.\n");
    let text = Text::from(text.as_str());
    bencher.counter(BytesCount::of_str(text.as_str())).bench_local(|| {
        let path = ".claude/agents/agent.md".into();
        let file = AgentFile::new(path, black_box(&text).arc(), claude_code(), Surroundings::default());
        rules::check(&file, &rules::Severities::AS_RULES_SAY)
    });
}

/// The same where an output format has to be made ready for its fix.
#[divan::bench(args = SIZES)]
fn all_rules_without_output_format(bencher: Bencher, size: usize) {
    let text = sample(size).replace("## Your Output Format", "## Notes");
    let file = AgentFile::new(".claude/agents/agent.md".into(), text.into(), claude_code(), Surroundings::default());
    assert!(!rules::check(&file, &rules::Severities::default()).is_empty());
    bencher
        .counter(BytesCount::of_str(&file.text))
        .bench_local(|| rules::check(black_box(&file), &rules::Severities::default()));
}

#[divan::bench(args = SIZES)]
fn whole_file(bencher: Bencher, size: usize) {
    let text = Text::from(sample(size).as_str());
    bencher.counter(BytesCount::of_str(text.as_str())).bench_local(|| {
        AgentFile::new(".claude/agents/agent.md".into(), black_box(&text).arc(), claude_code(), Surroundings::default())
    });
}

/// Two texts of a file in which one value of the front matter differs, and the file as it was analysed last.
struct Typing {
    texts: [std::sync::Arc<str>; 2],
    file: AgentFile,
    kept: rules::Kept,
}

impl Typing {
    fn into_the_model(size: usize) -> Typing {
        let file = analysed(size);
        let (_, kept) = rules::check_again(&file, &rules::Severities::AS_RULES_SAY, None);
        let other = file.text.replacen("\nmodel: ", "\nmodel: x", 1);
        assert_ne!(other, *file.text, "the sample names a model");
        Typing { texts: [other.into(), file.text.clone()], file, kept }
    }

    fn type_on(&mut self) {
        self.texts.swap(0, 1);
        self.file = self.file.revised(self.texts[1].clone(), Surroundings::default());
    }
}

/// The next version of a file while its model is typed: all that is read anew.
#[divan::bench(args = SIZES)]
fn keystroke_in_a_value(bencher: Bencher, size: usize) {
    let mut typing = Typing::into_the_model(size);
    bencher.bench_local(|| typing.type_on());
}

/// The rules' part of that.
#[divan::bench(args = SIZES)]
fn keystroke_in_a_value_rules(bencher: Bencher, size: usize) {
    let mut typing = Typing::into_the_model(size);
    typing.type_on();
    bencher.bench_local(|| rules::check_again(&typing.file, &rules::Severities::AS_RULES_SAY, Some(&typing.kept)));
}

#[divan::bench(args = SIZES)]
fn edit_and_snapshot(bencher: Bencher, size: usize) {
    let text = Text::from(sample(size).as_str());
    let at = Position::new(text.line_count() / 2, 0);
    let change = Change { range: Some(at..at), text: "x".to_owned() };
    bencher.counter(BytesCount::of_str(text.as_str())).bench_local(|| {
        let mut buffer = Buffer::from(black_box(&text));
        buffer.apply(&change, Encoding::Utf16);
        buffer.snapshot()
    });
}

#[divan::bench(args = SIZES)]
fn symbols(bencher: Bencher, size: usize) {
    let file = analysed(size);
    bencher.counter(BytesCount::of_str(&file.text)).bench_local(|| ide::symbols::symbols(black_box(&file)));
}

#[divan::bench(args = SIZES)]
fn folds(bencher: Bencher, size: usize) {
    let file = analysed(size);
    bencher.counter(BytesCount::of_str(&file.text)).bench_local(|| ide::folding::folds(black_box(&file)));
}

#[divan::bench(args = SIZES)]
fn selections(bencher: Bencher, size: usize) {
    let file = analysed(size);
    let middle = u32::try_from(file.text.len() / 2).unwrap_or(u32::MAX);
    bencher
        .counter(BytesCount::of_str(&file.text))
        .bench_local(|| ide::selection::selections(black_box(&file), middle));
}

/// A hover on a cell of the matrix, as an editor asks for it when the pointer rests.
#[divan::bench(args = [8_000])]
fn hover_on_a_cell(bencher: Bencher, size: usize) {
    let file = analysed(size);
    let at = file.matrices.first().and_then(|matrix| matrix.bands.first()?.columns.first()?.cells.first().copied());
    let at = at.expect("the sample has a matrix").start;
    assert!(ide::hover::hover(&file, &file.glossary, ide::hover::Scene::default(), at).is_some());
    bencher.bench_local(|| ide::hover::hover(black_box(&file), &file.glossary, ide::hover::Scene::default(), at));
}
