//! What the judges of single dialects say, one question a line.

use super::Surroundings;
use crate::dialect;
use crate::model::AgentFile;

/// For each entry in place of the last line: whether the file loads, and what is lost of it.
fn judged(dialect: &str, lines: &[&str]) -> String {
    let dialect = dialect::named(dialect).unwrap();
    let mut out = String::new();
    for line in lines {
        let head = if line.starts_with("name:") { "" } else { "name: reviewer\n" };
        let text = if line.starts_with("---") || *line == "Do it." {
            (*line).to_owned()
        } else {
            format!("---\n{head}description: Reviews changes.\n{line}\n---\nRead the change and judge it.\n")
        };
        let file = AgentFile::new("a.md".into(), text.as_str().into(), dialect, Surroundings::default());
        let verdict = &file.verdict;
        let words = |span: crate::text::Span| span.slice(&text).to_owned();
        let state = match &verdict.reason {
            Some(reason) => format!("{:?} {:?}", reason.kind, words(reason.span)),
            None => format!("loads as {:?}", verdict.name.as_deref().unwrap_or("")),
        };
        out.push_str(&format!("{line:?}: {state}"));
        for dropped in &verdict.dropped_values {
            out.push_str(&format!(", {:?} {:?}", dropped.cause, words(dropped.span)));
        }
        for ignored in &verdict.ignored_keys {
            out.push_str(&format!(", ignores {}", ignored.key));
        }
        if let Some(tools) = &verdict.tools.effective {
            out.push_str(&format!(", tools {tools:?}"));
        }
        out.push('\n');
    }
    out
}

#[test]
fn gemini_cli_takes_what_fits_its_schema() {
    expect_test::expect![[r#"
        "model: inherit": loads as "reviewer"
        "model:": BadValue "model", Empty "model"
        "model: 5": BadValue "5", WrongType "5"
        "model: \"\"": loads as "reviewer"
        "colour: blue": UnknownKey "colour", ignores colour
        "name: Reviewer": BadName "R"
        "name: a.b": BadName "."
        "name: -a-": loads as "-a-"
        "name: 2026-11-22": BadName "2026-11-22"
        "name: yes": loads as "yes"
        "name: 12": BadName "12"
        "tools: [read_file, glob]": loads as "reviewer", tools ["read_file", "glob"]
        "tools: read_file, glob": BadValue "read_file, glob", WrongType "read_file, glob"
        "tools: [Read, glob]": BadTool "Read", tools ["glob"]
        "tools: [5]": BadValue "5", WrongType "5", tools []
        "tools: []": loads as "reviewer", tools []
        "tools: [\"*\"]": loads as "reviewer"
        "tools: [mcp_files_read, mcp_files_*, mcp_*, discovered_tool_lint]": loads as "reviewer", tools ["mcp_files_read", "mcp_files_*", "mcp_*", "discovered_tool_lint"]
        "tools: [mcp__files__read]": BadTool "mcp__files__read", tools []
        "tools: [mcp_files]": BadTool "mcp_files", tools []
        "tools: [search_file_content]": loads as "reviewer", tools ["grep_search"]
        "temperature: 5": loads as "reviewer"
        "temperature: \"0.5\"": BadValue "\"0.5\"", WrongType "\"0.5\""
        "max_turns: 0": BadValue "0", OutOfRange "0"
        "max_turns: \"5\"": BadValue "\"5\"", WrongType "\"5\""
        "timeout_mins: 1.5": BadValue "1.5", WrongType "1.5"
        "kind: weird": BadValue "weird", NotAChoice "weird"
        "kind: remote": MissingKey "kind"
        "kind: remote\nagent_card_url: https://example.com/card": loads as "reviewer"
        "agent_card_url: https://example.com/card": loads as "reviewer"
        "agent_card_url: example": BadValue "example", WrongForm "example"
        "agent_card_url: https://example.com\nagent_card_json: '{}'": BadValue "agent_card_json", Excluded "agent_card_json"
        "agent_card_url: https://example.com\ntools: [glob]": UnknownKey "tools", ignores tools, tools ["glob"]
        "mcp_servers: {}": loads as "reviewer"
        "mcp_servers: {files: {command: x, foo: y}}": loads as "reviewer"
        "mcp_servers: [files]": BadValue "[files]", WrongType "[files]"
        "---\n- a\n- b\n---\n": NotAMap "---"
        "---\nname: a\ndescription: 5\n---\n": BadDescription "5"
        "---\nname: a\ndescription: \"\"\n---\n": MissingDescription "description"
    "#]].assert_eq(&judged(
        "gemini-cli",
        &[
            "model: inherit",
            "model:",
            "model: 5",
            "model: \"\"",
            "colour: blue",
            "name: Reviewer",
            "name: a.b",
            "name: -a-",
            "name: 2026-11-22",
            "name: yes",
            "name: 12",
            "tools: [read_file, glob]",
            "tools: read_file, glob",
            "tools: [Read, glob]",
            "tools: [5]",
            "tools: []",
            "tools: [\"*\"]",
            "tools: [mcp_files_read, mcp_files_*, mcp_*, discovered_tool_lint]",
            "tools: [mcp__files__read]",
            "tools: [mcp_files]",
            "tools: [search_file_content]",
            "temperature: 5",
            "temperature: \"0.5\"",
            "max_turns: 0",
            "max_turns: \"5\"",
            "timeout_mins: 1.5",
            "kind: weird",
            "kind: remote",
            "kind: remote\nagent_card_url: https://example.com/card",
            "agent_card_url: https://example.com/card",
            "agent_card_url: example",
            "agent_card_url: https://example.com\nagent_card_json: '{}'",
            "agent_card_url: https://example.com\ntools: [glob]",
            "mcp_servers: {}",
            "mcp_servers: {files: {command: x, foo: y}}",
            "mcp_servers: [files]",
            "---\n- a\n- b\n---\n",
            "---\nname: a\ndescription: 5\n---\n",
            "---\nname: a\ndescription: \"\"\n---\n",
        ],
    ));
}

