//! Keys, tools, models and values of the front matter, explained from the dialect's facts.

use super::{Hover, parts, portability};
use crate::dialect::{
    Choice, Dialect, Evidence, Field, Model, Reach, Resolves, Role, SubKey, Tool, UnknownKeys, ValueKind,
};
use crate::model::AgentFile;
use crate::model::verdict::{EffectiveModel, Reported, ToolEntry, ToolFate, model_in_effect, value};
use crate::syntax::{Entry, NodeKind};
use crate::text::Span;

/// The explanation of what stands at `offset` of the front matter.
pub fn hover(file: &AgentFile, offset: u32) -> Option<Hover> {
    let front_matter = &file.front_matter;
    if let Some(fence) = front_matter.opening.filter(|fence| fence.touches(offset)) {
        return Some(Hover { span: fence, markdown: summary(file) });
    }
    let tools = &file.verdict.tools;
    let listed = tools.declared.iter().map(|entry| (entry, false));
    let denied = tools.denied_entries.iter().map(|entry| (entry, true));
    if let Some((entry, denied)) = listed.chain(denied).find(|(entry, _)| entry.span.touches(offset)) {
        return Some(Hover { span: entry.span, markdown: tool_entry(file, entry, denied) });
    }
    let entry = front_matter.entries.iter().find(|entry| entry.span.touches(offset))?;
    let Some(field) = file.dialect.fields.iter().find(|field| *field.key == *entry.key) else {
        return entry.key_span.touches(offset).then(|| Hover {
            span: entry.key_span,
            markdown: unknown_key(file, &entry.key) + &portability::of_entry(file, entry),
        });
    };
    if entry.key_span.touches(offset) {
        return Some(Hover {
            span: entry.key_span,
            markdown: self::field(file.dialect, field) + &portability::of_entry(file, entry),
        });
    }
    value_hover(file, field, entry, offset)
}

fn unknown_key(file: &AgentFile, key: &str) -> String {
    let label = &file.dialect.label;
    let does = match file.dialect.unknown_keys {
        UnknownKeys::Ignored => "does not know this key and ignores it",
        UnknownKeys::DropFile => "does not know this key and rejects the file for it",
        UnknownKeys::SentToProvider => "does not know this key and sends it to the model's provider as an option",
        UnknownKeys::NotDocumented => "does not document this key",
    };
    format!("**{key}** · {label} {does}.")
}

/// What becomes of the file: the hover on the fence.
pub fn summary(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    let tool = file.tool();
    if let Some(reason) = &verdict.reason {
        let said = match verdict.reported {
            _ if file.dialect.evidence != Evidence::Observed => "",
            Reported::Session => " It says so on the screen.",
            Reported::Log => " Only its debug log says so.",
            Reported::Never => " It says so nowhere.",
        };
        let does = if file.may_load() { "may not load" } else { "does not load" };
        return format!("**✗ {does} in {tool}**\n\nReason: {}.{said}", reason.kind.sentence(file));
    }
    let mut text =
        format!("**{} in {tool}**\n", if verdict.launches { "✓ loads" } else { "✗ loads, but is not started" });
    let name = verdict.name.as_deref().unwrap_or("");
    text.push_str(&format!("\n- name: {}", code(name)));
    let declared = verdict.model.declared.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match (&verdict.model.effective, declared) {
        (EffectiveModel::Inherit, _) => text.push_str("\n- model: the session's"),
        (EffectiveModel::Id(id), Some(declared)) if declared != id => {
            text.push_str(&format!("\n- model: {} → {}", code(declared), code(id)));
        }
        (EffectiveModel::Id(id), _) => text.push_str(&format!("\n- model: {}", code(id))),
    }
    match &verdict.tools.effective {
        None if verdict.tools.denied.is_empty() => text.push_str("\n- tools: all of the session's"),
        None => text.push_str(&format!("\n- tools: all of the session's but {}", verdict.tools.denied.join(", "))),
        Some(tools) if tools.is_empty() => text.push_str("\n- tools: none"),
        Some(tools) => text.push_str(&format!("\n- tools: {}", tools.join(", "))),
    }
    for entry in verdict.tools.declared.iter() {
        if let Some(why) = why_without_effect(file.dialect, entry) {
            text.push_str(&format!("\n- not in effect: {}, {why}", code(&entry.text)));
        }
    }
    if !verdict.ignored_keys.is_empty() {
        let keys: Vec<String> = verdict.ignored_keys.iter().map(|ignored| code(&ignored.key)).collect();
        text.push_str(&format!("\n- ignored: {}", keys.join(", ")));
    }
    text.push_str(&format!(
        "\n- about {} tokens in every session, {} when it runs",
        verdict.tokens.description, verdict.tokens.body
    ));
    limit_lines(text)
}

