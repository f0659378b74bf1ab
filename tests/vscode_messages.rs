//! Holds `docs/vscode-diagnostics.md` to what the rules find: one small file for each message of VS Code's own
//! validator that can be known from the file, with the rule that speaks of it and the words it points at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use agentls::dialect;
use agentls::model::AgentFile;
use agentls::model::verdict::Surroundings;
use agentls::rules::{self, Severities};
use std::collections::BTreeMap;
use std::path::Path;

/// A message, the front matter (or, where it begins with `---`, the whole file), our rule and its words.
type Sample = (&'static str, &'static str, &'static str, &'static str);

const HANDOFF: &str = "label: Go\n    agent: coder\n    prompt: Do it.";

/// `$handoff` stands for a good one.
const SAMPLES: &[Sample] = &[
    ("chatModesRenamedToAgents", "file=a.chatmode.md\ndescription: a", "renamed-file", "---"),
    ("deprecatedVariableReference", "---\nname: a\n---\nUse #tool:fetch here.\n", "tool-reference", "fetch"),
    (
        "deprecatedVariableReferenceMultipleNames",
        "---\nname: a\n---\nUse #tool:runTasks.\n",
        "tool-reference",
        "runTasks",
    ),
    ("disabledTool", "---\ntools: [read]\n---\nUse #tool:web/fetch here.\n", "tool-reference", "web/fetch"),
    ("unknownVariableReference", "---\nname: a\n---\nUse #tool:frobnicate here.\n", "tool-reference", "frobnicate"),
    ("unknownAttribute.github-agent", "target: github-copilot\nhandoffs: []", "unknown-key", "handoffs"),
    ("ignoredAttribute.vscode-agent", "mcp-servers: {}", "unknown-key", "mcp-servers"),
    ("unknownAttribute.vscode-agent", "colour: red", "unknown-key", "colour"),
    ("nameMustBeString", "name: [a]", "bad-value", "[a]"),
    ("nameShouldNotBeEmpty", "name: ''", "empty-value", "''"),
    ("descriptionMustBeString", "description: {a: b}", "bad-value", "{a: b}"),
    ("descriptionShouldNotBeEmpty", "description:", "empty-value", "description"),
    ("argumentHintMustBeString", "argument-hint: [a]", "bad-value", "[a]"),
    ("argumentHintShouldNotBeEmpty", "argument-hint: ' '", "empty-value", "' '"),
    ("modelMustBeStringOrArray", "model: {a: b}", "bad-value", "{a: b}"),
    ("modelMustBeNonEmpty", "model: ''", "empty-value", "''"),
    ("modelArrayMustNotBeEmpty", "model: []", "bad-value", "[]"),
    ("modelArrayMustContainStrings", "model: [GPT-5, [a]]", "bad-value", "[a]"),
    ("modelArrayItemMustBeNonEmpty", "model: [GPT-5, '']", "bad-value", "''"),
    ("modelNotFound", "model: gpt-4.1", "unknown-model", "gpt-4.1"),
    ("toolsMustBeArrayOrMap", "tools: {read: true}", "bad-value", "{read: true}"),
    ("eachToolMustBeString", "tools: [read, [edit]]", "bad-value", "[edit]"),
    ("toolDeprecated", "tools: [read, codebase]", "renamed-tool", "codebase"),
    ("toolDeprecatedMultipleNames", "tools: [read, runTasks]", "renamed-tool", "runTasks"),
    ("unknownToolReference", "tools: [read, frobnicate]", "unknown-tool", "frobnicate"),
    ("hooksMustBeMap", "hooks: []", "bad-value", "[]"),
    ("unknownHookType", "hooks: {PreToolUs: []}", "bad-hooks", "PreToolUs"),
    ("hookValueMustBeArray", "hooks: {Stop: ./a.sh}", "bad-hooks", "./a.sh"),
    ("hookCommandMustBeObject", "hooks: {Stop: [./a.sh]}", "bad-hooks", "./a.sh"),
    ("unknownMatcherProperty", "hooks: {Stop: [{matchr: a, hooks: []}]}", "bad-hooks", "matchr"),
    ("nestedHooksMustBeArray", "hooks: {Stop: [{hooks: a}]}", "bad-hooks", "a"),
    ("unknownHookProperty", "hooks: {Stop: [{type: command, command: a, comand: b}]}", "bad-hooks", "comand"),
    ("hookTypeMustBeCommand", "hooks: {Stop: [{type: prompt, command: a}]}", "bad-hooks", "prompt"),
    ("hookCommandFieldMustBeNonEmptyString", "hooks: {Stop: [{type: command, command: ''}]}", "bad-hooks", "''"),
    ("hookCwdMustBeString", "hooks: {Stop: [{type: command, command: a, cwd: [b]}]}", "bad-hooks", "[b]"),
    ("hookEnvMustBeMap", "hooks: {Stop: [{type: command, command: a, env: b}]}", "bad-hooks", "b"),
    ("hookEnvValueMustBeString", "hooks: {Stop: [{type: command, command: a, env: {B: [c]}}]}", "bad-hooks", "[c]"),
    ("hookTimeoutMustBeNumber", "hooks: {Stop: [{type: command, command: a, timeout: 5s}]}", "bad-hooks", "5s"),
    ("hookMissingType", "hooks: {Stop: [{command: a}]}", "bad-hooks", "{command: a}"),
    (
        "hookMissingCopilotCommand",
        "target: github-copilot\nhooks: {agentStop: [{type: command}]}",
        "bad-hooks",
        "{type: command}",
    ),
    ("hookMissingCommand", "hooks: {Stop: [{type: command}]}", "bad-hooks", "{type: command}"),
    ("handoffsMustBeArray", "handoffs: Go", "bad-value", "Go"),
    ("eachHandoffMustBeObject", "handoffs: [Go]", "bad-part", "Go"),
    ("handoffLabelMustBeNonEmptyString", "handoffs: [{label: '', agent: b, prompt: c}]", "bad-part", "''"),
    ("handoffLabelMustContainAlphanumeric", "handoffs: [{label: '!', agent: b, prompt: c}]", "bad-part", "'!'"),
    ("handoffAgentMustBeNonEmptyString", "handoffs: [{label: a, agent: '', prompt: c}]", "bad-part", "''"),
    ("handoffPromptMustBeString", "handoffs: [{label: a, agent: b, prompt: [c]}]", "bad-part", "[c]"),
    ("handoffSendMustBeBoolean", "handoffs:\n  - $handoff\n    send: 'true'", "bad-part", "'true'"),
    ("handoffShowContinueOnMustBeBoolean", "handoffs:\n  - $handoff\n    showContinueOn: yes", "bad-part", "yes"),
    ("handoffModelMustBeString", "handoffs:\n  - $handoff\n    model: [a]", "bad-part", "[a]"),
    ("unknownHandoffProperty", "handoffs:\n  - $handoff\n    sned: true", "bad-part", "sned"),
    ("missingHandoffProperties", "handoffs: [{label: a}]", "bad-part", "{label: a}"),
    ("duplicateHandoffLabel", "handoffs:\n  - $handoff\n  - {label: GO, agent: b, prompt: c}", "bad-part", "GO"),
    ("inferDeprecated", "infer: true", "deprecated-key", "infer"),
    ("targetMustBeString", "target: [vscode]", "bad-value", "[vscode]"),
    ("targetMustBeNonEmpty", "target: ''", "empty-value", "''"),
    ("targetInvalidValue", "target: vs-code", "bad-value", "vs-code"),
    ("userInvocableMustBeBoolean", "user-invocable: 'true'", "bad-value", "'true'"),
    ("disableModelInvocationMustBeBoolean", "disable-model-invocation: yes", "bad-value", "yes"),
    ("agentsMustBeArray", "agents: coder", "bad-value", "coder"),
    ("eachAgentMustBeString", "agents: [[coder]]", "bad-value", "[coder]"),
    ("agentsRequiresAgentTool", "tools: [read]\nagents: [coder]", "missing-tool", "agents"),
    ("githubMustBeMap", "github: a", "bad-value", "a"),
    ("unknownGithubProperty", "github: {permision: {}}", "bad-part", "permision"),
    ("permissionsMustBeMap", "github: {permissions: read}", "bad-part", "read"),
    ("unknownPermissionScope", "github: {permissions: {wiki: read}}", "bad-part", "wiki"),
    ("permissionValueMustBeString", "github: {permissions: {contents: [read]}}", "bad-part", "[read]"),
    ("invalidPermissionValue", "github: {permissions: {checks: write}}", "bad-part", "write"),
];

