//! `agentls explain`

mod fact_page;
mod rule_page;
mod suggest;
mod term_page;

use super::Status;
use super::args::{ExplainArgs, Format};
use super::output::{self, complain, json_line};
use crate::dialect::Dialect;
use serde::Serialize;
use std::collections::HashSet;

/// What one name stands for.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    pub kind: Kind,
    /// As it is written in its own place, whatever was typed.
    pub name: String,
    /// For facts of one tool: its dialect.
    pub dialect: Option<&'static str>,
    /// Markdown.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Rule,
    Dialect,
    Tool,
    Key,
    Model,
    Term,
}

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    asked: &'a str,
    pages: Vec<Page>,
    /// What may have been meant, where there is no page.
    suggestions: Vec<String>,
}

pub(crate) fn run(args: &ExplainArgs) -> Status {
    let asked = args.name.trim();
    let pages = pages(asked, args.dialect);
    let suggestions = if pages.is_empty() { suggest::names_like(asked, args.dialect) } else { Vec::new() };
    let found = !pages.is_empty();
    if !found {
        complain(&not_found(asked, &suggestions));
    }
    let answer = match args.format {
        Format::Json => json_line(&Answer { version: 1, asked, pages, suggestions }),
        Format::Human => {
            let texts: Vec<String> = pages.iter().map(|page| format!("{}\n", page.text.trim())).collect();
            texts.join("\n---\n\n")
        }
    };
    if let Err(fault) = output::print(&answer) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    if found { Status::Fine } else { Status::Failed }
}

/// All that a name stands for; letter case is a second choice, another spelling of a term the third.
fn pages(asked: &str, dialect: Option<&'static Dialect>) -> Vec<Page> {
    let exact = pages_where(dialect, asked, &|name| name == asked);
    if !exact.is_empty() {
        return exact;
    }
    let in_any_case = pages_where(dialect, asked, &|name| name.eq_ignore_ascii_case(asked));
    if in_any_case.is_empty() { term_page::meant_by(asked) } else { in_any_case }
}

fn pages_where(dialect: Option<&'static Dialect>, asked: &str, is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    let mut pages = rule_page::find(is);
    for dialect in dialects(dialect) {
        pages.extend(fact_page::dialects(dialect, is));
        pages.extend(fact_page::tools(dialect, asked, is));
        pages.extend(fact_page::keys(dialect, is));
        pages.extend(fact_page::models(dialect, asked, is));
    }
    // A dialect that extends another says the same of most things.
    let mut said = HashSet::new();
    pages.retain(|page| said.insert((page.kind, page.text.split_once('\n').map(|(_, text)| text.to_owned()))));
    pages.extend(term_page::find(is));
    pages
}

