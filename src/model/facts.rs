//! What other files may depend on: equal facts mean that nothing outside of the file changes.

use super::mentions::{self, Form, Mention};
use super::verdict::name::from_path;
use super::{AgentFile, AreaShape};
use crate::dialect::{Capability, Identity, Role};
use crate::heading::SectionKind;
use crate::syntax::outline::SectionId;
use crate::text::{Encoding, Position, Span, Text};

/// What a file tells the others of its workspace. Holds no places: text that moves changes none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The name that the agent is called by, or would be if it loaded.
    pub name: Option<Box<str>>,
    pub loads: bool,
    pub description: Box<str>,
    /// The words of the description that tell it from others, each once, in order of the alphabet.
    pub words: Vec<Box<str>>,
    /// What the description costs every session.
    pub tokens: u32,
    /// Whether it can start other agents.
    pub delegates: bool,
    /// Agents that it names, each once, in order.
    pub names: Vec<Named>,
    /// Areas and items of expertise, in the order of the file.
    pub knows: Vec<Known>,
    /// The first section of each kind, in the order of the file.
    pub sections: Vec<Kept>,
}

/// An agent that a file names, in any spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// See [`mentions::key`]; of a link, the path as it is written.
    pub key: Box<str>,
    pub is_link: bool,
    pub sure: bool,
    pub delegates: bool,
}

/// Something that an agent knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub text: Box<str>,
    /// The area that an item belongs to; `None` for an area and for items without one.
    pub area: Option<Box<str>>,
}

/// A section that other files may want, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub kind: SectionKind,
    pub title: Box<str>,
    pub level: u8,
}

/// Where the file says what its facts tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The value of the name, or the beginning of the file.
    pub name: Span,
    pub mentions: Vec<Mention>,
    /// For each entry of [`FileFacts::knows`].
    pub knows: Vec<Span>,
    /// The same places in lines and columns, where no text is kept that tells them.
    pub spots: Option<Spots>,
}

/// Lines and columns of [`Places`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    pub name: [Spot; 2],
    /// For each mention: beginning and end.
    pub mentions: Vec<[Spot; 2]>,
    /// For each entry of [`FileFacts::knows`]: the beginning.
    pub knows: Vec<Spot>,
}

/// A place in each way of counting columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// From 0.
    pub line: u32,
    pub utf8: u32,
    pub utf16: u32,
    pub utf32: u32,
}

impl Spot {
    fn of(text: &Text, offset: u32) -> Spot {
        let column = |encoding| text.position_of(offset, encoding);
        let at = column(Encoding::Utf8);
        let (utf16, utf32) = (column(Encoding::Utf16).column, column(Encoding::Utf32).column);
        Spot { line: at.line, utf8: at.column, utf16, utf32 }
    }

    pub fn position(self, encoding: Encoding) -> Position {
        let column = match encoding {
            Encoding::Utf8 => self.utf8,
            Encoding::Utf16 => self.utf16,
            Encoding::Utf32 => self.utf32,
        };
        Position::new(self.line, column)
    }
}

/// Words of a description past this number are not compared.
const MOST_WORDS: usize = 96;

impl FileFacts {
    pub fn of(file: &AgentFile) -> FileFacts {
        let verdict = &file.verdict;
        let description = verdict.description.as_deref().unwrap_or("");
        FileFacts {
            name: name(file).map(Into::into),
            loads: verdict.loads,
            description: description.into(),
            words: words(description),
            tokens: verdict.tokens.description,
            delegates: can_delegate(file),
            names: names(file),
            knows: knows(file).map(|(known, _)| known).collect(),
            sections: sections(file),
        }
    }

    /// See [`mentions::key`].
    pub fn key(&self) -> Option<String> {
        self.name.as_deref().map(mentions::key).filter(|key| !key.is_empty())
    }
}

impl Places {
    pub fn of(file: &AgentFile) -> Places {
        Places {
            name: file.value(Role::Name).map_or(Span::empty(0), |node| node.span),
            mentions: file.mentions().cloned().collect(),
            knows: knows(file).map(|(_, span)| span).collect(),
            spots: None,
        }
    }

