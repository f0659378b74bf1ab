//! The next reading of front matter while one plain value is being typed, made from the one before. Most
//! keystrokes in front matter are of this kind, and nothing but that value and the places behind it is new.

use super::front_matter::{Entry, FrontMatter, FrontMatterState};
use super::tree::{NodeKind, ScalarStyle};
use crate::text::Span;

/// Words that some reader takes for something other than text.
const NO_TEXT: &[&str] = &["true", "false", "yes", "no", "on", "off", "y", "n", "null", "inf", "nan"];

/// Front matter in which one value was typed on.
#[derive(Clone, Debug)]
pub struct Retyped {
    pub front_matter: FrontMatter,
    /// Index of the entry in [`FrontMatter::entries`].
    pub entry: usize,
    /// Where the value ended before, in bytes. All that stood there or behind has moved.
    pub from: u32,
    /// Where it ends now.
    pub to: u32,
}

/// The front matter of `after`, where `before` reads as `read` and the two differ within one plain value of
/// one line that is harmless before and after. `None` wherever that is not sure: the file has to be read.
/// Behind that value the two texts are the same.
pub fn retyped(read: &FrontMatter, before: &str, after: &str) -> Option<Retyped> {
    if read.state != FrontMatterState::Valid || !read.problems.is_empty() {
        return None;
    }
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let at = Span::offset(same);
    let is_here = |entry: &Entry| entry.raw_value.touches(at) && entry.raw_value.start > entry.key_span.end;
    let (index, entry) = read.entries.iter().enumerate().find(|(_, entry)| is_here(entry))?;
    let (id, old) = (entry.value?, entry.raw_value);
    let node = read.tree.get(id)?;
    let is_plain =
        matches!(&node.kind, NodeKind::String { value, style: ScalarStyle::Plain } if **value == *old.slice(before));
    if !is_plain || node.span != old || entry.span.end != old.end {
        return None;
    }
    let rest = before.get(old.end as usize..)?;
    let new_end = after.len().checked_sub(rest.len())?;
    let new = after.get(old.start as usize..new_end)?;
    if after.get(new_end..)? != rest || before.get(..old.start as usize)? != after.get(..old.start as usize)? {
        return None;
    }
    if !is_harmless(old.slice(before)) || !is_harmless(new) {
        return None;
    }

    let mut next = read.clone();
    next.tree.get_mut(id)?.kind = NodeKind::String { value: new.into(), style: ScalarStyle::Plain };
    let (from, to) = (old.end, Span::offset(new_end));
    next.for_each_span(&mut |span| *span = moved(*span, from, to));
    next.body = next.body - from + to;
    Some(Retyped { front_matter: next, entry: index, from, to })
}

/// A span of the text before, in which a value ended at byte `from`, for the one in which it ends at `to`.
/// Nothing begins within a value but the value.
pub fn moved(span: Span, from: u32, to: u32) -> Span {
    let moved = |at: u32| if at < from { at } else { at - from + to };
    Span::new(moved(span.start), moved(span.end))
}

/// Whether a value is plain text to every reader, with nothing in it that may mean anything in YAML, in a
/// tool's repair of it, or for where the front matter ends.
fn is_harmless(value: &str) -> bool {
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | ';' | '(' | ')' | '/');
    value.starts_with(|c: char| c.is_ascii_alphabetic())
        && !value.ends_with(' ')
        && value.chars().all(is_fine)
        && !value.contains("--")
        && !NO_TEXT.iter().any(|word| value.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::reader;
    use proptest::prelude::*;

    const READERS: [fn(&str) -> FrontMatter; 7] = [
        reader::claude_code,
        reader::copilot_cli,
        reader::gemini_cli,
        reader::opencode,
        reader::plain,
        reader::qwen_code,
        reader::vscode,
    ];

    const SAMPLES: [&str; 4] = [
        include_str!("../../tests/samples/frontend.md"),
        "---\nname: a b\ndescription: Reads, then writes (twice).\ntools: Read, Edit\n# a remark\nmodel: opus\n---\nBody\n",
        "\u{feff}---\r\nname: one\r\ntools:\r\n  - Read\r\n  - Edit\r\ncolor:  red\r\nx: {a: b}\r\n---\r\nBody\r\n",
        "---\nbase: &b {model: opus}\n<<: *b\nname: a\nname: Ünïcode\ndescription: |\n  Text\n  more\nlast: word\n---\n",
    ];

    fn typed(text: &str, entry: &str, to: &str) -> String {
        assert!(text.contains(entry));
        text.replacen(entry, to, 1)
    }

    #[test]
    fn a_letter_in_a_plain_value_is_not_read_again() {
        let [_, text, crlf, merged] = SAMPLES;
        for (text, entry, to) in [
            (text, "model: opus", "model: opu"),
            (text, "model: opus", "model: opus-5"),
            (text, "name: a b", "name: a longer b"),
            (text, "then writes", "then wries"),
            (text, "Read, Edit", "Read, Edit, Grep"),
            (crlf, "red", "reed"),
            (crlf, "name: one", "name: on-e"),
            (merged, "last: word", "last: words"),
        ] {
            let after = typed(text, entry, to);
            for read in READERS {
                let before = read(text);
                if before.state == FrontMatterState::Valid && before.problems.is_empty() {
                    let next = retyped(&before, text, &after).unwrap_or_else(|| panic!("{after}"));
                    assert_eq!(format!("{:?}", next.front_matter), format!("{:?}", read(&after)), "{after}");
                }
            }
        }
    }

    #[test]
    fn what_may_mean_something_is_read_again() {
        let text = SAMPLES[1];
        let before = reader::claude_code(text);
        for (entry, to) in [
            ("model: opus", "model: true"),
            ("model: opus", "model: 5"),
            ("model: opus", "model: "),
            ("model: opus", "model: opus #"),
            ("model: opus", "model: opus: a"),
            ("model: opus", "model: opus\n"),
            ("model: opus", "model: opus---"),
            ("model: opus", "model: 'opus"),
            ("model: opus", "modl: opus"),
            ("a remark", "a remarks"),
            ("Body", "A body"),
        ] {
            assert!(retyped(&before, text, &typed(text, entry, to)).is_none(), "{to}");
        }
        let two = typed(&typed(text, "model: opus", "model: opu"), "Body", "Bodies");
        assert!(retyped(&before, text, &two).is_none());
    }

    proptest! {
        #[test]
        fn it_is_the_reading_of_the_whole_text(
            which in 0..SAMPLES.len(),
            edits in prop::collection::vec((0_usize..260, 0_usize..4, "[a-z ]{0,4}|[-,:#'\"!\n\r.|>\\[0-9é]{0,3}"), 1..4),
        ) {
            for read in READERS {
                let mut text = SAMPLES[which].to_owned();
                let mut reading = read(&text);
                for (at, length, put) in &edits {
                    let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
                    let (start, end) = (floor(*at), floor(at + length));
                    let after = format!("{}{put}{}", &text[..start], &text[end..]);
                    let fresh = read(&after);
                    if let Some(next) = retyped(&reading, &text, &after) {
                        prop_assert_eq!(format!("{:?}", next.front_matter), format!("{fresh:?}"), "{}", after);
                    }
                    (text, reading) = (after, fresh);
                }
            }
        }
    }
}
