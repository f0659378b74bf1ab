//! Buffer and positions against a model that is too plain to be wrong: it walks the characters.

use super::{Buffer, Change, Encoding, Position, Text};
use proptest::prelude::*;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

fn width(char: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => char.len_utf8(),
        Encoding::Utf16 => char.len_utf16(),
        Encoding::Utf32 => 1,
    }
}

/// Start and end of each line, without its terminator.
fn model_lines(text: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if char != '\n' && char != '\r' {
            continue;
        }
        let crlf = char == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some();
        lines.push((start, at));
        start = at + 1 + usize::from(crlf);
    }
    lines.push((start, text.len()));
    lines
}

fn model_offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let Some(&(start, end)) = model_lines(text).get(position.line as usize) else { return text.len() };
    let mut left = position.column as usize;
    let mut at = start;
    for char in text[start..end].chars() {
        if width(char, encoding) > left {
            break;
        }
        left -= width(char, encoding);
        at += char.len_utf8();
    }
    at
}

fn model_position(text: &str, mut offset: usize, encoding: Encoding) -> Position {
    offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let lines = model_lines(text);
    let line = lines.iter().rposition(|(start, _)| *start <= offset).unwrap();
    let (start, end) = lines[line];
    let column: usize = text[start..offset.min(end)].chars().map(|char| width(char, encoding)).sum();
    Position::new(line as u32, column as u32)
}

fn model_apply(text: &mut String, change: &Change, encoding: Encoding) {
    let Some(range) = &change.range else {
        text.clone_from(&change.text);
        return;
    };
    let (a, b) = (model_offset(text, range.start, encoding), model_offset(text, range.end, encoding));
    text.replace_range(a.min(b)..a.max(b), &change.text);
}

/// Characters of every width, all line ends, and what other line counters take for line ends.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a", "b", " ", "\t", "é", "€", "😀", "e\u{301}", "\n", "\r", "\r\n", "\u{2028}", "\u{2029}", "\u{85}", "\u{b}",
        "\u{c}", "\u{feff}",
    ])
}

fn words(pieces: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), pieces).prop_map(|pieces| pieces.concat())
}

/// Mostly inside a small text, at times deep in a long one, at times outside of any.
fn place() -> impl Strategy<Value = Position> {
    let number = || prop_oneof![20 => 0..12_u32, 4 => 12..1500_u32, 1 => Just(u32::MAX)];
    (number(), number()).prop_map(|(line, column)| Position::new(line, column))
}

fn change() -> impl Strategy<Value = Change> {
    let range = prop::option::weighted(0.97, (place(), place()).prop_map(|(a, b)| a..b));
    (range, words(0..6)).prop_map(|(range, text)| Change { range, text })
}

/// Small texts, and texts that a rope keeps in many pieces.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![9 => words(0..40), 1 => words(1500..4000)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_in_a_row_give_the_text_of_the_model(
        start in text(),
        changes in prop::collection::vec(change(), 1..12),
        encoding in prop::sample::select(ENCODINGS.to_vec()),
    ) {
        let (mut buffer, mut model) = (Buffer::new(&start), start);
        for change in &changes {
            buffer.apply(change, encoding);
            model_apply(&mut model, change, encoding);
            let text = buffer.snapshot();
            prop_assert_eq!(text.as_str(), &*model);
            prop_assert_eq!(text.line_count() as usize, model_lines(&model).len());
        }
    }

    /// The line counts of a rope are kept up to date by edits, not made anew: ask after each.
    #[test]
    fn positions_hold_after_edits(
        start in text(),
        changes in prop::collection::vec(change(), 0..8),
        places in prop::collection::vec(place(), 1..8),
        offsets in prop::collection::vec(prop_oneof![0..200_u32, 200..9000_u32], 1..8),
    ) {
        let mut buffer = Buffer::new(&start);
        for change in &changes {
            buffer.apply(change, Encoding::Utf16);
        }
        let text = buffer.snapshot();
        for encoding in ENCODINGS {
            for place in &places {
                prop_assert_eq!(text.offset_of(*place, encoding) as usize, model_offset(text.as_str(), *place, encoding));
            }
            for offset in &offsets {
                let expected = model_position(text.as_str(), *offset as usize, encoding);
                prop_assert_eq!(text.position_of(*offset, encoding), expected);
            }
        }
    }

    #[test]
    fn every_place_outside_a_character_and_a_line_end_comes_back(text in words(0..40)) {
        let text = Text::from(&*text);
        for encoding in ENCODINGS {
            for (start, end) in model_lines(text.as_str()) {
                for offset in (start..=end).filter(|at| text.as_str().is_char_boundary(*at)) {
                    let position = text.position_of(offset as u32, encoding);
                    prop_assert_eq!(text.offset_of(position, encoding) as usize, offset);
                }
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_model(text in text()) {
        let spans: Vec<(usize, usize)> = model_lines(&text);
        let text = Text::from(&*text);
        for (line, (start, end)) in spans.iter().enumerate() {
            prop_assert_eq!(text.line_span(line as u32).range(), *start..*end);
        }
    }
}