#[test]
fn qwen_code_makes_texts_and_drops_values() {
    expect_test::expect![[r#"
        "name: 123": loads as "123"
        "name: 审查员": loads as "审查员"
        "name: a": BadName "a"
        "name: two words": BadName " "
        "name: Self": BadName "Self"
        "name: -ab": BadName "-"
        "name: ab_": BadName "_"
        "name: [a]": BadName "[a]"
        "approvalMode: plan": loads as "reviewer"
        "approvalMode: Plan": BadValue "Plan", NotAChoice "Plan"
        "approvalMode: 5": BadValue "5", WrongType "5"
        "permissionMode: Plan": loads as "reviewer", NotAChoice "Plan"
        "maxTurns: \"5\"": loads as "reviewer"
        "maxTurns: 5 turns": loads as "reviewer", WrongType "5 turns"
        "runConfig: {max_turns: many}": BadValue "many", WrongType "many"
        "runConfig: {max_time_minutes: 0.5}": loads as "reviewer"
        "runConfig: x": loads as "reviewer", WrongType "x"
        "executor: codex": BadValue "codex", WrongType "codex"
        "executor: {kind: codex}": BadValue "{kind: codex}", MissingSubKey "{kind: codex}"
        "executor: {kind: acp, command: x}": loads as "reviewer"
        "tools: read_file, ReadFile, Shell": loads as "reviewer", tools ["read_file", "run_shell_command"]
        "tools: [Read, Bash]": loads as "reviewer", tools []
        "tools: []": loads as "reviewer"
        "tools: {read_file: true}": loads as "reviewer", WrongType "{read_file: true}"
        "tools: [read_file, mcp__files__read]": loads as "reviewer", tools ["read_file", "mcp__files__read"]
        "tools: [read_file, edit]\ndisallowedTools: edit": loads as "reviewer", tools ["read_file"]
        "mcpServers: [files]": loads as "reviewer", WrongType "[files]"
        "metadata: {a: b}": loads as "reviewer", ignores metadata
        "background: yes": loads as "reviewer", NotAChoice "yes"
        "---\nname: ab\ndescription: {a: b}\n---\nRead and judge.\n": BadDescription "{a: b}"
        "---\nname: ab\ndescription: [a, b]\n---\nRead and judge.\n": loads as "ab"
        "---\nname: ab\ndescription: \"  \"\n---\nRead and judge.\n": MissingDescription "description"
        "---\nname: ab\ndescription: b\n---\n": ShortBody "---"
        "---\nname: ab\ndescription: b\n---\n  Review.  \n": ShortBody "Review."
    "#]]
    .assert_eq(&judged(
        "qwen-code",
        &[
            "name: 123",
            "name: 审查员",
            "name: a",
            "name: two words",
            "name: Self",
            "name: -ab",
            "name: ab_",
            "name: [a]",
            "approvalMode: plan",
            "approvalMode: Plan",
            "approvalMode: 5",
            "permissionMode: Plan",
            "maxTurns: \"5\"",
            "maxTurns: 5 turns",
            "runConfig: {max_turns: many}",
            "runConfig: {max_time_minutes: 0.5}",
            "runConfig: x",
            "executor: codex",
            "executor: {kind: codex}",
            "executor: {kind: acp, command: x}",
            "tools: read_file, ReadFile, Shell",
            "tools: [Read, Bash]",
            "tools: []",
            "tools: {read_file: true}",
            "tools: [read_file, mcp__files__read]",
            "tools: [read_file, edit]\ndisallowedTools: edit",
            "mcpServers: [files]",
            "metadata: {a: b}",
            "background: yes",
            "---\nname: ab\ndescription: {a: b}\n---\nRead and judge.\n",
            "---\nname: ab\ndescription: [a, b]\n---\nRead and judge.\n",
            "---\nname: ab\ndescription: \"  \"\n---\nRead and judge.\n",
            "---\nname: ab\ndescription: b\n---\n",
            "---\nname: ab\ndescription: b\n---\n  Review.  \n",
        ],
    ));
}

#[test]
fn agents_of_plugins_load_in_any_state() {
    expect_test::expect![[r#"
        "tools: Read": loads as "reviewer", tools ["Read"]
        "name: 5": loads as "a", WrongType "5"
        "hooks: []": loads as "reviewer", WithoutEffect "hooks"
        "permissionMode: plan": loads as "reviewer", WithoutEffect "permissionMode"
        "mcpServers:\n  - a:\n      command: x": loads as "reviewer", WithoutEffect "mcpServers"
        "effort: huge": loads as "reviewer", NotAChoice "huge"
        "note": loads as "a"
        "tools: Nope": loads as "reviewer", tools []
        "---\nmodel: haiku\n---\n": loads as "a"
        "---\n- a\n---\n": loads as "a"
        "Do it.": loads as "a"
        "---\nname: a": loads as "a"
    "#]]
    .assert_eq(&judged(
        "claude-plugin",
        &[
            "tools: Read",
            "name: 5",
            "hooks: []",
            "permissionMode: plan",
            "mcpServers:\n  - a:\n      command: x",
            "effort: huge",
            "note",
            "tools: Nope",
            "---\nmodel: haiku\n---\n",
            "---\n- a\n---\n",
            "Do it.",
            "---\nname: a",
        ],
    ));
}

#[test]
fn tools_of_which_nothing_peculiar_is_known() {
    expect_test::expect![[r#"
        "tools: read-only": loads as "reviewer", tools ["Read", "LS", "Grep", "Glob"]
        "tools: [Read, Execute]": loads as "reviewer", tools ["Read", "Execute"]
        "tools: Read, mcp__a__b": loads as "reviewer", tools ["Read", "mcp__a__b"]
        "tools: [Read, Bash]": BadTool "Bash", tools ["Read"]
        "reasoningEffort: huge": loads as "reviewer", NotAChoice "huge"
        "name: A": BadName "A"
        "name: [a]": BadName "[a]", WrongType "[a]"
        "name:": MissingName "name", Empty "name"
        "color: red": loads as "reviewer", ignores color
        "---\ndescription: a\n---\nDo it.\n": MissingName "---"
        "---\nname: a\n---\n \n": ShortBody "---"
        "---\nname: *a*\n---\n": LostFrontMatter "*"
    "#]]
    .assert_eq(&judged(
        "factory",
        &[
            "tools: read-only",
            "tools: [Read, Execute]",
            "tools: Read, mcp__a__b",
            "tools: [Read, Bash]",
            "reasoningEffort: huge",
            "name: A",
            "name: [a]",
            "name:",
            "color: red",
            "---\ndescription: a\n---\nDo it.\n",
            "---\nname: a\n---\n \n",
            "---\nname: *a*\n---\n",
        ],
    ));
    expect_test::expect![[r#"
        "tools: Read": loads as "reviewer", WithoutEffect "tools"
        "model: inherit": loads as "reviewer"
        "---\nreadonly: true\n---\n": loads as "a"
        "---\n---\nDo it.\n": loads as "a"
    "#]]
    .assert_eq(&judged(
        "cursor",
        &["tools: Read", "model: inherit", "---\nreadonly: true\n---\n", "---\n---\nDo it.\n"],
    ));
    expect_test::expect![[r#"
        "tools: [read, \"@git/log\", fly]": loads as "reviewer", tools ["read", "@git/log"]
        "excludedTools: [web]": loads as "reviewer"
    "#]]
    .assert_eq(&judged("kiro", &["tools: [read, \"@git/log\", fly]", "excludedTools: [web]"]));
    expect_test::expect![[r#"
        "tools: [anything]": loads as "reviewer", tools ["anything"]
        "maxTurns: 0": loads as "reviewer", OutOfRange "0"
    "#]]
    .assert_eq(&judged("junie", &["tools: [anything]", "maxTurns: 0"]));
}

#[test]
fn vscode_takes_almost_everything() {
    expect_test::expect![[r#"
        "name: 5": loads as "5"
        "name: ''": loads as "a", Empty "''"
        "model: [GPT-5, Claude Sonnet 4]": loads as "reviewer"
        "tools:": loads as "reviewer", tools []
        "tools: [\"*\"]": loads as "reviewer"
        "tools: read, github/*, ms-python.python/x": loads as "reviewer", tools ["read/readFile", "read/problems", "read/viewImage", "read/getNotebookSummary", "read/readNotebookCellOutput", "read/terminalLastCommand", "read/terminalSelection", "github/*", "ms-python.python/x"]
        "tools: [web, todos, nope, edit/nope]": loads as "reviewer", tools ["web/fetch", "web/githubRepo", "web/githubTextSearch", "todo"]
        "tools: [runTasks]": loads as "reviewer", tools ["execute/runTask", "execute/createAndRunTask", "execute/getTaskOutput"]
        "tools: {read: true}": loads as "reviewer", WrongType "{read: true}"
        "target: github-copilot\ntools: [Bash, shell]\nhandoffs: []": loads as "reviewer", ignores handoffs, tools ["Bash", "shell"]
        "target: vscode\nmcp-servers: {}": loads as "reviewer", ignores mcp-servers
        "mcp-servers: {}": loads as "reviewer"
        "user-invocable: 'false'": loads as "reviewer", NotAChoice "'false'"
        "colour: blue": loads as "reviewer", ignores colour
        "name: a\nname: b": loads as "a"
        "---\ndescription: Use when: asked\ntools: [read]\n---\n": loads as "a"
        "---\nname: a\ntools: [read]\n\nDo it.\n": loads as "a", tools ["read/readFile", "read/problems", "read/viewImage", "read/getNotebookSummary", "read/readNotebookCellOutput", "read/terminalLastCommand", "read/terminalSelection"]
        "---\n- a\n---\n": loads as "a"
        "Do it.": loads as "a"
    "#]].assert_eq(&judged(
        "vscode",
        &[
            "name: 5",
            "name: ''",
            "model: [GPT-5, Claude Sonnet 4]",
            "tools:",
            "tools: [\"*\"]",
            "tools: read, github/*, ms-python.python/x",
            "tools: [web, todos, nope, edit/nope]",
            "tools: [runTasks]",
            "tools: {read: true}",
            "target: github-copilot\ntools: [Bash, shell]\nhandoffs: []",
            "target: vscode\nmcp-servers: {}",
            "mcp-servers: {}",
            "user-invocable: 'false'",
            "colour: blue",
            "name: a\nname: b",
            "---\ndescription: Use when: asked\ntools: [read]\n---\n",
            "---\nname: a\ntools: [read]\n\nDo it.\n",
            "---\n- a\n---\n",
            "Do it.",
        ],
    ));
}
