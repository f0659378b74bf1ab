//! One card for each agent, to be read at a glance.

use super::expertise::{self, ExplainedBy};
use super::mentions;
use super::row::once_each;
use crate::cli::output::plain;
use crate::dialect::Evidence;
use crate::ide::code_lens::grouped;
use crate::model::AgentFile;
use crate::model::verdict::tool_list::find_tool;
use crate::model::verdict::{EffectiveModel, Reported, ToolEntry, ToolFate};
use crate::syntax::FrontMatterState;
use std::fmt::Write;

/// The card of one agent that so many others name. With `explained_by`, also what it knows, with `mentions`, also whom it names.
pub fn card(
    file: &AgentFile,
    path: &str,
    named_by: usize,
    explained_by: Option<ExplainedBy<'_>>,
    with_mentions: bool,
) -> String {
    let verdict = &file.verdict;
    let mark = if verdict.loads && verdict.launches { '✓' } else { '✗' };
    let name = verdict.name.as_deref().unwrap_or("(no name)");
    let mut out = format!("{mark} {}  {}\n  {}\n", plain(name), plain(path), plain(&state(file)));
    let mut line = |label: &str, text: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {label:<10}{}", plain(text));
    };
    if verdict.loads {
        line("model", &model(file));
        line("tools", &tools(file));
        for (at, (why, names)) in without_effect(file).into_iter().enumerate() {
            line(if at == 0 { "without" } else { "" }, &format!("{}: {why}", names.join(", ")));
        }
        let ignored = once_each(verdict.ignored_keys.iter().map(|ignored| &*ignored.key));
        if !ignored.is_empty() {
            line("ignored", &format!("{} (no such key)", ignored.join(", ")));
        }
        let dropped = verdict.lost_values(file.dialect);
        if !dropped.is_empty() {
            line("dropped", &format!("the value of {}", dropped.join(", ")));
        }
        let tokens = &verdict.tokens;
        let (each, run) = (grouped(tokens.description), grouped(tokens.body));
        line("tokens", &format!("about {each} in every session, {run} when it runs"));
    }
    if named_by > 0 {
        line("named by", &if named_by == 1 { "1 other agent".to_owned() } else { format!("{named_by} other agents") });
    }
    if let Some(explained_by) = explained_by {
        for (at, row) in expertise::lines(file, explained_by).into_iter().enumerate() {
            line(if at == 0 { "knows" } else { "" }, &row);
        }
    }
    if with_mentions {
        for (at, row) in mentions::lines(file).into_iter().enumerate() {
            line(if at == 0 { "names" } else { "" }, &row);
        }
    }
    out
}

fn state(file: &AgentFile) -> String {
    let tool = file.tool();
    let verdict = &file.verdict;
    if !verdict.loads {
        let why = verdict.reason.as_ref().map_or("", |reason| reason.kind.sentence(file));
        let said = match verdict.reported {
            Reported::Session => "it says so on the screen",
            Reported::Log => "it says so only in its log",
            Reported::Never => "it says nothing",
        };
        return match file.dialect.evidence == Evidence::Observed {
            true => format!("does not load in {tool}: {why}; {said}"),
            false if file.may_load() => format!("may not load in {tool}: {why}"),
            false => format!("does not load in {tool}: {why}"),
        };
    }
    if !verdict.launches {
        return format!("loads in {tool}, which then refuses to start it: none of its tools resolve");
    }
    let repaired = file.front_matter.state == FrontMatterState::Repaired;
    let note = if repaired { ", after repairing the front matter; other tools may reject it" } else { "" };
    format!("loads in {tool}{note}")
}

fn model(file: &AgentFile) -> String {
    let effective = effective_model(file);
    match &file.verdict.model.declared {
        Some(declared) if *declared != effective => format!("{declared} → {effective}"),
        _ => effective,
    }
}

pub(super) fn effective_model(file: &AgentFile) -> String {
    match &file.verdict.model.effective {
        EffectiveModel::Inherit => "the session's".to_owned(),
        EffectiveModel::Id(id) => id.clone(),
    }
}

