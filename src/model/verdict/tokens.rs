//! About how many tokens a text costs.

/// An estimate that needs no tokenizer: words of up to eight letters cost one token, longer ones
/// one for each begun six letters, other signs one each, wide scripts one for each character.
pub fn estimate(text: &str) -> u32 {
    let mut tokens = 0_u32;
    let mut word = 0_u32;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c.is_alphabetic() && c < '\u{2e80}' {
            word += 1;
            continue;
        }
        tokens = tokens.saturating_add(word_cost(word));
        word = 0;
        if !c.is_whitespace() {
            tokens = tokens.saturating_add(1);
        }
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
