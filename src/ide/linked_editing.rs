//! The name of an agent and the title that repeats it, typed together.

use super::agents::titles;
use crate::dialect::Role;
use crate::model::{AgentFile, FileFacts};
use crate::text::Span;

/// What a name may be made of while it is typed, as a regular expression.
pub const WORD: &str = "[\\w.-]+";

/// The places that are written alike and change together, if the cursor is in one of them: the value of the name and
/// the headings that are the same, letter by letter.
pub fn linked(file: &AgentFile, facts: &FileFacts, offset: u32) -> Vec<Span> {
    let Some(name) = name(file) else { return Vec::new() };
    let words = name.slice(&file.text);
    let same = titles(file, facts).filter(|title| title.slice(&file.text) == words);
    let all: Vec<Span> = std::iter::once(name).chain(same).collect();
    let is_meant = all.len() > 1 && all.iter().any(|span| span.touches(offset));
    if is_meant { all } else { Vec::new() }
}

/// The name without quotes.
fn name(file: &AgentFile) -> Option<Span> {
    let node = file.value(Role::Name)?;
    let words = node.span.slice(&file.text);
    let bare = words.trim_matches(['"', '\'']);
    let at = node.span.start + Span::offset(words.find(bare)?);
    let is_one_word = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    is_one_word.then(|| Span::new(at, at + Span::offset(bare.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::with_cursor;

    fn shown(fixture: &str) -> Vec<String> {
        let (file, offset) = with_cursor(fixture);
        let spans = linked(&file, &FileFacts::of(&file), offset);
        spans.into_iter().map(|span| format!("{} {}", span.start, span.slice(&file.text))).collect()
    }

    #[test]
    fn the_name_and_the_title_that_repeats_it_are_typed_together() {
        let both = ["10 backend", "46 backend"];
        assert_eq!(shown("---\nname: backe$0nd\ndescription: Builds.\n---\n\n# backend\n"), both);
        assert_eq!(shown("---\nname: backend\ndescription: Builds.\n---\n\n# $0backend\n"), both);
        assert_eq!(
            shown("---\nname: \"backend$0\"\ndescription: Builds.\n---\n\n# backend\n"),
            ["11 backend", "48 backend"]
        );
    }

    #[test]
    fn other_words_are_left_alone() {
        assert!(shown("---\nname: backend$0\ndescription: Builds.\n---\n\n# Backend\n").is_empty());
        assert!(shown("---\nname: backend\ndescription: Bu$0ilds.\n---\n\n# backend\n").is_empty());
        assert!(shown("---\nname: backend$0\ndescription: Builds.\n---\n\n## backend\n").is_empty());
        assert!(shown("# back$0end\n").is_empty());
    }
}
