//! Names of agents: which of them a tool refuses, and what name a file gives its agent.

use crate::dialect::{Alphabet, NameRule};
use crate::text::Span;

/// Why a tool refuses a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault<'n> {
    TooLong,
    TooShort,
    /// It begins with this.
    Start(&'n str),
    /// It ends with this.
    End(&'n str),
    /// It holds this.
    Holds(&'n str),
    /// The tool keeps the name for itself.
    Reserved,
}

/// The first thing that `rule` has against `name`.
pub fn fault<'n>(rule: &NameRule, name: &'n str) -> Option<NameFault<'n>> {
    let length = name.encode_utf16().count();
    if rule.max_chars.is_some_and(|max| length > max as usize) {
        return Some(NameFault::TooLong);
    }
    if rule.min_chars.is_some_and(|min| length < min as usize) {
        return Some(NameFault::TooShort);
    }
    let begins = |part: &str| name.get(..part.len()).filter(|start| *start == part);
    if let Some(start) = rule.forbidden_prefix.iter().chain(rule.forbidden_edges.iter()).find_map(|part| begins(part)) {
        return Some(NameFault::Start(start));
    }
    let holds = |part: &str| name.find(part).and_then(|at| name.get(at..at + part.len()));
    let stranger = |alphabet| name.char_indices().find(|(_, c)| !belongs(alphabet, *c));
    let foreign = rule.alphabet.and_then(stranger).and_then(|(at, c)| name.get(at..at + c.len_utf8()));
    if let Some(part) = rule.forbidden_chars.iter().find_map(|part| holds(part)).or(foreign) {
        return Some(NameFault::Holds(part));
    }
    let ends = |part: &str| name.get(name.len().checked_sub(part.len())?..).filter(|end| *end == part);
    if let Some(end) = rule.forbidden_edges.iter().find_map(|part| ends(part)) {
        return Some(NameFault::End(end));
    }
    let reserved = rule.reserved.iter().any(|word| word.to_lowercase() == name.to_lowercase());
    reserved.then_some(NameFault::Reserved)
}

/// Whether a sign may stand in a name.
pub fn belongs(alphabet: Alphabet, c: char) -> bool {
    match alphabet {
        Alphabet::Slug => c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'),
        Alphabet::Word => c.is_alphanumeric() || matches!(c, '-' | '_'),
    }
}

impl NameFault<'_> {
    /// The words to point at in the value at `value`: a part of it where the fault lies in a part.
    pub fn place(&self, text: &str, value: Span) -> Span {
        let raw = value.slice(text);
        let found = match self {
            NameFault::Start(part) | NameFault::Holds(part) => raw.find(part).zip(Some(part.len())),
            NameFault::End(part) => raw.rfind(part).zip(Some(part.len())),
            NameFault::TooLong | NameFault::TooShort | NameFault::Reserved => None,
        };
        found.map_or(value, |(at, length)| Span::of(at..at + length).shifted(value.start))
    }
}

/// The name that the file at `path` gives its agent: without folders, or with those below a folder of agents.
pub fn from_path<'a>(rule: &NameRule, path: &'a str) -> &'a str {
    let below = rule.path_roots.iter().find_map(|root| path.split_once(&**root).map(|(_, below)| below));
    let name = below.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
    rule.file_endings.iter().find_map(|ending| name.strip_suffix(&**ending)).unwrap_or(name)
}
