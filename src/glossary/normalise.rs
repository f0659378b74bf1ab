//! Phrases as words in a normal form, so that `JWT tokens`, `jwt-token` and `JWT Token` are one.
//! Used by `build.rs` for the glossary's phrases and at run time for what a file says: both must
//! agree, so this is the only place that knows. Only `std` and
//! `crate::fact`.
//!
//! Of a word: letter case and accents are folded, plurals and British endings levelled, the dots
//! of `Node.js` dropped. Of a phrase: words are put together without blanks (`Tailwind CSS` is
//! `TailwindCSS`, `auto-scaling` is `autoscaling`), and `and`, `the` and their like count as
//! gaps. `of` and `for` leave their mark: a design of systems is no design system.

use crate::fact::letters::push_folded;

/// Words past this number are not read: an entry of a list that long is prose.
pub const MAX_WORDS: usize = 24;
/// Bytes past this number are not read.
pub const MAX_BYTES: usize = 240;

/// Stands in a normal form where `with`, `for` or their like stood.
pub const JOINT: char = ' ';

/// The words of a phrase.
#[derive(Clone, Debug, Default)]
pub struct Words {
    list: Vec<Word>,
    /// The normal forms, one behind the other.
    keys: String,
}

/// A word of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the phrase.
    pub start: usize,
    /// Bytes of the phrase.
    pub end: usize,
    key_start: usize,
    key_end: usize,
    /// The end of the normal form without an attached version or `.js`.
    base_end: usize,
    /// What stands before it.
    pub gap: Gap,
    /// `18+`, `2.1`, `3.x`, `v4`.
    pub is_version: bool,
}

/// What stands between two words, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A blank or a hyphen, and small words such as `the`.
    Space,
    /// `with`, `for`, `using`.
    With,
    /// `/`
    Slash,
    /// `&`, `+`, `and`, `or`.
    And,
    /// `,` `;` `|`, an arrow, the end of a sentence.
    Comma,
    /// `(` or `)`
    Parenthesis,
    /// `:`, or a dash between blanks: what follows explains.
    Colon,
}

impl Words {
    /// The words of `text`, as far as [`MAX_WORDS`] and [`MAX_BYTES`] go.
    pub fn read(text: &str) -> Words {
        let end = (0..=text.len().min(MAX_BYTES)).rev().find(|at| text.is_char_boundary(*at));
        let text = text.get(..end.unwrap_or(0)).unwrap_or("");
        Reader { text, words: Words::default(), gap: Gap::Space, hyphenated: false }.read()
    }

    pub fn list(&self) -> &[Word] {
        &self.list
    }

    /// The normal form of one word.
    pub fn key(&self, word: &Word) -> &str {
        self.keys.get(word.key_start..word.key_end).unwrap_or("")
    }

    /// The normal form without an attached version: `vue` of `Vue3`, `react` of `React.js`.
    pub fn base(&self, word: &Word) -> &str {
        self.keys.get(word.key_start..word.base_end).unwrap_or("")
    }

    /// The normal form of the phrase.
    pub fn whole(&self) -> Key<'_> {
        match (self.list.first(), self.list.last()) {
            (Some(first), Some(last)) => self.run(first, last),
            _ => Key { text: "", last: 0 },
        }
    }

    /// The normal form of the words from `first` to `last`, which stand one behind the other.
    pub fn run(&self, first: &Word, last: &Word) -> Key<'_> {
        Key {
            text: self.keys.get(first.key_start..last.key_end).unwrap_or(""),
            last: last.key_start.saturating_sub(first.key_start),
        }
    }
}

/// A phrase in normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    pub text: &'a str,
    /// Where its last word begins. Phrases that differ in this alone count as spellings of one
    /// thing, unless both are known: `unit test` and `unittest`.
    pub last: usize,
}

struct Reader<'a> {
    text: &'a str,
    words: Words,
    gap: Gap,
    /// Whether the last gap was a hyphen without blanks.
    hyphenated: bool,
}

