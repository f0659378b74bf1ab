//! Front matter as Qwen Code reads it: strict fences, and where it is not YAML a reading line by line
//! that takes anything.

use super::{cut_out, is_too_big, none, take_root, unclosed, whole_problem};
use crate::syntax::fence::{self, FenceLines, Fences};
use crate::syntax::front_matter::{Entry, Flavour, FrontMatter, FrontMatterState, Problem, ProblemKind, Repair};
use crate::syntax::offset_map::OffsetMap;
use crate::syntax::tree::{Node, NodeId, NodeKind, ScalarStyle, Tree};
use crate::syntax::yaml::{self, YamlErrorKind};
use crate::text::Span;

const FENCES: FenceLines = FenceLines { byte_order_mark: true, lone_returns: true, closing_alone: true };

/// Its YAML reader takes control characters, but no key twice.
const YAML: Flavour = Flavour { duplicate_keys: false, ..Flavour::BUN };

/// Reads as Qwen Code does. Observed with 0.24.4.
pub fn qwen_code(text: &str) -> FrontMatter {
    let cut = match FENCES.cut(text) {
        Fences::Closed(cut) => cut,
        Fences::Unclosed { opening, content_start } => {
            let mut read = unclosed(text, opening, content_start, YAML, Repair::LineByLine);
            if let Some(span) = fence::line_of_dashes(text, content_start) {
                read.problems = vec![Problem { kind: ProblemKind::WrongClosing, span }];
            }
            return read;
        }
        Fences::None => return none(text, YAML, Repair::LineByLine),
    };
    let mut read = cut_out(&cut, YAML, Repair::LineByLine);
    if !is_too_big(&mut read) {
        read_content(text, &mut read);
    }
    read
}

fn read_content(text: &str, read: &mut FrontMatter) {
    let content = read.content.slice(text);
    let error = match yaml::parse(content, &OffsetMap::shift(read.content.start), &mut read.tree, read.flavour) {
        Ok(root) => return take_root(text, root, read),
        Err(error) => error,
    };
    read.state = FrontMatterState::Repaired;
    let mut scratch = FrontMatter::nothing(read.body, Flavour::BUN, Repair::Nothing);
    scratch.content = read.content;
    super::recover(text, &mut scratch);
    read.problems = scratch.problems;
    if read.problems.is_empty() && error.kind != YamlErrorKind::DuplicateKey {
        read.problems.push(whole_problem(text, read.content, error));
    }
    read.tree = Tree::default();
    let mut lines = Lines { text, tree: &mut read.tree, entries: Vec::new(), open: None };
    let mut at = read.content.start;
    for line in content.split_inclusive(['\n', '\r']) {
        lines.take(line.trim_end_matches(['\n', '\r']), at);
        at += Span::offset(line.len());
    }
    lines.close();
    read.entries = lines.entries;
}

/// The reading line by line: a key with its value, a key with `  - items`, or a key with indented keys.
struct Lines<'a> {
    text: &'a str,
    tree: &'a mut Tree,
    entries: Vec<Entry>,
    /// The entry at the end of `entries` that has no value on its own line.
    open: Option<Open>,
}

enum Open {
    Undecided,
    Items(Vec<NodeId>),
    Pairs(Vec<(NodeId, NodeId)>),
}

const ITEM: &str = "  - ";

