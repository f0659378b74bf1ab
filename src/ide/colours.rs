//! Colours in front matter: the value of the key for the agent's colour.

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::text::Span;

/// A colour, its parts from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

/// The names that tools give colours, as a terminal shows them.
const NAMES: &[(&str, Colour)] = &[
    ("red", Colour::of(0xdc, 0x26, 0x26)),
    ("blue", Colour::of(0x25, 0x63, 0xeb)),
    ("green", Colour::of(0x16, 0xa3, 0x4a)),
    ("yellow", Colour::of(0xca, 0x8a, 0x04)),
    ("purple", Colour::of(0x93, 0x33, 0xea)),
    ("orange", Colour::of(0xea, 0x58, 0x0c)),
    ("pink", Colour::of(0xdb, 0x27, 0x77)),
    ("cyan", Colour::of(0x08, 0x91, 0xb2)),
];

impl Colour {
    const fn of(red: u8, green: u8, blue: u8) -> Colour {
        Colour { red, green, blue }
    }

    /// `#rgb` or `#rrggbb`
    fn from_hex(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |at: usize, length: usize| {
            let digits = digits.get(at * length..(at + 1) * length)?;
            u8::from_str_radix(&digits.repeat(3 - length), 16).ok()
        };
        let length = match digits.len() {
            3 => 1,
            6 => 2,
            _ => return None,
        };
        Some(Colour::of(part(0, length)?, part(1, length)?, part(2, length)?))
    }

    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    fn distance(self, other: Colour) -> u32 {
        let part = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
        part(self.red, other.red) + part(self.green, other.green) + part(self.blue, other.blue)
    }
}

/// The agent's colour and where it stands.
pub fn colour(file: &AgentFile) -> Option<(Span, Colour)> {
    let node = file.value(Role::Color)?;
    let value = node.as_str()?.trim();
    let named = NAMES.iter().find(|(name, _)| *name == value.to_lowercase()).map(|(_, colour)| *colour);
    Some((node.span, named.or_else(|| Colour::from_hex(value))?))
}

/// How the tool can be told a colour: by the closest of its names, or by numbers where it takes them.
pub fn presentations(file: &AgentFile, colour: Colour) -> Vec<String> {
    let Some(field) = file.field(Role::Color) else { return Vec::new() };
    let is_allowed = |name: &str| field.values.iter().any(|choice| choice.value == name);
    let mut names: Vec<(u32, &str)> = NAMES
        .iter()
        .filter(|(name, _)| is_allowed(name))
        .map(|(name, known)| (known.distance(colour), *name))
        .collect();
    names.sort_unstable();
    if names.is_empty() {
        vec![format!("\"{}\"", colour.hex())]
    } else {
        names.into_iter().map(|(_, name)| name.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;

    #[test]
    fn names_and_numbers_are_colours() {
        let shown = |value: &str| {
            let file = file(&format!("---\nname: a\ndescription: b\ncolor: {value}\n---\n"));
            colour(&file).map(|(span, colour)| format!("{} {}", span.slice(&file.text), colour.hex()))
        };
        assert_eq!(shown("blue").as_deref(), Some("blue #2563eb"));
        assert_eq!(shown("\"#0f8\"").as_deref(), Some("\"#0f8\" #00ff88"));
        assert_eq!(shown("\"#01020x\""), None);
        assert_eq!(shown("sort of blue"), None);
        let file = file("---\nname: a\ndescription: b\ncolor: blue\n---\n");
        assert_eq!(presentations(&file, Colour::of(250, 10, 10))[0], "red");
    }
}
