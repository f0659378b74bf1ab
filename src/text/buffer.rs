//! A text that is being edited, and its snapshots.

use super::Span;
use super::position::{self, Encoding, Position};
use ropey::Rope;
use std::ops::Range;
use std::sync::Arc;

/// A text that takes changes as editors send them.
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    rope: Rope,
}

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What to replace, in the text as it is just before this change; `None` for all of it.
    pub range: Option<Range<Position>>,
    /// The words to put there.
    pub text: String,
}

impl Buffer {
    pub fn new(text: &str) -> Buffer {
        Buffer { rope: Rope::from_str(text) }
    }

    /// Makes a change, whatever its range: positions are moved into the text as
    /// [`Text::offset_of`] does, and an inverted range is put the right way round.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) {
        let Some(range) = &change.range else {
            self.rope = Rope::from_str(&change.text);
            return;
        };
        let offset = |at| position::offset_of(&self.rope, at, encoding);
        let span = Span::new(offset(range.start), offset(range.end));
        let (Ok(start), Ok(end)) =
            (self.rope.try_byte_to_char(span.start as usize), self.rope.try_byte_to_char(span.end as usize))
        else {
            return;
        };
        if self.rope.try_remove(start..end).is_ok() {
            // `start` lies in the text that is left, so this can't fail.
            let _ = self.rope.try_insert(start, &change.text);
        }
    }

    /// The text as it is now.
    pub fn snapshot(&self) -> Text {
        Text { string: Arc::from(String::from(&self.rope)), rope: self.rope.clone() }
    }
}

impl From<&Text> for Buffer {
    fn from(text: &Text) -> Buffer {
        Buffer { rope: text.rope.clone() }
    }
}

/// A text that does not change: its bytes, for parsers, and its lines, for positions. Cheap to
/// clone.
#[derive(Clone, Debug, Default)]
pub struct Text {
    rope: Rope,
    string: Arc<str>,
}

impl Text {
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The bytes, shared.
    pub fn arc(&self) -> Arc<str> {
        Arc::clone(&self.string)
    }

    /// In bytes.
    pub fn len(&self) -> u32 {
        Span::of(0..self.string.len()).end
    }

    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// One more than there are line ends: a text that ends in one has an empty last line.
    pub fn line_count(&self) -> u32 {
        Span::of(0..self.rope.len_lines()).end
    }

    /// The bytes of a line, counted from 0, without its line end; the empty span at the end of the
    /// text where there is no such line.
    pub fn line_span(&self, line: u32) -> Span {
        position::content_of_line(&self.rope, line).unwrap_or(Span::empty(self.len()))
    }

    /// The byte offset of `position`. A line past the end means the end of the text, a column past
    /// the line means the line's end before its terminator, and a column inside a character means
    /// the character's start.
    pub fn offset_of(&self, position: Position, encoding: Encoding) -> u32 {
        position::offset_of(&self.rope, position, encoding)
    }

    /// The position of the byte at `offset`. An offset past the end means the end, one inside a
    /// character means the character's start, and one inside `\r\n` means the end of the line.
    pub fn position_of(&self, offset: u32, encoding: Encoding) -> Position {
        position::position_of(&self.rope, offset, encoding)
    }

    /// The bytes between two positions, whichever comes first.
    pub fn span_of(&self, range: Range<Position>, encoding: Encoding) -> Span {
        Span::new(self.offset_of(range.start, encoding), self.offset_of(range.end, encoding))
    }

    /// The positions of both ends of `span`.
    pub fn range_of(&self, span: Span, encoding: Encoding) -> Range<Position> {
        self.position_of(span.start, encoding)..self.position_of(span.end, encoding)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text { rope: Rope::from_str(text), string: Arc::from(text) }
    }
}

impl From<Arc<str>> for Text {
    fn from(string: Arc<str>) -> Text {
        Text { rope: Rope::from_str(&string), string }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.string == other.string
    }
}

impl Eq for Text {}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(range: Range<(u32, u32)>, text: &str) -> Change {
        let at = |(line, column)| Position::new(line, column);
        Change { range: Some(at(range.start)..at(range.end)), text: text.to_owned() }
    }

    /// `text` after the changes, made one after the other.
    fn changed(text: &str, changes: &[Change]) -> String {
        let mut buffer = Buffer::new(text);
        for change in changes {
            buffer.apply(change, Encoding::Utf16);
        }
        buffer.snapshot().as_str().to_owned()
    }

    #[test]
    fn each_change_sees_the_text_after_the_one_before() {
        let changes = [change((0, 0)..(0, 0), "name\n"), change((1, 0)..(1, 4), "tools")];
        assert_eq!(changed("tool: x", &changes), "name\ntools: x");
    }

    #[test]
    fn a_change_without_range_replaces_all() {
        assert_eq!(changed("old\ntext", &[Change { range: None, text: "new".into() }]), "new");
    }

    #[test]
    fn an_inverted_range_is_put_the_right_way_round() {
        assert_eq!(changed("model: opus", &[change((0, 11)..(0, 7), "haiku")]), "model: haiku");
    }

    #[test]
    fn a_range_past_the_end_appends() {
        assert_eq!(changed("a\nb", &[change((9, 0)..(9, 9), "!")]), "a\nb!");
    }

    #[test]
    fn a_line_feed_may_join_a_carriage_return() {
        let text = changed("a\rb", &[change((1, 0)..(1, 0), "\n")]);
        assert_eq!(text, "a\r\nb");
        assert_eq!(Text::from(&*text).line_count(), 2);
    }

    #[test]
    fn a_snapshot_does_not_change() {
        let mut buffer = Buffer::new("one");
        let before = buffer.snapshot();
        buffer.apply(&change((0, 0)..(0, 3), "two"), Encoding::Utf8);
        assert_eq!((before.as_str(), buffer.snapshot().as_str()), ("one", "two"));
    }

    #[test]
    fn the_span_of_a_line_leaves_its_end_out() {
        let text = Text::from("ab\r\n\ncd");
        let line = |line| text.line_span(line).slice(text.as_str());
        assert_eq!([line(0), line(1), line(2)], ["ab", "", "cd"]);
        assert_eq!(text.line_span(3), Span::empty(7));
    }
}
