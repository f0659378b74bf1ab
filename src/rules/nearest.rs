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
        let distance = strsim::osa_distance(&folded, &fold(name));
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    let (distance, name) = best?;
    let letters = folded.chars().count().max(name.chars().count());
    (distance * 3 <= letters).then_some(name)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

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