impl Reader<'_> {
    fn read(mut self) -> Words {
        let text = self.text;
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            if self.words.list.len() >= MAX_WORDS {
                break;
            }
            if c.is_alphanumeric() || self.begins_dotted(at, c) {
                at = self.word(at);
            } else {
                self.note_gap(at, c);
                at += c.len_utf8();
            }
        }
        self.words
    }

    /// `.NET`, `.xlsx`: a dot at the start of a word and a letter after it.
    fn begins_dotted(&self, at: usize, c: char) -> bool {
        c == '.' && !self.ends_word(at) && self.next_is(at + 1, char::is_alphabetic)
    }

    fn ends_word(&self, at: usize) -> bool {
        self.text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric)
    }

    fn next_is(&self, at: usize, test: impl Fn(char) -> bool) -> bool {
        self.text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(test)
    }

    fn note_gap(&mut self, at: usize, c: char) {
        let blank_after = self.next_is(at + c.len_utf8(), char::is_whitespace);
        let blank_before =
            self.text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_whitespace);
        let gap = match c {
            '/' | '\\' => Gap::Slash,
            '&' | '+' => Gap::And,
            ',' | ';' | '|' | '→' | '•' | '·' | '、' | '，' | '…' => Gap::Comma,
            '>' | '.' | '!' | '?' if blank_after => Gap::Comma,
            '(' | ')' | '[' | ']' | '（' | '）' => Gap::Parenthesis,
            ':' | '—' | '=' | '：' => Gap::Colon,
            '-' | '–' if blank_after && blank_before => Gap::Colon,
            _ => Gap::Space,
        };
        self.hyphenated = matches!(c, '-' | '–') && !blank_after && !blank_before;
        self.gap = self.gap.max(gap);
    }

    /// Reads the word that begins at `start`; its end.
    fn word(&mut self, start: usize) -> usize {
        let end = self.word_end(start);
        let written = self.text.get(start..end).unwrap_or("");
        let at_start = self.words.list.is_empty();
        let at_end = !self.text.get(end..).unwrap_or("").contains(char::is_alphanumeric);
        let bound = self.hyphenated || self.text.get(end..).is_some_and(|rest| rest.starts_with('-'));
        if !at_start
            && !at_end
            && !bound
            && let Some(gap) = small_word(written)
        {
            self.gap = self.gap.max(gap);
            self.hyphenated = false;
            return end;
        }
        // The plus of `18+`.
        let has_plus = written.ends_with(|c: char| c.is_ascii_digit())
            && self.text.get(end..).is_some_and(|rest| rest.starts_with('+'));
        // A small word such as `for` turns a phrase round: what it joins is not one phrase.
        if self.gap == Gap::With && !at_start {
            self.words.keys.push(JOINT);
        }
        let key_start = self.words.keys.len();
        for c in written.chars() {
            let is_inner_dot = c == '.' && self.words.keys.len() > key_start && !is_number(written);
            if c != '\'' && !is_inner_dot {
                push_folded(c, &mut self.words.keys);
            }
        }
        level(&mut self.words.keys, key_start);
        let key_end = self.words.keys.len();
        let key = self.words.keys.get(key_start..).unwrap_or("");
        if key.is_empty() {
            return end;
        }
        let base_end = key_start + base_len(key, written);
        let end = end + usize::from(has_plus);
        self.words.list.push(Word {
            start,
            end,
            key_start,
            key_end,
            base_end,
            gap: self.gap,
            is_version: is_version(written),
        });
        self.gap = Gap::Space;
        self.hyphenated = false;
        end
    }

    /// Letters and digits, dots inside (`Node.js`, `2.1`), an apostrophe's `s`, and the signs of
    /// `C++` and `C#`.
    fn word_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or("");
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let inside = match c {
                '.' => next.is_some_and(char::is_alphanumeric),
                '\'' | '’' => next == Some('s') && at > 0,
                // A combining accent.
                '\u{300}'..='\u{36f}' => at > 0,
                _ => c.is_alphanumeric(),
            };
            if !inside {
                break;
            }
            end = at + c.len_utf8();
        }
        let tail = rest.get(end..).unwrap_or("");
        match rest.get(..end) {
            Some(letter) if letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_alphabetic()) => {
                let signs = if tail.starts_with("++") { 2 } else { usize::from(tail.starts_with('#')) };
                start + end + signs
            }
            _ => start + end,
        }
    }
}

