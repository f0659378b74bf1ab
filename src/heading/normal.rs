//! The form in which headings are compared. Shared with `build.rs`: only `std` and
//! `crate::fact`.

use crate::fact::letters::push_folded;

/// `title` in lower case, without accents, emoji, punctuation and remarks in brackets, its words
/// one space apart; "&" becomes "and". Each character of a script without spaces is a word.
pub fn normal(title: &str) -> String {
    let without_remarks = push_words(title, true);
    if without_remarks.is_empty() { push_words(title, false) } else { without_remarks }
}

fn push_words(title: &str, leave_out_remarks: bool) -> String {
    let mut out = String::with_capacity(title.len());
    let mut brackets = 0u32;
    let mut gap = false;
    for c in title.chars() {
        match c {
            '(' | '[' | '（' | '【' | '［' if leave_out_remarks => brackets += 1,
            ')' | ']' | '）' | '】' | '］' if leave_out_remarks => brackets = brackets.saturating_sub(1),
            _ if brackets > 0 => {}
            '&' | '＆' => {
                space(&mut out);
                out.push_str("and");
                gap = true;
                continue;
            }
            // Variation selectors and combining accents belong to what stands before them.
            '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => continue,
            c if is_unspaced(c) => {
                space(&mut out);
                out.push(c);
                gap = true;
                continue;
            }
            c if c.is_alphanumeric() => {
                if gap {
                    space(&mut out);
                }
                gap = false;
                push_folded(c, &mut out);
                continue;
            }
            _ => {}
        }
        gap = true;
    }
    out
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Whether words of this character's script are written without spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// `words` without its number ("3.", "step 2") and without fillers in front, as long as something
/// is left. `words` is in [`normal`] form; the other two answer whether a text is such a word.
pub fn heart(words: &str, is_filler: impl Fn(&str) -> bool, is_numbered: impl Fn(&str) -> bool) -> &str {
    let mut rest = words;
    while let Some((first, behind)) = rest.split_once(' ') {
        if is_number(first) || is_filler(first) {
            rest = behind;
            continue;
        }
        if let Some((second, behind)) = behind.split_once(' ')
            && is_numbered(first)
            && is_number(second)
        {
            rest = behind;
            continue;
        }
        let Some(behind) = filler_of_some_words(rest, &is_filler) else { break };
        rest = behind;
    }
    rest
}

/// What stands behind a filler of two to four words, such as one of unspaced characters.
fn filler_of_some_words<'w>(words: &'w str, is_filler: &impl Fn(&str) -> bool) -> Option<&'w str> {
    let ends = words.match_indices(' ').map(|(at, _)| at).skip(1).take(3);
    ends.filter_map(|end| Some((words.get(..end)?, words.get(end + 1..)?)))
        .find(|(front, _)| is_filler(front))
        .map(|(_, behind)| behind)
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ends_in_letter = word.len() - digits.len() <= 1;
    (!digits.is_empty() && ends_in_letter && digits.bytes().all(|b| b.is_ascii_digit()))
        || matches!(word, "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x")
}
