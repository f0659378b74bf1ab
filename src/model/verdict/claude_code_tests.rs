//! What Claude Code makes of a value, question by question. Observed with 2.1.330.

use super::*;
use crate::dialect;
use crate::model::AgentFile;

fn read(lines: &str) -> AgentFile {
    let text = format!("---\nname: helper\ndescription: Helps.\n{lines}\n---\nDo it.\n");
    let dialect = dialect::named("claude-code").unwrap();
    AgentFile::new("helper.md".into(), text.into(), dialect, Surroundings::default())
}

/// The tools in effect; without a list, those that are lost.
fn tools(lines: &str) -> String {
    let verdict = read(lines).verdict;
    assert!(verdict.loads, "{lines}");
    let tools = match (verdict.tools.effective, verdict.tools.denied.as_slice()) {
        (Some(tools), _) => tools.join(" "),
        (None, []) => "all".into(),
        (None, lost) => format!("all but {}", lost.join(" ")),
    };
    if verdict.launches { tools } else { format!("refused{tools}") }
}

fn dropped(lines: &str) -> String {
    let verdict = read(lines).verdict;
    assert!(verdict.loads, "{lines}");
    let mut keys: Vec<&str> = verdict.dropped_values.iter().map(|value| &*value.key).collect();
    keys.dedup();
    keys.join(" ")
}

#[test]
fn how_tools_may_be_listed() {
    for list in [
        "Read, Bash",
        "Read,Bash",
        "Read Bash",
        "Read\tBash",
        "Read, Bash,",
        ",Read,, Bash, Read",
        "[Read, Bash]",
        "[Read,Bash,]",
        "[\"Read, Bash\"]",
        "\"Read Bash\"",
        "'Read, Bash'",
        "|\n  Read, Bash",
        ">\n  Read,\n  Bash",
        "\n  - Read\n  - Bash",
        "\n- Read, Bash",
        "\n\t- Read\n\t- Bash",
        "\n  Read,\n  Bash",
        "|\n  - Read\n  - Bash",
    ] {
        assert_eq!(tools(&format!("tools: {list}")), "Read Bash", "{list}");
    }
}

#[test]
fn which_lists_of_tools_mean_none() {
    for list in [
        "",
        "null",
        "~",
        "\"\"",
        "\"  \"",
        "\",\"",
        "[]",
        "[\"\"]",
        "[null]",
        "{}",
        "5",
        "1.5",
        "true",
        "{Read: true}",
        "\n  Read: true",
        "\n  - Read: true",
        "[[Read, Bash]]",
        "[1, 2]",
    ] {
        assert_eq!(tools(&format!("tools: {list}")), "", "{list}");
    }
}

#[test]
fn which_lists_of_tools_mean_all() {
    for list in ["*", "\"*\"", "'*'", "[\"*\"]", "\n  - \"*\"", "\"Read, *\"", "\"*, !Bash\""] {
        assert_eq!(tools(&format!("tools: {list}")), "all", "{list}");
    }
}

#[test]
fn what_is_no_name_of_a_tool() {
    for list in [
        "`Read`",
        "Read/Write",
        "Read，Bash",
        "(Read, Bash)",
        "\"[Read, Bash]\"",
        "all",
        "none",
        "\"!Bash\"",
        "read",
        "READ",
        "Web*",
        "\"**\"",
        "Bash(git:*, Read",
        "Read;",
        "\"Read|Bash\"",
        "@Read",
        "Read()x",
        "StructuredOutput",
        "BashOutput",
        "ToolSearch",
        "mcp__*",
        "mcp__a__b*",
        "mcp__*__b",
        "mcp_a_b",
        "mcp__",
        "MCP__a__b",
    ] {
        assert_eq!(tools(&format!("tools: {list}")), "refused", "{list}");
        // A name beside it still counts.
        let beside = format!("tools: {list}").replace("tools: ", "tools: Write ");
        if !list.starts_with(['`', '"', '@', '*']) {
            assert_eq!(tools(&beside), "Write", "{beside}");
        }
    }
    assert_eq!(tools("tools: [Read, Bash"), "Bash");
    assert_eq!(tools("tools: [Read], Bash"), "Bash");
    assert_eq!(tools("tools: Read; Bash"), "Bash");
}

#[test]
fn what_specifiers_aliases_and_patterns_give() {
    for (list, effect) in [
        ("Bash(git:*)", "Bash"),
        ("Bash(git log:*) Read", "Bash Read"),
        ("Bash()", "Bash"),
        ("Task, Agent", "Agent"),
        ("Agent(x, y), Read", "Agent Read"),
        ("KillShell, KillBash", "TaskStop"),
        ("Glob, Grep(x)", "Glob Grep"),
        ("Glob, Grep, Bash(ls:*)", "Bash"),
        ("mcp__a, mcp__a__*, mcp__a__b", "mcp__a mcp__a__* mcp__a__b"),
    ] {
        assert_eq!(tools(&format!("tools: {list}")), effect, "{list}");
    }
}