pub(super) fn tools(file: &AgentFile) -> String {
    let tools = &file.verdict.tools;
    match &tools.effective {
        Some(names) if names.is_empty() => "none at all".to_owned(),
        Some(names) => {
            let renamed = |name: &str| {
                tools
                    .declared
                    .iter()
                    .find(|entry| matches!(&entry.fate, ToolFate::Tool { name: now, renamed: true, .. } if now == name))
            };
            let shown = names.iter().map(|name| match renamed(name) {
                Some(entry) => format!("{name} (written {})", entry.text),
                None => name.clone(),
            });
            shown.collect::<Vec<_>>().join(", ")
        }
        None if tools.denied.is_empty() => "all of the session's".to_owned(),
        None => format!("all of the session's but {}", tools.denied.join(", ")),
    }
}

/// Entries of the list of tools that come to nothing, by why.
pub(super) fn without_effect(file: &AgentFile) -> Vec<(String, Vec<&str>)> {
    let mut by_reason: Vec<(String, Vec<&str>)> = Vec::new();
    for entry in &file.verdict.tools.declared {
        let Some(why) = why_without_effect(file, entry) else { continue };
        match by_reason.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(&entry.text),
            None => by_reason.push((why, vec![&entry.text])),
        }
    }
    by_reason
}

fn why_without_effect(file: &AgentFile, entry: &ToolEntry) -> Option<String> {
    match &entry.fate {
        ToolFate::Unknown => Some("no such tool".to_owned()),
        ToolFate::Mcp { matches: false, server, .. } => Some(format!("no MCP server \"{server}\"")),
        ToolFate::NoEffect { name } => {
            let note = find_tool(file.dialect, name).and_then(|(tool, _)| tool.reach_note.as_deref());
            Some(note.unwrap_or("not for this agent").to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let dialect = dialect::named("claude-code").unwrap();
        let file = AgentFile::new("backend.md".into(), text.into(), dialect, Surroundings::default());
        expected.assert_eq(&card(&file, "backend.md", 0, None, false));
    }

    #[test]
    fn an_agent_with_losses() {
        check(
            "---\nname: backend\ndescription: Builds servers.\ntools: Read, Grep, Bash, Task, Grpe\nmodel: opus\ncolour: red\n---\nYou build servers.\n",
            expect![[r#"
                ✓ backend  backend.md
                  loads in Claude Code 2.1.330
                  model     opus → claude-opus-5-5
                  tools     Read, Bash, Agent (written Task)
                  without   Grep: part of Bash when Bash is listed; a tool of its own in a list without Bash
                            Grpe: no such tool
                  ignored   colour (no such key)
                  tokens    about 3 in every session, 4 when it runs
            "#]],
        );
    }

    #[test]
    fn an_agent_that_inherits_and_loses_some() {
        check(
            "---\nname: a\ndescription: b\ndisallowedTools: Bash\n---\n",
            expect![[r#"
                ✓ a  backend.md
                  loads in Claude Code 2.1.330
                  model     the session's
                  tools     all of the session's but Bash, Monitor
                  tokens    about 1 in every session, 0 when it runs
            "#]],
        );
    }

    #[test]
    fn files_that_come_to_nothing() {
        check(
            "---\ndescription: b\n---\n",
            expect![[r#"
                ✗ (no name)  backend.md
                  does not load in Claude Code 2.1.330: no name; it says nothing
            "#]],
        );
        check(
            "---\nname: a\ndescription: b\ntools: read\n---\n",
            expect![[r#"
                ✗ a  backend.md
                  loads in Claude Code 2.1.330, which then refuses to start it: none of its tools resolve
                  model     the session's
                  tools     none at all
                  without   read: no such tool
                  tokens    about 1 in every session, 0 when it runs
            "#]],
        );
        check(
            "---\nname: a\ndescription: b\ntools:\n---\n",
            expect![[r#"
                ✓ a  backend.md
                  loads in Claude Code 2.1.330
                  model     the session's
                  tools     none at all
                  tokens    about 1 in every session, 0 when it runs
            "#]],
        );
    }
}
