//! What is typed for the author once a line was begun: the mark of the next item of a list.

use crate::model::AgentFile;
use crate::text::{Edit, Span};

/// The key that begins a line.
pub const TRIGGER: &str = "\n";

/// The mark that goes on with the list of the line before `offset`, where the line at `offset` is blank. Behind an item
/// without words the list ends: its mark goes away.
pub fn new_line(file: &AgentFile, offset: u32) -> Option<Edit> {
    let text = &file.text;
    let (head, rest) = (text.get(..offset as usize)?, text.get(offset as usize..)?);
    let start = head.rfind(['\n', '\r'])? + 1;
    let typed = head.get(start..)?;
    let behind = rest.find(['\n', '\r']).unwrap_or(rest.len());
    if !typed.trim().is_empty() || !rest.get(..behind)?.trim().is_empty() {
        return None;
    }
    let before = head.get(..start)?;
    let before = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']))?;
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let item = Item::read(before.get(line_start..)?)?;
    let in_front_matter = offset <= file.front_matter.content.end;
    let in_code = file.outline.fences.iter().any(|fence| fence.span.touches(offset));
    if in_front_matter && item.mark != "-" || !in_front_matter && in_code {
        return None;
    }
    if item.words.is_empty() {
        return Some(Edit { span: Span::of(line_start..start), text: String::new() });
    }
    let line = Span::new(Span::offset(start), offset + Span::offset(behind));
    Some(Edit { span: line, text: format!("{}{}{}{}", item.indent, item.next_mark()?, item.gap, item.next_box()) })
}

/// A line that begins an item of a list.
struct Item<'a> {
    indent: &'a str,
    /// `-`, `*`, `+`, `1.`, `1)`
    mark: &'a str,
    gap: &'a str,
    /// Whether there is a box to tick.
    has_box: bool,
    words: &'a str,
}

impl<'a> Item<'a> {
    fn read(line: &'a str) -> Option<Item<'a>> {
        let bare = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - bare.len())?;
        let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
        let length = match bare.get(digits..)?.chars().next()? {
            '.' | ')' if (1..=9).contains(&digits) => digits + 1,
            '-' | '*' | '+' if digits == 0 => 1,
            _ => return None,
        };
        let (mark, rest) = bare.split_at_checked(length)?;
        let words = rest.trim_start_matches([' ', '\t']);
        let gap = rest.get(..rest.len() - words.len()).filter(|gap| !gap.is_empty())?;
        let ticked = ["[ ] ", "[x] ", "[X] "].iter().find_map(|ticked| words.strip_prefix(ticked));
        Some(Item { indent, mark, gap, has_box: ticked.is_some(), words: ticked.unwrap_or(words).trim() })
    }

    fn next_mark(&self) -> Option<String> {
        let Some(sign) = self.mark.strip_suffix(['.', ')']) else { return Some(self.mark.to_owned()) };
        let number = sign.parse::<u32>().ok()?.checked_add(1)?;
        Some(format!("{number}{}", self.mark.get(sign.len()..)?))
    }

    fn next_box(&self) -> &'static str {
        if self.has_box { "[ ] " } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::with_cursor;
    use crate::text::EditSet;

    fn typed(fixture: &str) -> Option<String> {
        let (file, offset) = with_cursor(fixture);
        let edit = new_line(&file, offset)?;
        Some(EditSet::new(vec![edit]).unwrap().apply(&file.text))
    }

    #[test]
    fn the_next_item_begins_as_the_one_before() {
        let body = |text: &str| typed(&format!("---\nname: a\n---\n{text}"));
        let shown = |text: &str| Some(format!("---\nname: a\n---\n{text}"));
        assert_eq!(body("- a\n$0\n"), shown("- a\n- \n"));
        assert_eq!(body("  *  a\n  $0"), shown("  *  a\n  *  "));
        assert_eq!(body("9. a\r\n$0\r\n"), shown("9. a\r\n10. \r\n"));
        assert_eq!(body("- [x] a\n$0"), shown("- [x] a\n- [ ] "));
        assert_eq!(
            typed("---\nname: a\ntools:\n  - Read\n$0\n---\n").as_deref(),
            Some("---\nname: a\ntools:\n  - Read\n  - \n---\n")
        );
    }

    #[test]
    fn an_item_without_words_ends_the_list() {
        assert_eq!(typed("- a\n- \n$0\n").as_deref(), Some("- a\n\n"));
        assert_eq!(typed("---\ntools:\n  - Read\n  - \n$0\n---\n").as_deref(), Some("---\ntools:\n  - Read\n\n---\n"));
    }

    #[test]
    fn other_lines_are_left_alone() {
        for fixture in [
            "a\n$0",
            "- a\nb$0",
            "- a\n$0b",
            "---\n$0",
            "-a\n$0",
            "```\n- a\n$0\n```\n",
            "---\nname: a\n* b\n$0\n---\n",
            "$0",
            "1 a\n$0",
        ] {
            assert_eq!(typed(fixture), None, "{fixture:?}");
        }
    }
}
