//! The front matter of one file, as its tool reads it.

use super::tree::{Node, NodeId, Tree};
pub use super::yaml::Flavour;
use crate::text::Span;

/// The front matter of one file.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    pub state: FrontMatterState,
    /// The opening `---`, without blanks; also where it stands too late to count.
    pub opening: Option<Span>,
    /// The `---` at which the tool ends the front matter.
    pub closing: Option<Span>,
    /// What stands between the fences. Where the closing one is missing: what would be front matter.
    pub content: Span,
    /// Where the body begins.
    pub body: u32,
    /// All entries that can be told apart, in order, duplicates included.
    pub entries: Vec<Entry>,
    pub tree: Tree,
    /// What keeps the front matter from being read as it stands; the cause first.
    pub problems: Vec<Problem>,
    /// Values that the tool's repair put into quotes; empty unless [`FrontMatterState::Repaired`].
    pub quoted: Vec<Span>,
    /// How the tool reads YAML.
    pub flavour: Flavour,
    /// What it tries where that fails.
    pub repair: Repair,
}

/// What a tool tries where front matter is not YAML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repair {
    #[default]
    Nothing,
    /// It puts the values of single lines into quotes and parses again.
    QuotedLines,
    /// It reads each line for itself, as `key: value`.
    LineByLine,
    /// It moves values that hold a colon below their keys as blocks of text, and parses again.
    Blocks,
    /// Nothing is repaired: its reader takes what is not YAML as far as it can, and passes over the rest.
    Leniently,
}

/// What becomes of the front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterState {
    /// The tool sees none.
    None,
    /// Read at once.
    Valid,
    /// Read after the tool's own repair; other tools may reject it.
    Repaired,
    /// The tool can't read it.
    Lost,
}

/// One `key: value` of the top level.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key as the tool reads it.
    pub key: Box<str>,
    /// The bytes of the key, quotes included.
    pub key_span: Span,
    /// From the first byte of the key to the end of its last line, without the line end.
    pub span: Span,
    /// What stands after the colon, trimmed; empty (just behind the colon) where nothing does.
    pub raw_value: Span,
    /// The value in [`FrontMatter::tree`]; `None` where this entry can't be read.
    pub value: Option<NodeId>,
}

/// Something the reader met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The exact bytes to point at.
    pub span: Span,
}

/// What the reader met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Front matter that does not begin on line 1.
    NotOnFirstLine,
    /// The opening fence has no closing one.
    Unclosed,
    /// A line that was meant to close the front matter, and does not: something stands behind its dashes,
    /// or no line end.
    WrongClosing,
    /// A line that closes the front matter, with something behind its dashes: the tool loses the body.
    BodyLost,
    /// The tool ends the front matter in the middle of a line.
    CutInsideLine,
    /// Not a map of keys at all.
    NotAMap,
    /// Larger than the tool, or we, read.
    TooBig,
    /// `: ` inside a value without quotes.
    ColonInValue,
    /// A value that begins with a character that means something in YAML.
    SpecialStart,
    /// Text behind a quoted value.
    TextAfterQuote,
    UnclosedQuote,
    /// `\d` and the like between double quotes.
    BadEscape,
    /// `[` or `{` without its partner.
    UnclosedFlow,
    /// A line at the left margin that is no `key: value`.
    StrayLine,
    /// A key without a colon behind it, or without a blank behind the colon.
    NoColon,
    /// A tab where YAML wants blanks.
    Tab,
    /// `*name` without `&name`.
    UnknownAlias,
    TooDeep,
    /// A line whose indentation fits nothing above it.
    BadIndent,
    /// A key that its map has already, where the tool does not take that.
    DuplicateKey,
    /// Where the tool stops reading: it passes over this and all keys below.
    RestLost,
    /// A control character, where the tool does not take that.
    ControlCharacter,
    /// Anything else that is not YAML.
    NotYaml,
}

impl FrontMatter {
    /// Nothing found yet, in a text that begins at `start`.
    pub fn nothing(start: u32, flavour: Flavour, repair: Repair) -> FrontMatter {
        FrontMatter {
            state: FrontMatterState::None,
            opening: None,
            closing: None,
            content: Span::empty(start),
            body: start,
            entries: Vec::new(),
            tree: Tree::default(),
            problems: Vec::new(),
            quoted: Vec::new(),
            flavour,
            repair,
        }
    }

    /// The entry that counts for `key`: the last one of its name, or the first, as the tool has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let mut of_name = self.entries.iter().filter(|entry| &*entry.key == key);
        if self.flavour.first_of_equal_keys { of_name.next() } else { of_name.next_back() }
    }

    /// Visits every span, in no certain order.
    pub fn for_each_span(&mut self, visit: &mut impl FnMut(&mut Span)) {
        self.opening.iter_mut().chain(&mut self.closing).for_each(&mut *visit);
        visit(&mut self.content);
        for entry in &mut self.entries {
            [&mut entry.key_span, &mut entry.span, &mut entry.raw_value].into_iter().for_each(&mut *visit);
        }
        self.tree.for_each_span(visit);
        self.problems.iter_mut().for_each(|problem| visit(&mut problem.span));
        self.quoted.iter_mut().for_each(visit);
    }

    /// The value of an entry.
    pub fn value(&self, entry: &Entry) -> Option<&Node> {
        entry.value.and_then(|id| self.tree.get(id))
    }
}
