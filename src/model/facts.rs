//! What other files may depend on: equal facts mean that nothing outside of the file changes.

use super::mentions::{self, Form, Mention, MentionHere};
use super::verdict::name::from_path;
use super::{AgentFile, AreaShape};
use crate::dialect::{Capability, Identity, Role};
use crate::heading::SectionKind;
use crate::syntax::outline::Section;
use crate::text::{Encoding, Position, Span, Text};
use smallvec::SmallVec;
use std::sync::Arc;

/// What a file tells the others of its workspace. Holds no places: text that moves changes none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The name that the agent is called by, or would be if it loaded.
    pub name: Option<Box<str>>,
    pub loads: bool,
    pub description: Box<str>,
    /// The words of the description that tell it from others, each once, in order of the alphabet.
    pub words: Arc<[Box<str>]>,
    /// What the description costs every session.
    pub tokens: u32,
    /// Whether it can start other agents.
    pub delegates: bool,
    /// Agents that it names, each once, in order.
    pub names: Vec<Named>,
    /// Areas and items of expertise, in the order of the file.
    pub knows: Arc<[Known]>,
    /// The first section of each kind, in the order of the file.
    pub sections: Arc<[Kept]>,
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

/// Where a file whose text is not kept says what its facts tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The value of the name, or the beginning of the file.
    pub name: Span,
    pub mentions: Vec<Mention>,
    /// For each entry of [`FileFacts::knows`].
    pub knows: Vec<Span>,
    /// The same places in lines and columns, where somebody may ask for them.
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
        FileFacts::after(file, None)
    }

    /// The facts of `file`; what is the same in the version before, which had these facts, is taken over.
    pub fn after(file: &AgentFile, before: Option<(&AgentFile, &FileFacts)>) -> FileFacts {
        let verdict = &file.verdict;
        let description = description(file);
        let same_body = before.filter(|(before, _)| before.outline.same_reading(&file.outline));
        let same_description = before.filter(|(_, facts)| *facts.description == *description);
        let same_names = before.filter(|(before, _)| before.mentions().say_the_same(file.mentions()));
        let (knows, sections) = match same_body {
            Some((_, facts)) => (Arc::clone(&facts.knows), Arc::clone(&facts.sections)),
            None => (knows(file).collect(), sections(file).collect()),
        };
        FileFacts {
            name: name(file).map(Into::into),
            loads: verdict.loads,
            description: description.into(),
            words: same_description.map_or_else(|| words(description), |(_, facts)| Arc::clone(&facts.words)),
            tokens: verdict.tokens.description,
            delegates: can_delegate(file),
            names: same_names.map_or_else(|| names(file), |(_, facts)| facts.names.clone()),
            knows,
            sections,
        }
    }

    /// Whether these facts of `before` are surely those of `file`, the next version, and all mentions say the same,
    /// one by one. Looks at each thing once, makes nothing, and moves no reading of a body.
    pub fn hold_for(&self, file: &AgentFile, before: &AgentFile) -> bool {
        let verdict = &file.verdict;
        name(file) == self.name.as_deref()
            && verdict.loads == self.loads
            && description(file) == &*self.description
            && verdict.tokens.description == self.tokens
            && can_delegate(file) == self.delegates
            && before.mentions().say_the_same(file.mentions())
            && (before.outline.same_reading(&file.outline) || self.are_of_body(file))
    }

    fn are_of_body(&self, file: &AgentFile) -> bool {
        let known = known_spans(file).map(|(text, area, _)| (text, area));
        let same = |kept: &Kept, (kind, section): (SectionKind, &Section)| {
            kept.kind == kind && kept.level == section.level && kept.title == section.title
        };
        let mut kept = self.sections.iter();
        known.eq(self.knows.iter().map(|known| (&*known.text, known.area.as_deref())))
            && wanted_sections(file).all(|found| kept.next().is_some_and(|kept| same(kept, found)))
            && kept.next().is_none()
    }

    /// See [`mentions::key`].
    pub fn key(&self) -> Option<String> {
        self.name.as_deref().map(mentions::key).filter(|key| !key.is_empty())
    }
}

impl Places {
    pub fn of(file: &AgentFile) -> Places {
        Places {
            name: name_span(file),
            mentions: file.mentions().iter().map(MentionHere::to_mention).collect(),
            knows: known_spans(file).map(|(.., span)| span).collect(),
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

/// The value of the name, or the beginning of the file.
pub fn name_span(file: &AgentFile) -> Span {
    file.value(Role::Name).map_or(Span::empty(0), |node| node.span)
}

/// The place of an entry of [`FileFacts::knows`].
pub fn known_span(file: &AgentFile, at: usize) -> Option<Span> {
    known_spans(file).map(|(.., span)| span).nth(at)
}

fn description(file: &AgentFile) -> &str {
    file.verdict.description.as_deref().unwrap_or("")
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
        .iter()
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

fn knows(file: &AgentFile) -> impl Iterator<Item = Known> + '_ {
    known_spans(file).map(|(text, area, _)| Known { text: text.into(), area: area.map(Into::into) })
}

/// What is known, the area of an item, and the place.
fn known_spans(file: &AgentFile) -> impl Iterator<Item = (&str, Option<&str>, Span)> + '_ {
    let expertise = file.expertise.as_read();
    let named = expertise.areas.iter().filter(|area| area.shape != AreaShape::Section);
    let areas = named.map(|area| (&*area.name, None, file.expertise.here(area.name_span)));
    let items = expertise.items.iter().map(|item| {
        let area = item.area.and_then(|index| expertise.area(index)).map(|area| &*area.name);
        (&*item.text, area, file.expertise.here(item.span))
    });
    areas.chain(items)
}

fn sections(file: &AgentFile) -> impl Iterator<Item = Kept> + '_ {
    wanted_sections(file).map(|(kind, section)| Kept { kind, title: section.title.clone(), level: section.level })
}

/// The first section of each kind that others may want, too. Its spans are those of the body as it was read.
fn wanted_sections(file: &AgentFile) -> impl Iterator<Item = (SectionKind, &Section)> + '_ {
    let mut seen: SmallVec<[SectionKind; 16]> = SmallVec::new();
    let sections = file.outline.as_read().sections.iter().zip(&file.sections.kinds);
    sections.filter_map(move |(section, kind)| {
        let is_wanted = !matches!(kind, SectionKind::Other | SectionKind::Identity) && section.level > 1;
        if !is_wanted || seen.contains(kind) {
            return None;
        }
        seen.push(*kind);
        Some((*kind, section))
    })
}

/// The words of a description, without those that all descriptions have and without endings.
fn words(description: &str) -> Arc<[Box<str>]> {
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
    words.into()
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
