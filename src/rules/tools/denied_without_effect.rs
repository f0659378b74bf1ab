//! `denied-without-effect`

use super::{fact, key, lists};
use crate::compose::entry_edit;
use crate::dialect::{Reach, Role};
use crate::model::AgentFile;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};

pub const RULE: Rule = Rule {
    code: "denied-without-effect",
    summary: "A denied tool that the agent would not have anyway, or a `*` that takes nothing away.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("denied-without-effect.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let [_, denied] = lists(file);
    for (at, entry) in denied.entries.iter().enumerate() {
        if findings.is_full() {
            return;
        }
        let Some(mut found) = finding(file, entry) else { continue };
        let edits = match denied.entries {
            [_] => file.entry(Role::DeniedTools).and_then(|entry| entry_edit::remove(file, entry)),
            _ => denied.edit().and_then(|edit| edit.remove(at)),
        };
        if let Some(edits) = edits {
            found = found.fix(Fix::to_review("Remove it", edits));
        }
        findings.add(found);
    }
}

fn finding(file: &AgentFile, entry: &ToolEntry) -> Option<Diagnostic> {
    let label = &file.dialect.label;
    let tools = key(file, Role::Tools);
    if is_star(entry) {
        let message = format!(
            "{label} takes nothing away for \"{}\": the agent keeps its tools. List the tools it may have in {tools}.",
            entry.text
        );
        return Some(Diagnostic::new(Severity::Warning, entry.span, message));
    }
    let ToolFate::Tool { name, .. } = &entry.fate else { return None };
    let tool = fact(file, name)?;
    let takes_along = file.dialect.tools.iter().any(|other| other.denied_with.iter().any(|with| with == name));
    let brought_in = file.dialect.fields.iter().any(|field| field.grants.iter().any(|grant| grant == name));
    let inherits = file.verdict.tools.effective.is_none()
        || file.verdict.tools.declared.iter().any(|entry| entry.fate == ToolFate::All)
        || file.entry(Role::Tools).is_none();
    let message = match tool.reach {
        Reach::Never => format!("{label} never gives {name} to this agent; nothing has to be denied."),
        Reach::UnlessShell | Reach::WhenListed if inherits => {
            format!("{label} gives {name} only to an agent whose {tools} name it; nothing is taken away here.")
        }
        Reach::InSomeSessions | Reach::InPlanMode => return None,
        _ if inherits || takes_along || brought_in => return None,
        _ if file.verdict.tools.declared.iter().any(|granted| names(granted, name)) => return None,
        _ => format!("This agent does not have {name} anyway: {tools} does not list it."),
    };
    Some(Diagnostic::new(Severity::Hint, entry.span, message).tag(Tag::Unnecessary))
}

fn is_star(entry: &ToolEntry) -> bool {
    matches!(entry.fate, ToolFate::Unknown | ToolFate::All) && entry.text == "*"
}

fn names(entry: &ToolEntry, tool: &str) -> bool {
    matches!(&entry.fate, ToolFate::Tool { name, .. } | ToolFate::NoEffect { name } if name == tool)
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_and_hints;

    #[test]
    fn a_star_is_a_fault_and_the_rest_is_only_needless() {
        let of = |lists: &str| findings_and_hints(&format!("---\nname: agent\ndescription: Does it.\n{lists}\n---\n"));
        expect_test::expect![[r#"
            warning denied-without-effect "*": Claude Code takes nothing away for "*": the agent keeps its tools. List the tools it may have in tools.
              fix: Remove it (to review)
        "#]].assert_eq(&of("tools: Read\ndisallowedTools: \"*\""));
        expect_test::expect![[r#"
            hint denied-without-effect "WebFetch": This agent does not have WebFetch anyway: tools does not list it.
              fix: Remove it (to review)
        "#]]
        .assert_eq(&of("tools: Read\ndisallowedTools: WebFetch, Write"));
        expect_test::expect![[r#"
            hint denied-without-effect "AskUserQuestion": Claude Code never gives AskUserQuestion to this agent; nothing has to be denied.
              fix: Remove it (to review)
            hint denied-without-effect "Grep": Claude Code gives Grep only to an agent whose tools name it; nothing is taken away here.
              fix: Remove it (to review)
        "#]].assert_eq(&of("disallowedTools: AskUserQuestion, Grep, Bash"));
    }
}
