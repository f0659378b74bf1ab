//! `renamed-tool`

use super::{Listed, fact, lists, put};
use crate::dialect::{Reach, Role};
use crate::model::AgentFile;
use crate::model::verdict::ToolFate;
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};

pub const RULE: Rule = Rule {
    code: "renamed-tool",
    summary: "An old name of a tool that still works.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("renamed-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for list in lists(file) {
        for (at, entry) in list.entries.iter().enumerate() {
            if findings.is_full() {
                return;
            }
            if let Some(found) = split(file, &list, at) {
                findings.add(found);
                continue;
            }
            let ToolFate::Tool { name, renamed: true, specifier } = &entry.fate else { continue };
            let old = entry.text.split('(').next().unwrap_or(&entry.text);
            let renamed = fact(file, name)
                .and_then(|tool| tool.aliases.iter().find(|alias| alias.name == old))
                .and_then(|alias| alias.renamed_in)
                .map_or_else(String::new, |version| format!(" since {version}"));
            let message = format!("{} calls this tool {name}{renamed}; the old name still works.", file.dialect.label);
            let written = match specifier {
                Some(_) => format!("{name}{}", entry.text.get(old.len()..).unwrap_or("")),
                None => name.clone(),
            };
            let mut found = Diagnostic::new(Severity::Hint, entry.span, message).tag(Tag::Deprecated);
            if let Some(edits) = put(file, &list, at, &[written]) {
                found = found.fix(Fix::safe(format!("Replace by {name}"), edits));
            }
            findings.add(found);
        }
    }
}

/// An old name that stands for several tools.
fn split(file: &AgentFile, list: &Listed<'_>, at: usize) -> Option<Diagnostic> {
    let entry = list.entries.get(at)?;
    let ToolFate::Tool { name, .. } = &entry.fate else { return None };
    let tool = fact(file, name).filter(|tool| tool.reach == Reach::Split)?;
    let names: Vec<String> = tool.use_instead.iter().map(ToString::to_string).collect();
    let message = format!(
        "{} has split this tool into {}; the old name still works.",
        file.dialect.label,
        both(names.iter().map(String::as_str))
    );
    let found = Diagnostic::new(Severity::Hint, entry.span, message).tag(Tag::Deprecated);
    Some(match put(file, list, at, &names) {
        Some(edits) => found.fix(Fix::safe(format!("Replace by {}", names.join(", ")), edits)),
        None => found,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_and_hints, fixed};

    #[test]
    fn the_old_name_is_only_struck_through() {
        let text = "---\nname: agent\ndescription: Does it.\ntools: Read, Task\n---\n\nDo it.\n";
        expect_test::expect![[r#"
            hint renamed-tool "Task": Claude Code calls this tool Agent since 2.1.63; the old name still works.
              fix: Replace by Agent
        "#]]
        .assert_eq(&findings_and_hints(text));
        assert!(fixed(text, "renamed-tool").contains("\ntools: Read, Agent\n"));
        let text = "---\nname: agent\ndescription: Does it.\ntools: [Task, Agent]\n---\n";
        assert!(fixed(text, "renamed-tool").contains("\ntools: [Agent]\n"));
    }
}