fn limit_lines(text: String) -> String {
    if text.lines().count() <= super::MOST_LINES {
        return text;
    }
    let mut kept: Vec<&str> = text.lines().take(super::MOST_LINES - 2).collect();
    let last = text.lines().last().unwrap_or("");
    kept.push("- …");
    kept.push(last);
    kept.join("\n")
}

/// Why an entry of the list of tools brings nothing in; `None` where it does.
pub fn why_without_effect(dialect: &Dialect, entry: &ToolEntry) -> Option<String> {
    match &entry.fate {
        ToolFate::Unknown => Some("no tool has this name".to_owned()),
        ToolFate::NoEffect { name } => {
            let tool = dialect.tools.iter().find(|tool| tool.name == *name)?;
            Some(reach(tool).unwrap_or_else(|| "not in effect here".to_owned()))
        }
        ToolFate::Mcp { matches: false, .. } => Some("no server of the workspace answers to it".to_owned()),
        _ => None,
    }
}

/// In words, where a tool is not simply there.
fn reach(tool: &Tool) -> Option<String> {
    if let Some(note) = &tool.reach_note {
        return Some(note.to_string());
    }
    match tool.reach {
        Reach::Always | Reach::WhenListed => None,
        Reach::Foreground => Some("not in an agent that is kept in the background".to_owned()),
        Reach::WhenInherited => Some("only where all tools are inherited".to_owned()),
        Reach::UnlessShell => Some(format!("part of {} where that is listed", tool.folds_into.join(", "))),
        Reach::InPlanMode => Some("only in an agent that plans".to_owned()),
        Reach::InSomeSessions => Some("depends on the session".to_owned()),
        Reach::Split => Some("an old name that still works".to_owned()),
        Reach::Never => Some("never reaches an agent of a file".to_owned()),
        Reach::Gone => Some("a name of the past".to_owned()),
    }
}

fn tool_entry(file: &AgentFile, entry: &ToolEntry, denied: bool) -> String {
    let dialect = file.dialect;
    let in_effect = |yes: bool| if yes { "In effect here: yes." } else { "In effect here: no." };
    match &entry.fate {
        ToolFate::Tool { name, renamed, specifier } => {
            let Some(tool) = dialect.tools.iter().find(|tool| tool.name == *name) else { return code(name) };
            let mut text = tool_text(dialect, tool);
            if *renamed {
                text = format!("{}\n\n{}", renamed_line(dialect, entry, tool), without_title(&text));
            }
            if specifier.is_some() {
                let whole = if denied { "All of the tool is taken away" } else { "The agent gets all of the tool" };
                text.push_str(&format!("\n\n{whole}: {} ignores what stands in parentheses here.", dialect.label));
            }
            if denied {
                text.push_str("\n\nTaken away from this agent.");
            } else {
                let granted = file.verdict.tools.effective.as_ref().is_none_or(|tools| tools.iter().any(|t| t == name));
                text.push_str(&format!("\n\n{}", in_effect(granted)));
            }
            text + &source(dialect, &tool.source)
        }
        ToolFate::NoEffect { name } => {
            let Some(tool) = dialect.tools.iter().find(|tool| tool.name == *name) else { return code(name) };
            let why = why_without_effect(dialect, entry).unwrap_or_default();
            let source = source(dialect, &tool.source);
            format!("{}\n\nIn effect here: no ({why}).{source}", tool_text(dialect, tool))
        }
        ToolFate::All => format!("**\\*** · all tools that the session offers to a {}", dialect.noun),
        ToolFate::Mcp { server, tool, matches } => {
            let what = match tool {
                Some(tool) => format!("The tool {} of the MCP server {}.", code(tool), code(server)),
                None => format!("All tools of the MCP server {}.", code(server)),
            };
            let known = if *matches { "" } else { "\n\nNothing answers to it here." };
            format!("**{}**\n\n{what}{known}", entry.text)
        }
        ToolFate::Unknown => {
            format!("**{}** · {} has no tool of this name and drops it without a word.", entry.text, dialect.label)
        }
    }
}

fn renamed_line(dialect: &Dialect, entry: &ToolEntry, tool: &Tool) -> String {
    let written = entry.text.split('(').next().unwrap_or(&entry.text);
    let alias = tool.aliases.iter().find(|alias| alias.name == written);
    let since = alias.and_then(|alias| alias.renamed_in).map(|version| format!(" in {} {version}", dialect.label));
    format!("**{written}** → **{}** · renamed{}; the old name still works", tool.name, since.unwrap_or_default())
}

