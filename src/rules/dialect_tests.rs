//! What the rules say of files of other tools than the one on their pages.

use super::Severity;
use super::page_tests::check;
use super::page_tests::{agent_of, findings_in};
use crate::dialect::Evidence;
use expect_test::expect;

fn opencode(front_matter: &str) -> String {
    findings_in("opencode", &format!("---\n{front_matter}\n---\nDo it.\n"))
}

fn copilot_cli(front_matter: &str) -> String {
    findings_in("copilot-cli", &format!("---\n{front_matter}\n---\nDo it.\n"))
}

#[test]
fn opencode_values_that_keep_it_from_starting() {
    expect![[r##"
        error bad-value "Subagent": OpenCode refuses to start as long as this value stands here. Did you mean subagent?
          fix: Replace by subagent
        error bad-value "\"#f00\"": OpenCode refuses to start as long as this value stands here. Did you mean "#ff0000"?
          fix: Replace by "#ff0000"
        error empty-value "color": OpenCode refuses to start as long as this value stands here: "#" starts a comment, so nothing follows color. Write one, such as primary, or remove the key.
          fix: Quote the value (to review)
          fix: Remove the key color (to review)
        error bad-value "[Read, Bash]": OpenCode refuses to start as long as this value stands here. It takes a map of names to true or false.
          fix: Switch on read and bash alone (to review)
          fix: Remove the key tools (to review)
        error bad-value "\"yes\"": OpenCode refuses to start as long as this value stands here. Did you mean true?
          fix: Replace by true
        error bad-value "false": OpenCode refuses to start as long as this value stands here. Did you mean deny?
          fix: Replace by deny (to review)
        error bad-value "0": OpenCode refuses to start as long as this value stands here. It takes a whole number above 0.
          fix: Remove the key steps (to review)
        error bad-value "\"0.5\"": OpenCode refuses to start as long as this value stands here. Did you mean 0.5?
          fix: Replace by 0.5
        error empty-value "model": OpenCode refuses to start as long as this value stands here: nothing follows model. Write one, or remove the key.
          fix: Remove the key model (to review)
        information repaired-front-matter ":": OpenCode repairs this value; tools that read YAML to the letter reject the file. Quote the value.
          fix: Quote the value
        error changed-by-repair "{bash: false}": OpenCode reads this value as the text "{bash: false}" instead of a map, and refuses to start as long as this value stands here: another line needs a repair, which makes a text of this one too. Mend that line.
          see ":": this value needs the repair
          fix: Mend the line that needs the repair
    "##]].assert_eq(
        &[
            opencode("mode: Subagent"),
            opencode("color: \"#f00\""),
            opencode("color: #ff0000"),
            opencode("tools: [Read, Bash]"),
            opencode("tools:\n  bash: \"yes\""),
            opencode("permission:\n  edit: false"),
            opencode("steps: 0"),
            opencode("temperature: \"0.5\""),
            opencode("model:"),
            opencode("description: Use when: asked\ntools: {bash: false}"),
        ]
        .concat(),
    );
}

#[test]
fn opencode_files_that_lose_their_keys() {
    expect![[r#"
        error lost-front-matter ":": OpenCode can't read the front matter, so the agent runs under the file's name, without its keys and restrictions: without quotes, this colon begins another key. Quote the value.
          fix: Quote the value
        warning lost-front-matter "mode": OpenCode can't read the front matter, so the agent runs under the file's name, without its keys and restrictions: the key "mode" stands here for the second time. Remove one of the two.
          fix: Remove this one (to review)
        warning front-matter-not-a-map "- a": OpenCode sees no keys here and runs the agent under the file's name: between the fences stands a list, no keys. Remove the dashes before the keys.
          fix: Remove the dashes before the keys
        warning missing-front-matter "----": OpenCode sees no keys here and runs the agent under the file's name: line 1 has to be "---" and nothing else.
          fix: Write three dashes
        warning unclosed-front-matter "---": OpenCode sees no keys here and runs the agent under the file's name: the front matter that begins here is never closed. Add a line "---" after its last key.
          fix: Close the front matter
    "#]].assert_eq(
        &[
            opencode("permission:\n  bash:\n    *: ask"),
            opencode("mode: all\nmode: primary"),
            opencode("- a"),
            findings_in("opencode", "----\ndescription: a\n---\nDo it.\n"),
            findings_in("opencode", "---\ndescription: a\n\nDo it.\n"),
            findings_in("opencode", "Do it.\n"),
        ]
        .concat(),
    );
}

#[test]
fn opencode_keys_and_models_that_mean_something_else() {
    expect![[r#"
        warning unknown-key "maxTurns": OpenCode sends "maxTurns" to the model's provider as an option. Did you mean steps?
          fix: Rename to steps (to review)
          fix: Remove the key (to review)
        warning unknown-key "permissions": OpenCode sends "permissions" to the model's provider as an option. Did you mean permission?
          fix: Rename to permission
          fix: Remove the key (to review)
        warning key-without-effect "prompt": OpenCode does not heed the key "prompt" here: the body is the prompt, also where it is empty: write this text into the body.
          fix: Remove the key prompt (to review)
        warning bad-value "42": OpenCode calls the agent by this value, and its server can then list no agents at all. Did you mean "42"?
          fix: Replace by "42"
        warning empty-value "name": OpenCode reads the word null here: nothing follows name. Write one, or remove the key.
          fix: Remove the key name (to review)
        warning unknown-model "sonnet": OpenCode looks for a provider of this name and finds no model: the agent fails when it is called. A model is written as provider/model.
        information switched-off "disable: true": OpenCode leaves this agent out, as if the file were not there. Remove the line to have it back.
          fix: Switch the agent on (to review)
    "#]].assert_eq(
        &[
            opencode("reasoningEffort: high"),
            opencode("maxTurns: 5"),
            opencode("permissions:\n  edit: deny"),
            opencode("prompt: Be brief."),
            opencode("name: 42"),
            opencode("name:"),
            opencode("model: sonnet"),
            opencode("model: anthropic/claude-sonnet-5-5"),
            opencode("disable: true"),
        ]
        .concat(),
    );
}

#[test]
fn copilot_cli_files_that_do_not_load() {
    expect![[r#"
        error missing-description "---": GitHub Copilot CLI does not load this file: it has no description. Say what the agent does and when to use it.
          fix: Insert a description (to review)
        error empty-value "description": GitHub Copilot CLI does not load this file and writes an error to its log: nothing follows description. Write one, or remove the key.
          fix: Remove the key description (to review)
        error lost-front-matter ":": GitHub Copilot CLI can't read the front matter and drops the whole file: without quotes, this colon begins another key. Quote the value.
          fix: Quote the value
        error empty-value "tools": GitHub Copilot CLI does not load this file and writes an error to its log: nothing follows tools. Write one, or remove the key.
          fix: Remove the key tools (to review)
        error bad-value "{read: true}": GitHub Copilot CLI does not load this file and writes an error to its log. It takes a list of names, or names in one line with commas.
          fix: Remove the key tools (to review)
        error bad-value "\"yes\"": GitHub Copilot CLI does not load this file and writes an error to its log. Did you mean true?
          fix: Replace by true
        error bad-value "[]": GitHub Copilot CLI does not load this file and writes an error to its log. It takes a map of keys and values.
          fix: Remove the key hooks (to review)
        error bad-value "docs": GitHub Copilot CLI does not load this file and writes an error to its log. A server that is started needs the key args with a list, which may be empty.
        error bad-value "5": GitHub Copilot CLI does not load this file and writes an error to its log. It takes a name or a list of names.
          fix: Remove the key model (to review)
        error front-matter-not-a-map "- a": GitHub Copilot CLI does not load this file: between the fences stands a list, no keys. Write one "key: value" on each line.
        information missing-front-matter "Do it.": GitHub Copilot CLI does not load this file: it has no front matter. To make it a custom agent, begin line 1 with "---".
          fix: Insert front matter (to review)
        error missing-front-matter "---yaml": GitHub Copilot CLI does not load this file: line 1 has to be "---" and nothing else.
          fix: Write three dashes
    "#]].assert_eq(
        &[
            copilot_cli("name: a"),
            copilot_cli("description:"),
            copilot_cli("description: Use when: asked"),
            copilot_cli("description: a\ntools:"),
            copilot_cli("description: a\ntools: {read: true}"),
            copilot_cli("description: a\ninfer: \"yes\""),
            copilot_cli("description: a\nhooks: []"),
            copilot_cli("description: a\nmcp-servers:\n  docs:\n    command: x"),
            copilot_cli("description: a\nmodel: 5"),
            copilot_cli("- a"),
            findings_in("copilot-cli", "Do it.\n"),
            findings_in("copilot-cli", "---yaml\ndescription: a\n---\nDo it.\n"),
        ]
        .concat(),
    );
}

#[test]
fn copilot_cli_files_that_load() {
    expect![[r#"
        error no-tool-resolves "[nope]": GitHub Copilot CLI starts this agent with no tools at all: it has no tool "nope", and the list names no other. Name tools that exist, or leave tools out for all of them.
          fix: Remove the key tools: all tools (to review)
        warning unknown-tool "run_shell_command": GitHub Copilot CLI has no tool "run_shell_command" and drops it without a word. It is a tool of Gemini CLI; here bash does its work.
          fix: Replace by bash
        warning unknown-key "color": GitHub Copilot CLI ignores the key "color". It is a key of Claude Code, OpenCode, Qwen Code.
          fix: Remove the key (to review)
    "#]].assert_eq(
        &[
            copilot_cli("description: a\ntools: []"),
            copilot_cli("description: a\ntools: [Read, search, github/*]\nmodel: [a, b]"),
            copilot_cli("description: a\ntools: [nope]"),
            copilot_cli("description: a\ntools: [read, run_shell_command, web]"),
            copilot_cli("description: a\ncolor: red"),
        ]
        .concat(),
    );
}

fn claude_plugin(front_matter: &str) -> String {
    findings_in("claude-plugin", &format!("---\n{front_matter}\n---\nDo it.\n"))
}

#[test]
fn agents_of_plugins_load_in_any_state_and_ignore_some_keys() {
    expect![[r#"
        warning bad-value "5": Claude Code calls the agent by its file's name. Did you mean "5"?
          fix: Replace by "5"
        warning empty-value "description": Claude Code gets no value here: nothing follows description. In effect is the default: a text that says which plugin the agent comes from. Write one, or remove the key.
          fix: Remove the key description (to review)
        warning key-without-effect "hooks": Claude Code does not heed the key "hooks" here: an agent of a plugin has no hooks; the plugin itself can have them, in `hooks/hooks.json`.
          fix: Remove the key hooks (to review)
        warning key-without-effect "permissionMode": Claude Code does not heed the key "permissionMode" here: an agent of a plugin can't change how permissions are asked for.
          fix: Remove the key permissionMode (to review)
        warning key-without-effect "mcpServers": Claude Code does not heed the key "mcpServers" here: an agent of a plugin brings no servers; the plugin itself can, in `.mcp.json`.
          fix: Remove the key mcpServers (to review)
        warning unknown-key "colour": Claude Code ignores the key "colour". Did you mean color?
          fix: Rename to color
          fix: Remove the key (to review)
        information repaired-front-matter "*": Claude Code repairs this value; tools that read YAML to the letter reject the file. Quote the value.
          fix: Quote the value
        information repaired-front-matter ":": Claude Code repairs this value; tools that read YAML to the letter reject the file. Quote the value.
          fix: Quote the value
        warning lost-front-matter "note": Claude Code can't read the front matter, so the agent runs under the file's name, without its keys and restrictions: this key has no colon. Write a colon and a space after it, or remove the line.
        error lost-front-matter "note": Claude Code can't read the front matter, so the agent runs under the file's name, without its keys and restrictions: this key has no colon. Write a colon and a space after it, or remove the line.
        error no-tool-resolves "Nope": Claude Code refuses to launch this agent: it has no tool "Nope", and the list names no other. Name tools that exist, or leave tools out for all of them.
          fix: Remove the key tools: all tools (to review)
    "#]].assert_eq(
        &[
            claude_plugin("tools: Read"),
            claude_plugin("name: 5\ndescription:"),
            claude_plugin("name: a\ndescription: b\nhooks: []\npermissionMode: plan\nmcpServers: [a]"),
            claude_plugin("name: a\ndescription: b\ncolour: red"),
            claude_plugin("name: a\ndescription: *b*\nexample: c: d\nnote"),
            claude_plugin("name: a\ndescription: b\ntools: Read\nnote"),
            claude_plugin("name: a\ndescription: b\ntools: Nope"),
            findings_in("claude-plugin", "Do it.\n"),
        ]
        .concat(),
    );
}

#[test]
fn documented_tools_of_which_not_all_is_known() {
    let of = |dialect: &str, front_matter: &str| findings_in(dialect, &format!("---\n{front_matter}\n---\nDo it.\n"));
    expect![[r#"
        warning key-without-effect "tools": Cursor does not heed the key "tools" here: Cursor has no list of tools, and the agent gets all of them; `readonly: true` keeps it from changing anything.
          fix: Remove the key tools (to review)
        warning unknown-key "color": The documentation of Cursor has no key "color". It is a key of Claude Code, OpenCode, Qwen Code.
          fix: Remove the key (to review)
        warning unknown-key "read-only": The documentation of Cursor has no key "read-only". Did you mean readonly?
          fix: Rename to readonly
          fix: Remove the key (to review)
        error lost-front-matter ":": Cursor can't read the front matter, and its documentation does not say what happens then: without quotes, this colon begins another key. Quote the value.
          fix: Quote the value
        information missing-front-matter "Do it.": Cursor may not take this file for a subagent: it has no front matter. To make it a subagent, begin line 1 with "---".
          fix: Insert front matter (to review)
        error bad-name "A": Factory does not load this file: a name can't hold "A", only small letters, digits, "-" and "_".
          fix: Rename to "a-b" (to review)
        error missing-name "---": Factory does not load this file: it has no name.
          fix: Insert "name: agent"
        error unknown-tool "Bash": Factory rejects this file: it has no tool "Bash". It is a tool of Claude Code; here Execute does its work.
          fix: Replace by Execute
        error unknown-tool "grep": Factory rejects this file: it has no tool "grep". Did you mean Grep?
          fix: Replace by Grep
        error short-body "---": Factory does not load this file: no text follows the front matter. Say what the agent is to do.
    "#]].assert_eq(
        &[
            of("cursor", "description: a\nreadonly: true\nmodel: claude-opus-5[effort=high]"),
            of("cursor", "description: a\ntools: Read"),
            of("cursor", "description: a\ncolor: red\nread-only: true"),
            of("cursor", "description: Use when: asked"),
            findings_in("cursor", "Do it.\n"),
            of("factory", "name: a\ndescription: b\ntools: read-only\nmodel: custom:mine"),
            of("factory", "name: A B\ndescription: b"),
            of("factory", "description: b\ntools: [Read, Bash, grep]"),
            findings_in("factory", "---\nname: a\n---\n"),
        ]
        .concat(),
    );
}

#[test]
fn second_hand_facts_give_hints_that_claim_nothing() {
    let text = "---\ndescription: a\ntool: [Read]\ncolour: red\nreasoningLevel: huge\nnote\n---\n";
    for dialect in crate::dialect::all().iter().filter(|dialect| dialect.evidence == Evidence::Unverified) {
        for text in [text, "---\ntools: [Read]\n---\n", "Do it.\n", "---\nname: [a]\nmaxTurns: 0\nmodel: 5\n---\n"] {
            for finding in check(&agent_of(&dialect.id, text)) {
                assert_eq!(finding.severity, Severity::Hint, "{}: {}", dialect.id, finding.message);
                let claims = finding.message.contains(&*dialect.label);
                assert_eq!(claims, finding.message.starts_with("Not verified: "), "{}", finding.message);
            }
        }
    }
    assert!(check(&agent_of("kiro", "---\ncolour: red\n---\n")).iter().any(|finding| finding.code == "unknown-key"));
}

#[test]
fn fine_files_are_quiet() {
    for (dialect, text) in [
        (
            "opencode",
            "---\ndescription: Reviews. Use when asked.\nmode: subagent\nmodel: a/b\ncolor: \"#ff0000\"\nreasoningEffort: high\npermission:\n  \"*\": deny\n  read: allow\n---\nDo it.\n",
        ),
        ("opencode", "---\ntools:\n  bash: false\n---\nDo it.\n"),
        ("claude-plugin", "---\ndescription: Reviews. Use when asked.\nmodel: haiku\ntools: Read\n---\nDo it.\n"),
        ("cursor", "---\ndescription: Reviews. Use when asked.\nreadonly: true\nis_background: false\n---\nDo it.\n"),
        (
            "factory",
            "---\nname: a\ndescription: Reviews. Use when asked.\ntools: [Read, LS]\nreasoningEffort: high\nmcpServers: []\n---\nDo it.\n",
        ),
        (
            "copilot-cli",
            "---\nname: a b\ndescription: Reviews. Use when asked.\ntools: [read, Grep, execute]\nuser-invocable: false\n---\nDo it.\n",
        ),
    ] {
        let found = check(&agent_of(dialect, text));
        assert!(found.iter().all(|finding| finding.severity == Severity::Hint), "{found:#?}");
    }
}

#[test]
fn vscode_files_that_are_read_otherwise() {
    expect![[r#"
        error unclosed-front-matter "---": VS Code takes the whole file for front matter, so the agent has no instructions: the front matter that begins here is never closed. Add a line "---" after its last key.
          fix: Close the front matter
        warning duplicate-key "name": VS Code ignores this "name" without a word: an earlier one overrides it. Remove the one that is wrong.
          see "name": the one that counts
          fix: Remove the overridden key
        warning front-matter-not-a-map "- a": VS Code sees no keys here and runs the agent under the file's name: between the fences stands a list, no keys. Remove the dashes before the keys.
          fix: Remove the dashes before the keys
        error no-tool-resolves "[Agent, Read]": VS Code starts this agent with no tools at all: none of its tools resolve (names are case-sensitive). Write agent, read.
          fix: Replace by agent, read
          fix: Remove the key tools: all tools (to review)
    "#]].assert_eq(
        &[
            findings_in("vscode", "---\nname: a\ntools: [read]\n\nDo it.\n"),
            findings_in("vscode", "---\nname: a\nname: b\n---\n\nDo it.\n"),
            findings_in("vscode", "---\n- a\n---\n\nDo it.\n"),
            findings_in("vscode", "---\nname: a\ntools: [Agent, Read]\n---\n\nDo it.\n"),
            findings_in("vscode", "---\nname: a\ntools: [atlassian]\n---\n\nDo it.\n"),
        ]
        .concat(),
    );
}
