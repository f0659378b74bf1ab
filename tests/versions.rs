//! What changed between versions of Claude Code: each fact on both sides of the version that brought it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use agentls::dialect;
use agentls::fact::Version;
use agentls::ide::completion::completions;
use agentls::model::verdict::EffectiveModel::Id;
use agentls::model::verdict::Surroundings;
use agentls::model::{AgentFile, Verdict};
use agentls::rules::{Diagnostic, Severities, Severity};
use agentls::text::Span;

const HEAD: &str = "---\nname: reader\ndescription: Reads. Use for reading.\n";

fn file(version: &str, text: &str) -> AgentFile {
    let dialect = dialect::named("claude-code").unwrap();
    let version = Version::parse(version).unwrap();
    AgentFile::for_version(".claude/agents/a.md".into(), text.into(), dialect, version, Surroundings::default())
}

fn verdict(version: &str, text: &str) -> Verdict {
    file(version, text).verdict
}

fn check(file: &AgentFile) -> Vec<Diagnostic> {
    agentls::rules::check(file, &Severities::AS_RULES_SAY)
}

/// Warnings and errors.
fn found(version: &str, text: &str) -> Vec<String> {
    let counts = |finding: &Diagnostic| finding.severity >= Severity::Warning;
    let shown = |finding: Diagnostic| format!("{}: {}", finding.code, finding.message);
    check(&file(version, text)).into_iter().filter(counts).map(shown).collect()
}

/// What completion offers behind `lines`.
fn offered(version: &str, lines: &str) -> Vec<String> {
    let text = format!("{HEAD}{lines}");
    let at = Span::offset(text.len());
    let file = file(version, &format!("{text}\n---\nRead.\n"));
    completions(&file, at).into_iter().map(|proposal| proposal.label).collect()
}

fn with(lines: &str) -> String {
    format!("{HEAD}{lines}\n---\nRead.\n")
}

#[test]
fn a_byte_order_mark_is_read_over_since_2_1_239() {
    let text = format!("\u{feff}{}", with("model: opus"));
    assert!(verdict("2.1.239", &text).loads);
    assert!(found("2.1.239", &text).is_empty());
    assert!(!verdict("2.1.238", &text).loads);
    assert_eq!(
        found("2.1.238", &text),
        ["missing-front-matter: Claude Code takes this file for documentation and does not load it: an invisible \
             byte-order mark stands before the front matter, which versions before 2.1.239 don't read over. Remove it."]
    );
    let finding =
        check(&file("2.1.238", &text)).into_iter().find(|finding| finding.severity == Severity::Error).unwrap();
    assert_eq!(finding.fixes[0].edits.apply(&text), with("model: opus"));
}

#[test]
fn the_mode_manual_is_known_since_2_1_200() {
    let text = with("permissionMode: manual");
    assert!(verdict("2.1.200", &text).dropped_values.is_empty());
    assert!(found("2.1.200", &text).is_empty());
    assert_eq!(verdict("2.1.199", &text).dropped_values.len(), 1);
    assert_eq!(
        found("2.1.199", &text),
        [
            "key-since: Claude Code 2.1.199 does not know the value \"manual\" yet and ignores it: it came with 2.1.200. \
             Update the tool, or leave it out."
        ]
    );
    assert!(offered("2.1.200", "permissionMode: ").contains(&"manual".to_owned()));
    assert!(!offered("2.1.199", "permissionMode: ").contains(&"manual".to_owned()));
}

#[test]
fn names_are_refused_since_2_1_218() {
    for name in ["a:b", "-a", &"n".repeat(257)] {
        let text = with("model: opus").replace("name: reader", &format!("name: \"{name}\""));
        assert!(!verdict("2.1.218", &text).loads, "{name}");
        assert!(verdict("2.1.217", &text).loads, "{name}");
        assert!(found("2.1.217", &text).is_empty(), "{name}");
    }
}

#[test]
fn the_model_fable_is_known_since_2_1_170() {
    let text = with("model: Fable");
    assert_eq!(verdict("2.1.170", &text).model.effective, Id("claude-fable-5-2".into()));
    assert_eq!(verdict("2.1.169", &text).model.effective, Id("Fable".into()));
    assert_eq!(
        found("2.1.169", &text),
        ["key-since: Claude Code 2.1.169 does not know the model \"Fable\" yet and sends it to the API as it is \
             written: it came with 2.1.170. Update the tool, or leave it out."]
    );
    assert!(offered("2.1.170", "model: ").contains(&"fable".to_owned()));
    assert!(!offered("2.1.169", "model: ").contains(&"fable".to_owned()));
}

#[test]
fn an_agent_without_any_tool_is_refused_since_2_1_208() {
    let text = with("tools: Raed");
    assert!(!verdict("2.1.208", &text).launches);
    assert!(verdict("2.1.207", &text).launches);
    let found = found("2.1.207", &text);
    assert!(found[0].starts_with("no-tool-resolves: Claude Code starts this agent with no tools at all:"), "{found:?}");
}

#[test]
fn the_tool_agent_was_task_until_2_1_63() {
    let tools =
        |version, tools: &str| verdict(version, &with(&format!("tools: Read, {tools}"))).tools.effective.unwrap();
    assert_eq!(tools("2.1.63", "Task"), ["Read", "Agent"]);
    assert_eq!(tools("2.1.62", "Task"), ["Read", "Task"]);
    assert_eq!(tools("2.1.62", "Agent"), ["Read"]);
    let hints = |version| {
        let found = check(&file(version, &with("tools: Read, Task")));
        found.iter().any(|finding| finding.code == "renamed-tool")
    };
    assert!(hints("2.1.63") && !hints("2.1.62"));
    assert_eq!(
        found("2.1.62", &with("tools: Read, Agent")),
        [
            "tool-without-effect: Claude Code 2.1.62 drops Agent without a word: it is called Task before 2.1.63. Write that."
        ]
    );
    let is_offered = |version, name: &str| offered(version, "tools: ").iter().any(|offered| offered == name);
    assert!(is_offered("2.1.63", "Agent") && !is_offered("2.1.63", "Task"));
    assert!(is_offered("2.1.62", "Task") && !is_offered("2.1.62", "Agent"));
}

#[test]
fn keys_and_tools_are_not_offered_before_they_came() {
    let dialect = dialect::named("claude-code").unwrap();
    let before = |version: Version| Version { patch: version.patch.saturating_sub(1), ..version };
    let offers =
        |version: Version, lines: &str, name: &str| offered(&version.to_string(), lines).iter().any(|o| o == name);
    let mut facts = 0;
    for field in dialect.fields.iter() {
        let Some(since) = field.since.filter(|since| since.patch > 0) else { continue };
        if ["name", "description"].contains(&&*field.key) {
            continue;
        }
        assert!(offers(since, "", &field.key), "{}", field.key);
        assert!(!offers(before(since), "", &field.key), "{}", field.key);
        let text = with(&format!("{}: x", field.key));
        let ignored = |version: Version| {
            verdict(&version.to_string(), &text).ignored_keys.iter().any(|ignored| ignored.key == field.key)
        };
        assert!(!ignored(since) && ignored(before(since)), "{}", field.key);
        facts += 1;
    }
    for tool in dialect.tools.iter() {
        let Some(since) = tool.since.filter(|since| since.patch > 0) else { continue };
        let now = offers(dialect.version, "tools: ", &tool.name);
        assert_eq!(offers(since, "tools: ", &tool.name), now, "{}", tool.name);
        assert!(!offers(before(since), "tools: ", &tool.name), "{}", tool.name);
        facts += 1;
    }
    assert!(facts > 10, "{facts}");
}