fn without_title(text: &str) -> &str {
    text.split_once("\n\n").map_or(text, |(_, rest)| rest)
}

fn value_hover(file: &AgentFile, field: &Field, entry: &Entry, offset: u32) -> Option<Hover> {
    let node = file.front_matter.value(entry)?;
    let span = node.span;
    if !span.touches(offset) {
        return None;
    }
    let text = node.as_str().map(str::trim);
    match field.value {
        ValueKind::Model => Some(Hover { span, markdown: model_in_this_file(file, text?) }),
        ValueKind::Choice | ValueKind::Flag => {
            let named = match &node.kind {
                NodeKind::Bool(value) => value.to_string(),
                _ => text?.to_owned(),
            };
            let Some(choice) = value::find_choice(&field.values, &named, field.any_case) else {
                let is_plain_flag = field.value == ValueKind::Flag && field.values.is_empty();
                return is_plain_flag.then(|| Hover { span, markdown: self::field(file.dialect, field) });
            };
            Some(Hover { span, markdown: self::choice(file.dialect, field, choice) })
        }
        ValueKind::Map | ValueKind::MapList | ValueKind::Hooks | ValueKind::Permissions | ValueKind::Switches => {
            let part = parts::at(&file.front_matter.tree, entry.value?, offset)?;
            let markdown = parts::explain(file.dialect, field, &part)?;
            Some(Hover { span: part.span, markdown })
        }
        _ if field.role == Role::Description => Some(Hover {
            span,
            markdown: format!("**{}** · about {} tokens in every session", field.key, file.verdict.tokens.description),
        }),
        _ => None,
    }
}

fn model_in_this_file(file: &AgentFile, declared: &str) -> String {
    let dialect = file.dialect;
    match model_in_effect::find(dialect, declared) {
        Some(known) if known.name.ends_with('*') => {
            format!("**{declared}**\n\n{}{}", known.summary, source(dialect, &known.source))
        }
        Some(known) => self::model(dialect, known),
        None => format!(
            "**{declared}** · not known to {}: sent as it is written. A gateway or provider may know it.{}",
            dialect.label,
            other_models(dialect, declared)
        ),
    }
}

/// A key: what it does, what it takes, what a bad value does.
pub fn field(dialect: &Dialect, field: &Field) -> String {
    let mut title = format!("**{}**", field.key);
    if field.required {
        title.push_str(" · required");
    }
    if let Some(since) = field.since {
        title.push_str(&format!(" · since {} {since}", dialect.label));
    }
    let mut text = format!("{title}\n\n{}", field.summary);
    if !field.detail.is_empty() {
        text.push_str(&format!("\n\n{}", field.detail.trim_end()));
    }
    let values: Vec<String> =
        field.values.iter().filter(|choice| !choice.hidden).map(|choice| code(&choice.value)).collect();
    if !values.is_empty() && !matches!(field.value, ValueKind::Hooks) {
        text.push_str(&format!("\n\nValues: {}", values.join(", ")));
    }
    if let Some(why) = &field.without_effect {
        text.push_str(&format!("\n\nWithout effect here: {why}."));
        text.push_str(&source(dialect, &field.source));
        return text;
    }
    if let Some(default) = &field.default {
        text.push_str(&format!("\n\nWithout it: {default}."));
    }
    text.push_str(&format!("\n\nA bad value: {} {}.", dialect.label, field.bad_value_note));
    text.push_str(&source(dialect, &field.source));
    text
}

/// A tool: what it does, whether it asks, whether it reaches an agent.
pub fn tool(dialect: &Dialect, tool: &Tool) -> String {
    tool_text(dialect, tool) + &source(dialect, &tool.source)
}

fn tool_text(dialect: &Dialect, tool: &Tool) -> String {
    let mut title = format!("**{}** · {} tool", tool.name, dialect.label);
    if let Some(since) = tool.since {
        title.push_str(&format!(" since {since}"));
    }
    let asks = match tool.asks {
        _ if dialect.evidence != Evidence::Observed => "",
        true => " Asks for permission: yes.",
        false => " Asks for permission: no.",
    };
    let mut text = format!("{title}\n\n{}{asks}", tool.summary);
    if !tool.detail.is_empty() {
        text.push_str(&format!("\n\n{}", tool.detail.trim_end()));
    }
    if let Some(reach) = reach(tool) {
        text.push_str(&format!("\n\nIn a {}: {reach}.", dialect.noun));
    }
    if !tool.use_instead.is_empty() {
        text.push_str(&format!("\n\nUse instead: {}", tool.use_instead.join(", ")));
    }
    text
}

