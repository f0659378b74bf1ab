//! YAML with spans, from the events of granit-parser. The only file that knows the parser.

use super::offset_map::OffsetMap;
use super::stand_in;
use super::tree::{Node, NodeId, NodeKind, ScalarStyle, Tree};
use crate::text::Span;
use granit_parser as granit;
use rustc_hash::{FxHashMap, FxHashSet};

/// Collections may nest this deep: far beyond what an author writes, and bounded for hostile files.
const DEPTH_LIMIT: usize = 8192;

/// Where one tool's YAML reader departs from another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flavour {
    /// Control characters are text, and so is a comma at the start of a value.
    pub odd_characters: bool,
    /// Of equal keys one counts; else a map that has them is not YAML.
    pub duplicate_keys: bool,
    /// Of equal keys the first one counts; else the last one.
    pub first_of_equal_keys: bool,
    /// Quoted text may go on at the left margin.
    pub outdented_quotes: bool,
    /// Tabs at the start of a line are passed over, and count for no indentation.
    pub skips_tabs: bool,
    /// `<<` brings in the entries of another map; else it is a key like any other.
    pub merges: bool,
}

impl Flavour {
    /// The reader of the Bun runtime.
    pub const BUN: Flavour = Flavour {
        odd_characters: true,
        duplicate_keys: true,
        first_of_equal_keys: false,
        outdented_quotes: false,
        skips_tabs: false,
        merges: true,
    };
    /// The library js-yaml, version 4.
    pub const JS_YAML: Flavour = Flavour {
        odd_characters: false,
        duplicate_keys: false,
        first_of_equal_keys: false,
        outdented_quotes: true,
        skips_tabs: false,
        merges: true,
    };
    /// The library js-yaml, version 3.
    pub const JS_YAML_3: Flavour = Flavour {
        odd_characters: false,
        duplicate_keys: false,
        first_of_equal_keys: false,
        outdented_quotes: false,
        skips_tabs: true,
        merges: true,
    };
    /// The reader that VS Code has of its own (`lenient_yaml`).
    pub const VSCODE: Flavour = Flavour {
        odd_characters: true,
        duplicate_keys: true,
        first_of_equal_keys: true,
        outdented_quotes: true,
        skips_tabs: true,
        merges: false,
    };
    /// The library libyaml and what is built on it.
    pub const LIBYAML: Flavour = Flavour {
        odd_characters: false,
        duplicate_keys: false,
        first_of_equal_keys: false,
        outdented_quotes: true,
        skips_tabs: false,
        merges: false,
    };
}

/// Why a text is not YAML.
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
    ControlCharacter,
    Other,
}

/// Parses `source` into `tree`; the offsets of all spans go through `map`. `Ok(None)` where there is no value.
pub fn parse(source: &str, map: &OffsetMap, tree: &mut Tree, flavour: Flavour) -> Result<Option<NodeId>, YamlError> {
    let options = granit::options! {
        // Checked by hand for quoted text alone: brackets may close at the left margin.
        strict_indentation: false,
        emit_comments: false,
        flow_nesting_limit: DEPTH_LIMIT,
        block_nesting_limit: DEPTH_LIMIT,
    };
    if !flavour.odd_characters
        && let Some(at) = source.find(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
    {
        return Err(YamlError { at: map.original(Span::offset(at)), kind: YamlErrorKind::ControlCharacter });
    }
    let stand_in = if flavour.odd_characters {
        stand_in::substitute(source)
    } else if flavour.skips_tabs {
        stand_in::without_leading_tabs(source)
    } else {
        None
    };
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
    if let Some(at) = builder.duplicate.filter(|_| !flavour.duplicate_keys) {
        return Err(YamlError { at, kind: YamlErrorKind::DuplicateKey });
    }
    match builder.outdented.filter(|_| !flavour.outdented_quotes) {
        Some(at) => Err(YamlError { at, kind: YamlErrorKind::UnclosedQuote }),
        None => Ok(builder.root),
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
        if in_flow || self.outdented.is_some() || !raw.contains('\n') {
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
        self.open.push(Collection { node, anchor, is_map, is_flow, key: None, items: Vec::new(), pairs: Vec::new() });
    }

    fn end(&mut self, span: &granit::Span) {
        let Some(done) = self.open.pop() else { return };
        let raw_end = span.byte_range().map_or(0, |range| range.end);
        // A block collection ends behind the blank lines that follow it.
        let kept = self.source.get(..raw_end).map_or(raw_end, |before| before.trim_end().len());
        let end = self.original(Span::offset(kept));
        self.look_for_duplicate_keys(&done.pairs);
        if let Some(node) = self.tree.get_mut(done.node) {
            node.span = Span::new(node.span.start, end.max(node.span.start));
            node.kind = if done.is_map { NodeKind::Map(done.pairs) } else { NodeKind::List(done.items) };
        }
        if done.anchor != 0 {
            self.anchors.insert(done.anchor, done.node);
        }
        self.place(done.node);
    }

    fn look_for_duplicate_keys(&mut self, pairs: &[(NodeId, NodeId)]) {
        let mut seen = FxHashSet::default();
        let keys = pairs.iter().filter_map(|(key, _)| self.tree.get(*key));
        let second = keys
            .filter(|key| key.as_str().is_none_or(|text| text != "<<"))
            .find(|key| key.as_str().is_some_and(|text| !seen.insert(text)))
            .map(|key| key.span.start);
        self.duplicate = self.duplicate.or(second);
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
    use crate::syntax::tree::show;

    fn read(source: &str) -> String {
        read_as(source, Flavour::BUN)
    }

    fn read_as(source: &str, flavour: Flavour) -> String {
        let mut tree = Tree::default();
        match parse(source, &OffsetMap::shift(0), &mut tree, flavour) {
            Ok(Some(root)) => show(&tree, root),
            Ok(None) => "nothing".into(),
            Err(error) => format!("{:?} at {}", error.kind, error.at),
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
        parse(source, &OffsetMap::shift(0), &mut tree, Flavour::BUN).unwrap();
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
    fn readers_differ() {
        let all = |source| [Flavour::BUN, Flavour::JS_YAML_3, Flavour::LIBYAML].map(|flavour| read_as(source, flavour));
        assert_eq!(all("a: 1\na: 2"), [r#"{"a": 1, "a": 2}"#, "DuplicateKey at 5", "DuplicateKey at 5"]);
        assert_eq!(all("a:\n\t- b"), ["Tab at 4", r#"{"a": ["b"]}"#, "Tab at 4"]);
        let [bun, js, lib] = all("a: \"b\nc\"");
        assert_eq!([&*bun, &*js, &*lib], ["UnclosedQuote at 3", "UnclosedQuote at 3", r#"{"a": "b c"}"#]);
        assert_eq!(all("a: x\u{7}"), [r#"{"a": "x\u{7}"}"#, "ControlCharacter at 4", "ControlCharacter at 4"]);
    }

    #[test]
    fn hostile_nesting_is_bounded() {
        for source in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000), "? ".repeat(20_000)] {
            assert!(read(&source).contains(" at "), "{}", &source[..8]);
        }
    }
}
