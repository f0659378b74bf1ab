//! Lines and columns, and how they map to byte offsets.
//!
//! All of it is total: a position outside the text, or inside a character, is moved to the nearest
//! sensible place instead of being refused. Editors do send such positions, for instance when a
//! document changes under a request.

use super::Span;
use ropey::Rope;

/// The unit in which columns are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what an editor means that has not agreed on anything else.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place in a text as editors name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 0. Lines end at `\n`, `\r\n` or `\r`, and nowhere else.
    pub line: u32,
    /// From 0, in units of an [`Encoding`].
    pub column: u32,
}

impl Position {
    pub const fn new(line: u32, column: u32) -> Position {
        Position { line, column }
    }
}

/// The byte offset of `position`. A line past the end means the end of the text, a column past the
/// line means the line's end before its terminator, and a column inside a character means the
/// character's start.
pub(super) fn offset_of(rope: &Rope, position: Position, encoding: Encoding) -> u32 {
    let Some(line) = content_of_line(rope, position.line) else { return narrow(rope.len_bytes()) };
    let (start, end) = (line.start as usize, line.end as usize);
    let column = position.column as usize;
    let at = match encoding {
        Encoding::Utf8 => char_to_byte(rope, byte_to_char(rope, start.saturating_add(column).min(end))),
        Encoding::Utf16 => {
            let unit = char_to_utf16(rope, byte_to_char(rope, start)).saturating_add(column);
            char_to_byte(rope, utf16_to_char(rope, unit))
        }
        Encoding::Utf32 => char_to_byte(rope, byte_to_char(rope, start).saturating_add(column)),
    };
    narrow(at.min(end))
}

/// The position of the byte at `offset`. An offset past the end means the end, one inside a
/// character means the character's start, and one inside `\r\n` means the end of the line.
pub(super) fn position_of(rope: &Rope, offset: u32, encoding: Encoding) -> Position {
    let char = byte_to_char(rope, (offset as usize).min(rope.len_bytes()));
    let line = narrow(rope.try_char_to_line(char).unwrap_or(0));
    let Some(content) = content_of_line(rope, line) else { return Position::new(line, 0) };
    let (start, at) = (content.start as usize, char_to_byte(rope, char).min(content.end as usize));
    let column = match encoding {
        Encoding::Utf8 => at - start,
        Encoding::Utf16 => char_to_utf16(rope, byte_to_char(rope, at)) - char_to_utf16(rope, byte_to_char(rope, start)),
        Encoding::Utf32 => byte_to_char(rope, at) - byte_to_char(rope, start),
    };
    Position::new(line, narrow(column))
}

/// The bytes of a line without its terminator; `None` where there is no such line.
pub(super) fn content_of_line(rope: &Rope, line: u32) -> Option<Span> {
    let line = line as usize;
    if line >= rope.len_lines() {
        return None;
    }
    let start = rope.try_line_to_byte(line).ok()?;
    let mut end = rope.try_line_to_byte(line + 1).ok()?;
    let ends_with = |end: usize, byte: u8| end > start && rope.get_byte(end - 1) == Some(byte);
    if ends_with(end, b'\n') {
        end -= 1;
    }
    if ends_with(end, b'\r') {
        end -= 1;
    }
    Some(Span::of(start..end))
}

/// Texts beyond `u32` are never analysed; their offsets are clamped.
fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn byte_to_char(rope: &Rope, byte: usize) -> usize {
    rope.try_byte_to_char(byte).unwrap_or(rope.len_chars())
}

fn char_to_byte(rope: &Rope, char: usize) -> usize {
    rope.try_char_to_byte(char).unwrap_or(rope.len_bytes())
}

fn char_to_utf16(rope: &Rope, char: usize) -> usize {
    rope.try_char_to_utf16_cu(char).unwrap_or(rope.len_utf16_cu())
}

fn utf16_to_char(rope: &Rope, unit: usize) -> usize {
    rope.try_utf16_cu_to_char(unit).unwrap_or(rope.len_chars())
}

#[cfg(test)]
mod tests {
    use crate::text::{Encoding, Position, Text};

    /// Where a position lands, shown as `|` in the text.
    fn lands(text: &str, line: u32, column: u32, encoding: Encoding) -> String {
        let mut shown = text.to_owned();
        shown.insert(Text::from(text).offset_of(Position::new(line, column), encoding) as usize, '|');
        shown
    }

    #[test]
    fn columns_are_counted_in_units_of_the_encoding() {
        assert_eq!(lands("a😀b", 0, 5, Encoding::Utf8), "a😀|b");
        assert_eq!(lands("a😀b", 0, 3, Encoding::Utf16), "a😀|b");
        assert_eq!(lands("a😀b", 0, 2, Encoding::Utf32), "a😀|b");
    }

    #[test]
    fn a_column_inside_a_character_is_its_start() {
        assert_eq!(lands("a😀b", 0, 3, Encoding::Utf8), "a|😀b");
        assert_eq!(lands("a😀b", 0, 2, Encoding::Utf16), "a|😀b");
    }

    #[test]
    fn a_column_past_the_line_is_before_the_terminator() {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            assert_eq!(lands("ab\r\ncd", 0, 99, encoding), "ab|\r\ncd");
            assert_eq!(lands("ab\rcd", 0, 99, encoding), "ab|\rcd");
            assert_eq!(lands("ab\ncd", 0, u32::MAX, encoding), "ab|\ncd");
        }
    }

    #[test]
    fn a_line_past_the_end_is_the_end() {
        assert_eq!(lands("ab\ncd", 2, 0, Encoding::Utf16), "ab\ncd|");
        assert_eq!(lands("", u32::MAX, 7, Encoding::Utf8), "|");
    }

    #[test]
    fn only_line_feeds_and_carriage_returns_end_a_line() {
        let text = Text::from("a\u{2028}b\u{b}c\u{85}d\ne");
        assert_eq!(text.line_count(), 2);
        assert_eq!(text.position_of(text.len(), Encoding::Utf32), Position::new(1, 1));
    }

    #[test]
    fn an_offset_inside_crlf_is_the_end_of_the_line() {
        assert_eq!(Text::from("ab\r\ncd").position_of(3, Encoding::Utf16), Position::new(0, 2));
    }
}
