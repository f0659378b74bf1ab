//! `tool-without-effect`

use super::{fact, lists};
use crate::dialect::{Capability, Reach, Role};
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};

pub const RULE: Rule = Rule {
    code: "tool-without-effect",
    summary: "A tool that does not come into effect in this agent.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools, Role::InitialPrompt]),
    page: include_str!("tool-without-effect.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let [granted, _] = lists(file);
    for (at, entry) in granted.entries.iter().enumerate() {
        if findings.is_full() {
            return;
        }
        let Some(mut found) = finding(file, entry) else { continue };
        if found.severity == Severity::Warning
            && let Some(edits) = granted.edit().and_then(|edit| edit.remove(at))
        {
            found = found.fix(Fix::to_review("Remove it", edits)).tag(Tag::Unnecessary);
        }
        findings.add(found);
    }
}

fn finding(file: &AgentFile, entry: &ToolEntry) -> Option<Diagnostic> {
    let ToolFate::NoEffect { name } = &entry.fate else { return None };
    let tool = fact(file, name)?;
    let label = &file.dialect.label;
    let version = file.tool_version;
    if let Some(since) = tool.since.filter(|since| *since > version) {
        let message = format!("{label} {version} drops {name} without a word: it came with {since}.");
        return Some(Diagnostic::new(Severity::Warning, entry.span, message));
    }
    if let Some(alias) = tool.named_before(version).filter(|_| entry.text.split('(').next() == Some(&*tool.name)) {
        let since = alias.renamed_in.map_or_else(String::new, |since| format!(" before {since}"));
        let message =
            format!("{label} {version} drops {name} without a word: it is called {}{since}. Write that.", alias.name);
        return Some(Diagnostic::new(Severity::Warning, entry.span, message));
    }
    let note = tool.reach_note.as_deref().unwrap_or("not offered to agents of a file");
    let inherits = file.verdict.tools.declared.iter().any(|entry| entry.fate == ToolFate::All);
    match tool.reach {
        Reach::InSomeSessions => {
            let message = format!("{label} gives {name} to this agent only in some sessions: {note}.");
            Some(Diagnostic::new(Severity::Hint, entry.span, message))
        }
        Reach::WhenInherited if inherits => None,
        Reach::Never if is_for_main_session(file) => {
            let message = format!("{label} gives {name} to this agent only where it runs as the main session.");
            Some(Diagnostic::new(Severity::Information, entry.span, message))
        }
        Reach::Never | Reach::InPlanMode | Reach::Foreground | Reach::WhenInherited => {
            let message = format!("{label} does not give {name} to this agent, and does not say so: {note}.");
            Some(Diagnostic::new(Severity::Warning, entry.span, message))
        }
        Reach::Always | Reach::WhenListed | Reach::UnlessShell | Reach::Split | Reach::Gone => None,
    }
}

/// Whether the file holds something that counts in the main session alone: a first prompt, or names of
/// the agents that may be started.
fn is_for_main_session(file: &AgentFile) -> bool {
    let delegates = |entry: &ToolEntry| match &entry.fate {
        ToolFate::Tool { name, specifier: Some(_), .. } => {
            fact(file, name).is_some_and(|tool| tool.does.contains(&Capability::Delegate))
        }
        _ => false,
    };
    file.entry(Role::InitialPrompt).is_some() || file.verdict.tools.declared.iter().any(delegates)
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_and_hints;

    fn of(tools: &str) -> String {
        findings_and_hints(&format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n\nDo it.\n"))
    }

    #[test]
    fn says_why_and_leaves_what_bash_does_alone() {
        expect_test::expect![[r#"
            warning tool-without-effect "AskUserQuestion": Claude Code does not give AskUserQuestion to this agent, and does not say so: for the main session only.
              fix: Remove it (to review)
            warning tool-without-effect "ToolSearch": Claude Code does not give ToolSearch to this agent, and does not say so: comes only with the inherited tools, not by listing it.
              fix: Remove it (to review)
            hint tool-without-effect "TodoWrite": Claude Code gives TodoWrite to this agent only in some sessions: off by default.
        "#]].assert_eq(&of("tools: Bash, Glob, Grep, AskUserQuestion, ToolSearch, TodoWrite"));
        expect_test::expect![[r#"
            warning tool-without-effect "CronCreate": Claude Code does not give CronCreate to this agent, and does not say so: lost with `background: true`.
              fix: Remove it (to review)
        "#]].assert_eq(&of("tools: Read, CronCreate\nbackground: true"));
        assert_eq!(of("tools: Read, ExitPlanMode\npermissionMode: plan"), "");
        assert_eq!(of("tools: Read, CronCreate"), "");
    }

    #[test]
    fn an_agent_for_the_main_session_may_have_its_tools() {
        expect_test::expect![[r#"
            information tool-without-effect "AskUserQuestion": Claude Code gives AskUserQuestion to this agent only where it runs as the main session.
        "#]].assert_eq(&of("tools: Read, AskUserQuestion\ninitialPrompt: Ask first."));
    }
}
