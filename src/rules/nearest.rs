//! The name that was probably meant.

/// The closest of `names`, where one is close enough to be sure of it: the same but for letter case
/// and separators, or at most a third of the letters typed wrong.
pub fn did_you_mean<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(typed);
    if folded.is_empty() || folded.len() > 64 {
        return None;
    }
    let letters = Letters::of(&folded);
    let mut best: Option<(usize, &str)> = None;
    for name in names.filter(|name| !letters.are_too_far_from(name)) {
        let folded_name = fold(name);
        let distance = strsim::osa_distance(&folded, &folded_name);
        let is_closer = best.is_none_or(|(least, _)| distance < least);
        if is_closer && is_near(distance, folded.chars().count(), folded_name.chars().count()) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The closest of `names` of which each word was typed with at most a third of its letters wrong. Names of several
/// words share most of their letters with others that mean something else: `gradle-expert` and `rails-expert`.
pub fn did_you_mean_name<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let words = |name: &str| name.split(SEPARATORS).filter(|word| !word.is_empty()).map(fold).collect::<Vec<_>>();
    let (folded, typed_words) = (fold(typed), words(typed));
    // Nobody misspells longer names, and what they cost grows with their square.
    if folded.is_empty() || folded.len() > 64 {
        return None;
    }
    let distance = |name: &str| {
        let name_words = words(name);
        if name_words.len() != typed_words.len() {
            return (fold(name) == folded).then_some(0);
        }
        typed_words.iter().zip(&name_words).try_fold(0, |sum, (typed, name)| {
            let distance = strsim::osa_distance(typed, name);
            is_near(distance, typed.chars().count(), name.chars().count()).then_some(sum + distance)
        })
    };
    let near = names.filter_map(|name| Some((distance(name)?, name)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Whether two words of so many letters are that near.
fn is_near(distance: usize, letters: usize, others: usize) -> bool {
    distance * 3 <= letters.max(others)
}

/// How often each ASCII letter stands in a folded word. A letter that only one of two words has is an edit,
/// wherever it stands: that tells of nearly all names that they are not near, and the distance is costly.
struct Letters {
    counts: [u8; 128],
    all: usize,
    /// In bytes, those of other letters too.
    length: usize,
}

/// Whether `typed` is `name` with a slip of the finger: one wrong letter, or two in a longer name.
pub fn is_slip(typed: &str, name: &str) -> bool {
    let (typed, name) = (fold(typed), fold(name));
    let wrong = if name.chars().count() > 8 { 2 } else { 1 };
    typed.len() <= 64 && strsim::osa_distance(&typed, &name) <= wrong
}

impl Letters {
    fn of(folded: &str) -> Letters {
        let mut letters = Letters { counts: [0; 128], all: 0, length: folded.len() };
        for byte in folded.bytes() {
            if let Some(count) = letters.counts.get_mut(usize::from(byte)) {
                // A word of interest has at most 64 bytes.
                *count = count.saturating_add(1);
                letters.all += 1;
            }
        }
        letters
    }

    fn are_too_far_from(&self, name: &str) -> bool {
        // Others may become ASCII letters in small letters.
        if !name.is_ascii() || self.all < self.length {
            return false;
        }
        let mut left = self.counts;
        let (mut all, mut shared) = (0, 0);
        for byte in name.bytes().filter(|byte| !SEPARATORS.contains(&char::from(*byte))) {
            all += 1;
            if let Some(count) = left.get_mut(usize::from(byte.to_ascii_lowercase())).filter(|count| **count > 0) {
                *count -= 1;
                shared += 1;
            }
        }
        !is_near(self.all.max(all) - shared, self.all, all)
    }
}

const SEPARATORS: [char; 3] = ['-', '_', ' '];

fn fold(name: &str) -> String {
    name.chars().filter(|c| !SEPARATORS.contains(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Letters, did_you_mean, did_you_mean_name, fold, is_near, is_slip};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_near_name_is_passed_over(typed in "[a-cA-C_é -]{1,12}", name in "[a-cA-C_é -]{1,12}") {
            let (a, b) = (fold(&typed), fold(&name));
            let is_near = is_near(strsim::osa_distance(&a, &b), a.chars().count(), b.chars().count());
            prop_assert!(!is_near || !Letters::of(&a).are_too_far_from(&name));
        }
    }

    #[test]
    fn a_slip_is_less_than_a_likeness() {
        assert!(is_slip("serach/codebase", "search/codebase"));
        assert!(is_slip("web-fetch", "webfetch"));
        assert!(!is_slip("search_issues", "search/usages"));
        assert!(!is_slip("exec", "execute"));
    }

    #[test]
    fn a_name_is_near_where_each_of_its_words_is() {
        let names = ["frontend-developer", "rails-expert", "social-media-manager", "code-reviewer"];
        let near = |typed| did_you_mean_name(typed, names.iter().copied());
        assert_eq!(near("frontned-developer"), Some("frontend-developer"));
        assert_eq!(near("Front-End Developer"), Some("frontend-developer"));
        assert_eq!(near("codereviewer"), Some("code-reviewer"));
        assert_eq!(near("gradle-expert"), None);
        assert_eq!(near("backend-developer"), None);
        assert_eq!(near("social-community-manager"), None);
        assert_eq!(near(""), None);
    }

    #[test]
    fn close_names_are_found_and_far_ones_are_not() {
        let names = ["Read", "Grep", "Glob", "WebFetch", "permissionMode"];
        let near = |typed| did_you_mean(typed, names.iter().copied());
        assert_eq!(near("Grpe"), Some("Grep"));
        assert_eq!(near("read"), Some("Read"));
        assert_eq!(near("permission_mode"), Some("permissionMode"));
        assert_eq!(near("codebase"), None);
        assert_eq!(near(""), None);
    }
}
