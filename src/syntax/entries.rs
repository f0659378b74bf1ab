//! The top level of front matter, entry by entry: from a parsed map, or line by line where it can't
//! be parsed as a whole.

use super::block_repair::make_blocks;
use super::front_matter::{Entry, Flavour, Problem, ProblemKind, Repair};
use super::lenient_yaml;
use super::line_repair::repair_lines;
use super::offset_map::OffsetMap;
use super::tree::{NodeId, NodeKind, Tree};
use super::yaml;
use crate::text::Span;

/// What YAML takes for blank: a no-break space, say, is text.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// The entries of a parsed top-level map. Entries that `<<` brings in come first: what is written wins.
pub fn of_map(text: &str, content: Span, tree: &Tree, root: NodeId, flavour: Flavour) -> Vec<Entry> {
    let Some(NodeKind::Map(pairs)) = tree.get(root).map(|node| &node.kind) else { return Vec::new() };
    let mut entries = Vec::with_capacity(pairs.len());
    let mut merged = Vec::new();
    for (at, (key, value)) in pairs.iter().enumerate() {
        let (Some(key_node), Some(value_node)) = (tree.get(*key), tree.get(*value)) else { continue };
        let next = pairs.get(at + 1).and_then(|(key, _)| tree.get(*key)).map_or(content.end, |node| node.span.start);
        let key_text = key_text(text, &key_node.kind, key_node.span);
        let key_span = key_node.span;
        if flavour.merges && key_text == "<<" && matches!(value_node.kind, NodeKind::Map(_) | NodeKind::List(_)) {
            merge(text, tree, *value, key_span, &mut merged);
            continue;
        }
        let value_end = trimmed_end(text, value_node.span).max(key_span.end);
        let line_end = line_end(text, value_end).min(next.max(value_end));
        let end = trimmed_end(text, Span::new(key_span.start, line_end));
        entries.push(Entry {
            key: key_text.into(),
            key_span,
            span: Span::new(key_span.start, end),
            raw_value: raw_value(text, key_span, end),
            value: Some(*value),
        });
    }
    merged.extend(entries);
    merged
}

fn merge(text: &str, tree: &Tree, value: NodeId, at: Span, out: &mut Vec<Entry>) {
    let maps: Vec<NodeId> = match tree.get(value).map(|node| &node.kind) {
        Some(NodeKind::Map(_)) => vec![value],
        Some(NodeKind::List(items)) => items.clone(),
        _ => return,
    };
    for map in maps {
        let Some(NodeKind::Map(pairs)) = tree.get(map).map(|node| &node.kind) else { continue };
        for (key, value) in pairs {
            let Some(node) = tree.get(*key) else { continue };
            let key = key_text(text, &node.kind, node.span);
            out.push(Entry { key: key.into(), key_span: at, span: at, raw_value: at, value: Some(*value) });
        }
    }
}

/// A key as JavaScript names it.
fn key_text(text: &str, kind: &NodeKind, span: Span) -> String {
    match kind {
        NodeKind::String { value, .. } => value.to_string(),
        NodeKind::Null => "null".into(),
        _ => span.slice(text).to_owned(),
    }
}

fn line_end(text: &str, from: u32) -> u32 {
    let rest = text.get(from as usize..).unwrap_or("");
    from + Span::offset(rest.find(['\n', '\r']).unwrap_or(rest.len()))
}

fn trimmed_end(text: &str, span: Span) -> u32 {
    span.start + Span::offset(span.slice(text).trim_end_matches(BLANKS).len())
}

/// What stands between the colon behind the key and `end`.
fn raw_value(text: &str, key: Span, end: u32) -> Span {
    let rest = Span::new(key.end, end.max(key.end));
    let Some(colon) = rest.slice(text).find(':') else { return Span::empty(rest.end) };
    let after = Span::new(rest.start + Span::offset(colon + 1), rest.end);
    let value = after.slice(text);
    let blanks = Span::offset(value.len() - value.trim_start_matches(BLANKS).len());
    if blanks == after.len() { Span::empty(after.start) } else { Span::new(after.start + blanks, after.end) }
}

/// Reads `content` (at its place in `text`) entry by entry, each alone, so that one bad line costs
/// only itself. Lines that are no entry are reported.
pub fn one_by_one(text: &str, content: Span, tree: &mut Tree, flavour: Flavour) -> (Vec<Entry>, Vec<Problem>) {
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    for chunk in chunks(text, content) {
        match chunk {
            Chunk::Stray(span) => problems.push(Problem { kind: ProblemKind::StrayLine, span }),
            Chunk::Entry { key, key_span, span } => {
                let raw_value = raw_value(text, key_span, span.end);
                let value = read_alone(text, span, tree, flavour);
                entries.push(Entry { key: key.into(), key_span, span, raw_value, value });
            }
        }
    }
    (entries, problems)
}

/// The value of the one entry at `span`; `None` where it is not YAML by itself.
pub fn read_alone(text: &str, span: Span, tree: &mut Tree, flavour: Flavour) -> Option<NodeId> {
    let root = yaml::parse(span.slice(text), &OffsetMap::shift(span.start), tree, flavour).ok()??;
    single_value(tree, root)
}

/// The value of `entry`, one `key: value` by itself, with offsets of its own; `None` where it is no
/// YAML or holds more than that.
pub fn read_value(entry: &str, tree: &mut Tree) -> Option<NodeId> {
    read_alone(entry, Span::of(0..entry.len()), tree, Flavour::BUN)
}

