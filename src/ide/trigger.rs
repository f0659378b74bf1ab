//! Which keys bring up completion by themselves.

use crate::model::AgentFile;
use crate::text::Span;

/// The characters after which an editor asks without being told to.
///
/// `:` and a blank: the value of a key; `,` and `[`: the next entry of a list; `-`: an item of a
/// list, and on line 1 the whole front matter; `@` and `**`: the name of an agent. A `(` is none: what may stand there is free text. A
/// line end is none: the Enter that accepts one proposal would accept the next.
pub const CHARACTERS: [char; 7] = [':', ' ', ',', '[', '-', '@', '*'];

/// Whether proposals at `offset` are welcome there once `typed` was typed. A blank is welcome only
/// where a value is missing: behind a finished one, Enter would add another.
pub fn invites(file: &AgentFile, offset: u32, typed: &str) -> bool {
    let before = Span::new(0, offset).slice(&file.text);
    if typed == "*" {
        return before.ends_with("**");
    }
    if typed != " " {
        return true;
    }
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("").trim();
    line == "-" || line.ends_with([':', ',', '['])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::with_cursor;

    fn blank(fixture: &str) -> bool {
        let (file, offset) = with_cursor(fixture);
        invites(&file, offset, " ")
    }

    #[test]
    fn a_blank_asks_only_where_a_value_is_missing() {
        assert!(blank("---\nmodel: $0\n---\n"));
        assert!(blank("---\ntools: Read, $0\n---\n"));
        assert!(blank("---\ntools: [ $0]\n---\n"));
        assert!(blank("---\ntools:\n  - $0\n---\n"));
        assert!(!blank("---\nmodel: opus $0\n---\n"));
        assert!(!blank("---\ndescription: Use when $0\n---\n"));
    }

    #[test]
    fn other_characters_ask_always() {
        let (file, offset) = with_cursor("---\nmodel:$0\n---\n");
        assert!(CHARACTERS.iter().filter(|c| !matches!(c, ' ' | '*')).all(|c| invites(&file, offset, &c.to_string())));
    }

    #[test]
    fn a_star_asks_once_a_name_may_follow() {
        let star = |fixture: &str| {
            let (file, offset) = with_cursor(fixture);
            invites(&file, offset, "*")
        };
        assert!(star("---\n---\n- **$0"));
        assert!(!star("---\n---\n- *$0"));
    }
}