/// A model: what it resolves to.
pub fn model(dialect: &Dialect, model: &Model) -> String {
    let title = match (model.resolves, &model.id) {
        (Resolves::To, Some(id)) => format!("**{}** → `{id}`", model.name),
        (Resolves::Family, Some(id)) => {
            format!("**{}** → `{id}` (the session's own version where that is of the same family)", model.name)
        }
        (Resolves::Inherit, _) => format!("**{}** → the session's model", model.name),
        _ => format!("**{}** · sent as it is written", model.name),
    };
    let since = model.since.map(|since| format!(" · since {} {since}", dialect.label)).unwrap_or_default();
    format!(
        "{title}{since}\n\n{}{}{}",
        model.summary,
        other_models(dialect, &model.name),
        source(dialect, &model.source)
    )
}

fn other_models(dialect: &Dialect, but: &str) -> String {
    let offered = dialect
        .models
        .iter()
        .filter(|model| !model.hidden && model.name != but && !matches!(model.resolves, Resolves::AsWritten));
    let others: Vec<String> = offered
        .map(|model| match &model.id {
            Some(id) => format!("`{}` → {id}", model.name),
            None => format!("`{}`", model.name),
        })
        .collect();
    if others.is_empty() { String::new() } else { format!("\n\nOthers: {}", others.join(", ")) }
}

/// An allowed value among the others of its key.
pub fn choice(dialect: &Dialect, field: &Field, choice: &Choice) -> String {
    let mut title = format!("**{}** · {}", choice.value, field.key);
    if let Some(since) = choice.since {
        title.push_str(&format!(" · since {} {since}", dialect.label));
    }
    let mut text = format!("{title}\n\n{}", sentence(&choice.summary));
    if let Some(same) = &choice.same_as {
        text.push_str(&format!(" The same as {}.", code(same)));
    }
    let others: Vec<String> = field
        .values
        .iter()
        .filter(|other| !other.hidden && other.value != choice.value)
        .map(|other| code(&other.value))
        .collect();
    if !others.is_empty() {
        text.push_str(&format!("\n\nOthers: {}", others.join(", ")));
    }
    text.push_str(&source(dialect, &field.source));
    text
}

/// A key inside a map.
pub fn sub_key(sub: &SubKey) -> String {
    let mut text = format!("**{}**\n\n{}", sub.key, sentence(&sub.summary));
    let values: Vec<String> =
        sub.values.iter().map(|choice| format!("{}: {}", code(&choice.value), choice.summary)).collect();
    if !values.is_empty() {
        text.push_str(&format!("\n\n- {}", values.join("\n- ")));
    }
    text
}

/// A value of a key inside a map.
pub fn sub_choice(sub: &SubKey, choice: &Choice) -> String {
    let others: Vec<String> =
        sub.values.iter().filter(|other| other.value != choice.value).map(|other| code(&other.value)).collect();
    let others = if others.is_empty() { String::new() } else { format!("\n\nOthers: {}", others.join(", ")) };
    format!("**{}** · {}\n\n{}{others}", choice.value, sub.key, sentence(&choice.summary))
}

