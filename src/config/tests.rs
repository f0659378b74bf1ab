use super::*;
use crate::rules::{Diagnostic, Severity};
use crate::text::{Encoding, Text};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;

/// What is wrong with a configuration: place, words, message, fixes.
fn faults(text: &str) -> String {
    let (_, faults) = toml(text);
    let places = Text::from(text);
    let mut out = String::new();
    for fault in faults {
        let at = places.position_of(fault.span.start, Encoding::Utf8);
        let (severity, words) = (fault.severity.name(), fault.span.slice(text));
        writeln!(out, "{}:{} {severity} {} {words:?}: {}", at.line + 1, at.column + 1, fault.code, fault.message)
            .unwrap();
        for fix in &fault.fixes {
            writeln!(out, "  fix: {} → {:?}", fix.title, fix.edits.apply(text).lines().nth(at.line as usize)).unwrap();
        }
    }
    out
}

fn check(text: &str, expected: Expect) {
    // Another dialect is no change of what is tested here.
    let all: Vec<&str> = crate::dialect::all().iter().map(|dialect| &*dialect.id).collect();
    expected.assert_eq(&faults(text).replace(&all.join(", "), "(all of them)"));
}

/// What counts for a file of the project `/shop`.
fn effective(text: &str, file: &str) -> Effective {
    let (config, _) = toml(text);
    Effective::new(&Path::new("/shop").join(file), Some((&config, Path::new("/shop"))), None)
}

fn targets(effective: &Effective) -> Vec<&str> {
    effective.targets.value.iter().map(|dialect| &*dialect.id).collect()
}

const WHOLE: &str = r#"
targets = ["claude-code", "opencode"]
lens = false

[versions]
claude-code = "2.1.197"
gemini-cli = "0.50"

[rules]
unknown-tool = "error"
short-body = "off"

[[overrides]]
paths = ["examples/**", "draft-*.md"]
targets = []
rules = { unknown-tool = "hint" }

[[overrides]]
paths = ["examples/old"]
lens = true
[overrides.versions]
claude-code = "2.0.30"
"#;

#[test]
fn a_configuration_without_faults() {
    check(WHOLE, expect![[""]]);
    check("", expect![[""]]);
    let settings = effective(WHOLE, ".claude/agents/a.md");
    assert_eq!(targets(&settings), ["claude-code", "opencode"]);
    assert!(!settings.lens.value);
    let claude_code = crate::dialect::named("claude-code").unwrap();
    assert_eq!(settings.version(claude_code).to_string(), "2.1.197");
    let opencode = crate::dialect::named("opencode").unwrap();
    assert_eq!(settings.version(opencode), opencode.version);
    assert_eq!(settings.severities.of("unknown-tool"), Some(Level::At(Severity::Error)));
    assert_eq!(settings.severities.of("short-body"), Some(Level::Off));
    assert_eq!(settings.severities.of("bad-name"), None);
}

#[test]
fn overrides_count_for_their_files_and_the_last_one_wins() {
    let draft = effective(WHOLE, "deep/down/draft-a.md");
    assert!(targets(&draft).is_empty());
    assert_eq!(draft.severities.of("unknown-tool"), Some(Level::At(Severity::Hint)));
    assert_eq!(draft.severities.of("short-body"), Some(Level::Off), "what an override does not say stays");
    let old = effective(WHOLE, "examples/old/a.md");
    assert!(old.lens.value && targets(&old).is_empty());
    assert_eq!(old.version(crate::dialect::named("claude-code").unwrap()).to_string(), "2.0.30");
    let (config, _) = toml(WHOLE);
    let outside = Effective::new(Path::new("/other/draft-a.md"), Some((&config, Path::new("/shop"))), None);
    assert_eq!(targets(&outside), ["claude-code", "opencode"]);
}

#[test]
fn the_place_of_each_value_is_known() {
    let settings = effective(WHOLE, "draft-a.md");
    let words = |from: Origin| match from {
        Origin::File(span) => span.slice(WHOLE),
        Origin::BuiltIn => "built in",
        Origin::Editor => "editor",
    };
    assert_eq!(words(settings.lens.from), "false");
    assert_eq!(words(settings.targets.from), "[]");
    let tool = settings.rules.iter().find(|rule| rule.value.0.code == "unknown-tool").unwrap();
    assert_eq!(words(tool.from), "\"hint\"");
    assert_eq!(words(effective("", "a.md").lens.from), "built in");
}

