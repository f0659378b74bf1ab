//! `gone-tool`

use super::{Listed, fact, lists, not_listed, put};
use crate::dialect::{Reach, Role, Tool};
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::words::{are, both};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};

pub const RULE: Rule = Rule {
    code: "gone-tool",
    summary: "A tool of the past: nothing answers to its name any more.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("gone-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for list in lists(file) {
        for (at, entry) in list.entries.iter().enumerate() {
            if findings.is_full() {
                return;
            }
            let ToolFate::NoEffect { name } = &entry.fate else { continue };
            if let Some(tool) = fact(file, name).filter(|tool| tool.reach == Reach::Gone) {
                findings.add(finding(file, &list, at, entry, tool));
            }
        }
    }
}

fn finding(file: &AgentFile, list: &Listed<'_>, at: usize, entry: &ToolEntry, tool: &Tool) -> Diagnostic {
    let instead: Vec<String> = tool.use_instead.iter().map(ToString::to_string).collect();
    let new = not_listed(file, list, at, &instead);
    let denying = list.role == Role::DeniedTools;
    // A denied name of the past does no harm where its successors are denied too, or never come in.
    let comes_in = |name: &String| {
        let effective = file.verdict.tools.effective.as_ref();
        effective.is_none_or(|effective| effective.contains(name)) && !file.verdict.tools.denied.contains(name)
    };
    let severity = if denying && !new.iter().any(comes_in) { Severity::Hint } else { Severity::Warning };
    let why = tool.reach_note.as_deref().unwrap_or("removed");
    let outcome = if denying {
        format!("takes nothing away for \"{}\"", entry.text)
    } else {
        format!("drops \"{}\" without a word", entry.text)
    };
    let todo = match new.as_slice() {
        [] if instead.is_empty() => String::new(),
        [] => format!(" {} listed already.", are(&instead)),
        names if denying => format!(" Deny {}.", both(names.iter().map(String::as_str))),
        names => format!(" Use {}.", both(names.iter().map(String::as_str))),
    };
    let message = format!("{} {outcome}: {why}.{todo}", file.dialect.label);
    let mut found = Diagnostic::new(severity, entry.span, message);
    if new.is_empty() {
        found = found.tag(Tag::Unnecessary);
    }
    let fix = if new.is_empty() {
        list.edit().and_then(|edit| edit.remove(at)).map(|edits| Fix::safe("Remove it", edits))
    } else {
        put(file, list, at, &new).map(|edits| Fix::safe(format!("Replace by {}", new.join(", ")), edits))
    };
    match fix {
        Some(fix) => found.fix(fix),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_and_hints, fixed};

    fn text(tools: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{tools}\n---\n\nDo it.\n")
    }

    #[test]
    fn points_to_the_successor_unless_it_is_listed() {
        expect_test::expect![[r#"
            warning gone-tool "MultiEdit": Claude Code drops "MultiEdit" without a word: removed; Edit does its work. Edit is listed already.
              fix: Remove it
            warning gone-tool "LS": Claude Code drops "LS" without a word: removed; Glob and Bash do its work. Use Glob.
              fix: Replace by Glob
            warning gone-tool "TodoRead": Claude Code drops "TodoRead" without a word: removed.
              fix: Remove it
        "#]].assert_eq(&findings_and_hints(&text("tools: Read, Edit, MultiEdit, LS, TodoRead")));
        assert!(fixed(&text("tools: Read, Edit, MultiEdit"), "gone-tool").contains("\ntools: Read, Edit\n"));
        assert!(fixed(&text("tools: [Read, LS]"), "gone-tool").contains("\ntools: [Read, Glob]\n"));
    }

    #[test]
    fn a_denied_one_matters_only_where_its_successor_comes_in() {
        expect_test::expect![[r#"
            warning gone-tool "MultiEdit": Claude Code takes nothing away for "MultiEdit": removed; Edit does its work. Deny Edit.
              fix: Replace by Edit
        "#]].assert_eq(&findings_and_hints(&text("disallowedTools: MultiEdit")));
        expect_test::expect![[r#"
            hint gone-tool "MultiEdit": Claude Code takes nothing away for "MultiEdit": removed; Edit does its work. Edit is listed already.
              fix: Remove it
        "#]].assert_eq(&findings_and_hints(&text("disallowedTools: Edit, MultiEdit")));
    }
}
