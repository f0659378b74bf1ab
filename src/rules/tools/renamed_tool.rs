//! `renamed-tool`

use super::{fact, lists, put};
use crate::model::AgentFile;
use crate::model::verdict::ToolFate;
use crate::rules::{Diagnostic, Findings, Fix, Rule, Severity, Tag};

pub const RULE: Rule = Rule {
    code: "renamed-tool",
    summary: "An old name of a tool that still works.",
    severity: Severity::Hint,
    page: include_str!("renamed-tool.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    for list in lists(file) {
        for (at, entry) in list.entries.iter().enumerate() {
            if findings.is_full() {
                return;
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
