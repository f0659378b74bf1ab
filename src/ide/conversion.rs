//! A file for another tool, and a file that more tools can read.

use super::code_actions::{ActionKind, Asked, CodeAction, Task, Work};
use crate::compose::entry_edit;
use crate::convert::{convert, path_in, target_path};
use crate::dialect::{self, Evidence, Role, Scope, ToolTexts};
use crate::model::AgentFile;
use crate::model::verdict::{Surroundings, ToolFate};
use crate::rules::{self, Rule, Severities, front_matter::repaired_front_matter, tools::renamed_tool};
use crate::syntax::{FrontMatterState, NodeKind};
use crate::text::EditSet;

/// A file that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// With `/` separators.
    pub path: String,
    pub text: String,
}

/// What can be done for other tools: on the first line, and where refactorings are asked for.
pub fn offers(file: &AgentFile, asked: &Asked<'_>, actions: &mut Vec<CodeAction>) {
    let first_line = file.text.find(['\n', '\r']).unwrap_or(file.text.len());
    let on_first_line = asked.span.end as usize <= first_line;
    if !on_first_line && (asked.wants)(ActionKind::QuickFix) || file.text.trim().is_empty() {
        return;
    }
    let action =
        |title: String, kind, task| CodeAction { title, kind, preferred: false, mends: None, work: Work::Later(task) };
    if (asked.wants)(ActionKind::Rewrite) && is_worth_a_try(file) {
        actions.push(action("Make portable".to_owned(), ActionKind::Rewrite, Task::MakePortable));
    }
    if (asked.wants)(ActionKind::Convert) && file.verdict.loads {
        let others = dialect::all().iter().filter(|target| {
            let is_target = file.targets.iter().any(|known| known.id == target.id);
            let has_place = path_in(target, Scope::Project, "", "x.md").is_some();
            target.id != file.dialect.id && has_place && (target.evidence != Evidence::Unverified || is_target)
        });
        actions.extend(others.map(|target| {
            let title = format!("Convert to {} {}", target.label, target.noun);
            action(title, ActionKind::Convert, Task::ConvertTo(target.id.to_string()))
        }));
    }
}

/// The file for the tool of `id`, next to this one's own folder of agents. `home` is the user's home folder.
pub fn new_file(file: &AgentFile, id: &str, home: Option<&str>) -> Option<NewFile> {
    let target = dialect::named(id)?;
    let converted = convert(file, target);
    let path = target_path(&file.path, home, target, &converted.file_name)?;
    Some(NewFile { path, text: converted.text })
}

/// Whether there may be something that only this tool puts up with.
fn is_worth_a_try(file: &AgentFile) -> bool {
    let tools = &file.verdict.tools.declared;
    let renamed = tools.iter().any(|entry| matches!(entry.fate, ToolFate::Tool { renamed: true, .. }));
    file.verdict.loads && (file.front_matter.state == FrontMatterState::Repaired || renamed || list_as_text(file))
}

fn list_as_text(file: &AgentFile) -> bool {
    let is_text = file.value(Role::Tools).is_some_and(|node| matches!(node.kind, NodeKind::String { .. }));
    is_text && file.dialect.tool_texts != ToolTexts::Items && !file.verdict.tools.declared.is_empty()
}

/// Values in quotes where only this tool repairs them, tools by their present names, lists as every tool takes them.
/// What this tool makes of the file stays the same; `None` where there is nothing to do, or where it would not.
pub fn made_portable(file: &AgentFile, around: Surroundings<'_>) -> Option<EditSet> {
    let codes = [repaired_front_matter::RULE.code, renamed_tool::RULE.code];
    let subset: Vec<Rule> = rules::all().iter().filter(|rule| codes.contains(&rule.code)).map(copy).collect();
    let read =
        |text: &str| AgentFile::for_version(file.path.clone(), text.into(), file.dialect, file.tool_version, around);
    let mut text = file.text.to_string();
    if let Some(fixed) = rules::fix_all(file, &subset, &Severities::AS_RULES_SAY, around) {
        text = fixed.text;
    }
    let step = read(&text);
    if list_as_text(&step)
        && let Some(entry) = step.entry(Role::Tools)
    {
        let names: Vec<String> = step.verdict.tools.declared.iter().map(|entry| in_list(&entry.text)).collect();
        if let Some(edits) = entry_edit::set_value(&step, entry, &format!("[{}]", names.join(", "))) {
            text = edits.apply(&text);
        }
    }
    let after = read(&text);
    let same = outcome(&after) == outcome(file);
    (same && *text != *file.text).then(|| EditSet::one_between(&file.text, &text))
}

