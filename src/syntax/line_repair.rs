//! The repair that Claude Code tries when front matter is not YAML: single lines are quoted and
//! leading tabs turned into blanks, then it is parsed again. Other lines' values change by it, too.
//! Observed with 2.1.330: see the cases in the tests.

use super::offset_map::OffsetMap;
use crate::text::Span;

/// Front matter as the tool parses it the second time.
#[derive(Clone, Debug)]
pub struct Repaired {
    pub text: String,
    /// From offsets of `text` to offsets of the file.
    pub map: OffsetMap,
    /// The values that were put into quotes, in offsets of the file.
    pub quoted: Vec<Span>,
}

/// Characters that make the tool quote a value.
const SPECIAL: &[char] = &['{', '}', '[', ']', '*', '&', '#', '!', '|', '>', '%', '@', '`'];

/// Rewrites `content`, which stands at `base` in the file.
pub fn repair_lines(content: &str, base: u32) -> Repaired {
    let mut out =
        Repaired { text: String::with_capacity(content.len() + 16), map: OffsetMap::shift(base), quoted: vec![] };
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        out.line(line, base + Span::offset(at));
        at += line.len();
    }
    out
}

impl Repaired {
    fn here(&self) -> u32 {
        Span::offset(self.text.len())
    }

    fn line(&mut self, line: &str, at: u32) {
        if line.starts_with(['\t', ' ']) {
            return self.untab(line, at);
        }
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let Some(value) = value_to_quote(bare) else {
            self.text.push_str(line);
            return;
        };
        let value_at = bare.len() - value.len();
        self.text.push_str(bare.get(..value_at).unwrap_or(""));
        self.text.push('"');
        self.map.step(self.here(), at + Span::offset(value_at));
        for (offset, c) in value.char_indices() {
            if matches!(c, '"' | '\\') {
                self.text.push('\\');
                self.map.step(self.here(), at + Span::offset(value_at + offset));
            }
            self.text.push(c);
        }
        self.map.step(self.here(), at + Span::offset(bare.len()));
        self.text.push('"');
        self.map.step(self.here(), at + Span::offset(bare.len()));
        self.text.push_str(line.get(bare.len()..).unwrap_or(""));
        self.quoted.push(Span::new(at + Span::offset(value_at), at + Span::offset(bare.len())));
    }

    fn untab(&mut self, line: &str, at: u32) {
        let indented = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - indented.len();
        for c in line.get(..indent).unwrap_or("").chars() {
            self.text.push_str(if c == '\t' { "  " } else { " " });
        }
        self.map.step(self.here(), at + Span::offset(indent));
        self.text.push_str(indented);
    }
}

/// The value of a line `key: value` that the repair quotes. The line end is LF: a carriage return at
/// the end of the line keeps it from being repaired.
fn value_to_quote(line: &str) -> Option<&str> {
    let key = line.len() - line.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '-').len();
    let rest = line.get(key..)?.strip_prefix(':').filter(|_| key > 0)?;
    let value = rest.trim_start_matches(super::fence::is_blank);
    if value.is_empty() || value.len() == rest.len() || value.contains(['\r', '\u{2028}', '\u{2029}']) {
        return None;
    }
    let wrapped = |open: char, close: char| value.len() > 1 && value.starts_with(open) && value.ends_with(close);
    if wrapped('"', '"') || wrapped('\'', '\'') || wrapped('[', ']') {
        return None;
    }
    (value.contains(SPECIAL) || value.contains(": ")).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(content: &str) -> String {
        repair_lines(content, 0).text
    }

    #[test]
    fn a_line_with_a_colon_or_a_special_character_is_quoted() {
        assert_eq!(repaired("description: Use when: x\n"), "description: \"Use when: x\"\n");
        assert_eq!(repaired("description: *a* \"b\" \\d\n"), "description: \"*a* \\\"b\\\" \\\\d\"\n");
        assert_eq!(repaired("model: haiku # cheap\n"), "model: \"haiku # cheap\"\n");
        assert_eq!(repaired("hooks: {}\n"), "hooks: \"{}\"\n");
    }

    #[test]
    fn these_lines_stay_as_they_are() {
        for line in [
            "description: Use when: x\r\n",
            "description: \"a: b\"\n",
            "tools: [Read, Grep]\n",
            "key2: a: b\n",
            "my key: a: b\n",
            "  note: a: b\n",
            "description: - item\n",
            "description: Use it:\n",
            "key:value: x\n",
        ] {
            assert_eq!(repaired(line), line);
        }
    }

    #[test]
    fn leading_tabs_become_blanks() {
        assert_eq!(repaired("tools:\n\t- Read\n \t- Grep\n"), "tools:\n  - Read\n   - Grep\n");
    }

    #[test]
    fn offsets_lead_back_to_the_file() {
        let fixed = repair_lines("a: x: \"y\"\n\tb\n", 100);
        let back = |needle: &str| fixed.map.original(fixed.text.find(needle).unwrap() as u32);
        assert_eq!([back("x"), back("y"), back("\n"), back("b\n")], [103, 107, 109, 111]);
        assert_eq!(fixed.quoted, [Span::new(103, 109)]);
    }
}
