//! `duplicate-key`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, Tag};
use crate::syntax::{Entry, FrontMatterState};
use crate::text::{EditSet, Span};
use rustc_hash::FxHashMap;

pub const RULE: Rule = Rule {
    code: "duplicate-key",
    summary: "A key that a later one of the same name overrides.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("duplicate-key.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let front_matter = &file.front_matter;
    if !matches!(front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired) {
        return;
    }
    let first_counts = front_matter.flavour.first_of_equal_keys;
    let mut counting: FxHashMap<&str, &Entry> = FxHashMap::default();
    for entry in &front_matter.entries {
        if !first_counts || !counting.contains_key(&*entry.key) {
            counting.insert(&entry.key, entry);
        }
    }
    let (which, other) = if first_counts { ("first", "an earlier") } else { ("later", "a later") };
    let is_written = |entry: &&Entry| entry.span != entry.key_span || entry.raw_value != entry.key_span;
    for entry in front_matter.entries.iter().filter(is_written) {
        let Some(counts) = counting.get(&*entry.key).filter(|counts| counts.span.start != entry.span.start) else {
            continue;
        };
        let label = &file.dialect.label;
        let same = entry.raw_value.slice(&file.text) == counts.raw_value.slice(&file.text);
        let (severity, message) = if same {
            let message = format!(
                "\"{}\" is written twice: {label} takes the {which} one, tools that read YAML to the letter reject the file. Remove one.",
                entry.key
            );
            (Severity::Information, message)
        } else {
            let message = format!(
                "{label} ignores this \"{}\" without a word: {other} one overrides it. Remove the one that is wrong.",
                entry.key
            );
            (Severity::Warning, message)
        };
        let mut finding = Diagnostic::new(severity, entry.key_span, message)
            .see(counts.key_span, "the one that counts")
            .tag(Tag::Unnecessary);
        if let Some(lines) = whole_lines(&file.text, entry.span) {
            finding = finding.fix(Fix::safe("Remove the overridden key", EditSet::one(lines, "")));
        }
        findings.add(finding);
    }
}

/// `span` with its line end, where nothing else stands on its lines.
pub fn whole_lines(text: &str, span: Span) -> Option<Span> {
    let before = text.get(..span.start as usize)?;
    let after = text.get(span.end as usize..)?;
    let rest = after.split('\n').next()?;
    let alone =
        (before.is_empty() || before.ends_with('\n')) && (rest.trim().is_empty() || rest.trim().starts_with('#'));
    let end = span.end + Span::offset((rest.len() + 1).min(after.len()));
    alone.then_some(Span::new(span.start, end))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    #[test]
    fn the_earlier_ones_are_overridden() {
        let text = "---\nname: a\ndescription: b\ntools:\n  - Read\n\nmodel: opus\ntools: Grep\n---\n";
        expect_test::expect![[r#"
            warning duplicate-key "tools": Claude Code ignores this "tools" without a word: a later one overrides it. Remove the one that is wrong.
              see "tools": the one that counts
              fix: Remove the overridden key
        "#]].assert_eq(&findings(text));
        assert_eq!(fixed(text, "duplicate-key"), "---\nname: a\ndescription: b\n\nmodel: opus\ntools: Grep\n---\n");
    }

    #[test]
    fn twice_the_same_breaks_only_elsewhere() {
        expect_test::expect![[r#"
            information duplicate-key "name": "name" is written twice: Claude Code takes the later one, tools that read YAML to the letter reject the file. Remove one.
              see "name": the one that counts
              fix: Remove the overridden key
        "#]].assert_eq(&findings("---\nname: a\ndescription: b\nname: a\n---\n"));
    }
}
