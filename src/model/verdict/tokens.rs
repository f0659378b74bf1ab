//! About how many tokens a text costs.

/// An estimate that needs no tokenizer: words of up to eight letters cost one token, longer ones
/// one for each begun six letters, other signs one each, wide scripts one for each character.
pub fn estimate(text: &str) -> u32 {
    let mut tokens = 0_u32;
    let mut word = 0_u32;
    for c in text.chars() {
        // Nearly all of most texts are these two, and the body of a file is counted with each letter that is typed.
        let (is_letter, is_blank) = match c {
            'a'..='z' => (true, false),
            ' ' | '\n' => (false, true),
            _ if c.is_ascii() => (c.is_ascii_alphanumeric(), c.is_whitespace()),
            _ => (c.is_alphabetic() && c < '\u{2e80}', c.is_whitespace()),
        };
        if is_letter {
            word += 1;
            continue;
        }
        tokens = tokens.saturating_add(word_cost(word)).saturating_add(u32::from(!is_blank));
        word = 0;
    }
    tokens.saturating_add(word_cost(word))
}

const fn word_cost(letters: u32) -> u32 {
    match letters {
        0 => 0,
        1..=8 => 1,
        more => more.div_ceil(6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_signs_and_wide_scripts_count() {
        assert_eq!(estimate(""), 0);
        assert_eq!(estimate("Use when: it breaks."), 6);
        assert_eq!(estimate("internationalisation"), 4);
        assert_eq!(estimate("日本語"), 3);
    }
}
