//! `breaks-elsewhere`

use crate::model::AgentFile;
use crate::model::portability::{Difference, Reading, elsewhere, others};
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::text::Span;

pub const RULE: Rule = Rule {
    code: "breaks-elsewhere",
    summary: "Something that a tool which the project targets ignores, reads otherwise or rejects.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("breaks-elsewhere.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    // Each target costs a reading of the whole front matter: where none is named, none is made.
    if file.targets.is_empty() {
        return;
    }
    let is_target = |id: &str| file.targets.iter().any(|target| target.id == id);
    let mut said: Vec<(Span, String)> = Vec::new();
    for (dialect, reads) in others(file, None).into_iter().filter(|(dialect, _)| is_target(&dialect.id)) {
        let there = elsewhere(file, dialect, reads);
        for difference in &there.differences {
            let message = message(&dialect.label, difference);
            if !said.iter().any(|(span, text)| *span == difference.span && *text == message) {
                said.push((difference.span, message.clone()));
                findings.add(Diagnostic::new(Severity::Warning, difference.span, message));
            }
        }
    }
}

fn message(label: &str, difference: &Difference) -> String {
    let advice = match difference.reading {
        Reading::Rejects => "Change it, or write that tool a file of its own: agentls convert",
        _ => "Leave it out where it has to work there too, or write that tool a file of its own: agentls convert",
    };
    format!("{label}, which this project targets, {}. {advice}.", difference.reason)
}

#[cfg(test)]
mod tests {
    use crate::dialect::named;
    use crate::model::AgentFile;
    use crate::model::verdict::Surroundings;
    use crate::rules::page_tests::check;

    fn found(text: &str, targets: &[&str]) -> Vec<String> {
        let targets: Vec<_> = targets.iter().map(|id| named(id).unwrap()).collect();
        let around = Surroundings { targets: &targets, ..Surroundings::default() };
        let file = AgentFile::new("a.md".into(), text.into(), named("claude-code").unwrap(), around);
        let found = check(&file);
        let ours = found.iter().filter(|finding| finding.code == "breaks-elsewhere");
        ours.map(|finding| format!("{:?}: {}", finding.span.slice(text), finding.message)).collect()
    }

    #[test]
    fn only_targets_count() {
        let text = "---\nname: a1\ndescription: Reads. Use for it.\nmaxTurns: 3\n---\nYou read.\n";
        assert_eq!(found(text, &[]), Vec::<String>::new());
        assert_eq!(found(text, &["claude-code"]), Vec::<String>::new());
        assert_eq!(
            found(text, &["gemini-cli", "copilot-cli"]),
            [
                "\"maxTurns\": Gemini CLI, which this project targets, does not know the key maxTurns and does not load the file. Change it, or write that tool a file of its own: agentls convert.",
                "\"maxTurns\": GitHub Copilot CLI, which this project targets, does not know the key maxTurns. Leave it out where it has to work there too, or write that tool a file of its own: agentls convert.",
            ]
        );
    }
}