/// Small words that join others; the gap that they make.
fn small_word(word: &str) -> Option<Gap> {
    const AND: [&str; 8] = ["and", "or", "y", "und", "oder", "et", "ou", "vs"];
    const WITH: [&str; 11] = ["with", "using", "via", "for", "in", "on", "con", "para", "en", "mit", "für"];
    const SPACE: [&str; 6] = ["the", "la", "el", "los", "las", "des"];
    let is = |list: &[&str]| list.iter().any(|small| small.eq_ignore_ascii_case(word));
    if is(&AND) {
        Some(Gap::And)
    } else if is(&WITH) {
        Some(Gap::With)
    } else {
        is(&SPACE).then_some(Gap::Space)
    }
}

/// Words whose plural or look misleads.
const IRREGULAR: [(&str, &str); 12] = [
    ("analyses", "analysis"),
    ("behaviour", "behavior"),
    ("behaviours", "behavior"),
    ("colour", "color"),
    ("colours", "color"),
    ("criteria", "criterion"),
    ("diagnoses", "diagnosis"),
    ("https", "https"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("schemata", "schema"),
    ("vertices", "vertex"),
];

/// Levels plurals and British endings of the word that begins at `start`.
fn level(keys: &mut String, start: usize) {
    let Some(word) = keys.get(start..) else { return };
    if word.len() <= 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return;
    }
    if let Ok(at) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(word)) {
        let replacement = IRREGULAR.get(at).map_or("", |(_, base)| *base);
        keys.truncate(start);
        keys.push_str(replacement);
        return;
    }
    let ends = |end: &str| keys.get(start..).is_some_and(|word| word.ends_with(end));
    let cut = |count: usize| keys.len() - count;
    // (bytes kept, what is put behind them)
    let (kept, tail) = if ends("ciones") || ends("siones") {
        (cut(2), "")
    } else if ends("coes") {
        (cut(4), "cao")
    } else if ends("ies") {
        (cut(3), "y")
    } else if ends("ie") {
        (cut(2), "y")
    } else if ends("s") && !ends("js") && !ends("ss") && !ends("us") && !ends("is") {
        (cut(1), "")
    } else {
        (keys.len(), "")
    };
    keys.truncate(kept);
    keys.push_str(tail);
    let ends = |end: &str| keys.get(start..).is_some_and(|word| word.len() > end.len() && word.ends_with(end));
    // "caches" and "patches" lose the same letters, so "cache" loses its last one too.
    if ["che", "she", "sse", "xe", "zze"].iter().any(|end| ends(end)) {
        keys.truncate(keys.len() - 1);
    } else if ends("isation") {
        keys.truncate(keys.len() - "isation".len());
        keys.push_str("ization");
    } else if ends("elling") {
        keys.truncate(keys.len() - "lling".len());
        keys.push_str("ling");
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// `18`, `2.1`, `3.x`, `v4`, `17x`.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && digits.split('.').all(|part| {
            let part = part.strip_suffix(['x', 'X']).unwrap_or(part);
            part.bytes().all(|b| b.is_ascii_digit())
        })
}

