//! `description-without-cue`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::syntax::Node;
use crate::wording::says_when;

pub const RULE: Rule = Rule {
    code: "description-without-cue",
    summary: "A description that does not say when to use the agent.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Description, Role::Other]),
    page: include_str!("description-without-cue.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(description) = file.verdict.description.as_ref().filter(|_| file.verdict.loads) else { return };
    if is_started_by_people(file) {
        return;
    }
    if *findings.read_text(description, || says_when(description)) {
        return;
    }
    let Some(entry) = file.entry(Role::Description) else { return };
    findings.add(Diagnostic::new(
        Severity::Hint,
        entry.key_span,
        format!(
            "{} decides by this text when to call the agent, but it says only what the agent does. Add when to use it: \"Use when …\".",
            file.dialect.label
        ),
    ));
}

/// Whether the file says that no other agent may choose this one.
fn is_started_by_people(file: &AgentFile) -> bool {
    file.front_matter.entries.iter().any(|entry| {
        let field = file.dialect.fields.iter().find(|field| field.key == *entry.key);
        let value = field.and_then(|field| field.by_people.as_deref());
        value.is_some_and(|value| file.front_matter.value(entry).is_some_and(|node| is_written(file, node, value)))
    })
}

fn is_written(file: &AgentFile, node: &Node, value: &str) -> bool {
    node.as_str().unwrap_or_else(|| node.span.slice(&file.text)).trim().eq_ignore_ascii_case(value)
}

#[cfg(test)]
mod tests {
    use crate::rules::check;
    use crate::rules::page_tests::agent_of;

    fn is_found(dialect: &str, keys: &str) -> bool {
        let text =
            format!("---\nname: reviewer\ndescription: Senior reviewer of code\n{keys}---\n\nRead the change.\n");
        check(&agent_of(dialect, &text), &Default::default())
            .iter()
            .any(|found| found.code == "description-without-cue")
    }

    #[test]
    fn an_agent_that_people_alone_start_is_not_chosen_by_its_description() {
        assert!(is_found("vscode", ""));
        assert!(is_found("vscode", "disable-model-invocation: false\n"));
        assert!(!is_found("vscode", "disable-model-invocation: true\n"));
        assert!(!is_found("copilot-cli", "infer: false\n"));
        assert!(is_found("opencode", "mode: subagent\n"));
        assert!(!is_found("opencode", "mode: primary\n"));
    }
}