/// Whether `entry` alone reads once the tool's repair has quoted what it quotes.
pub fn reads_once_repaired(text: &str, entry: &Entry, repair: Repair) -> bool {
    let line_end = u32::from(text.get(entry.span.end as usize..).is_some_and(|rest| rest.starts_with('\r')));
    let source = Span::new(entry.span.start, entry.span.end + line_end).slice(text);
    let (repaired, flavour) = match repair {
        Repair::Nothing | Repair::LineByLine => return false,
        Repair::Leniently => {
            let mut tree = Tree::default();
            let reading = lenient_yaml::parse(source, entry.span.start, &mut tree);
            let whole = reading.stopped.or(reading.open_quote).or(reading.open_bracket).is_none();
            return whole && reading.root.and_then(|root| single_value(&tree, root)).is_some();
        }
        Repair::QuotedLines => (repair_lines(source, entry.span.start), Flavour::BUN),
        Repair::Blocks => (make_blocks(source, entry.span.start), Flavour::JS_YAML_3),
    };
    let mut tree = Tree::default();
    yaml::parse(&repaired.text, &repaired.map, &mut tree, flavour)
        .is_ok_and(|root| root.and_then(|root| single_value(&tree, root)).is_some())
}

fn single_value(tree: &Tree, root: NodeId) -> Option<NodeId> {
    match &tree.get(root)?.kind {
        NodeKind::Map(pairs) => match pairs.as_slice() {
            [(_, value)] => Some(*value),
            _ => None,
        },
        _ => None,
    }
}

enum Chunk<'a> {
    Entry {
        key: &'a str,
        key_span: Span,
        span: Span,
    },
    /// A line at the left margin that is neither key nor comment.
    Stray(Span),
}

/// Cuts at the lines that begin at the left margin. Indented lines, blank lines and `- items` belong
/// to the entry above.
fn chunks(text: &str, content: Span) -> Vec<Chunk<'_>> {
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut at = content.start;
    for line in content.slice(text).split_inclusive('\n') {
        let start = at;
        at += Span::offset(line.len());
        let bare = line.trim_end_matches(BLANKS);
        let end = start + Span::offset(bare.len());
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let continues = bare.starts_with([' ', '\t', ']', '}']) || bare == "-" || bare.starts_with("- ");
        if continues {
            match chunks.last_mut() {
                Some(Chunk::Entry { span, .. }) => span.end = end,
                _ => chunks.push(Chunk::Stray(Span::new(start, end))),
            }
            continue;
        }
        chunks.push(match key_of(bare) {
            Some((key, length)) => Chunk::Entry {
                key,
                key_span: Span::new(start, start + Span::offset(length)),
                span: Span::new(start, end),
            },
            None => Chunk::Stray(Span::new(start, end)),
        });
    }
    chunks
}

/// The key at the start of a line and its length with quotes; a lone word is a key that is being typed.
fn key_of(line: &str) -> Option<(&str, usize)> {
    for quote in ['"', '\''] {
        if let Some(rest) = line.strip_prefix(quote) {
            let end = rest.find(quote)?;
            let after = rest.get(end + 1..)?.trim_start_matches(BLANKS);
            return after.starts_with(':').then_some((rest.get(..end)?, end + 2));
        }
    }
    let colon = line
        .match_indices(':')
        .find(|(at, _)| line.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])));
    let key = match colon {
        Some((at, _)) => line.get(..at)?.trim_end_matches(BLANKS),
        None => line.trim_end_matches(BLANKS).trim_end_matches(':'),
    };
    let is_word = |key: &str| {
        key.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' '))
    };
    let fits = if colon.is_some() { is_word(key) && key.len() <= 80 } else { is_word(key) && !key.contains(' ') };
    fits.then_some((key, key.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> String {
        let mut tree = Tree::default();
        let (entries, problems) = one_by_one(content, Span::of(0..content.len()), &mut tree, Flavour::BUN);
        let mut out = String::new();
        for entry in entries {
            let value = entry.value.and_then(|id| tree.get(id)).map(|node| match &node.kind {
                NodeKind::String { value, .. } => format!("{value:?}"),
                NodeKind::List(items) => format!("list of {}", items.len()),
                other => format!("{other:?}"),
            });
            out.push_str(&format!(
                "{} = {} | raw {:?}\n",
                entry.key,
                value.as_deref().unwrap_or("?"),
                entry.raw_value.slice(content)
            ));
        }
        for problem in problems {
            out.push_str(&format!("{:?} {:?}\n", problem.kind, problem.span.slice(content)));
        }
        out
    }

    #[test]
    fn one_bad_line_costs_only_itself() {
        expect_test::expect![[r#"
            name = "x" | raw "x"
            description = ? | raw "Use when: y"
            tools = list of 2 | raw "- Read\n  - Bash"
            mod = ? | raw ""
            model = "opus" | raw "opus # good"
            StrayLine "<example>"
            StrayLine "this is no key"
        "#]]
        .assert_eq(&read(
            "name: x\n# note\ndescription: Use when: y\n<example>\ntools:\n  - Read\n  - Bash\n\nmod\nthis is no key\nmodel: opus # good\n",
        ));
    }

    #[test]
    fn half_typed_values_keep_their_key_and_text() {
        expect_test::expect![[r#"
            description = ? | raw "\"Use this"
            tools = ? | raw "[Read, Wr"
            model = Null | raw ""
        "#]]
        .assert_eq(&read("description: \"Use this\ntools: [Read, Wr\nmodel:\n"));
    }
}
