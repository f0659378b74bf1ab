//! Text as YAML that reads back as exactly this text.

use std::fmt::Write;

/// `text` between quotes on one line: double ones, or single ones where that saves escapes. Never
/// holds three dashes in a row, at which some tools end the front matter.
pub fn quoted(text: &str) -> String {
    let needs_escapes = text.contains("---") || text.chars().any(needs_escape);
    if !needs_escapes && text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::with_capacity(text.len() + 2);
    let mut dashes = 0;
    out.push('"');
    for c in text.chars() {
        dashes = if c == '-' { dashes + 1 } else { 0 };
        if dashes == 3 {
            dashes = 0;
            out.push_str("\\x2D");
        } else {
            escape_into(c, &mut out);
        }
    }
    out.push('"');
    out
}

/// `text` as a block under a key: `|` and its lines, indented. `None` where a block can't hold it.
pub fn block(text: &str, indent: &str, line_end: &str) -> Option<String> {
    let body = text.trim_end_matches('\n');
    let unfit = |c: char| c != '\n' && needs_escape(c);
    let starts_indented = body.trim_start_matches('\n').starts_with([' ', '\t']);
    if body.is_empty() || body.chars().any(unfit) || body.contains("---") || starts_indented || indent.is_empty() {
        return None;
    }
    let mut out = String::from(match text.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    for line in body.split('\n') {
        out.push_str(line_end);
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
    }
    for _ in 2..=text.len() - body.len() {
        out.push_str(line_end);
    }
    Some(out)
}

/// What can't stand between quotes as it is, or would not come back as it is.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn escape_into(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if needs_escape(c) => {
            let code = u32::from(c);
            let _ = if code < 0x100 { write!(out, "\\x{code:02X}") } else { write!(out, "\\u{code:04X}") };
        }
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Tree, read_value};
    use proptest::prelude::*;

    fn reads_as(entry: &str) -> Option<String> {
        let mut tree = Tree::default();
        let id = read_value(entry, &mut tree)?;
        tree.get(id)?.as_str().map(str::to_owned)
    }

    #[test]
    fn the_quotes_are_chosen_by_what_is_inside() {
        assert_eq!(quoted("Use when: x"), "\"Use when: x\"");
        assert_eq!(quoted("It's: x"), "\"It's: x\"");
        assert_eq!(quoted("Say \"x\": it's \\d"), "'Say \"x\": it''s \\d'");
        assert_eq!(quoted("a\n\"b\""), "\"a\\n\\\"b\\\"\"");
        assert_eq!(quoted("a --- b"), "\"a --\\x2D b\"");
    }

    #[test]
    fn a_block_keeps_lines_and_the_end() {
        assert_eq!(block("a: b\n\n  c", "  ", "\n").unwrap(), "|-\n  a: b\n\n    c");
        assert_eq!(block("a\n", "  ", "\r\n").unwrap(), "|\r\n  a");
        assert_eq!(block("  a", "  ", "\n"), None);
    }

    fn text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            any::<char>().prop_map(String::from),
            "[ a-z:#'\"\\\\|>{}\\[\\]&*!%@`,?-]{1,6}".prop_map(String::from),
            Just("---".to_owned()),
            Just("\n".to_owned()),
            Just("\t".to_owned()),
        ];
        prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn what_is_quoted_reads_back(text in text()) {
            let entry = format!("key: {}\n", quoted(&text));
            prop_assert!(!entry.contains("---"));
            prop_assert_eq!(reads_as(&entry), Some(text));
        }

        #[test]
        fn what_is_in_a_block_reads_back(text in text(), crlf in any::<bool>()) {
            let line_end = if crlf { "\r\n" } else { "\n" };
            if let Some(block) = block(&text, "  ", line_end) {
                let entry = format!("key: {block}{line_end}");
                prop_assert_eq!(reads_as(&entry), Some(text));
            }
        }
    }
}
