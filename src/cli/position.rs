//! Places in a text as the command line names them.

use crate::text::{Encoding, Span, Text};
use serde::Serialize;

/// A place: line and column from 1, the column in Unicode scalar values; the offset in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    pub line: u32,
    pub column: u32,
    pub offset: u32,
}

/// A half-open range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    pub start: Point,
    pub end: Point,
}

impl Point {
    fn new(text: &Text, offset: u32) -> Point {
        let position = text.position_of(offset, Encoding::Utf32);
        Point { line: position.line.saturating_add(1), column: position.column.saturating_add(1), offset }
    }
}

impl Range {
    pub fn new(text: &Text, span: Span) -> Range {
        Range { start: Point::new(text, span.start), end: Point::new(text, span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let text = Text::from("a\r\nñ😀b");
        let range = Range::new(&text, Span::new(3, 9));
        assert_eq!(range.start, Point { line: 2, column: 1, offset: 3 });
        assert_eq!(range.end, Point { line: 2, column: 3, offset: 9 });
    }
}
