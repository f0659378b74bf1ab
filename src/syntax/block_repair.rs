//! The repair that OpenCode tries when front matter is not YAML: a value that holds a colon is moved
//! below its key as a block of text, then it is parsed again. Observed with 1.18.33.

use super::line_repair::Repaired;
use super::offset_map::OffsetMap;
use crate::text::Span;

/// Rewrites `content`, which stands at `base` in the file.
pub fn make_blocks(content: &str, base: u32) -> Repaired {
    let mut out =
        Repaired { text: String::with_capacity(content.len() + 16), map: OffsetMap::shift(base), quoted: vec![] };
    let mut at = 0;
    for line in content.split_inclusive('\n') {
        let start = base + Span::offset(at);
        at += line.len();
        let bare = line.trim_end_matches('\n');
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let here = |out: &Repaired| Span::offset(out.text.len());
        match value_to_move(bare) {
            Some((key, value)) => {
                let value_at = start + Span::offset(bare.trim_end().len() - value.len());
                out.text.push_str(key);
                out.text.push_str(": |-\n  ");
                out.map.step(here(&out), value_at);
                out.text.push_str(value);
                out.quoted.push(Span::new(value_at, value_at + Span::offset(value.len())));
            }
            None => out.text.push_str(bare),
        }
        if line.len() > bare.len() {
            out.map.step(here(&out), start + Span::offset(line.len() - 1));
            out.text.push('\n');
        }
        out.map.step(here(&out), base + Span::offset(at));
    }
    out
}

/// The key and the value of a line whose value becomes a block.
fn value_to_move(line: &str) -> Option<(&str, &str)> {
    if line.starts_with(char::is_whitespace) || line.trim_start().starts_with('#') {
        return None;
    }
    let end = line.len() - line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    let (key, rest) = line.split_at_checked(end)?;
    if key.is_empty() || key.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = rest.trim_start().strip_prefix(':')?.trim();
    let stays = matches!(value, "" | "|" | ">") || value.starts_with(['"', '\'']);
    (!stays && value.contains(':')).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(content: &str) -> String {
        make_blocks(content, 0).text
    }

    #[test]
    fn a_value_with_a_colon_becomes_a_block() {
        assert_eq!(repaired("description: Use when: x\n"), "description: |-\n  Use when: x\n");
        assert_eq!(repaired("a: b: c\r\nd: e\r\n"), "a: |-\n  b: c\nd: e\n");
        assert_eq!(repaired("permission: {edit: deny}\n"), "permission: |-\n  {edit: deny}\n");
        assert_eq!(repaired("description: see https://x.org # note"), "description: |-\n  see https://x.org # note");
    }

    #[test]
    fn these_lines_stay_as_they_are() {
        for line in ["top-p: a: b\n", "a: \"b: c\"\n", "  a: b: c\n", "# a: b: c\n", "a: |\n", "- a: b: c\n", "a: *b\n"]
        {
            assert_eq!(repaired(line), line);
        }
    }

    #[test]
    fn offsets_lead_back_to_the_file() {
        let fixed = make_blocks("a: x: y\r\nbc: d\r\n", 100);
        let back = |needle: &str| fixed.map.original(fixed.text.find(needle).unwrap() as u32);
        assert_eq!([back("x"), back("y"), back("bc"), back("d")], [103, 106, 109, 113]);
        assert_eq!(fixed.quoted, [Span::new(103, 107)]);
    }
}
