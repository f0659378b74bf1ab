//! What can be asked of agents.

use crate::rules::Severity;

/// Something that a project asks of its agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseRule {
    pub asked: Asked,
    /// What to say where an agent does not keep to it; the rule's own words, else.
    pub message: Option<String>,
    pub severity: Severity,
}

/// What is asked. Patterns are whole names in which `*` stands for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A section of this title, or of the same meaning.
    Section(String),
    /// A name that one of these patterns fits.
    Name(Vec<String>),
    /// No tools but these.
    Tools(Vec<String>),
    /// No model but these.
    Models(Vec<String>),
    /// None of these words.
    NoWords(Vec<String>),
}

impl Asked {
    /// What is asked, in a few words.
    pub fn summary(&self) -> String {
        match self {
            Asked::Section(title) => format!("section {title}"),
            Asked::Name(patterns) => format!("name {}", patterns.join(", ")),
            Asked::Tools(allowed) => format!("tools {}", allowed.join(", ")),
            Asked::Models(allowed) => format!("models {}", allowed.join(", ")),
            Asked::NoWords(banned) => format!("words {}", banned.join(", ")),
        }
    }
}

/// Whether `pattern` fits the whole of `name`.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or("");
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, name) in
            [("a", "a"), ("*", ""), ("a*", "abc"), ("*c", "abc"), ("a*c", "abbc"), ("a*b*c", "axbyc")]
        {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a", "ab"), ("a*", "ba"), ("a*a", "a"), ("*b*", "ac"), ("", "a")] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }
}