/// The one that was asked for, or all.
fn dialects(one: Option<&'static Dialect>) -> Vec<&'static Dialect> {
    match one {
        Some(dialect) => vec![dialect],
        None => crate::dialect::all().iter().collect(),
    }
}

fn not_found(asked: &str, suggestions: &[String]) -> String {
    let meant = match suggestions {
        [] => "Rules are named in what `agentls check` prints; tools, keys, models and terms as agent files write them"
            .to_owned(),
        names => format!("Did you mean {}?", names.join(", ")),
    };
    format!("nothing is called \"{asked}\". {meant}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn claude_code() -> Option<&'static Dialect> {
        crate::dialect::named("claude-code")
    }

    fn check(asked: &str, expected: Expect) {
        let texts: Vec<String> = pages(asked, claude_code()).into_iter().map(|page| page.text).collect();
        expected.assert_eq(&texts.join("\n---\n"));
    }

    fn kinds(asked: &str) -> Vec<(Kind, String)> {
        pages(asked, claude_code()).into_iter().map(|page| (page.kind, page.name)).collect()
    }

    #[test]
    fn a_tool_by_its_old_name() {
        check(
            "Task",
            expect![[r#"
                # Agent · tool · Claude Code

                Starts another subagent with its own context.

                `Agent(NAME)` limits which agents it may start only when this agent is the main session (`claude --agent`); in a subagent the names are ignored.

                - An agent gets it by default and when listed: not at the deepest level of subagents (3 by default, since 2.1.219).
                - It runs without asking.
                - Older name: `Task`, renamed in 2.1.63; it still works.

                Source: Claude Code docs: sub-agents <https://code.claude.com/docs/en/sub-agents>, checked 2026-10-08
            "#]],
        );
    }

    #[test]
    fn a_tool_that_is_gone() {
        check(
            "MultiEdit",
            expect![[r#"
                # MultiEdit · tool · Claude Code

                Made several edits in one file.

                - Nothing answers to this name any more: removed; Edit does its work.
                - Write instead: `Edit`.

                Source: observed with Claude Code 2.1.330, checked 2026-11-22
            "#]],
        );
    }

    #[test]
    fn a_key() {
        check(
            "permissionMode",
            expect![[r#"
            # permissionMode · key of the front matter · Claude Code

            How the agent deals with actions that need a permission.

            Has no effect where the session itself is in `bypassPermissions`, `acceptEdits` or `auto`, nor when the agent is the main session (`--agent`). The letter case counts: `Plan` is thrown away.

            - Value: one of the values below.
            - Without it: the session's mode.
            - A value that does not fit: Claude Code throws the value away and logs a line only in its debug log.
            - Since 2.0.43.

            Values:

            - `default`: asks before each action that needs a permission
            - `manual`: another name for `default` (since 2.1.200)
            - `acceptEdits`: edits files and runs simple file commands without asking
            - `auto`: lets Claude Code decide on each action by itself
            - `dontAsk`: refuses what is not allowed already instead of asking
            - `plan`: reads only: refuses to write, and inherits ExitPlanMode to show its plan
            - `bypassPermissions`: never raises what the session allows; measured to grant nothing

            Source: Claude Code docs: sub-agents <https://code.claude.com/docs/en/sub-agents>, checked 2026-10-08
        "#]],
        );
    }

    #[test]
    fn a_model() {
        check(
            "opus",
            expect![[r#"
            # opus · model · Claude Code

            The Opus family: for design, reviews and hard problems.

            - Stands for `claude-opus-5-5`, or the session's own model of that family.

            Source: observed with Claude Code 2.1.330, checked 2026-11-22
        "#]],
        );
    }

    #[test]
    fn forms_of_tool_entries_are_known() {
        assert_eq!(kinds("mcp__github__search"), [(Kind::Tool, "mcp__SERVER__TOOL".to_owned())]);
        assert_eq!(kinds("mcp__github"), [(Kind::Tool, "mcp__SERVER".to_owned())]);
        assert_eq!(kinds("Bash(git:*)"), [(Kind::Tool, "Tool(specifier)".to_owned())]);
    }

    #[test]
    fn letter_case_is_a_second_choice() {
        assert_eq!(kinds("maxturns"), [(Kind::Key, "maxTurns".to_owned())]);
        assert_eq!(kinds("UNKNOWN-TOOL"), [(Kind::Rule, "unknown-tool".to_owned())]);
        assert_eq!(kinds("model"), [(Kind::Key, "model".to_owned())]);
    }

    #[test]
    fn every_name_has_a_page_that_begins_with_it() {
        // Each looks through all of them: some show what holds for the rest.
        for name in suggest::all_names(None).into_iter().step_by(7) {
            let pages = pages(name, None);
            assert!(!pages.is_empty(), "{name}");
            assert!(pages.iter().all(|page| page.text.starts_with(&format!("# {}", page.name))), "{name}");
        }
    }

    #[test]
    fn a_term_of_the_glossary_in_any_spelling() {
        let json_web_token = [(Kind::Term, "JSON Web Token (JWT)".to_owned())];
        assert_eq!(kinds("JWT"), json_web_token);
        assert_eq!(kinds("json-web-token"), json_web_token);
        assert_eq!(kinds("jwt tokens"), json_web_token);
        let text = pages("JWT", None).remove(0).text;
        assert!(text.contains("\nAn agent with this expertise:\n\n- "), "{text}");
    }

    #[test]
    fn near_names_are_offered() {
        assert_eq!(suggest::names_like("Grpe", claude_code()).first().unwrap(), "Grep");
        assert_eq!(suggest::names_like("max_iterations", claude_code()), ["maxTurns"]);
        assert_eq!(suggest::names_like("unknwon-tool", None).first().map(String::as_str), Some("unknown-tool"));
        assert!(suggest::names_like("quixotic lamp", None).is_empty());
    }
}
