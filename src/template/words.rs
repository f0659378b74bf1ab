//! Words of a text and patterns over them. Shared with `build.rs`: only `std` and
//! `crate::fact`.

use crate::fact::letters::push_folded;

/// `text` in lower case, Latin letters without accents: "Auditoría" and "auditoria" are the same
/// to a reader, and files write both.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_folded(c, &mut out));
    out
}

/// The words of a text, folded: its runs of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether `words` hold the words of `pattern` one after another. A word of the pattern that ends
/// in `*` fits every word that begins so.
pub fn hold(words: &[String], pattern: &str) -> bool {
    // Asked for hundreds of patterns at a time: the pattern is taken apart only where its first
    // word is found.
    let (first, rest) = pattern.split_once(' ').map_or((pattern, None), |(first, rest)| (first, Some(rest)));
    let follows = |at: usize| {
        let mut behind = words.iter().skip(at + 1);
        let mut rest = rest.into_iter().flat_map(|rest| rest.split(' '));
        rest.all(|wanted| behind.next().is_some_and(|word| fits(word, wanted)))
    };
    match first.strip_suffix('*') {
        Some(begin) => words.iter().enumerate().any(|(at, word)| word.starts_with(begin) && follows(at)),
        None => words.iter().enumerate().any(|(at, word)| word == first && follows(at)),
    }
}

/// Whether one folded word fits one word of a pattern.
pub fn fits(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_make_no_difference() {
        assert_eq!(
            words("Auditoría de SEGURIDAD, más DISEN\u{303}O"),
            ["auditoria", "de", "seguridad", "mas", "diseno"]
        );
    }

    #[test]
    fn patterns_are_whole_words_unless_they_end_in_a_star() {
        let text = words("Finds the root causes of failing tests");
        assert!(hold(&text, "root cause*"));
        assert!(!hold(&text, "root cause"));
        assert!(hold(&text, "fail*"));
        assert!(!hold(&text, "test"));
        assert!(!hold(&text, "causes root"));
        assert!(!hold(&text, "tests again"));
        assert!(!hold(&[], "test"));
    }
}
