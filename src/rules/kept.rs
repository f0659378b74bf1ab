//! What does not change with each letter: what rules have found in a body alone, and what they have read
//! of a body or of another text. While the front matter is being typed the body stays what it was, and only
//! moves.

use super::Diagnostic;
use crate::model::AgentFile;
use crate::model::moved::{Moved, shifted};
use crate::syntax::Outline;
use smallvec::SmallVec;
use std::any::Any;
use std::sync::Arc;

/// What some rules have read of a file, for the next version of that file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The reading of the body that was looked at.
    body: Moved<Outline>,
    readings: SmallVec<[Reading; 8]>,
}

/// What one rule has read, and of what.
#[derive(Clone, Debug)]
struct Reading {
    code: &'static str,
    /// `None` for the body.
    text: Option<Arc<str>>,
    value: Arc<dyn Any + Send + Sync>,
}

/// What a rule has found in a body.
pub(super) struct InBody {
    /// Where the body began, in bytes.
    start: u32,
    found: Vec<Diagnostic>,
}

impl InBody {
    pub(super) fn new(file: &AgentFile, found: &[Diagnostic]) -> InBody {
        InBody { start: file.front_matter.body, found: found.to_vec() }
    }

    /// The findings in the body of `file`, where it stands now.
    pub(super) fn in_file(&self, file: &AgentFile) -> impl Iterator<Item = Diagnostic> {
        let (from, to) = (self.start, file.front_matter.body);
        self.found.iter().map(move |found| {
            let mut found = found.clone();
            found.for_each_span(&mut |span| *span = shifted(*span, from, to));
            found
        })
    }
}

impl Kept {
    /// What `before` keeps for `file`: of the body nothing where that is another one.
    pub(super) fn of(file: &AgentFile, before: Option<&Kept>) -> Kept {
        match before {
            Some(kept) if kept.body.same_reading(&file.outline) => kept.clone(),
            before => {
                let of_texts =
                    before.into_iter().flat_map(|kept| &kept.readings).filter(|reading| reading.text.is_some());
                Kept { body: file.outline.clone(), readings: of_texts.cloned().collect() }
            }
        }
    }

    /// What a rule has read of `text`, or else of the body.
    pub(super) fn known<T: Any + Send + Sync>(&self, code: &str, text: Option<&str>) -> Option<Arc<T>> {
        let same = self.readings.iter().filter(|reading| reading.code == code && reading.text.as_deref() == text);
        same.filter_map(|reading| Arc::clone(&reading.value).downcast().ok()).next()
    }

    /// Keeps a reading; of texts only the newest.
    pub(super) fn keep<T: Any + Send + Sync>(&mut self, code: &'static str, text: Option<&str>, value: T) -> Arc<T> {
        self.readings.retain(|reading| reading.code != code || text.is_none() || reading.text.is_none());
        let value = Arc::new(value);
        self.readings.push(Reading { code, text: text.map(Arc::from), value: Arc::clone(&value) as _ });
        value
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
        assert_eq!(again.readings.len(), kept.readings.len());

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

    #[test]
    fn typing_in_the_front_matter_moves_no_reading_of_the_body() {
        let text = include_str!("../../tests/samples/frontend.md");
        let file = agent(text);
        let (_, kept) = check_again(&file, &Severities::AS_RULES_SAY, None);
        for (word, longer) in
            [("name: ", "name: a"), ("description: ", "description: Revisa. "), ("model: ", "model: x")]
        {
            assert!(text.contains(word));
            let next = file.revised(text.replacen(word, longer, 1).into(), Surroundings::default());
            let (found, again) = check_again(&next, &Severities::AS_RULES_SAY, Some(&kept));
            let moved = [
                next.outline.is_moved(),
                next.matrices.is_moved(),
                next.expertise.is_moved(),
                next.references.is_moved(),
                next.body_mentions.is_moved(),
            ];
            assert_eq!(moved, [false; 5], "{longer}");
            assert!(again.readings.iter().filter(|reading| reading.text.is_none()).count() >= 7);
            assert_eq!(found, check(&next));
        }
    }
}
