//! YAML with spans, from the events of granit-parser. The only file that knows the parser.

use super::offset_map::OffsetMap;
use super::stand_in;
use super::tree::{Node, NodeId, NodeKind, ScalarStyle, Tree};
use crate::text::Span;
use granit_parser as granit;
use rustc_hash::{FxHashMap, FxHashSet};

/// Collections may nest this deep: far beyond what an author writes, and bounded for hostile files.
const DEPTH_LIMIT: usize = 8192;

/// Why a text is no YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Where the parser stopped.
    pub at: u32,
    pub kind: YamlErrorKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YamlErrorKind {
    UnknownAlias,
    UnclosedQuote,
    BadEscape,
    UnclosedFlow,
    Tab,
    TooDeep,
    SecondDocument,
    DuplicateKey,
    Other,
}

/// Where the tools' YAML readers differ. The default is the one that takes most.
#[derive(Clone, Copy, Debug)]
pub struct YamlOptions {
    /// Whether a key may stand twice in one map.
    pub duplicate_keys: bool,
    /// Whether quoted text may go on at the left margin.
    pub outdented_quotes: bool,
    /// Whether control characters, and a comma at the start of a value, are taken.
    pub odd_characters: bool,
}

impl Default for YamlOptions {
    fn default() -> YamlOptions {
        YamlOptions { duplicate_keys: true, outdented_quotes: false, odd_characters: true }
    }
}

impl YamlOptions {
    /// As js-yaml reads.
    pub const JS_YAML: YamlOptions =
        YamlOptions { duplicate_keys: false, outdented_quotes: true, odd_characters: false };
}

/// Parses `source` into `tree`; the offsets of all spans go through `map`. `Ok(None)` where there is no value.
pub fn parse(source: &str, map: &OffsetMap, tree: &mut Tree) -> Result<Option<NodeId>, YamlError> {
    parse_with(source, map, tree, YamlOptions::default())
}

/// The same as a certain reader reads it.
pub fn parse_with(
    source: &str,
    map: &OffsetMap,
    tree: &mut Tree,
    accepts: YamlOptions,
) -> Result<Option<NodeId>, YamlError> {
    let options = granit::options! {
        // Checked by hand for quoted text alone: brackets may close at the left margin.
        strict_indentation: false,
        emit_comments: false,
        flow_nesting_limit: DEPTH_LIMIT,
        block_nesting_limit: DEPTH_LIMIT,
    };
    let stand_in = if accepts.odd_characters { stand_in::substitute(source) } else { None };
    let (source, inner) = match &stand_in {
        Some(substituted) => (&*substituted.text, Some(&substituted.map)),
        None => (source, None),
    };
    let mut builder = Builder {
        source,
        map,
        inner,
        tree,
        open: Vec::new(),
        anchors: FxHashMap::default(),
        root: None,
        outdented: None,
        accepts,
        duplicate: None,
    };
    let mut documents = 0;
    for event in granit::Parser::new_from_str_with_options(source, options) {
        let (event, span) = event.map_err(|error| builder.error(&error))?;
        match event {
            granit::Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return Err(YamlError { at: builder.span(&span).start, kind: YamlErrorKind::SecondDocument });
                }
            }
            event => builder.take(event, &span),
        }
    }
    match (builder.duplicate, builder.outdented) {
        (Some(at), _) => Err(YamlError { at, kind: YamlErrorKind::DuplicateKey }),
        (None, Some(at)) => Err(YamlError { at, kind: YamlErrorKind::UnclosedQuote }),
        (None, None) => Ok(builder.root),
    }
}

struct Builder<'a> {
    source: &'a str,
    map: &'a OffsetMap,
    /// From `source` to what the caller gave, where characters had to be replaced.
    inner: Option<&'a OffsetMap>,
    tree: &'a mut Tree,
    /// Collections that are not closed yet.
    open: Vec<Collection>,
    anchors: FxHashMap<usize, NodeId>,
    root: Option<NodeId>,
    /// The first quoted text that goes on at the left margin: no YAML.
    outdented: Option<u32>,
    accepts: YamlOptions,
    /// The first key that its map has already.
    duplicate: Option<u32>,
}