impl Lines<'_> {
    fn take(&mut self, line: &str, at: u32) {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            return;
        }
        let indent = Span::offset(line.len() - line.trim_start().len());
        let end = at + Span::offset(line.trim_end().len());
        if let Some(open) = self.open.take() {
            let is_item = line.starts_with(ITEM);
            match open {
                Open::Undecided | Open::Items(_) if is_item => {
                    let start = at + Span::offset(ITEM.len());
                    let item = self.value(Span::new(start.min(end), end));
                    let mut items = if let Open::Items(items) = open { items } else { Vec::new() };
                    items.push(item);
                    self.open = Some(Open::Items(items));
                    return self.reach(end);
                }
                Open::Undecided | Open::Pairs(_) if line.starts_with("  ") => {
                    let mut pairs = if let Open::Pairs(pairs) = open { pairs } else { Vec::new() };
                    let (key, value) = bare.split_once(':').unwrap_or((bare, ""));
                    let start = at + indent;
                    let key_span = Span::new(start, start + Span::offset(key.trim_end().len()));
                    let key = self.tree.push(Node { span: key_span, kind: plain(key.trim()) });
                    let value = self.value(Span::new(end - Span::offset(value.len().min(bare.len())), end));
                    pairs.push((key, value));
                    self.open = Some(Open::Pairs(pairs));
                    return self.reach(end);
                }
                open => {
                    self.open = Some(open);
                    self.close();
                }
            }
        }
        // A line without a colon is skipped.
        let Some((key, value)) = line.split_once(':') else { return };
        let start = at + indent.min(Span::offset(key.len()));
        let key_span = Span::new(start, start + Span::offset(key.trim().len()));
        let behind = Span::new((at + Span::offset(key.len() + 1)).min(end), end);
        let is_empty = value.trim().is_empty();
        let value = self.value(behind);
        let raw_value = self.tree.get(value).map_or(behind, |node| node.span);
        self.entries.push(Entry {
            key: key.trim().into(),
            key_span,
            span: Span::new(start, end),
            raw_value,
            value: Some(value),
        });
        if is_empty {
            self.open = Some(Open::Undecided);
        }
    }

    /// The value of one line: a text in double quotes, a word of YAML, a number, or the text as it stands.
    fn value(&mut self, place: Span) -> NodeId {
        let raw = place.slice(self.text);
        let value = raw.trim();
        let start = place.start + Span::offset(raw.len() - raw.trim_start().len());
        let span = if value.is_empty() {
            Span::empty(place.start)
        } else {
            Span::new(start, start + Span::offset(value.len()))
        };
        let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let kind = match (value, quoted) {
            ("" | "null", _) => NodeKind::Null,
            ("true", _) => NodeKind::Bool(true),
            ("false", _) => NodeKind::Bool(false),
            (_, Some(inside)) => NodeKind::String {
                value: inside.replace("\\\"", "\"").replace("\\\\", "\\").into(),
                style: ScalarStyle::DoubleQuoted,
            },
            _ => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => NodeKind::Number(number),
                _ => plain(value),
            },
        };
        self.tree.push(Node { span, kind })
    }

    /// Lets the last entry reach to `end`.
    fn reach(&mut self, end: u32) {
        if let Some(entry) = self.entries.last_mut() {
            entry.span.end = end;
            entry.raw_value = Span::new(entry.raw_value.start, end);
        }
    }

    fn close(&mut self) {
        let kind = match self.open.take() {
            Some(Open::Items(items)) => NodeKind::List(items),
            Some(Open::Pairs(pairs)) => NodeKind::Map(pairs),
            Some(Open::Undecided) | None => return,
        };
        let Some(entry) = self.entries.last_mut() else { return };
        let start = match &kind {
            NodeKind::Map(pairs) => pairs.first().and_then(|(key, _)| self.tree.get(*key)).map(|node| node.span.start),
            NodeKind::List(items) => {
                items.first().and_then(|item| self.tree.get(*item)).map(|node| node.span.start.saturating_sub(2))
            }
            _ => None,
        };
        entry.raw_value = Span::new(start.unwrap_or(entry.raw_value.start).min(entry.span.end), entry.span.end);
        entry.value = Some(self.tree.push(Node { span: entry.raw_value, kind }));
    }
}

fn plain(text: &str) -> NodeKind {
    NodeKind::String { value: text.into(), style: ScalarStyle::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let read = qwen_code(text);
        let mut out = format!("{:?}", read.state);
        for entry in &read.entries {
            let value = match read.value(entry).map(|node| &node.kind) {
                Some(NodeKind::String { value, .. }) => format!("{value:?}"),
                Some(NodeKind::List(items)) => format!("list of {}", items.len()),
                Some(NodeKind::Map(pairs)) => format!("map of {}", pairs.len()),
                other => format!("{other:?}"),
            };
            out.push_str(&format!(" {}={value}", entry.key));
        }
        for problem in &read.problems {
            out.push_str(&format!(" ! {:?} {:?}", problem.kind, problem.span.slice(text)));
        }
        out + "\n"
    }

    #[test]
    fn what_is_no_yaml_is_read_line_by_line() {
        let of = |lines: &str| read(&format!("---\nname: a\n{lines}\n---\nDo what is asked.\n"));
        let lines = [
            "description: b",
            "description: Use when: b",
            "description: \"b \\d\"",
            "description: \"b",
            "description: b\nstray text",
            "description: b\nname: c",
            "description: Use: b\ntools:\n  - glob\n  - edit\nmodel:\n",
            "description: Use: b\nrunConfig:\n  max_turns: 5\n  x: y z",
            "description: |\n  Use it\n  when: x\ntools: [glob",
            "tools:\n\t- glob",
            "tools: [glob",
        ];
        expect_test::expect![[r#"
            Valid name="a" description="b"
            Repaired name="a" description="Use when: b" ! ColonInValue ":"
            Repaired name="a" description="b \\d" ! BadEscape "\\d"
            Repaired name="a" description="\"b" ! UnclosedQuote "\""
            Repaired name="a" description="b" ! StrayLine "stray text"
            Repaired name="a" description="b" name="c"
            Repaired name="a" description="Use: b" tools=list of 2 model=Some(Null) ! ColonInValue ":"
            Repaired name="a" description="Use: b" runConfig=map of 2 ! ColonInValue ":"
            Repaired name="a" description="|" when="x" tools="[glob" ! UnclosedFlow "["
            Repaired name="a" tools=Some(Null) ! Tab "- glob"
            Repaired name="a" tools="[glob" ! UnclosedFlow "["
        "#]]
        .assert_eq(&lines.map(of).concat());
    }

    #[test]
    fn a_fence_that_does_not_close_is_pointed_at() {
        let texts = [
            "---\nname: a\n---  \nB\n",
            "---\nname: a\n---",
            "---\nname: a\n----\nB\n",
            "---\nname: a\n\nB\n",
            "--- \nname: a\n---\nB\n",
            "\u{feff}---\r\nname: a\r\n---\r\nB",
            "---\rname: a\r---\rB",
        ];
        expect_test::expect![[r#"
            None name="a" ! WrongClosing "---  "
            None name="a" ! WrongClosing "---"
            None name="a" ! WrongClosing "----"
            None name="a" ! Unclosed "---"
            None
            Valid name="a"
            Valid name="a"
        "#]]
        .assert_eq(&texts.map(read).concat());
    }
}
