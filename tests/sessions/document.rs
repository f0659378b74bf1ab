//! A document as the editor has it: plain text, and places counted as the protocol says, written as simply as can be.

use serde_json::{Value, json};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub text: String,
    pub version: i64,
}

/// `units` of a text in an encoding of positions.
pub fn units(encoding: &str, text: &str) -> usize {
    match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    }
}

impl Document {
    /// The lines' bytes, without their ends.
    fn lines(&self) -> Vec<Range<usize>> {
        let bytes = self.text.as_bytes();
        let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
        while at < bytes.len() {
            let end = match bytes[at] {
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
                b'\r' | b'\n' => 1,
                _ => 0,
            };
            if end > 0 {
                lines.push(start..at);
                start = at + end;
            }
            at += end.max(1);
        }
        lines.push(start..bytes.len());
        lines
    }

    /// The place that a part of the text's length means: between two characters, and not within a line end.
    pub fn place(&self, part: u16) -> usize {
        let wanted = self.text.len() * usize::from(part) / usize::from(u16::MAX);
        let is_place = |at: &usize| {
            self.text.is_char_boundary(*at) && !(self.text[..*at].ends_with('\r') && self.text[*at..].starts_with('\n'))
        };
        (0..=wanted).rev().find(is_place).unwrap_or(0)
    }

    pub fn position(&self, at: usize, encoding: &str) -> Value {
        let lines = self.lines();
        let (number, line) = lines.iter().enumerate().rev().find(|(_, line)| line.start <= at).unwrap();
        json!({"line": number, "character": units(encoding, &self.text[line.start..at])})
    }

    pub fn range(&self, range: &Range<usize>, encoding: &str) -> Value {
        json!({"start": self.position(range.start, encoding), "end": self.position(range.end, encoding)})
    }

    /// The place of a position of the server; `None` where there is none such in the text.
    pub fn offset(&self, position: &Value, encoding: &str) -> Option<usize> {
        let line = self.lines().get(position["line"].as_u64()? as usize)?.clone();
        let column = position["character"].as_u64()? as usize;
        let content = &self.text[line.clone()];
        let mut places = content.char_indices().map(|(at, _)| at).chain([content.len()]);
        places.find(|at| units(encoding, &content[..*at]) == column).map(|at| line.start + at)
    }

    /// Makes the edits of an answer, which are all about the text as it is.
    pub fn edited(&self, edits: &[Value], encoding: &str) -> Result<String, String> {
        let mut places = Vec::new();
        for edit in edits {
            let place = |end: &str| {
                let position = &edit["range"][end];
                self.offset(position, encoding).ok_or_else(|| format!("{position} is no place in {:?}", self.text))
            };
            let text = edit["newText"].as_str().or_else(|| edit["snippet"]["value"].as_str()).unwrap_or_default();
            places.push((place("start")?..place("end")?, text));
        }
        places.sort_by_key(|(place, _)| (place.start, place.end));
        if places.windows(2).any(|pair| pair[0].0.end > pair[1].0.start) {
            return Err(format!("edits overlap: {edits:?}"));
        }
        let mut text = self.text.clone();
        for (place, new) in places.into_iter().rev() {
            if place.start > place.end {
                return Err(format!("{place:?} ends before it begins"));
            }
            text.replace_range(place, new);
        }
        Ok(text)
    }
}