struct Collection {
    node: NodeId,
    anchor: usize,
    is_map: bool,
    is_flow: bool,
    /// A key that waits for its value.
    key: Option<NodeId>,
    items: Vec<NodeId>,
    pairs: Vec<(NodeId, NodeId)>,
    /// The keys so far, where none may stand twice.
    keys: FxHashSet<Box<str>>,
}

impl Builder<'_> {
    fn span(&self, span: &granit::Span) -> Span {
        let raw = Span::of(span.byte_range().unwrap_or(0..0));
        Span::new(self.original(raw.start), self.original(raw.end))
    }

    fn original(&self, at: u32) -> u32 {
        self.map.original(self.inner.map_or(at, |inner| inner.original(at)))
    }

    fn error(&self, error: &granit::ScanError) -> YamlError {
        use granit::ErrorKind as E;
        let at = error.marker().byte_offset().unwrap_or(self.source.len());
        let kind = match error.kind() {
            E::UnknownAnchor => YamlErrorKind::UnknownAlias,
            E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape | E::InvalidUnicodeEscape => {
                YamlErrorKind::BadEscape
            }
            E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent => YamlErrorKind::UnclosedQuote,
            E::UnclosedFlowCollection { .. } | E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping => {
                YamlErrorKind::UnclosedFlow
            }
            E::TabInIndentation | E::TabInBlockIndentation | E::TabNotAllowed => YamlErrorKind::Tab,
            E::RecursionLimitExceeded => YamlErrorKind::TooDeep,
            _ => YamlErrorKind::Other,
        };
        YamlError { at: self.original(Span::offset(at)), kind }
    }

    fn take(&mut self, event: granit::Event<'_>, span: &granit::Span) {
        match event {
            granit::Event::Scalar(value, style, anchor, tag) => {
                if matches!(style, granit::ScalarStyle::SingleQuoted | granit::ScalarStyle::DoubleQuoted) {
                    self.check_indent(span);
                }
                let kind = match self.inner {
                    Some(_) => scalar(&stand_in::restore(&value), style, tag.as_deref()),
                    None => scalar(&value, style, tag.as_deref()),
                };
                let node = self.tree.push(Node { span: self.span(span), kind });
                if anchor != 0 {
                    self.anchors.insert(anchor, node);
                }
                self.place(node);
            }
            granit::Event::SequenceStart(style, anchor, _) => self.start(span, style, anchor, false),
            granit::Event::MappingStart(style, anchor, _) => self.start(span, style, anchor, true),
            granit::Event::SequenceEnd | granit::Event::MappingEnd => self.end(span),
            granit::Event::Alias(anchor) => {
                let kind = self.anchors.get(&anchor).and_then(|id| self.tree.get(*id)).map(|node| node.kind.clone());
                let node = self.tree.push(Node { span: self.span(span), kind: kind.unwrap_or(NodeKind::Null) });
                self.place(node);
            }
            _ => {}
        }
    }

    /// Quoted text of more than one line goes on further right than the key or item that it belongs to.
    fn check_indent(&mut self, span: &granit::Span) {
        let in_flow = self.open.iter().any(|collection| collection.is_flow);
        let raw = span.slice(self.source).unwrap_or("");
        if self.accepts.outdented_quotes || in_flow || self.outdented.is_some() || !raw.contains('\n') {
            return;
        }
        let outdented = raw.split('\n').skip(1).any(|line| !line.trim().is_empty() && !line.starts_with([' ', '\t']));
        if outdented && !self.open.is_empty() {
            self.outdented = Some(self.span(span).start);
        }
    }

    fn start(&mut self, span: &granit::Span, style: granit::StructureStyle, anchor: usize, is_map: bool) {
        let is_flow = style == granit::StructureStyle::Flow;
        let kind = if is_map { NodeKind::Map(Vec::new()) } else { NodeKind::List(Vec::new()) };
        let node = self.tree.push(Node { span: self.span(span), kind });
        self.open.push(Collection {
            node,
            anchor,
            is_map,
            is_flow,
            key: None,
            items: Vec::new(),
            pairs: Vec::new(),
            keys: FxHashSet::default(),
        });
    }

    fn end(&mut self, span: &granit::Span) {
        let Some(done) = self.open.pop() else { return };
        let raw_end = span.byte_range().map_or(0, |range| range.end);
        // A block collection ends behind the blank lines that follow it.
        let kept = self.source.get(..raw_end).map_or(raw_end, |before| before.trim_end().len());
        let end = self.original(Span::offset(kept));
        if let Some(node) = self.tree.get_mut(done.node) {
            node.span = Span::new(node.span.start, end.max(node.span.start));
            node.kind = if done.is_map { NodeKind::Map(done.pairs) } else { NodeKind::List(done.items) };
        }
        if done.anchor != 0 {
            self.anchors.insert(done.anchor, done.node);
        }
        self.place(done.node);
    }

    fn place(&mut self, node: NodeId) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        if !parent.is_map {
            parent.items.push(node);
        } else if let Some(key) = parent.key.take() {
            parent.pairs.push((key, node));
        } else {
            parent.key = Some(node);
            if let Some(key) = self.tree.get(node).filter(|_| !self.accepts.duplicate_keys) {
                // Of other kinds two are never taken for the same.
                let is_new = key.as_str().is_none_or(|text| parent.keys.insert(text.into()));
                if !is_new && self.duplicate.is_none() {
                    self.duplicate = Some(key.span.start);
                }
            }
        }
    }
}