const fn copy(rule: &Rule) -> Rule {
    Rule {
        code: rule.code,
        summary: rule.summary,
        severity: rule.severity,
        page: rule.page,
        reads: rule.reads,
        check: rule.check,
    }
}

/// A name as an item of `[ ]`.
fn in_list(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'));
    if plain && name.starts_with(char::is_alphabetic) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace(['\\', '"'], ""))
    }
}

/// All that the tool makes of a file.
fn outcome(file: &AgentFile) -> impl PartialEq + use<> {
    let verdict = &file.verdict;
    let keys: Vec<String> = verdict.ignored_keys.iter().map(|ignored| ignored.key.clone()).collect();
    let lost: Vec<String> = verdict.lost_values(file.dialect).into_iter().map(str::to_owned).collect();
    (
        (verdict.loads, verdict.launches, verdict.name.clone(), verdict.description.clone()),
        (verdict.model.effective.clone(), verdict.tools.effective.clone(), verdict.tools.denied.clone()),
        (keys, lost),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::code_actions::code_actions;
    use crate::ide::fixture::{file, with_cursor};

    fn titles(fixture: &str, wants: &dyn Fn(ActionKind) -> bool) -> Vec<String> {
        let (file, offset) = with_cursor(fixture);
        let asked = Asked { span: crate::text::Span::empty(offset), by_hand: true, wants };
        code_actions(&file, &[], &asked).into_iter().map(|action| action.title).collect()
    }

    const AGENT: &str = "---\nname: a\ndescription: Use when: x\ntools: Read, Task\n---\nYou r$0ead.\n";

    #[test]
    fn other_tools_are_offered_on_the_first_line_and_where_it_is_asked_for() {
        let on_fence = AGENT.replace("$0", "").replacen("---", "-$0--", 1);
        let all = titles(&on_fence, &|_| true);
        assert!(all.contains(&"Convert to Gemini CLI subagent".to_owned()), "{all:?}");
        assert!(all.contains(&"Make portable".to_owned()), "{all:?}");
        assert!(!all.iter().any(|title| title.contains("Claude Code")), "{all:?}");
        assert!(titles(AGENT, &|_| true).iter().all(|title| !title.starts_with("Convert")));
        assert!(titles(AGENT, &|kind| kind == ActionKind::Convert).iter().all(|title| title.starts_with("Convert")));
    }

    #[test]
    fn the_new_file_lies_in_the_other_tool_s_folder() {
        let agent = file(&AGENT.replace("$0", ""));
        let made = new_file(&agent, "gemini-cli", None).unwrap();
        assert_eq!(made.path, ".gemini/agents/agent.md");
        assert_eq!(made.text, "---\nname: a\ndescription: \"Use when: x\"\ntools: [read_file]\n---\nYou read.\n");
        assert_eq!(new_file(&agent, "?", None), None);
    }

    #[test]
    fn a_portable_file_reads_the_same_here_and_more_elsewhere() {
        let agent = file(&AGENT.replace("$0", ""));
        let after = made_portable(&agent, Surroundings::default()).unwrap().apply(&agent.text);
        assert_eq!(after, "---\nname: a\ndescription: \"Use when: x\"\ntools: [Read, Agent]\n---\nYou read.\n");
        assert_eq!(made_portable(&file(&after), Surroundings::default()), None);
    }
}
