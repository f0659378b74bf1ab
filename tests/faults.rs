//! One good agent with one fault at a time: the finding stands on the exact words, and its fix mends it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use agentls::dialect;
use agentls::model::AgentFile;
use agentls::rules::{self, Diagnostic, Severity};

const SAMPLE: &str = include_str!("samples/frontend.md");

struct Fault {
    /// What is replaced in the sample, and by what.
    from: &'static str,
    to: &'static str,
    code: &'static str,
    /// The words that the finding points at.
    words: &'static str,
}

const fn fault(from: &'static str, to: &'static str, code: &'static str, words: &'static str) -> Fault {
    Fault { from, to, code, words }
}

const FAULTS: &[Fault] = &[
    // A typing error in a tool, a key, a model, a value.
    fault("Grep,", "Grpe,", "unknown-tool", "Grpe"),
    fault("Grep,", "`Grep`,", "unknown-tool", "`Grep`"),
    fault("Grep,", "grep,", "unknown-tool", "grep"),
    fault("Grep,", "run_shell_command,", "unknown-tool", "run_shell_command"),
    fault("color:", "colour:", "unknown-key", "colour"),
    fault("color:", "Color:", "unknown-key", "Color"),
    fault("tools:", "allowed-tools:", "unknown-key", "allowed-tools"),
    fault("model: sonnet", "model: sonet", "unknown-model", "sonet"),
    fault("model: sonnet", "model: [sonnet, opus]", "model-not-text", "[sonnet, opus]"),
    fault("color: cyan", "permissionMode: Plan", "bad-value", "Plan"),
    fault("color: cyan", "maxTurns: ten", "bad-value", "ten"),
    fault("color: cyan", "background: yes", "bad-value", "yes"),
    fault("color: cyan", "memory:", "empty-value", "memory"),
    // Lists of tools that do not do what they say.
    fault("Bash, Task", "Bash(npm:*), Task", "ignored-specifier", "(npm:*)"),
    fault("Bash, Task", "Bash, MultiEdit", "gone-tool", "MultiEdit"),
    fault("Bash, Task", "Bash, AskUserQuestion", "tool-without-effect", "AskUserQuestion"),
    fault("tools: Read, Write, Edit, Glob, Grep, Bash, Task", "tools:", "empty-tools", "tools"),
    fault("tools: Read, Write, Edit, Glob, Grep, Bash, Task", "tools: read, bash", "no-tool-resolves", "read, bash"),
    fault("color: cyan", "disallowedTools: Bash", "tool-in-both-lists", "Bash"),
    // Who the agent is.
    fault("name: frontend\n", "", "missing-name", "---"),
    fault("name: frontend", "name:", "missing-name", "name"),
    fault("name: frontend", "name: front:end", "bad-name", ":"),
    fault("name: frontend", "name: 42", "bad-name", "42"),
    fault("description: Builds", "description: \"\" # Builds", "missing-description", "description"),
    fault("components. Use for", "components # Use for", "cut-text", " # Use for any work that runs in the browser."),
    // The front matter as a whole.
    fault("---\nname", "\n---\nname", "late-front-matter", "---"),
    fault("components. Use for", "components --- Use for", "front-matter-cut", "---"),
    fault("color: cyan\n---\n", "color: cyan\n", "unclosed-front-matter", "---"),
    fault("components. Use", "components.\nstray words\ninitialPrompt: Use", "lost-front-matter", "stray words"),
    fault("model: sonnet", "model: \"sonnet", "lost-front-matter", "\""),
    fault("model: sonnet", "model sonnet", "lost-front-matter", "model sonnet"),
    fault("color: cyan", "hooks: []", "bad-hooks", "[]"),
    fault("color: cyan", "model: opus", "duplicate-key", "model"),
    // The body.
    fault("~~~ts\n", "~~~~ts\n", "unclosed-fence", "~~~~"),
    fault(
        "│ Context          │",
        "│ Context       │",
        "ragged-matrix",
        "│ Context       │ GraphQL          │ Right-to-left     │",
    ),
    fault(
        "## Your Output Format",
        "## Your Wishes",
        "no-output-format",
        "Frontend Specialist (the one who draws the screen) 🎨",
    ),
];

fn agent(text: &str) -> AgentFile {
    let dialect = dialect::named("claude-code").unwrap();
    AgentFile::new(".claude/agents/frontend.md".into(), text.into(), dialect, Default::default())
}

fn find<'a>(found: &'a [Diagnostic], fault: &Fault, text: &str) -> &'a Diagnostic {
    found.iter().find(|finding| finding.code == fault.code).unwrap_or_else(|| {
        let codes: Vec<_> = found.iter().map(|finding| (finding.code, finding.span.slice(text))).collect();
        panic!("{} is not found for {:?}: {codes:?}", fault.code, fault.to)
    })
}

#[test]
fn each_fault_is_found_on_the_exact_words() {
    for fault in FAULTS {
        assert!(SAMPLE.contains(fault.from), "{:?}", fault.from);
        let text = SAMPLE.replacen(fault.from, fault.to, 1);
        let found = rules::check(&agent(&text), &rules::Severities::default());
        assert_eq!(find(&found, fault, &text).span.slice(&text), fault.words, "{} for {:?}", fault.code, fault.to);
    }
}

#[test]
fn the_first_fix_mends_it() {
    let mut mended = 0;
    for fault in FAULTS {
        let text = SAMPLE.replacen(fault.from, fault.to, 1);
        let found = rules::check_thoroughly(&agent(&text), &rules::Severities::default(), rules::Severity::Hint);
        let finding = find(&found, fault, &text);
        let Some(fix) = finding.fixes.first() else { continue };
        let after = fix.edits.apply(&text);
        let file = agent(&after);
        let rest = rules::check(&file, &rules::Severities::default());
        assert!(rest.iter().all(|other| other.code != fault.code), "{}: {} leaves it:\n{after}", fault.code, fix.title);
        let errors = |found: &[Diagnostic]| found.iter().filter(|finding| finding.severity == Severity::Error).count();
        assert!(errors(&rest) <= errors(&found), "{}: {} brings an error:\n{after}", fault.code, fix.title);
        mended += 1;
    }
    assert!(mended * 10 >= FAULTS.len() * 8, "{mended} of {} have a fix", FAULTS.len());
}

#[test]
fn windows_line_ends_cost_a_file_with_a_colon() {
    let text = SAMPLE.replacen("touch, such as pages", "touch: pages", 1).replace('\n', "\r\n");
    let found = rules::check(&agent(&text), &rules::Severities::default());
    let finding = found.iter().find(|finding| finding.severity == Severity::Error).expect("an error");
    assert_eq!((finding.code, finding.span.slice(&text)), ("lost-front-matter", ":"));
    let after = finding.fixes[0].edits.apply(&text);
    assert!(agent(&after).verdict.loads);
    assert_eq!(after.matches("\r\n").count(), text.matches("\r\n").count(), "line ends stay as they are");
}
