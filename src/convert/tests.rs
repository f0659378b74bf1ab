use super::*;
use crate::dialect::{all, named};
use crate::model::verdict::Surroundings;
use expect_test::{Expect, expect};

fn file(dialect: &str, text: &str) -> AgentFile {
    AgentFile::new("/srv/shop/backend.md".into(), text.into(), named(dialect).unwrap(), Surroundings::default())
}

fn show(dialect: &str, target: &str, front_matter: &str, expected: Expect) {
    let source = file(dialect, &format!("---\n{front_matter}\n---\n\n# Backend\n\nYou build servers.\n"));
    let Converted { text, file_name, losses, file } = convert(&source, named(target).unwrap());
    let mut out = format!("{file_name}, loads: {}\n", file.verdict.loads);
    out.push_str(text.strip_suffix("\n# Backend\n\nYou build servers.\n").expect("the body to the byte"));
    for loss in losses {
        let at = loss.span.slice(&source.text);
        out.push_str(&format!("{} {} {} ({at:?}): {}\n", loss.fate.word(), loss.part.word(), loss.what, loss.reason));
    }
    expected.assert_eq(&out);
}

const BACKEND: &str = "name: Backend Dev
# The team decides.
description: \"Builds servers: endpoints and jobs. Use for each of them.\"
tools: Read, Grep, Edit, Task, NotebookEdit, mcp__github__get_issue # some
model: sonnet
maxTurns: 20 # enough
permissionMode: acceptEdits
color: red
memory: project
colour: blue";

