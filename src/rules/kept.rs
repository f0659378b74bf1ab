//! Findings that depend on the body alone. While the front matter is being typed they stay what they
//! were, and only move.

use super::Diagnostic;
use crate::model::AgentFile;
use crate::model::moved::{Moved, shifted};
use crate::syntax::Outline;
use smallvec::SmallVec;
use std::sync::Arc;

/// What some rules have found in the body of a file, for the next version of that file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The reading of the body that was looked at.
    body: Moved<Outline>,
    by_rule: SmallVec<[OfRule; 4]>,
}

/// What one rule has found.
#[derive(Clone, Debug)]
struct OfRule {
    code: &'static str,
    /// Where the body began.
    start: u32,
    found: Arc<[Diagnostic]>,
}

impl Kept {
    /// What `before` keeps of the body of `file`: nothing where that is another one.
    pub(super) fn of(file: &AgentFile, before: Option<&Kept>) -> Kept {
        match before.filter(|kept| kept.body.same_reading(&file.outline)) {
            Some(kept) => kept.clone(),
            None => Kept { body: file.outline.clone(), by_rule: SmallVec::new() },
        }
    }

    /// The findings of a rule in the body of `file`, where it stands now.
    pub(super) fn take(&self, code: &str, file: &AgentFile) -> Option<impl Iterator<Item = Diagnostic>> {
        let kept = self.by_rule.iter().find(|kept| kept.code == code)?;
        let (from, to) = (kept.start, file.front_matter.body);
        Some(kept.found.iter().map(move |found| {
            let mut found = found.clone();
            found.for_each_span(&mut |span| *span = shifted(*span, from, to));
            found
        }))
    }

    pub(super) fn keep(&mut self, code: &'static str, file: &AgentFile, found: &[Diagnostic]) {
        self.by_rule.push(OfRule { code, start: file.front_matter.body, found: found.into() });
    }
}

#[cfg(test)]
mod tests {
    use crate::model::AgentFile;
    use crate::model::verdict::Surroundings;
    use crate::rules::page_tests::agent;
    use crate::rules::{Diagnostic, Severities, check_again};

    /// A fresh look at a file.
    fn check(file: &AgentFile) -> Vec<Diagnostic> {
        crate::rules::check(file, &Severities::AS_RULES_SAY)
    }

    const TEXT: &str = "---\nname: a\ndescription: Reads. Use for reading.\n---\n# A\n\nA\u{200b}b\n\n```\n┌────┬────┐\n│ A │ B │\n└────┴────┘\n```\n\n```rust\nfn main() {}\n";

    #[test]
    fn findings_in_the_body_move_with_it() {
        let file = agent(TEXT);
        let (found, kept) = check_again(&file, &Severities::AS_RULES_SAY, None);
        assert!(found.iter().any(|finding| !finding.fixes.is_empty() && finding.span.start > file.front_matter.body));
        assert_eq!(found, check(&file));

        let longer = TEXT.replace("name: a", "name: a-reader");
        let next = file.revised(longer.into(), Surroundings::default());
        let (found, again) = check_again(&next, &Severities::AS_RULES_SAY, Some(&kept));
        assert_eq!(found, check(&agent(&next.text)));
        assert_eq!(again.by_rule.len(), kept.by_rule.len());

        let back = next.revised(TEXT.into(), Surroundings::default());
        assert_eq!(check_again(&back, &Severities::AS_RULES_SAY, Some(&again)).0, check(&file));
    }

    #[test]
    fn another_body_is_looked_at_afresh() {
        let file = agent(TEXT);
        let (_, kept) = check_again(&file, &Severities::AS_RULES_SAY, None);
        let next = file.revised(TEXT.replace("A\u{200b}b", "Ab").into(), Surroundings::default());
        assert_eq!(check_again(&next, &Severities::AS_RULES_SAY, Some(&kept)).0, check(&next));
        assert_ne!(check(&next), check(&file));
    }
}
