//! Mends everything that can be mended without asking.

use super::{Diagnostic, Fix, Rule, Severities, Severity, as_rules_say, in_order, workspace};
use crate::index::Index;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::text::{Edit, EditSet, Span};

/// A fix may bring to light what another rule can mend. Files that are not done by then stay as
/// they are after the last round.
const MOST_ROUNDS: usize = 8;

/// A mended file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    pub text: String,
    /// How many fixes were made.
    pub count: usize,
    /// From the text before to this one.
    pub edits: EditSet,
}

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// Those that are sure to mean what the author meant.
    Safe,
    /// Those that a person should look at, too.
    All,
}

/// Makes the safe preferred fixes of `rules`, in rounds, until none is left; `None` where none is
/// made. Of fixes that overlap, the first one in the file is made and the others wait for the next
/// round. A round that would leave more errors than there were, or an agent that does not load or start
/// any more, is not made: what is an error, the rules say. Rules that are off mend nothing.
pub fn fix_all(file: &AgentFile, rules: &[Rule], severities: &Severities, around: Surroundings<'_>) -> Option<Fixed> {
    fix(file, rules, severities, around, Fixes::Safe, None)
}

/// The same with the preferred fixes that one asks for; with an `index` that holds the file, those of the rules over the
/// workspace, too.
pub fn fix(
    file: &AgentFile,
    rules: &[Rule],
    severities: &Severities,
    around: Surroundings<'_>,
    which: Fixes,
    index: Option<&Index>,
) -> Option<Fixed> {
    let look = |file: &AgentFile| {
        let mut found = as_rules_say(file, rules, severities);
        if let Some(index) = index {
            found.extend(workspace::check_revised(file, index, severities));
        }
        in_order(found)
    };
    let mut fixed: Option<Fixed> = None;
    let mut found = look(file);
    for _ in 0..MOST_ROUNDS {
        let text: &str = fixed.as_ref().map_or(&file.text, |fixed| &fixed.text);
        let Some((count, edits)) = round(&found, which) else { break };
        let after = edits.apply(text);
        if after == text {
            break;
        }
        let again =
            AgentFile::for_version(file.path.clone(), after.as_str().into(), file.dialect, file.tool_version, around);
        let left = look(&again);
        if errors(&left) > errors(&found) || comes_to_less(file, &again) {
            break;
        }
        found = left;
        fixed = Some(match fixed {
            None => Fixed { text: after, count, edits },
            Some(before) => {
                let edits = EditSet::one_between(&file.text, &after);
                Fixed { text: after, count: before.count + count, edits }
            }
        });
    }
    fixed.filter(|fixed| *fixed.text != *file.text)
}

/// Whether an agent that loads or starts would do so no longer.
fn comes_to_less(before: &AgentFile, after: &AgentFile) -> bool {
    let lost = |was: bool, is: bool| was && !is;
    lost(before.verdict.loads, after.verdict.loads)
        || lost(before.verdict.loads && before.verdict.launches, after.verdict.launches)
}

/// The fixes that can be made at once, and their number.
fn round(found: &[Diagnostic], which: Fixes) -> Option<(usize, EditSet)> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut count = 0;
    let safe = found
        .iter()
        .filter_map(|finding| finding.fixes.iter().find(|fix| fix.preferred && (fix.safe || which == Fixes::All)));
    for Fix { edits: set, .. } in safe {
        let is_free = |edit: &Edit| !edits.iter().any(|made| meet(made.span, edit.span));
        if !set.is_empty() && set.edits().iter().all(is_free) {
            edits.extend_from_slice(set.edits());
            count += 1;
        }
    }
    let edits = EditSet::new(edits)?;
    (count > 0).then_some((count, edits))
}

