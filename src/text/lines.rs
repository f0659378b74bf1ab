//! Where lines begin, for a text that is looked at once: a rope would take longer to make than all that is asked of it.

use super::Span;

/// A text and the places of its lines.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Bytes; the first is 0.
    starts: Vec<u32>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Lines<'a> {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        // The return of a Windows line end ends nothing.
        let ends = ends.filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
        Lines { text, starts: std::iter::once(0).chain(ends.map(|at| Span::offset(at + 1))).collect() }
    }

    /// The line of the byte `offset`, counted from 0, and what stands before it in that line.
    pub fn at(&self, offset: u32) -> (u32, &'a str) {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = offset.min(Span::offset(self.text.len())).max(start);
        let before = Span::new(start, end).slice(self.text).trim_end_matches(['\r', '\n']);
        (Span::offset(line), before)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use crate::text::{Encoding, Position, Span, Text};

    #[test]
    fn places_are_those_of_a_rope() {
        for text in ["", "\n", "a", "ab\r\n📦é c\rd\n\n  ü\u{2028}x\r\n", "\r\r\n\n\r"] {
            let (lines, rope) = (Lines::of(text), Text::from(text));
            for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).map(Span::offset) {
                let (line, before) = lines.at(offset);
                let columns = [
                    (Encoding::Utf8, before.len()),
                    (Encoding::Utf16, before.encode_utf16().count()),
                    (Encoding::Utf32, before.chars().count()),
                ];
                for (encoding, column) in columns {
                    let expected = rope.position_of(offset, encoding);
                    assert_eq!(Position::new(line, Span::offset(column)), expected, "{text:?} at {offset}");
                }
            }
        }
    }
}
