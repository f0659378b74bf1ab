//! What the tools' YAML readers take and the specification forbids: control characters, and a comma
//! at the start of a value. Each is parsed under a stand-in character and put back afterwards.

use super::offset_map::OffsetMap;
use crate::text::Span;
use std::borrow::Cow;

/// Stand-ins are private-use characters: the code point of what they stand for, behind this one.
const FIRST: u32 = 0xF_E000;

/// A text with stand-ins.
pub struct Substituted {
    pub text: String,
    /// From offsets of `text` to those of the original.
    pub map: OffsetMap,
}

/// `source` with stand-ins; `None` where it needs none, which is nearly always.
pub fn substitute(source: &str) -> Option<Substituted> {
    let needs = |b: u8| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 0);
    let has_comma = memchr::memmem::find(source.as_bytes(), b": ,").is_some();
    if !has_comma && !source.bytes().any(needs) {
        return None;
    }
    let mut out = Substituted { text: String::with_capacity(source.len() + 16), map: OffsetMap::shift(0) };
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let comma = comma_at_start_of_value(line);
        for (offset, c) in line.char_indices() {
            let replaced = Some(offset) == comma || u8::try_from(c).is_ok_and(needs);
            match char::from_u32(FIRST + u32::from(c)).filter(|_| replaced) {
                Some(stand_in) => {
                    out.text.push(stand_in);
                    out.map.step(Span::offset(out.text.len()), Span::offset(at + offset + c.len_utf8()));
                }
                None => out.text.push(c),
            }
        }
        at += line.len();
    }
    Some(out)
}

/// `source` without the tabs that lines begin with; `None` where there are none.
pub fn without_leading_tabs(source: &str) -> Option<Substituted> {
    let begins_with_tab = |line: &str| line.trim_start_matches(' ').starts_with('\t') && !line.trim().is_empty();
    if !source.split_inclusive('\n').any(begins_with_tab) {
        return None;
    }
    let mut out = Substituted { text: String::with_capacity(source.len()), map: OffsetMap::shift(0) };
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let kept = if begins_with_tab(line) { line.trim_start_matches([' ', '\t']) } else { line };
        if kept.len() < line.len() {
            out.text.push_str(line.get(..spaces).unwrap_or(""));
            out.map.step(Span::offset(out.text.len()), Span::offset(at + line.len() - kept.len()));
        }
        out.text.push_str(kept);
        at += line.len();
    }
    Some(out)
}

/// The comma of a line `key: , text`.
fn comma_at_start_of_value(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let key = line.get(..colon)?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let value = line.get(colon + 1..)?.trim_start_matches(' ');
    (plain && value.starts_with(',') && value.len() + colon + 1 < line.len()).then(|| line.len() - value.len())
}

/// A value with the original characters.
pub fn restore(value: &str) -> Cow<'_, str> {
    let original = |c: char| {
        let code = u32::from(c).checked_sub(FIRST).filter(|code| *code < 0x80)?;
        char::from_u32(code)
    };
    if !value.chars().any(|c| original(c).is_some()) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.chars().map(|c| original(c).unwrap_or(c)).collect())
}