fn source(dialect: &Dialect, id: &str) -> String {
    let Some(source) = dialect.sources.iter().find(|source| source.id == id) else { return String::new() };
    let sure = if dialect.evidence == Evidence::Unverified { "; not verified with the tool" } else { "" };
    match &source.url {
        Some(url) => format!("\n\nSource: [{}]({url}), checked {}{sure}", source.title, source.checked),
        None => format!("\n\nSource: {}", source.title),
    }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// The span of everything that this module explains: lets callers ask once.
pub fn covers(file: &AgentFile, offset: u32) -> bool {
    file.front_matter
        .opening
        .is_some_and(|opening| Span::new(opening.start, file.front_matter.content.end).touches(offset))
}

#[cfg(test)]
mod tests {
    use super::super::MOST_LINES;
    use super::hover;
    use crate::ide::fixture::with_cursor;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, expected: Expect) {
        let (file, offset) = with_cursor(fixture);
        let shown = hover(&file, offset).map_or_else(
            || "nothing".to_owned(),
            |hover| format!("[{}]\n{}\n", hover.span.slice(&file.text), hover.markdown),
        );
        assert!(shown.lines().count() <= MOST_LINES + 1, "{shown}");
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_renamed_tool() {
        check(
            "---\nname: x\ndescription: y\ntools: Read, Ta$0sk\n---\n",
            expect![[r#"
                [Task]
                **Task** → **Agent** · renamed in Claude Code 2.1.63; the old name still works

                Starts another subagent with its own context. Asks for permission: no.

                `Agent(NAME)` limits which agents it may start only when this agent is the main session (`claude --agent`); in a subagent the names are ignored.

                In a subagent: not at the deepest level of subagents (3 by default, since 2.1.219).

                In effect here: yes.

                Source: [Claude Code docs: sub-agents](https://code.claude.com/docs/en/sub-agents), checked 2026-10-08
            "#]],
        );
    }

    #[test]
    fn a_model_and_a_value() {
        check(
            "---\nname: x\ndescription: y\nmodel: op$0us\n---\n",
            expect![[r#"
            [opus]
            **opus** → `claude-opus-5-5` (the session's own version where that is of the same family)

            The Opus family: for design, reviews and hard problems.

            Others: `sonnet` → claude-sonnet-5-5, `haiku` → claude-haiku-5-5, `fable` → claude-fable-5-2, `inherit`, `best` → claude-opus-5-5, `opusplan` → claude-sonnet-5-5

            Source: observed with Claude Code 2.1.330
        "#]],
        );
        check(
            "---\nname: x\ndescription: y\npermissionMode: pl$0an\n---\n",
            expect![[r#"
            [plan]
            **plan** · permissionMode

            Reads only: refuses to write, and inherits ExitPlanMode to show its plan.

            Others: `default`, `manual`, `acceptEdits`, `auto`, `dontAsk`, `bypassPermissions`

            Source: [Claude Code docs: sub-agents](https://code.claude.com/docs/en/sub-agents), checked 2026-10-08
        "#]],
        );
    }

    #[test]
    fn a_model_tells_since_when_it_is_there() {
        let (file, offset) = with_cursor("---\nname: x\ndescription: y\nmodel: fa$0ble\n---\n");
        let shown = hover(&file, offset).unwrap().markdown;
        assert!(shown.contains("· since Claude Code 2.1.170\n"), "{shown}");
    }

    #[test]
    fn the_fence_sums_the_file_up() {
        check(
            "-$0--\nname: x\ndescription: Does y. Use it for z.\ntools: Read, Glob, Bash, Task, Grpe\nmodel: opus\ncolour: red\n---\nBody.\n",
            expect![[r#"
                [---]
                **✓ loads in Claude Code 2.1.330**

                - name: `x`
                - model: `opus` → `claude-opus-5-5`
                - tools: Read, Bash, Agent
                - not in effect: `Glob`, part of Bash when Bash is listed; a tool of its own in a list without Bash
                - not in effect: `Grpe`, no tool has this name
                - ignored: `colour`
                - about 8 tokens in every session, 2 when it runs
            "#]],
        );
        check(
            "-$0--\ndescription: y\n---\n",
            expect![[r#"
            [---]
            **✗ does not load in Claude Code 2.1.330**

            Reason: no name. It says so nowhere.
        "#]],
        );
    }

    #[test]
    fn keys_known_and_unknown() {
        check(
            "---\nname: x\nme$0mory: user\n---\n",
            expect![[r#"
                [memory]
                **memory** · since Claude Code 2.1.33

                Gives the agent a folder of notes that stays between sessions.

                Brings in `Read`, `Write` and `Edit`, even for an agent whose `tools` leave them out or are empty; only `disallowedTools` keeps them away. A read-only agent with a memory can write.

                Values: `user`, `project`, `local`

                Without it: no memory.

                A bad value: Claude Code throws the value away and logs a line only in its debug log.

                Source: [Claude Code docs: sub-agents](https://code.claude.com/docs/en/sub-agents), checked 2026-10-08

                Also read by: Cursor: the same
            "#]],
        );
        check(
            "---\nname: x\ncol$0our: red\n---\n",
            expect![[r#"
                [colour]
                **colour** · Claude Code does not know this key and ignores it.

                Also read by: Cursor: the same
            "#]],
        );
    }

    #[test]
    fn each_fact_fits_into_a_hover() {
        for dialect in crate::dialect::all() {
            let fields = dialect.fields.iter().map(|field| super::field(dialect, field));
            let tools = dialect.tools.iter().map(|tool| super::tool(dialect, tool));
            let models = dialect.models.iter().map(|model| super::model(dialect, model));
            for text in fields.chain(tools).chain(models) {
                assert!(text.lines().count() <= MOST_LINES, "{text}");
                assert!(!text.contains("\n\n\n"), "{text}");
                assert!(!text.lines().any(|line| line.starts_with(['|', '<'])), "no tables, no HTML: {text}");
            }
        }
    }
}