/// The length of `key` without a version of one digit or a `.js` behind it.
fn base_len(key: &str, written: &str) -> usize {
    let dotted =
        written.len() > 3 && written.get(written.len() - 3..).is_some_and(|end| end.eq_ignore_ascii_case(".js"));
    if dotted && key.ends_with("js") {
        return key.len() - 2;
    }
    let letters = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let one_digit = key.len() - letters.len() == 1;
    if one_digit && letters.len() >= 3 && letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        letters.len()
    } else {
        key.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        Words::read(text).whole().text.to_owned()
    }

    #[test]
    fn spellings_of_one_thing_have_one_normal_form() {
        for group in [
            &["JWT tokens", "jwt-token", "JWT  Token", "`JWT` tokens"][..],
            &["Tailwind CSS", "TailwindCSS", "tailwind-css"],
            &["Backup and recovery", "Backup & Recovery", "backup/recovery"],
            &["Caches", "cache"],
            &["patches", "Patch"],
            &["queries", "Query"],
            &["cookies", "cookie"],
            &["classes", "class"],
            &["indexes", "index", "indices"],
            &["Autenticación", "autenticacion"],
            &["sesiones", "sesión"],
            &["Node.js", "NodeJS", "nodejs"],
            &["data modelling", "Data Modeling"],
            &["Normalisation", "normalization"],
            &["Internet of Things", "internet of the things"],
        ] {
            for text in group {
                assert_eq!(key(text), key(group[0]), "{text}");
            }
        }
    }

    #[test]
    fn different_things_keep_different_forms() {
        for (one, other) in [
            ("C", "C++"),
            ("C", "C#"),
            ("HTTP", "HTTPS"),
            ("NET", ".NET"),
            ("sign-in", "sign"),
            ("Design of systems", "Design systems"),
        ] {
            assert_ne!(key(one), key(other), "{one} and {other}");
        }
    }

    #[test]
    fn versions_are_told_apart_from_names() {
        let versions = |text: &str| -> Vec<bool> { Words::read(text).list().iter().map(|w| w.is_version).collect() };
        assert_eq!(versions("React 18+"), [false, true]);
        assert_eq!(versions("OAuth 2.0"), [false, true]);
        assert_eq!(versions("Helm 3.x"), [false, true]);
        assert_eq!(versions("Tailwind v4"), [false, true]);
        assert_eq!(versions("2FA"), [false]);
        let base = |text: &str| {
            let words = Words::read(text);
            words.list().first().map(|word| words.base(word).to_owned()).unwrap()
        };
        assert_eq!(base("Vue3"), "vue");
        assert_eq!(base("React.js"), "react");
        assert_eq!(base("S3"), "s3");
        assert_eq!(base("Base64"), "base64");
    }

    #[test]
    fn gaps_tell_what_stands_between_words() {
        let gaps = |text: &str| -> Vec<Gap> { Words::read(text).list().iter().map(|word| word.gap).collect() };
        assert_eq!(gaps("MVC/Clean arch"), [Gap::Space, Gap::Slash, Gap::Space]);
        assert_eq!(gaps("Caching (Redis)"), [Gap::Space, Gap::Parenthesis]);
        assert_eq!(gaps("A & B and C"), [Gap::Space, Gap::And, Gap::And]);
        assert_eq!(gaps("React 18+ hooks"), [Gap::Space, Gap::Space, Gap::Space]);
        assert_eq!(gaps("JWT - signed tokens"), [Gap::Space, Gap::Colon, Gap::Space]);
        assert_eq!(gaps("JWT – tokens"), [Gap::Space, Gap::Colon]);
        assert_eq!(gaps("Model–view"), [Gap::Space, Gap::Space]);
        assert_eq!(gaps("Testing with Jest"), [Gap::Space, Gap::With]);
    }

    #[test]
    fn long_and_odd_text_is_cut_short() {
        assert!(Words::read(&"word ".repeat(10_000)).list().len() <= MAX_WORDS);
        assert!(Words::read(&"é".repeat(10_000)).list().len() <= 1);
        assert!(Words::read("…— / ()").list().is_empty());
        assert_eq!(key(""), "");
    }
}