    /// With lines and columns, for a file whose text is not kept.
    #[must_use]
    pub fn with_spots(mut self, text: &str) -> Places {
        let text = Text::from(text);
        let both = |span: Span| [Spot::of(&text, span.start), Spot::of(&text, span.end)];
        self.spots = Some(Spots {
            name: both(self.name),
            mentions: self.mentions.iter().map(|mention| both(mention.span)).collect(),
            knows: self.knows.iter().map(|span| Spot::of(&text, span.start)).collect(),
        });
        self
    }
}

fn name(file: &AgentFile) -> Option<&str> {
    let written = || file.value(Role::Name).and_then(|node| node.as_str()).map(str::trim);
    let rule = &file.dialect.name;
    let of_file = || (rule.identity != Identity::Name).then(|| from_path(rule, &file.path));
    file.verdict.name.as_deref().or_else(written).or_else(of_file).filter(|name| !name.is_empty())
}

/// Whether a tool that starts agents is in effect.
fn can_delegate(file: &AgentFile) -> bool {
    let starts = |name: &String| {
        let tool = file.dialect.tools.iter().find(|tool| tool.name == *name);
        tool.is_some_and(|tool| tool.does.contains(&Capability::Delegate))
    };
    let tools = &file.verdict.tools;
    match &tools.effective {
        Some(tools) => tools.iter().any(starts),
        None => !tools.denied.iter().any(starts),
    }
}

fn names(file: &AgentFile) -> Vec<Named> {
    let mut names: Vec<Named> = file
        .mentions()
        .map(|mention| {
            let is_link = mention.form == Form::Link;
            Named {
                key: if is_link { mention.name.clone() } else { mentions::key(&mention.name).into() },
                is_link,
                sure: mention.sure,
                delegates: mention.delegates,
            }
        })
        .collect();
    names.sort();
    names.dedup_by(|next, kept| {
        let same = next.key == kept.key && next.is_link == kept.is_link;
        if same {
            kept.sure |= next.sure;
            kept.delegates |= next.delegates;
        }
        same
    });
    names
}

fn knows(file: &AgentFile) -> impl Iterator<Item = (Known, Span)> + '_ {
    let expertise = &*file.expertise;
    let named = expertise.areas.iter().filter(|area| area.shape != AreaShape::Section);
    let areas = named.map(|area| (Known { text: (*area.name).into(), area: None }, area.name_span));
    let items = expertise.items.iter().map(|item| {
        let area = item.area.and_then(|index| expertise.area(index)).map(|area| (*area.name).into());
        (Known { text: (*item.text).into(), area }, item.span)
    });
    areas.chain(items)
}

fn sections(file: &AgentFile) -> Vec<Kept> {
    let mut kept: Vec<Kept> = Vec::new();
    for (at, section) in file.outline.sections.iter().enumerate() {
        let kind = file.sections.kind(SectionId(Span::offset(at)));
        let is_wanted = !matches!(kind, SectionKind::Other | SectionKind::Identity) && section.level > 1;
        if is_wanted && !kept.iter().any(|kept| kept.kind == kind) {
            kept.push(Kept { kind, title: section.title.clone(), level: section.level });
        }
    }
    kept
}

/// The words of a description, without those that all descriptions have and without endings.
fn words(description: &str) -> Vec<Box<str>> {
    let lower = description.to_lowercase();
    let mut words: Vec<Box<str>> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '+' && c != '#')
        .map(|word| word.trim_matches('-'))
        .filter(|word| word.chars().count() > 3 && !EVERYWHERE.contains(word))
        .map(|word| word.strip_suffix('s').filter(|word| word.len() > 4).unwrap_or(word).into())
        .take(MOST_WORDS)
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Words of many descriptions that say nothing of what an agent does.
const EVERYWHERE: &[&str] = &[
    "agent",
    "agents",
    "use",
    "used",
    "uses",
    "using",
    "when",
    "need",
    "needs",
    "this",
    "that",
    "with",
    "from",
    "and",
    "proactively",
    "must",
    "expert",
    "specialist",
    "user",
    "users",
    "asks",
    "should",
    "after",
    "before",
    "whenever",
    "other",
    "including",
    "your",
    "their",
    "these",
    "those",
    "will",
    "have",
    "been",
    "into",
    "about",
    "cuando",
    "para",
];
