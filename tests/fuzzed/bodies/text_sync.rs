//! A text that is edited in pieces equals one that is edited as a whole, in each way of counting columns.

use agentls::text::{Buffer, Change, Encoding, Position};

fn width(letter: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => letter.len_utf8(),
        Encoding::Utf16 => letter.len_utf16(),
        Encoding::Utf32 => 1,
    }
}

/// The byte of a position: what lies behind the end of a line or of the text means that end.
fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        let Some(end) = text[start..].find(['\r', '\n']) else { return text.len() };
        let end = start + end;
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let mut left = position.column as usize;
    let mut at = start;
    for letter in text[start..].chars().take_while(|letter| !matches!(letter, '\r' | '\n')) {
        if width(letter, encoding) > left {
            break;
        }
        left -= width(letter, encoding);
        at += letter.len_utf8();
    }
    at
}

/// Reads small numbers and texts from bytes, and goes on with nothing at their end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> u32 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        // Mostly small: the texts are.
        if *first == 255 { u32::MAX } else { u32::from(*first) % 40 }
    }

    fn text(&mut self, most: usize) -> String {
        let length = (self.number() as usize).min(most).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(text).into_owned()
    }
}

pub fn text_sync(data: &[u8]) {
    let mut bytes = Bytes(data);
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][bytes.number() as usize % 3];
    let mut model = bytes.text(40);
    let mut buffer = Buffer::new(&model);
    while !bytes.0.is_empty() {
        let (start, end) =
            (Position::new(bytes.number(), bytes.number()), Position::new(bytes.number(), bytes.number()));
        let text = bytes.text(20);
        let is_whole = bytes.number() == 39;
        let change = Change { range: (!is_whole).then_some(start..end), text: text.clone() };
        buffer.apply(&change, encoding);
        if is_whole {
            model = text;
        } else {
            let (start, end) = (offset(&model, start, encoding), offset(&model, end, encoding));
            model.replace_range(start.min(end)..start.max(end), &text);
        }
        let snapshot = buffer.snapshot();
        assert_eq!(snapshot.as_str(), model, "after {change:?}");
        for (at, _) in model.char_indices() {
            let position = snapshot.position_of(at as u32, encoding);
            // The end of a line is one place, also between the two bytes of its end.
            let is_inside = model[..at].ends_with('\r') && model[at..].starts_with('\n');
            let back = offset(&model, position, encoding);
            assert_eq!(back, if is_inside { at - 1 } else { at }, "{position:?} in {model:?}");
            assert_eq!(snapshot.offset_of(position, encoding) as usize, back, "{position:?} in {model:?}");
        }
    }
}