#[test]
fn what_denied_tools_take_away() {
    for (list, effect) in [
        ("Bash", "all but Bash Monitor"),
        ("[\"Bash(rm:*)\"]", "all but Bash Monitor"),
        ("Monitor", "all but Monitor"),
        ("Task", "all but Agent"),
        ("Agent(Explore)", "all but Agent"),
        ("Write Edit", "all but Write Edit"),
        ("\"*\"", "all"),
        ("bash", "all"),
        ("Glob, Grep", "all"),
        ("[[Bash]]", "all"),
        ("{Bash: true}", "all"),
        ("5", "all"),
        ("", "all"),
    ] {
        assert_eq!(tools(&format!("disallowedTools: {list}")), effect, "{list}");
    }
    for lists in [
        "tools: Bash\ndisallowedTools: Bash",
        "tools: Bash, Monitor\ndisallowedTools: Bash(git:*)",
        "tools: Task\ndisallowedTools: Agent",
    ] {
        assert_eq!(tools(lists), "", "{lists}");
    }
}

#[test]
fn what_other_keys_do_to_tools() {
    for (lines, effect) in [
        ("tools: []\nmemory: user", "Read Write Edit"),
        ("tools: nope\nmemory: local", "Read Write Edit"),
        ("tools: Read\nmemory: User", "Read"),
        ("tools: Read\nmemory: user\ndisallowedTools: Write", "Read Edit"),
        ("tools: Read, CronCreate\nbackground: \"true\"", "Read"),
        ("tools: CronCreate\nbackground: true", "refused"),
        ("tools: CronCreate\nbackground: \"True\"", "CronCreate"),
        ("tools: Read, ExitPlanMode\npermissionMode: plan", "Read ExitPlanMode"),
        ("tools: Read, ExitPlanMode\npermissionMode: Plan", "Read"),
        ("model: claude-3-opus", "all but ToolSearch"),
    ] {
        assert_eq!(tools(lines), effect, "{lines}");
    }
}

#[test]
fn which_values_are_in_effect() {
    for (key, values) in [
        ("permissionMode", &["acceptEdits", "\"auto\"", "'plan'", "manual # c", "", "null"][..]),
        ("maxTurns", &["2", "\"2\"", "[2]", "+2", "0x2", "3.0", "\"3 turns\"", "\"  7\"", "1e2"]),
        ("effort", &["low", "High", "LOW", "[max]", "med"]),
        ("background", &["true", "TRUE", "\"true\"", "false", "\"false\""]),
        ("omitClaudeMd", &["true", "True", "\"true\"", "false"]),
        ("isolation", &["worktree", "remote"]),
        ("memory", &["user", "project", "\"local\""]),
        ("skills", &["[a, b]", "a, b", "a b", "[]", ""]),
        ("mcpServers", &["[a]", "\n  - a\n  - b: {command: c}", "\n  - a: {type: http, url: u}", "[]", ""]),
        ("experimental", &["{cacheTtl: 1h}", "{cacheTTL: \"1h\"}", "{cacheTtl: 5m}", ""]),
        ("hooks", &["{}", "null", "{Stop: []}", "{Stop: [{hooks: [{type: command, command: x, timeout: 5}]}]}"]),
        ("initialPrompt", &["Go.", ""]),
    ] {
        for value in values {
            assert_eq!(dropped(&format!("{key}: {value}")), "", "{key}: {value}");
        }
    }
}

#[test]
fn which_values_are_thrown_away() {
    for (key, values) in [
        ("permissionMode", &["Plan", "ask", "accept-edits", "[plan]", "5", "true", "\"plan \""][..]),
        ("maxTurns", &["0", "-1", "2.5", "many", "true", "null", "", "\"0\"", "[]", "[1, 2]", ".inf"]),
        ("effort", &["auto", "\"high \"", "true", "", "[low, high]", "50", "-1", "1.5"]),
        ("background", &["yes", "no", "on", "0", "1", "\"True\"", "", "null", "[true]"]),
        ("omitClaudeMd", &["yes", "no", "1", "\"1\"", "word"]),
        ("isolation", &["Worktree", "none", "true", "[worktree]", "", "null"]),
        ("memory", &["User", "true", "[user]", "\"user \"", "", "null"]),
        ("skills", &["{a: b}", "5", "true", "[1, 2]"]),
        ("mcpServers", &["a", "a, b", "5", "true", "{a: {command: c}}", "[5]", "[{a: 5}]", "[{a: {b: c}}]"]),
        ("experimental", &["{cacheTtl: 2h}", "{cacheTtl: 1H}", "{cache_ttl: 1h}", "1h", "[1h]"]),
        ("hooks", &["{Nope: []}", "{stop: x}"]),
        ("initialPrompt", &["[a]", "5"]),
    ] {
        for value in values {
            assert_eq!(dropped(&format!("{key}: {value}")), key, "{key}: {value}");
        }
    }
}

#[test]
fn which_model_is_in_effect() {
    let model = |value: &str| match read(&format!("model: {value}")).verdict.model.effective {
        EffectiveModel::Inherit => "inherit".to_owned(),
        EffectiveModel::Id(id) => id,
    };
    for value in ["sonnet", "SONNET", "\" sonnet \"", "sonnet[1M]", "sonnet [1m]", "OpusPlan", "sonnet # c"] {
        assert_eq!(model(value), "claude-sonnet-5-5", "{value}");
    }
    for value in ["inherit", "INHERIT", "\"inherit \"", "", "~", "\"  \"", "5", "true", "[haiku]", "{a: b}"] {
        assert_eq!(model(value), "inherit", "{value}");
    }
    for value in ["default", "inherit[1m]", "sonet", "haiku, sonnet", "claude-opus", "opus 4.5", "yes", "2026-01-01"] {
        assert_eq!(model(value), value);
    }
    for value in ["best", "opus[1m]", "claude-opus-4-1", "claude-opus-4-20250514"] {
        assert_eq!(model(value), "claude-opus-5-5", "{value}");
    }
}