/// Whether two edits get in each other's way. An insertion does so with what it touches: which of
/// the two comes first would be left to chance.
fn meet(a: Span, b: Span) -> bool {
    if a.is_empty() || b.is_empty() { a.start <= b.end && b.start <= a.end } else { a.overlaps(b) }
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|finding| finding.severity == Severity::Error).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Reads;
    use crate::rules::page_tests::{agent, examples};
    use crate::rules::{Findings, Level, all, check_with};
    use expect_test::{Expect, expect};

    fn fixed(text: &str, rules: &[Rule]) -> Option<Fixed> {
        let file = agent(text);
        let fixed = fix_all(&file, rules, &Severities::default(), Surroundings::default())?;
        assert_eq!(fixed.edits.apply(text), fixed.text, "the edits make the text");
        assert_eq!(
            fix_all(&agent(&fixed.text), rules, &Severities::default(), Surroundings::default()),
            None,
            "once is enough"
        );
        Some(fixed)
    }

    fn check(text: &str, expected: Expect) {
        let fixed = fixed(text, all()).map_or_else(String::new, |fixed| format!("{}\n{}", fixed.count, fixed.text));
        expected.assert_eq(&fixed);
    }

    #[test]
    fn all_that_is_sure_is_mended_at_once() {
        check(
            "---\nname: a\ndescription: Reads. Use for reading.\ntools: Edit, Raed, Grpe, Nothing\n---\nRead.\n",
            expect![[r#"
                2
                ---
                name: a
                description: Reads. Use for reading.
                tools: Edit, Read, Grep, Nothing
                ---
                Read.
            "#]],
        );
    }

    #[test]
    fn what_a_fix_brings_to_light_is_mended_too() {
        check(
            "---\nname: a\ndescription: Reads. Use for reading.\ntools: Raed\n\nRead.\n",
            expect![[r#"
                2
                ---
                name: a
                description: Reads. Use for reading.
                tools: Read
                ---

                Read.
            "#]],
        );
    }

    #[test]
    fn nothing_to_mend_is_nothing() {
        check("---\nname: a\ndescription: Reads. Use for reading.\n---\nRead.\n", expect![[r#""#]]);
        check("", expect![[r#""#]]);
    }

    #[test]
    fn the_examples_of_all_rules_are_mended_once() {
        for text in all().iter().flat_map(|rule| examples(rule.page)).map(|example| example.text) {
            let before = errors(&check_with(&agent(&text), all(), &Severities::default()));
            if let Some(fixed) = fixed(&text, all()) {
                assert!(errors(&check_with(&agent(&fixed.text), all(), &Severities::default())) <= before, "{text}");
            }
        }
    }

    /// A rule of these tests.
    const fn rule(check: fn(&AgentFile, &mut Findings)) -> Rule {
        Rule { code: "test", summary: "", severity: Severity::Warning, page: "", reads: Reads::Everything, check }
    }

    fn replace_each(file: &AgentFile, findings: &mut Findings, word: &str, by: &str, severity: Severity) {
        for (at, _) in file.text.match_indices(word) {
            let span = Span::of(at..at + word.len());
            findings.add(Diagnostic::new(severity, span, word).fix(Fix::safe(by, EditSet::one(span, by))));
        }
    }

    #[test]
    fn of_two_fixes_in_the_same_place_one_waits() {
        let first = rule(|file, findings| replace_each(file, findings, "abc", "xc", Severity::Warning));
        let second = rule(|file, findings| replace_each(file, findings, "c", "d", Severity::Warning));
        let fixed = fixed("abc c", &[first, second]).unwrap();
        assert_eq!((fixed.count, &*fixed.text), (3, "xd d"));
    }

    #[test]
    fn a_round_that_makes_it_worse_is_not_made() {
        let worse = rule(|file, findings| replace_each(file, findings, "a", "bb", Severity::Warning));
        let errors = rule(|file, findings| replace_each(file, findings, "bb", "b", Severity::Error));
        assert_eq!(fixed("a", &[worse, errors]), None);
    }

    #[test]
    fn fixes_to_review_and_second_choices_are_left() {
        let review = rule(|file, findings| {
            if file.text.starts_with('a') {
                let edit = |by: &str| EditSet::one(Span::new(0, 1), by);
                let finding = Diagnostic::new(Severity::Warning, Span::new(0, 1), "");
                findings.add(finding.fix(Fix::to_review("b", edit("b"))).fix(Fix::safe("c", edit("c"))));
            }
        });
        assert_eq!(fixed("a", &[review]), None);
    }

    #[test]
    fn rules_that_are_off_mend_nothing() {
        let text = "---\nname: a\ndescription: Reads. Use for reading.\ntools: Read, Grpe\n---\nRead.\n";
        let with = |level| {
            let severities = all().iter().map(|rule| (rule.code, level)).collect();
            fix_all(&agent(text), all(), &severities, Surroundings::default())
        };
        assert_eq!(with(Level::Off), None);
        assert!(with(Level::At(Severity::Hint)).is_some());
        let found =
            check_with(&agent(text), all(), &[("unknown-tool", Level::At(Severity::Error))].into_iter().collect());
        let finding = found.iter().find(|finding| finding.code == "unknown-tool").unwrap();
        assert_eq!(finding.severity, Severity::Error);
    }

    #[test]
    fn it_comes_to_an_end() {
        let grows = rule(|file, findings| replace_each(file, findings, "a", "aa", Severity::Warning));
        let fixed = fix_all(&agent("a"), &[grows], &Severities::default(), Surroundings::default()).unwrap();
        assert_eq!(fixed.text.len(), 1 << MOST_ROUNDS);
    }
}
