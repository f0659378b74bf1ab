//! What does not change with each letter: what rules have found in a body alone, and what they have read
//! of a body or of another text. While the front matter is being typed the body stays what it was, and only
//! moves.

use super::{Diagnostic, house};
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::agent_file::TypedOn;
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
    /// The text of that file, and all that was found in it.
    found: Option<(Arc<str>, Arc<[Diagnostic]>)>,
    /// Whether comments in that file may set findings aside.
    pub(super) sets_aside: bool,
    /// What the project's own rules found in it.
    pub house: Option<Arc<house::Kept>>,
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
            Some(kept) if kept.body.same_reading(&file.outline) => Kept { house: None, ..kept.clone() },
            before => {
                let of_texts =
                    before.into_iter().flat_map(|kept| &kept.readings).filter(|reading| reading.text.is_some());
                Kept {
                    body: file.outline.clone(),
                    readings: of_texts.cloned().collect(),
                    found: None,
                    sets_aside: false,
                    house: None,
                }
            }
        }
    }

    /// What was found in the version before `file`, and the one value in which `file` differs from that version.
    pub(super) fn but_for_one_value<'a>(&self, file: &'a AgentFile) -> Option<(&[Diagnostic], &'a TypedOn)> {
        let (text, found) = self.found.as_ref()?;
        // What kind of agent a file is decides what all else in it means.
        let typed_on = file.typed_on.as_ref().filter(|typed_on| typed_on.role != Role::Kind)?;
        Arc::ptr_eq(text, &typed_on.before).then_some((found, typed_on))
    }

    pub(super) fn found_in(&mut self, file: &AgentFile, found: &Arc<[Diagnostic]>) {
        self.found = Some((Arc::clone(&file.text), Arc::clone(found)));
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
    use crate::rules::kept::Kept;
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
        assert_eq!(&*found, check(&file));

        let longer = TEXT.replace("name: a", "name: a-reader");
        let next = file.revised(longer.into(), Surroundings::default());
        let (found, again) = check_again(&next, &Severities::AS_RULES_SAY, Some(&kept));
        assert_eq!(&*found, check(&agent(&next.text)));
        assert_eq!(again.readings.len(), kept.readings.len());

        let back = next.revised(TEXT.into(), Surroundings::default());
        assert_eq!(&*check_again(&back, &Severities::AS_RULES_SAY, Some(&again)).0, check(&file));
    }

    #[test]
    fn another_body_is_looked_at_afresh() {
        let file = agent(TEXT);
        let (_, kept) = check_again(&file, &Severities::AS_RULES_SAY, None);
        let next = file.revised(TEXT.replace("A\u{200b}b", "Ab").into(), Surroundings::default());
        assert_eq!(&*check_again(&next, &Severities::AS_RULES_SAY, Some(&kept)).0, check(&next));
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
            assert_eq!(&*found, check(&next));
        }
    }

    /// Types letters into each value of `file` in turn, one after the other, and compares with a fresh look at
    /// each step. Returns how often only some rules had to look.
    fn type_into_each_value(file: &AgentFile, around: Surroundings<'_>) -> usize {
        let mut fast = 0;
        for entry in 0..file.front_matter.entries.len() {
            let (mut file, mut kept) = (file.clone(), None);
            for letters in ["", "a", "bash", " x", "-5", "ü"] {
                let at = file.front_matter.entries[entry].raw_value.end as usize;
                let text = format!("{}{letters}{}", &file.text[..at], &file.text[at..]);
                let next = file.revised(text.into(), around);
                let fresh = AgentFile::for_version(
                    next.path.clone(),
                    next.text.clone(),
                    next.dialect,
                    next.tool_version,
                    around,
                );
                fast += usize::from(kept.as_ref().and_then(|kept: &Kept| kept.but_for_one_value(&next)).is_some());
                let (found, again) = check_again(&next, &Severities::AS_RULES_SAY, kept.as_ref());
                assert_eq!(&*found, check(&fresh), "{letters:?} at {at} in {}", next.text);
                (file, kept) = (next, Some(again));
                if file.front_matter.entries.len() <= entry {
                    break;
                }
            }
        }
        fast
    }

    #[test]
    fn only_the_rules_that_look_at_a_value_look_again_when_it_is_typed_on() {
        let frontend = include_str!("../../tests/samples/frontend.md");
        assert!(type_into_each_value(&agent(frontend), Surroundings::default()) >= 8);
        let mut fast = 0;
        for rule in crate::rules::all() {
            for example in crate::rules::page_tests::examples(rule.page) {
                let around = example.around();
                fast += type_into_each_value(&example.agent(), around);
            }
        }
        assert!(fast > 400, "{fast}");
    }
}