/// What the rules find in a sample: code and words.
fn found(source: &str) -> Vec<(String, String)> {
    let source = source.replace("$handoff", HANDOFF);
    let (name, source) = match source.strip_prefix("file=").and_then(|rest| rest.split_once('\n')) {
        Some((name, rest)) => (name.to_owned(), rest.to_owned()),
        None => ("a.agent.md".to_owned(), source),
    };
    let text = if source.starts_with("---") { source } else { format!("---\n{source}\n---\nDo it.\n") };
    let path = format!("/srv/shop/.github/agents/{name}");
    let dialect = dialect::named("vscode").unwrap();
    let file = AgentFile::new(path.into(), text.as_str().into(), dialect, Surroundings::default());
    let found = rules::check(&file, &Severities::AS_RULES_SAY);
    found.iter().map(|finding| (finding.code.to_owned(), finding.span.slice(&text).to_owned())).collect()
}

/// The rows of the table: message and what stands in its second cell.
fn table() -> BTreeMap<String, String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/vscode-diagnostics.md");
    let text = std::fs::read_to_string(page).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        (cells[0].trim_matches('`').to_owned(), cells[1].to_owned())
    });
    rows.collect()
}

#[test]
fn each_message_has_a_finding_on_the_same_words() {
    let mut wrong = Vec::new();
    for (message, source, code, words) in SAMPLES {
        let found = found(source);
        if !found.iter().any(|(rule, at)| rule == code && at == words) {
            wrong.push(format!("{message}: no {code} on {words:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_says_which_rule_it_is() {
    let table = table();
    let mut wrong = Vec::new();
    for (message, _, code, _) in SAMPLES {
        if table.get(*message).map(String::as_str) != Some(format!("`{code}`").as_str()) {
            wrong.push(format!("{message}: {code}, not {:?}", table.get(*message)));
        }
    }
    for (message, cell) in &table {
        let has_rule = cell.starts_with('`');
        if has_rule && !SAMPLES.iter().any(|(known, ..)| known == message) {
            wrong.push(format!("{message}: no sample"));
        }
        if has_rule && !rules::all().iter().any(|rule| *cell == format!("`{}`", rule.code)) {
            wrong.push(format!("{message}: no rule is called {cell}"));
        }
    }
    assert_eq!(table.len(), 102, "all messages of the validator");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
