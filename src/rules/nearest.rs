//! The name that was probably meant.

/// The closest of `names`, where one is close enough to be sure of it: the same but for letter case
/// and separators, or at most a third of the letters typed wrong.
pub fn did_you_mean<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(typed);
    if folded.is_empty() || folded.len() > 64 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let folded_name = fold(name);
        if is_too_far(&folded, &folded_name, name) {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &folded_name);
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    let (distance, name) = best?;
    is_near(distance, &folded, name).then_some(name)
}

fn is_near(distance: usize, folded: &str, name: &str) -> bool {
    distance * 3 <= folded.chars().count().max(name.chars().count())
}

/// Whether the letters alone tell that a name is not near: a letter that only one of two words has is an edit,
/// wherever it stands. Nearly all names end here, and the distance is the costly part.
fn is_too_far(folded: &str, folded_name: &str, name: &str) -> bool {
    let surplus = |of: &str, over: &str| {
        let mut left = [0_i8; 128];
        let index = |byte: u8| usize::from(byte & 0x7f);
        over.bytes()
            .for_each(|byte| left.get_mut(index(byte)).into_iter().for_each(|left| *left = left.saturating_add(1)));
        let mut surplus = 0;
        for byte in of.bytes().filter(u8::is_ascii) {
            match left.get_mut(index(byte)) {
                Some(left) if *left > 0 => *left -= 1,
                _ => surplus += 1,
            }
        }
        surplus
    };
    let least = surplus(folded, folded_name).max(surplus(folded_name, folded));
    !is_near(least, folded, name)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, fold, is_near, is_too_far};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_near_name_is_passed_over(typed in "[a-cA-C_é -]{1,12}", name in "[a-cA-C_é -]{1,12}") {
            let (a, b) = (fold(&typed), fold(&name));
            prop_assert!(!is_near(strsim::osa_distance(&a, &b), &a, &name) || !is_too_far(&a, &b, &name));
        }
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
