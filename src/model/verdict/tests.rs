use super::*;
use crate::dialect;
use crate::model::AgentFile;

fn read(dialect: &str, path: &str, text: &str) -> AgentFile {
    AgentFile::new(path.into(), text.into(), dialect::named(dialect).unwrap(), Surroundings::default())
}

/// The verdict on front matter, in a line.
fn judged(dialect: &str, front_matter: &str) -> String {
    let file = read(dialect, "agents/helper.md", &format!("---\n{front_matter}\n---\nDo it.\n"));
    let verdict = &file.verdict;
    let name = verdict.name.as_deref().unwrap_or("?");
    match &verdict.reason {
        Some(reason) => format!("{:?} at {:?}", reason.kind, reason.span.slice(&file.text).trim_end()),
        None => name.to_owned(),
    }
}

fn tools(front_matter: &str) -> String {
    let text = format!("---\ndescription: Helps.\n{front_matter}\n---\nDo it.\n");
    let verdict = read("copilot-cli", "helper.agent.md", &text).verdict;
    verdict.tools.effective.map_or("all".into(), |tools| tools.join(" "))
}

fn denied(front_matter: &str) -> String {
    let text = format!("---\n{front_matter}\n---\nDo it.\n");
    read("opencode", "helper.md", &text).verdict.tools.denied.join(" ")
}

#[test]
fn opencode_names_an_agent_by_its_key_else_by_its_path() {
    let name = |path, text| read("opencode", path, text).verdict.name.unwrap();
    assert_eq!(name("/srv/.opencode/agent/team/helper.md", "Do it."), "team/helper");
    assert_eq!(name("/srv/agents/helper.md", "---\nname: a b\n---\n"), "a b");
    assert_eq!(name("helper.md", "---\nname: *x*\n---\n"), "helper");
    assert_eq!(name("helper.md", "---\nname:\n---\n"), "null");
    assert_eq!(name("helper.md", "---\nname: [a, b]\n---\n"), "a,b");
    assert!(name("helper.md", "---\nname: 2024-02-29\n---\n").starts_with("Thu Feb 29 2024 00:00:00"));
}

#[test]
fn opencode_does_not_start_with_a_bad_value() {
    for (front_matter, at) in [
        ("tools: [bash]", "[bash]"),
        ("tools:\n  bash: \"yes\"", "\"yes\""),
        ("mode: Subagent", "Subagent"),
        ("color: red", "red"),
        ("color: \"#f00\"", "\"#f00\""),
        ("model:", "model"),
        ("steps: 0", "0"),
        ("steps: 1.5", "1.5"),
        ("temperature: \"0.5\"", "\"0.5\""),
        ("description: 2026-11-22", "2026-11-22"),
        ("permission:\n  edit: maybe", "maybe"),
        ("permission:\n  edit: false", "false"),
        ("disable: \"true\"", "\"true\""),
    ] {
        assert_eq!(judged("opencode", front_matter), format!("StopsProgram at {at:?}"), "{front_matter}");
    }
}

#[test]
fn opencode_takes_the_rest() {
    for front_matter in [
        "color: \"#ff0000\"",
        "mode: subagent\ntop_p: 0.9\nsteps: 5",
        "permission:\n  bash:\n    \"git *\": allow\n    \"*\": ask\n  custom: deny",
        "permission: ask",
        "reasoningEffort: high\nmaxTurns: word",
        "description: Use when: asked",
        "description: *x*",
        "- a\n- b",
        "options: {a: b}",
    ] {
        assert_eq!(judged("opencode", front_matter), "helper", "{front_matter}");
    }
    assert_eq!(judged("opencode", "disable: true"), "SwitchedOff at \"disable: true\"");
    // The repair of one line makes a text of another line's map.
    assert_eq!(
        judged("opencode", "description: Use when: asked\ntools: {bash: false}"),
        "StopsProgram at \"{bash: false}\""
    );
}

#[test]
fn opencode_denies_by_the_last_line_that_fits() {
    assert_eq!(denied("tools:\n  bash: false\n  write: false"), "edit write apply_patch bash");
    assert_eq!(denied("permission:\n  bash:\n    \"*\": deny\n    \"git *\": allow"), "");
    assert_eq!(denied("permission:\n  bash:\n    \"git *\": allow\n    \"*\": deny"), "bash");
    assert_eq!(denied("tools: {bash: false}\npermission: {bash: ask}"), "");
    let all_but_read = denied("permission:\n  \"*\": deny\n  read: allow");
    assert!(all_but_read.contains("bash") && !all_but_read.contains("read"), "{all_but_read}");
    assert_eq!(denied("permission:\n  web*: deny"), "webfetch websearch");
}

#[test]
fn copilot_cli_drops_a_file_for_a_value_of_another_type() {
    for (front_matter, at) in [
        ("name:", "name"),
        ("name: 5", "5"),
        ("tools:", "tools"),
        ("tools: {read: true}", "{read: true}"),
        ("tools: [read, 5]", "5"),
        ("model: 5", "5"),
        ("infer: \"yes\"", "\"yes\""),
        ("hooks: []", "[]"),
        ("mcp-servers: [a]", "[a]"),
        ("mcp-servers:\n  a:\n    command: x", "a"),
    ] {
        let front_matter = format!("description: Helps.\n{front_matter}");
        assert_eq!(judged("copilot-cli", &front_matter), format!("BadValue at {at:?}"), "{front_matter}");
    }
    assert_eq!(judged("copilot-cli", "description:"), "BadValue at \"description\"");
    assert_eq!(judged("copilot-cli", "name: a"), "MissingDescription at \"---\"");
    assert_eq!(judged("copilot-cli", "description: a: b"), "LostFrontMatter at \":\"");
}

#[test]
fn copilot_cli_takes_the_rest() {
    for front_matter in ["description: \" \"", "description: a\nmodel: [a, b]", "description: a\nhooks: {}\ncolor: 5"] {
        assert_eq!(judged("copilot-cli", front_matter), "helper", "{front_matter}");
    }
    assert_eq!(judged("copilot-cli", "description: a\nname: a:b c"), "a:b c");
    let file = read("copilot-cli", ".github/agents/a.agent.md", "---\ndescription: a\ntarget: vscode\n---\n");
    assert_eq!(file.verdict.name.as_deref(), Some("a"));
    assert_eq!(file.verdict.ignored_keys.iter().map(|key| &*key.key).collect::<Vec<_>>(), ["target"]);
}

#[test]
fn copilot_cli_knows_tools_by_many_names() {
    assert_eq!(tools("tools: \"Read, Bash\""), "view bash read_bash stop_bash list_bash");
    assert_eq!(tools("tools: [read, edit, search]"), "view edit create grep glob");
    assert_eq!(tools("tools: [ReadFile, Shell, bash]"), "view bash read_bash stop_bash list_bash");
    assert_eq!(tools("tools: [read_file, nope, Read_File]"), "read_file");
    assert_eq!(tools("tools: [github/*, read/readFile]"), "github/*");
    assert_eq!(tools("tools: []"), "");
    assert_eq!(tools("tools: [\"*\"]"), "all");
    assert_eq!(tools("skills: [a]"), "all");
}

#[test]
fn copilot_cli_wants_utf8() {
    let around = Surroundings { invalid_utf8: true, ..Surroundings::default() };
    let text = "---\ndescription: a\u{fffd}b\n---\n";
    let file = AgentFile::new("a.md".into(), text.into(), dialect::named("copilot-cli").unwrap(), around);
    assert_eq!(file.verdict.reason.map(|reason| reason.kind), Some(ReasonKind::NotUtf8));
}
