//! About how wide text is on the screen, in a sans-serif font of any kind: rather too much than too little.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of `text` in pixels, in letters of `size` pixels.
pub fn width(text: &str, size: f64) -> f64 {
    text.graphemes(true).map(letter).sum::<f64>() * size
}

/// In parts of the size. Fonts differ by a tenth or so; these are of the wider ones.
fn letter(grapheme: &str) -> f64 {
    match grapheme {
        "i" | "j" | "l" | "I" | "|" | "'" | "." | "," | ":" | ";" | "!" => 0.3,
        " " | "f" | "r" | "t" | "(" | ")" | "[" | "]" | "-" | "/" | "·" | "\"" => 0.4,
        "m" | "M" | "W" | "@" | "%" | "…" => 0.98,
        "w" => 0.82,
        _ if grapheme.width() > 1 => 1.05,
        _ if grapheme.chars().all(char::is_uppercase) => 0.72,
        _ => 0.62,
    }
}

/// `text` in at most `most` pixels, with `…` where it goes on.
pub fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut left = most - width("…", size);
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        left -= width(grapheme, size);
        if left < 0.0 {
            break;
        }
        out.push_str(grapheme);
    }
    out.truncate(out.trim_end_matches([' ', ',', '·', '-']).len());
    out + "…"
}

/// `text` on at most `most_lines` lines of at most `most` pixels, broken between words.
pub fn wrap(text: &str, size: f64, most: f64, most_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let longer = lines.last().map(|line| format!("{line} {word}")).filter(|line| width(line, size) <= most);
        let is_full = lines.len() >= most_lines;
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) => *line = longer,
            (None, Some(line)) if is_full => {
                *line = cut(&format!("{line} {word} {}", words.by_ref().collect::<Vec<_>>().join(" ")), size, most);
            }
            _ if !is_full => lines.push(word.to_owned()),
            _ => break,
        }
    }
    lines.into_iter().map(|line| cut(&line, size, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_and_broken_where_it_is_too_wide() {
        assert_eq!(cut("backend", 10.0, 100.0), "backend");
        assert_eq!(cut("backend-developer", 10.0, 60.0), "backend…");
        assert!(width("日本", 10.0) > 20.0 && width("ill", 10.0) < 10.0);
        assert_eq!(wrap("one two three", 10.0, 60.0, 3), ["one two", "three"]);
        assert_eq!(wrap("one two three four five", 10.0, 60.0, 2), ["one two", "three fou…"]);
        assert_eq!(wrap("unbreakableness of it", 10.0, 60.0, 1), ["unbreaka…"]);
        assert!(wrap("", 10.0, 60.0, 2).is_empty());
    }
}