/// A scalar as YAML 1.2's core schema reads it, which is what JavaScript's YAML readers do: `yes` and dates are strings.
fn scalar(value: &str, style: granit::ScalarStyle, tag: Option<&granit::Tag>) -> NodeKind {
    let style = match style {
        granit::ScalarStyle::SingleQuoted => ScalarStyle::SingleQuoted,
        granit::ScalarStyle::DoubleQuoted => ScalarStyle::DoubleQuoted,
        granit::ScalarStyle::Literal => ScalarStyle::Literal,
        granit::ScalarStyle::Folded => ScalarStyle::Folded,
        _ => ScalarStyle::Plain,
    };
    let as_string = || NodeKind::String { value: value.into(), style };
    let core = tag.and_then(|tag| tag.core_suffix());
    match core {
        Some("str") => return as_string(),
        Some("null") => return NodeKind::Null,
        Some("int" | "float") => return number(value).map_or_else(as_string, NodeKind::Number),
        _ => {}
    }
    if style != ScalarStyle::Plain {
        return as_string();
    }
    match value {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" => NodeKind::Bool(true),
        "false" | "False" | "FALSE" => NodeKind::Bool(false),
        _ => number(value).map_or_else(as_string, NodeKind::Number),
    }
}

/// A number of the core schema.
fn number(text: &str) -> Option<f64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1.0, text.get(1..)?),
        b'+' => (1.0, text.get(1..)?),
        _ => (1.0, text),
    };
    match digits {
        ".inf" | ".Inf" | ".INF" => return Some(sign * f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        _ => {}
    }
    let radix = |prefix: &str, radix: u32| {
        let digits = digits.strip_prefix(prefix)?;
        // Checked by hand: the standard reader would take a second sign.
        digits.chars().all(|c| c.is_digit(radix)).then(|| u64::from_str_radix(digits, radix).ok())?
    };
    if let Some(value) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        #[allow(clippy::cast_precision_loss)]
        return Some(sign * value as f64);
    }
    let well_formed = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
        && digits.bytes().any(|b| b.is_ascii_digit())
        && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if well_formed { digits.parse::<f64>().ok().map(|value| sign * value) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> String {
        let mut tree = Tree::default();
        match parse(source, &OffsetMap::shift(0), &mut tree) {
            Ok(Some(root)) => show(&tree, root),
            Ok(None) => "nothing".into(),
            Err(error) => format!("{:?} at {}", error.kind, error.at),
        }
    }

    fn show(tree: &Tree, id: NodeId) -> String {
        let node = tree.get(id).unwrap();
        match &node.kind {
            NodeKind::Null => "null".into(),
            NodeKind::Bool(value) => value.to_string(),
            NodeKind::Number(value) => value.to_string(),
            NodeKind::String { value, .. } => format!("{value:?}"),
            NodeKind::List(items) => {
                format!("[{}]", items.iter().map(|id| show(tree, *id)).collect::<Vec<_>>().join(", "))
            }
            NodeKind::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| format!("{}: {}", show(tree, *key), show(tree, *value)));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
        }
    }

    #[test]
    fn scalars_have_the_types_of_the_core_schema() {
        assert_eq!(read("[1, -2.5, 0x1F, 0o17, +3, 1e3]"), "[1, -2.5, 31, 15, 3, 1000]");
        assert_eq!(
            read("[yes, on, 2026-11-22, 1_000, 1.2.3, .]"),
            r#"["yes", "on", "2026-11-22", "1_000", "1.2.3", "."]"#
        );
        assert_eq!(read("[true, False, ~, null, 'null', !!str 5]"), r#"[true, false, null, null, "null", "5"]"#);
    }

    #[test]
    fn aliases_take_the_value_of_their_anchor() {
        assert_eq!(read("a: &x [1, 2]\nb: *x"), r#"{"a": [1, 2], "b": [1, 2]}"#);
        assert_eq!(read("a: *x"), "UnknownAlias at 3");
    }

    #[test]
    fn spans_are_those_of_the_values() {
        let mut tree = Tree::default();
        let source = "a: 'x y'\nb:\n  - c\n  - d\n\n";
        parse(source, &OffsetMap::shift(0), &mut tree).unwrap();
        let spans: Vec<&str> =
            (0..tree.len() as u32).map(|at| tree.get(NodeId(at)).unwrap().span.slice(source)).collect();
        expect_test::expect![[r#"
            [
                "a: 'x y'\nb:\n  - c\n  - d",
                "a",
                "'x y'",
                "b",
                "- c\n  - d",
                "c",
                "d",
            ]
        "#]]
        .assert_debug_eq(&spans);
    }

    #[test]
    fn reads_what_the_tools_readers_take_beyond_the_specification() {
        assert_eq!(read("a: x\u{7}y\u{1b}[31m"), r#"{"a": "x\u{7}y\u{1b}[31m"}"#);
        assert_eq!(read("a: , b\nc: [d, e]"), r#"{"a": ", b", "c": ["d", "e"]}"#);
        assert_eq!(read("a: [\n  b,\n  c\n]\nd: e"), r#"{"a": ["b", "c"], "d": "e"}"#);
        assert!(read("a: \"b\nc\"").contains("UnclosedQuote"));
        assert!(read("a: b\0c").contains(" at "));
    }

    #[test]
    fn js_yaml_takes_no_key_twice_and_no_odd_characters() {
        let read = |source: &str| {
            let mut tree = Tree::default();
            parse_with(source, &OffsetMap::shift(0), &mut tree, YamlOptions::JS_YAML).map(|_| ()).map_err(|e| e.kind)
        };
        assert_eq!(read("a: 1\nb: 2\na: 3"), Err(YamlErrorKind::DuplicateKey));
        assert_eq!(read("a:\n  b: 1\n  b: 1"), Err(YamlErrorKind::DuplicateKey));
        assert_eq!(read("a: {b: 1}\nc: {b: 1}"), Ok(()));
        assert!(read("a: x\u{7}y").is_err());
        assert_eq!(read("a: \"b\nc\""), Ok(()));
    }

    #[test]
    fn hostile_nesting_is_bounded() {
        for source in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000), "? ".repeat(20_000)] {
            assert!(read(&source).contains(" at "), "{}", &source[..8]);
        }
    }
}