#[test]
fn keys_that_mean_nothing() {
    check(
        "rule = {}\nfoo = 1\nclaude-code = \"2.1.197\"\nunknown-tool = \"off\"\n\n[tools]\nclaude-code = \"2.1.197\"\n",
        expect![[r#"
            1:1 warning bad-config "rule": There is no key "rule" here, so this has no effect. Did you mean rules?
              fix: Replace by rules → Some("rules = {}")
            2:1 warning bad-config "foo": There is no key "foo" here, so this has no effect. There are targets, versions, rules, lens, hints, house, overrides.
            3:1 warning bad-config "claude-code": There is no key "claude-code" here, so it has no effect. It belongs under [versions].
            4:1 warning bad-config "unknown-tool": There is no key "unknown-tool" here, so it has no effect. It belongs under [rules].
            6:2 warning bad-config "tools": There is no key "tools" here, so this has no effect. Did you mean versions?
              fix: Replace by versions → Some("[versions]")
        "#]],
    );
    check(
        "[[overrides]]\nfiles = [\"a\"]\noverrides = []\n",
        expect![[r#"
        1:1 warning bad-config "[[overrides]]": This override names no files, so it has no effect. Add paths = ["GLOB"].
        2:1 warning bad-config "files": There is no key "files" here, so this has no effect. Did you mean paths?
          fix: Replace by paths → Some("paths = [\"a\"]")
        3:1 warning bad-config "overrides": There is no key "overrides" here, so this has no effect. There are paths, targets, versions, rules, lens, hints, house.
    "#]],
    );
}

#[test]
fn names_that_mean_nothing() {
    check(
        "targets = [\"claudecode\", \"Claude Code\", \"zzz\"]\n[versions]\nclaude_code = \"2.1.197\"\n[rules]\nunknwon-tool = \"off\"\nzzz = \"off\"\n",
        expect![[r#"
            1:12 warning bad-config "\"claudecode\"": agentls knows no tool "claudecode", so this has no effect. Did you mean claude-code?
              fix: Replace by claude-code → Some("targets = [\"claude-code\", \"Claude Code\", \"zzz\"]")
            1:26 warning bad-config "\"Claude Code\"": agentls knows no tool "Claude Code", so this has no effect. Did you mean claude-code?
              fix: Replace by claude-code → Some("targets = [\"claudecode\", \"claude-code\", \"zzz\"]")
            1:41 warning bad-config "\"zzz\"": agentls knows no tool "zzz", so this has no effect. It knows (all of them).
            3:1 warning bad-config "claude_code": agentls knows no tool "claude_code", so this has no effect. Did you mean claude-code?
              fix: Replace by claude-code → Some("claude-code = \"2.1.197\"")
            5:1 warning bad-config "unknwon-tool": No rule is called "unknwon-tool", so this has no effect. Did you mean unknown-tool?
              fix: Replace by unknown-tool → Some("unknown-tool = \"off\"")
            6:1 warning bad-config "zzz": No rule is called "zzz", so this has no effect. The output of agentls check names the rules.
        "#]],
    );
}

#[test]
fn values_of_another_type() {
    check(
        "targets = \"claude-code\"\nlens = \"no\"\nversions = []\nrules = 1\noverrides = { paths = [] }\n",
        expect![[r#"
            1:11 warning bad-config "\"claude-code\"": "targets" has to be a list of names such as ["claude-code"], not a text: this has no effect.
            2:8 warning bad-config "\"no\"": "lens" has to be true or false, not a text: this has no effect.
            3:12 warning bad-config "[]": "versions" has to be a table of lines such as claude-code = "2.1.330", not a list: this has no effect.
            4:9 warning bad-config "1": "rules" has to be a table of lines such as unknown-tool = "error", not a number: this has no effect.
            5:13 warning bad-config "{ paths = [] }": "overrides" has to be a list of tables, each headed by [[overrides]], not a table: this has no effect.
        "#]],
    );
    check(
        "targets = [1]\noverrides = [1, { paths = 2020-01-01 }, { paths = [true] }]\n[versions]\nclaude-code = true\n",
        expect![[r#"
            1:12 warning bad-config "1": "targets" has to be a list of names such as ["claude-code"], not a number: this has no effect.
            2:14 warning bad-config "1": "overrides" has to be a list of tables, each headed by [[overrides]], not a number: this has no effect.
            2:27 warning bad-config "2020-01-01": "paths" has to be a list of globs such as ["examples/**"], not another kind of value: this has no effect.
            2:52 warning bad-config "true": "paths" has to be a list of globs such as ["examples/**"], not true or false: this has no effect.
            4:15 warning bad-config "true": "claude-code" has to be a version such as "2.1.330", not true or false: this has no effect.
        "#]],
    );
}

#[test]
fn versions_and_severities() {
    check(
        "[versions]\nclaude-code = \"2.x\"\ngemini-cli = 0.50\nopencode = \"v1.0.0\"\nqwen-code = \"99.1\"\n",
        expect![[r#"
            2:15 warning bad-config "\"2.x\"": "2.x" is not a version, so Claude Code 2.1.330 counts. Write it as "2.1.330".
            3:14 warning bad-config "0.50": 0.50 is not a version, so Gemini CLI 0.61.0 counts. Write it as "0.50.0".
              fix: Write "0.50" → Some("gemini-cli = \"0.50\"")
            4:12 warning bad-config "\"v1.0.0\"": "v1.0.0" is not a version, so OpenCode 1.18.33 counts. Write it as "1.0.0".
              fix: Write "1.0.0" → Some("opencode = \"1.0.0\"")
            5:13 information newer-version "\"99.1\"": agentls knows Qwen Code up to 0.24.4: 99.1.0 is judged by what is known of that. Update agentls when it knows more.
        "#]],
    );
    check(
        "[rules]\nunknown-tool = \"warn\"\nunknown-key = \"Error\"\nbad-name = false\nshort-body = \"loud\"\nsecrets = 3\n",
        expect![[r#"
            2:16 warning bad-config "\"warn\"": "warn" is not a severity, so this has no effect. Did you mean warning?
              fix: Replace by warning → Some("unknown-tool = \"warning\"")
            3:15 warning bad-config "\"Error\"": "Error" is not a severity, so this has no effect. Did you mean error?
              fix: Replace by error → Some("unknown-key = \"error\"")
            4:12 warning bad-config "false": false is not a severity, so this has no effect. Write "off".
              fix: Write "off" → Some("bad-name = \"off\"")
            5:14 warning bad-config "\"loud\"": "loud" is not a severity, so this has no effect. There are off, hint, information, warning, error.
            6:11 warning bad-config "3": 3 is not a severity, so this has no effect. There are off, hint, information, warning, error.
        "#]],
    );
}

#[test]
fn globs_that_can_not_be_read() {
    check(
        "[[overrides]]\npaths = [\"a[\", \"../b\", \"c\"]\n[overrides.rules]\nsecrets = \"off\"\n",
        expect![[r#"
        2:10 warning bad-config "\"a[\"": The glob "a[" matches nothing: unclosed character class; missing ']'.
        2:16 warning bad-config "\"../b\"": The glob "../b" matches nothing: it leads out of the folder of the configuration.
    "#]],
    );
    check(
        "[[overrides]]\nlens = false\n",
        expect![[r#"
        1:1 warning bad-config "[[overrides]]": This override names no files, so it has no effect. Add paths = ["GLOB"].
    "#]],
    );
}

#[test]
fn what_is_no_toml_costs_only_itself() {
    let text = "lens = false\ntargets = [\"claude-code\"\n\n[rules]\nunknown-tool = \"off\"\nbad-name = \n";
    check(
        text,
        expect![[r#"
        2:1 error bad-config "targets = [\"claude-code\"": This is not TOML: missing comma between array elements, expected `,`. The line has no effect; the others have.
        6:1 error bad-config "bad-name =": This is not TOML: string values must be quoted, expected literal string. The line has no effect; the others have.
    "#]],
    );
    let text = "targets = [\n  \"opencode\",\n  claude-code,\n]\nlens = \"\"\"\nno\n[rules]\nsecrets = off\n";
    check(
        text,
        expect![[r#"
        3:3 error bad-config "claude-code": This is not TOML: string values must be quoted, expected literal string. The line has no effect; the others have.
        5:1 error bad-config "lens = \"\"\"": This is not TOML: invalid multi-line basic string, expected `"`. The line has no effect; the others have.
        6:1 error bad-config "no": This is not TOML: invalid multi-line basic string, expected `"`. The line has no effect; the others have.
        8:1 error bad-config "secrets = off": This is not TOML: invalid multi-line basic string, expected `"`. The line has no effect; the others have.
    "#]],
    );
    let text = "lens = false\nbroken\n[rules]\nunknown-tool = \"off\"\nshort-body = \"off\"\n";
    check(
        text,
        expect![[r#"
        2:1 error bad-config "broken": This is not TOML: key with no value, expected `=`. The line has no effect; the others have.
    "#]],
    );
    let settings = effective(text, "a.md");
    assert!(!settings.lens.value);
    assert_eq!(settings.severities.of("unknown-tool"), Some(Level::Off));
    check(
        "lens = false\nlens = true\n",
        expect![[r#"
        2:1 error bad-config "lens": This is not TOML: duplicate key. The line has no effect; the others have.
    "#]],
    );
}

#[test]
fn the_editor_wins_and_keeps_its_own_keys() {
    let json = r#"{"server": {"path": "x"}, "lens": true, "targets": null, "rules": {"unknown-tool": "off", "x": 1},
        "overrides": [{"paths": "a.md", "versions": {"claude-code": "2.1.0"}}]}"#;
    let node: Node = serde_json::from_str(json).unwrap();
    let (editor, faults) = settings(&node);
    let messages: Vec<&str> = faults.iter().map(|fault| &*fault.message).collect();
    assert_eq!(
        messages,
        ["No rule is called \"x\", so this has no effect. The output of agentls check names the rules."]
    );
    let (file, _) = toml(WHOLE);
    let shop = Path::new("/shop");
    let editor = Editor { config: &editor, root: Some(shop) };
    let settings = Effective::new(&shop.join("a.md"), Some((&file, shop)), Some(editor));
    assert_eq!((settings.lens.value, settings.lens.from), (true, Origin::Editor));
    assert_eq!(targets(&settings), ["claude-code", "opencode"]);
    assert_eq!(settings.severities.of("unknown-tool"), Some(Level::Off));
    assert_eq!(settings.version(crate::dialect::named("claude-code").unwrap()).to_string(), "2.1.0");
    assert!(super::settings(&Node::default()).1.is_empty());
}

#[test]
fn hostile_files_are_read_in_no_time() {
    for text in ["[".repeat(100_000), "a=[".repeat(50_000), "a.".repeat(50_000), "a={".repeat(50_000)] {
        let (_, faults) = toml(&text);
        assert!(!faults.is_empty());
    }
    let (_, faults) = toml(&"#".repeat((1 << 20) + 1));
    assert_eq!(faults.len(), 1);
}

#[test]
fn the_examples_of_the_pages_are_found() {
    for code in CODES.into_iter().filter(|code| code.page.contains("```toml")) {
        let example =
            |number: usize| code.page.split("```toml\n").nth(number).and_then(|rest| rest.split("```").next());
        let found = |text: &str| toml(text).1.into_iter().map(|fault| fault.code).collect::<Vec<_>>();
        assert_eq!(found(example(1).unwrap()), [code.name]);
        assert!(example(2).is_none_or(|good| found(good).is_empty()));
        assert!(code.page.starts_with(&format!("# {}\n", code.name)));
    }
}

fn hold_together(text: &str, faults: &[Diagnostic]) {
    for fault in faults {
        assert!(text.get(fault.span.start as usize..fault.span.end as usize).is_some(), "{text:?} {fault:?}");
        for fix in &fault.fixes {
            assert_ne!(fix.edits.apply(text), text);
        }
    }
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "[\\[\\]{}=.,\"'a-z0-9 #\n\\\\é-]{0,60}") {
        hold_together(&text, &toml(&text).1);
    }

    #[test]
    fn any_part_of_a_configuration_can_be_read(from in 0..WHOLE.len(), to in 0..WHOLE.len()) {
        let text = WHOLE.get(from.min(to)..from.max(to)).unwrap_or("");
        hold_together(text, &toml(text).1);
    }
}

#[test]
fn house_rules_are_read_and_their_faults_told() {
    let text = "[[house]]\nsections = [\"Limits\", \"Output Format\"]\nmessage = \"Say it.\"\n\n[[overrides]]\npaths = [\"r/**\"]\n\
        [[overrides.house]]\ntools = \"Read\"\nseverity = \"error\"\n";
    check(text, expect![[""]]);
    let shown = |file: &str| {
        let effective = effective(text, file);
        let rules = effective.house.iter().map(|rule| {
            format!("{} {:?} {}", rule.value.severity.name(), rule.value.message, rule.value.asked.summary())
        });
        rules.collect::<Vec<_>>()
    };
    assert_eq!(
        shown("a.md"),
        ["warning Some(\"Say it.\") section Limits", "warning Some(\"Say it.\") section Output Format"]
    );
    assert_eq!(shown("r/a.md")[2..], ["error None tools Read"]);
    check(
        "hints = [\"modle\"]\n[[house]]\nsection = \"a\"\n[[house]]\nwords = 1\nmessage = \"\"\n",
        expect![[r#"
            1:10 warning bad-config "\"modle\"": No hint is called "modle", so this has no effect. Did you mean model?
              fix: Replace by model → Some("hints = [\"model\"]")
            3:1 warning bad-config "section": A house rule has no key "section", so this has no effect. Did you mean sections?
              fix: Replace by sections → Some("sections = \"a\"")
            5:9 warning bad-config "1": "words" has to be a list of texts, not a number: this has no effect.
            6:11 warning bad-config "\"\"": An empty message says nothing: agentls says what is missing in its own words.
        "#]],
    );
}
