//! Replacements of spans.

use super::Span;

/// Replace the bytes of `span` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Edits of one text that hold together: in order and without overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

impl EditSet {
    pub fn one(span: Span, text: impl Into<String>) -> EditSet {
        EditSet { edits: vec![Edit { span, text: text.into() }] }
    }

    /// The edits in order; `None` where two of them overlap. Insertions at one place keep the
    /// order in which they were given.
    pub fn new(mut edits: Vec<Edit>) -> Option<EditSet> {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let apart = edits.windows(2).all(|pair| match pair {
            [a, b] => a.span.end <= b.span.start,
            _ => true,
        });
        apart.then_some(EditSet { edits })
    }

    /// One edit that turns `before` into `after`, as short as one can be; empty where they are
    /// equal. Neither a character nor a `\r\n` is torn apart.
    pub fn one_between(before: &str, after: &str) -> EditSet {
        if before == after {
            return EditSet::default();
        }
        let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let start = (0..=same).rev().find(|at| splits(before, *at) && splits(after, *at)).unwrap_or(0);
        let (old, new) = (before.get(start..).unwrap_or(""), after.get(start..).unwrap_or(""));
        let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
        let fits = |kept: &usize| splits(before, before.len() - kept) && splits(after, after.len() - kept);
        let kept = (0..=same).rev().find(fits).unwrap_or(0);
        let text = after.get(start..after.len() - kept).unwrap_or("");
        EditSet::one(Span::of(start..before.len() - kept), text)
    }

    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Visits every span. The visitor keeps their order.
    pub fn for_each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.edits.iter_mut().for_each(|edit| visit(&mut edit.span));
    }

    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Both sets as one; `None` where they overlap.
    pub fn merge(&self, other: &EditSet) -> Option<EditSet> {
        EditSet::new(self.edits.iter().chain(&other.edits).cloned().collect())
    }

    /// `text` with all edits made. An edit that does not fit the text is left out.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for edit in &self.edits {
            let Some(kept) = text.get(done..edit.span.start as usize) else { continue };
            if text.get(edit.span.range()).is_none() {
                continue;
            }
            out.push_str(kept);
            out.push_str(&edit.text);
            done = edit.span.end as usize;
        }
        out.push_str(text.get(done..).unwrap_or(""));
        out
    }
}

/// Whether an edit may begin or end at `at`.
fn splits(text: &str, at: usize) -> bool {
    text.split_at_checked(at).is_some_and(|(before, after)| !(before.ends_with('\r') && after.starts_with('\n')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_edit_between_two_texts_is_short() {
        let edit = |before, after| EditSet::one_between(before, after).edits().to_vec();
        assert_eq!(edit("a b c", "a x c"), [Edit { span: Span::new(2, 3), text: "x".into() }]);
        assert_eq!(edit("aa", "aaa"), [Edit { span: Span::empty(2), text: "a".into() }]);
        assert_eq!(edit("é", "è"), [Edit { span: Span::new(0, 2), text: "è".into() }]);
        assert_eq!(edit("a\r\n", "a\n"), [Edit { span: Span::new(1, 3), text: "\n".into() }]);
        assert_eq!(edit("a", "a"), []);
    }

    proptest! {
        #[test]
        fn the_edit_between_two_texts_makes_the_other(before in "[a-céè\r\n]{0,12}", after in "[a-céè\r\n]{0,12}") {
            prop_assert_eq!(EditSet::one_between(&before, &after).apply(&before), after);
        }
    }

    #[test]
    fn edits_are_made_in_order_whatever_order_they_came_in() {
        let edits = vec![
            Edit { span: Span::new(4, 5), text: "C".into() },
            Edit { span: Span::new(0, 1), text: "AA".into() },
            Edit { span: Span::empty(2), text: "-".into() },
        ];
        assert_eq!(EditSet::new(edits).unwrap().apply("a b c"), "AA -b C");
    }

    #[test]
    fn overlapping_edits_do_not_hold_together() {
        let edits = vec![
            Edit { span: Span::new(0, 3), text: String::new() },
            Edit { span: Span::new(2, 4), text: String::new() },
        ];
        assert_eq!(EditSet::new(edits), None);
    }
}