#[test]
fn keys_by_meaning_tools_by_what_they_are_for() {
    show(
        "claude-code",
        "gemini-cli",
        BACKEND,
        expect![[r#"
        backend.md, loads: true
        ---
        name: backend-dev
        # The team decides.
        description: "Builds servers: endpoints and jobs. Use for each of them."
        tools: [read_file, grep_search, replace, mcp_github_get_issue]
        max_turns: 20
        ---
        changed name Backend Dev ("Backend Dev"): Gemini CLI does not take this name: it is backend-dev there
        lost tool Task ("Task"): nothing in Gemini CLI does its work
        changed tool NotebookEdit ("NotebookEdit"): replace comes closest
        lost model sonnet ("sonnet"): Gemini CLI knows no such model; the agent gets the session's
        lost key permissionMode ("permissionMode"): Gemini CLI has nothing like it
        lost key color ("color"): Gemini CLI has nothing like it
        lost key memory ("memory"): Gemini CLI has nothing like it
        lost key colour ("colour"): Claude Code does not know it either
    "#]],
    );
    show(
        "claude-code",
        "qwen-code",
        BACKEND,
        expect![[r#"
        backend.md, loads: true
        ---
        name: Backend-Dev
        # The team decides.
        description: "Builds servers: endpoints and jobs. Use for each of them."
        tools: [read_file, grep_search, edit, agent, notebook_edit, mcp__github__get_issue]
        maxTurns: 20
        approvalMode: auto-edit
        color: red
        ---
        changed name Backend Dev ("Backend Dev"): Qwen Code does not take this name: it is Backend-Dev there
        lost model sonnet ("sonnet"): Qwen Code knows no such model; the agent gets the session's
        lost key memory ("memory"): Qwen Code has nothing like it
        lost key colour ("colour"): Claude Code does not know it either
    "#]],
    );
    show(
        "claude-code",
        "opencode",
        BACKEND,
        expect![[r##"
        backend.md, loads: true
        ---
        name: Backend Dev
        # The team decides.
        description: "Builds servers: endpoints and jobs. Use for each of them."
        permission:
          "*": deny
          read: allow
          grep: allow
          edit: allow
          task: allow
          github_get_issue: allow
        model: anthropic/claude-sonnet-5-5
        steps: 20
        color: "#E5484D"
        mode: subagent
        ---
        changed tool edit ("tools"): the permission covers write, apply_patch too
        changed tool NotebookEdit ("NotebookEdit"): edit comes closest
        changed model sonnet ("sonnet"): an alias of Claude Code, now the fixed version anthropic/claude-sonnet-5-5
        lost key permissionMode ("permissionMode"): OpenCode has nothing like it
        changed value red ("red"): OpenCode has "#E5484D": about the same colour
        lost key memory ("memory"): OpenCode has nothing like it
        lost key colour ("colour"): Claude Code does not know it either
    "##]],
    );
    show(
        "claude-code",
        "copilot-cli",
        BACKEND,
        expect![[r#"
        backend.agent.md, loads: true
        ---
        name: Backend Dev
        # The team decides.
        description: "Builds servers: endpoints and jobs. Use for each of them."
        tools: [view, grep, edit, task, github/get_issue]
        ---
        changed tool NotebookEdit ("NotebookEdit"): edit comes closest
        lost model sonnet ("sonnet"): GitHub Copilot CLI knows no such model; the agent gets the session's
        lost key maxTurns ("maxTurns"): GitHub Copilot CLI has nothing like it
        lost key permissionMode ("permissionMode"): GitHub Copilot CLI has nothing like it
        lost key color ("color"): GitHub Copilot CLI has nothing like it
        lost key memory ("memory"): GitHub Copilot CLI has nothing like it
        lost key colour ("colour"): Claude Code does not know it either
    "#]],
    );
}

#[test]
fn permissions_become_lists() {
    let text = "description: Builds. Use it.\nmode: subagent\nmodel: anthropic/claude-sonnet-5-5\ncolor: \"#E5484D\"\npermission:\n  \"*\": deny\n  read: allow\n  grep: allow\n  bash:\n    \"git *\": ask";
    show(
        "opencode",
        "claude-code",
        text,
        expect![[r##"
        backend.md, loads: true
        ---
        name: backend
        description: Builds. Use it.
        model: claude-sonnet-5-5
        color: red
        tools: Read, Grep, Bash
        ---
        changed value "#E5484D" ("\"#E5484D\""): Claude Code has red: the nearest colour
        lost value bash ("\"git *\": ask"): Claude Code can only give a tool or not: no asking, no patterns
    "##]],
    );
    show(
        "opencode",
        "gemini-cli",
        "description: Builds.\npermission:\n  edit: deny\nsteps: 9\noptions: {a: 1}",
        expect![[r#"
        backend.md, loads: true
        ---
        name: backend
        description: Builds.
        tools: [read_file, read_many_files, list_directory, glob, grep_search, run_shell_command, web_fetch, google_web_search, activate_skill, get_internal_docs, complete_task]
        max_turns: 9
        ---
        changed key permission ("permission"): Gemini CLI can't take single tools away: its list names all the others that it has, and no MCP server
        lost key options ("options"): Gemini CLI has nothing like it
    "#]],
    );
}

#[test]
fn no_tools_are_said_in_each_tool_s_own_way() {
    for target in ["gemini-cli", "qwen-code", "opencode", "copilot-cli"] {
        let source = file(
            "claude-code",
            "---\nname: talker\ndescription: Talks.\ntools: []\n---\nYou talk and do nothing else.\n",
        );
        let there = convert(&source, named(target).unwrap());
        let tools = &there.file.verdict.tools;
        let usual = named(target).unwrap().tools.iter().filter(|tool| tool.reach == crate::dialect::Reach::Always);
        let none = tools.effective.as_ref().map_or_else(
            || usual.into_iter().all(|tool| tools.denied.iter().any(|name| tool.name == *name)),
            Vec::is_empty,
        );
        assert!(none && there.losses.is_empty(), "{target}: {} {:?}", there.text, there.losses);
    }
}

#[test]
fn what_is_denied_is_denied_there() {
    show(
        "claude-code",
        "qwen-code",
        "name: a1\ndescription: Reads.\ndisallowedTools: Write, Edit, mcp__github",
        expect![[r#"
        backend.md, loads: true
        ---
        name: a1
        description: Reads.
        disallowedTools: [write_file, edit, mcp__github]
        ---
    "#]],
    );
    show(
        "claude-code",
        "copilot-cli",
        "name: a1\ndescription: Reads.\ndisallowedTools: Bash",
        expect![[r#"
        backend.agent.md, loads: true
        ---
        name: a1
        description: Reads.
        tools: [view, edit, create, grep, glob, task, read_agent, write_agent, list_agents, update_todo, skill, sql, session_store_sql, fetch_copilot_cli_documentation, tool_search_tool]
        ---
        changed key disallowedTools ("disallowedTools"): GitHub Copilot CLI can't take single tools away: its list names all the others that it has, and no MCP server
    "#]],
    );
    show(
        "claude-code",
        "gemini-cli",
        "name: a1\ndescription: Reads.\ntools: Read, Bash, Edit\ndisallowedTools: Bash",
        expect![[r#"
        backend.md, loads: true
        ---
        name: a1
        description: Reads.
        tools: [read_file, replace]
        ---
    "#]],
    );
}

#[test]
fn a_memory_gives_no_tool_back_that_is_denied() {
    let keys =
        "---\nname: a1\ndescription: Reads.\ntools: Read, Bash\ndisallowedTools: Write, Edit\nmemory: project\n---\n";
    let source = file("claude-code", keys);
    let there = convert(&source, named("claude-plugin").unwrap());
    assert_eq!(there.losses, []);
    let tools = |file: &AgentFile| file.verdict.tools.effective.clone().unwrap();
    assert_eq!(tools(&there.file), ["Read", "Bash"]);
    let back = convert(&there.file, source.dialect);
    assert_eq!(tools(&back.file), ["Read", "Bash"]);
}

#[test]
fn servers_are_taken_along() {
    let list = "name: a1\ndescription: Reads.\nmcpServers:\n  - github\n  - docs:\n      type: stdio\n      command: npx\n      env: {A: \"1\"}";
    show(
        "claude-code",
        "gemini-cli",
        list,
        expect![[r#"
        backend.md, loads: true
        ---
        name: a1
        description: Reads.
        mcp_servers:
          docs:
            command: npx
            env: {A: "1"}
            args: []
        ---
        lost server github ("github"): Gemini CLI takes only servers that are defined here; the session's own are there anyway
    "#]],
    );
    let map = "name: a1\ndescription: Reads.\nmcp_servers:\n  docs:\n    command: npx\n    args: [docs, -y]";
    show(
        "gemini-cli",
        "claude-code",
        map,
        expect![[r#"
        backend.md, loads: true
        ---
        name: a1
        description: Reads.
        mcpServers:
          - docs:
              command: npx
              args: [docs, "-y"]
        ---
    "#]],
    );
}

#[test]
fn what_the_target_needs_is_added() {
    show(
        "copilot-cli",
        "gemini-cli",
        "description: \"Builds: servers.\"",
        expect![[r#"
        backend.md, loads: true
        ---
        name: backend
        description: "Builds: servers."
        ---
    "#]],
    );
    let source = file("opencode", "# Backend\r\n\r\nYou build servers and look after them. Always.\r\n");
    let there = convert(&source, named("claude-code").unwrap());
    assert_eq!(
        there.text,
        "---\r\nname: backend\r\ndescription: You build servers and look after them.\r\n---\r\n# Backend\r\n\r\nYou build servers and look after them. Always.\r\n"
    );
    let short = convert(
        &file("claude-code", "---\nname: talker\ndescription: Talks with people.\n---\n"),
        named("qwen-code").unwrap(),
    );
    assert!(short.file.verdict.loads && short.text.ends_with("---\nTalks with people.\n"), "{}", short.text);
}

#[test]
fn limits_of_turns_and_time_find_their_place() {
    show(
        "gemini-cli",
        "qwen-code",
        "name: a1\ndescription: Reads.\nmax_turns: 5\ntimeout_mins: 7\ntemperature: 0.5",
        expect![[r#"
        backend.md, loads: true
        ---
        name: a1
        description: Reads.
        maxTurns: 5
        runConfig:
          max_time_minutes: 7
        ---
        lost key temperature ("temperature"): Qwen Code has nothing like it
    "#]],
    );
    show(
        "qwen-code",
        "gemini-cli",
        "name: a1\ndescription: Reads.\nrunConfig:\n  max_turns: 5\n  max_time_minutes: 7",
        expect![[r#"
        backend.md, loads: true
        ---
        name: a1
        description: Reads.
        max_turns: 5
        timeout_mins: 7
        ---
    "#]],
    );
}

/// Values of each kind, from which files of every dialect are put together.
fn samples(dialect: &'static Dialect) -> Vec<String> {
    let mut texts = Vec::new();
    let head = "name: sample-agent\ndescription: \"Does it: well. Use for it.\"\n";
    let mut lines: Vec<String> = vec![String::new()];
    for field in dialect.fields.iter() {
        lines.extend(field.values.iter().map(|choice| format!("{}: {}\n", field.key, choice.value)));
        match field.value {
            crate::dialect::ValueKind::Count => lines.push(format!("{}: 7\n", field.key)),
            crate::dialect::ValueKind::Number => lines.push(format!("{}: 0.5\n", field.key)),
            crate::dialect::ValueKind::Flag => lines.push(format!("{}: true\n", field.key)),
            crate::dialect::ValueKind::ToolList => {
                let usable = |tool: &&crate::dialect::Tool| tool.reach == crate::dialect::Reach::Always;
                let names: Vec<&str> = dialect.tools.iter().filter(usable).map(|tool| &*tool.name).collect();
                lines.extend(names.chunks(3).map(|names| format!("{}: [{}]\n", field.key, names.join(", "))));
                lines.extend(names.iter().map(|name| format!("{}: [{name}]\n", field.key)));
                lines.push(format!("{}: []\n", field.key));
            }
            crate::dialect::ValueKind::Permissions => {
                let names: Vec<&str> = field.sub_keys.iter().map(|sub| &*sub.key).filter(|key| *key != "*").collect();
                lines.extend(names.iter().map(|name| format!("{}:\n  {name}: deny\n", field.key)));
                lines.extend(names.iter().map(|name| format!("{}:\n  \"*\": deny\n  {name}: allow\n", field.key)));
            }
            crate::dialect::ValueKind::Model => {
                lines.extend(dialect.models.iter().map(|model| format!("{}: {}\n", field.key, model.name)));
            }
            _ => {}
        }
    }
    let second = lines.clone();
    for (at, line) in lines.iter().enumerate() {
        let other = &second[(at * 7 + 3) % second.len()];
        texts.push(format!("---\n{head}{line}---\n\nYou do what you are asked to.\n"));
        if line.split(':').next() != other.split(':').next() {
            texts.push(format!("---\n{head}{line}{other}---\nYou do what you are asked to.\n"));
        }
    }
    texts
}

/// What the tool makes of a file.
fn comes_to(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    let mut tools = verdict.tools.effective.clone();
    tools.iter_mut().for_each(|tools| tools.sort());
    let mut denied = verdict.tools.denied.clone();
    // To take each of them away is to give none.
    let usual = || file.dialect.tools.iter().filter(|tool| tool.reach == crate::dialect::Reach::Always);
    if tools.is_none() && usual().all(|tool| denied.iter().any(|name| tool.name == *name)) {
        (tools, denied) = (Some(Vec::new()), Vec::new());
    }
    format!(
        "{} {} {:?} {:?} {:?} {tools:?} {denied:?}",
        verdict.loads, verdict.launches, verdict.name, verdict.description, verdict.model.effective
    )
}

#[test]
fn there_and_back_is_the_same_where_nothing_is_lost() {
    let mut unharmed = 0;
    for source in all() {
        for text in samples(source) {
            let file = file(&source.id, &text);
            for target in all().iter().filter(|target| target.id != source.id) {
                let there = convert(&file, target);
                assert!(
                    !file.verdict.loads || there.file.verdict.loads,
                    "{} to {}:\n{text}\n{}",
                    source.id,
                    target.id,
                    there.text
                );
                let (lost, added) = (file.verdict.loads, there.losses.is_empty());
                let back = convert(&there.file, source);
                if lost && added && back.losses.is_empty() {
                    unharmed += 1;
                    assert_eq!(
                        comes_to(&back.file),
                        comes_to(&file),
                        "{} to {}:\n{text}\n{}\n{}",
                        source.id,
                        target.id,
                        there.text,
                        back.text
                    );
                }
            }
        }
    }
    assert!(unharmed > 100, "{unharmed}");
}

#[test]
fn a_list_that_the_target_does_not_take_never_becomes_all_tools() {
    let restricted = |tools: &str| {
        let source =
            file("claude-code", &format!("---\nname: a1\ndescription: Reads.\ntools: {tools}\n---\nYou read.\n"));
        let there = convert(&source, named("gemini-cli").unwrap());
        assert!(there.file.verdict.loads, "{}", there.text);
        there.file.verdict.tools.effective.unwrap()
    };
    assert_eq!(restricted("[Read, \"mcp__a$b__c\"]"), ["read_file"]);
    assert!(restricted("[\"mcp__a$b__c\"]").is_empty());
    assert!(restricted("Banana").is_empty());
}

#[test]
fn no_front_matter_is_too_odd() {
    let odd = [
        "",
        "---",
        "---\n---\n",
        "---\n- a\n---\n",
        "---\nname: [a]\ndescription: {a: b}\ntools: {Read: true}\n---\nx",
        "\u{feff}---\nname: a\ndescription: b\n---\nx",
        "---\rname: a\rdescription: b\r---\rx",
        "---\nname: a\ndescription: a --- b\n",
        "---\n? [a]\n: b\nname: &x a\nmodel: *x\n<<: {tools: Read}\n---\n",
    ];
    for source in all() {
        for text in odd {
            let file = file(&source.id, text);
            for target in all() {
                let there = convert(&file, target);
                assert!(
                    !file.verdict.loads || there.file.verdict.loads,
                    "{} to {}: {text:?}\n{}",
                    source.id,
                    target.id,
                    there.text
                );
            }
        }
    }
}
