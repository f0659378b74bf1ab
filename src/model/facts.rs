//! What other files may depend on: equal facts mean that nothing outside of the file changes.

use super::mentions::{self, Form, Mention, MentionHere};
use super::texts::Texts;
use super::verdict::name::from_path;
use super::{AgentFile, AreaShape};
use crate::dialect::{Capability, Identity, Role};
use crate::heading::SectionKind;
use crate::syntax::outline::Section;
use crate::text::{Encoding, Lines, Position, Span};
use rustc_hash::FxHasher;
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What a file tells the others of its workspace. Holds no places: text that moves changes none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The name that the agent is called by, or would be if it loaded.
    pub name: Option<Box<str>>,
    pub loads: bool,
    pub description: Box<str>,
    /// Equal where [`FileFacts::words`] are equal.
    pub words_mark: u64,
    /// What the description costs every session.
    pub tokens: u32,
    /// Whether it can start other agents.
    pub delegates: bool,
    /// Agents that it names, each once, in order.
    pub names: Arc<[Named]>,
    /// Areas and items of expertise, in the order of the file.
    pub knows: Arc<Knowledge>,
    /// The first section of each kind, in the order of the file.
    pub sections: Arc<[Kept]>,
}

/// An agent that a file names, in any spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// See [`mentions::key`]; of a link, the path as it is written.
    pub key: Arc<str>,
    pub is_link: bool,
    pub sure: bool,
    pub delegates: bool,
}

/// All that an agent knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    texts: Texts,
    areas: Texts,
    /// For each text the index of its area; [`NO_AREA`] without one.
    area_of: Box<[u16]>,
}

const NO_AREA: u16 = u16::MAX;

/// Something that an agent knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known<'a> {
    pub text: &'a str,
    /// The area that an item belongs to; `None` for an area and for items without one.
    pub area: Option<&'a str>,
}

impl Knowledge {
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Known<'_>> {
        let areas = self.area_of.iter().map(|at| self.areas.get(usize::from(*at)));
        self.texts.iter().zip(areas).map(|(text, area)| Known { text, area })
    }

    fn heap_bytes(&self) -> usize {
        self.texts.heap_bytes() + self.areas.heap_bytes() + size_of_val(&*self.area_of)
    }
}

impl<'a> FromIterator<Known<'a>> for Knowledge {
    fn from_iter<I: IntoIterator<Item = Known<'a>>>(all: I) -> Knowledge {
        let (mut texts, mut areas, mut area_of) = (Vec::new(), Vec::new(), Vec::new());
        for Known { text, area } in all {
            texts.push(text);
            // Items of an area follow each other.
            let at = area.map(|area| {
                areas.iter().rposition(|known| *known == area).unwrap_or_else(|| {
                    areas.push(area);
                    areas.len() - 1
                })
            });
            area_of.push(at.and_then(|at| u16::try_from(at).ok()).unwrap_or(NO_AREA));
        }
        Knowledge { texts: texts.into_iter().collect(), areas: areas.into_iter().collect(), area_of: area_of.into() }
    }
}

/// A section that other files may want, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub kind: SectionKind,
    pub title: Arc<str>,
    pub level: u8,
}

/// Where a file whose text is not kept says what its facts tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The value of the name, or the beginning of the file.
    pub name: Span,
    pub mentions: Box<[Mention]>,
    /// For each entry of [`FileFacts::knows`]; none where [`Places::spots`] tell them.
    pub knows: Box<[Span]>,
    /// The same places in lines and columns, where somebody may ask for them.
    pub spots: Option<Spots>,
}

/// Lines and columns of [`Places`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    pub name: [Spot; 2],
    /// For each mention: beginning and end.
    mentions: SpotList,
    /// For each entry of [`FileFacts::knows`]: the beginning.
    knows: SpotList,
}

/// A place in each way of counting columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// From 0.
    line: u32,
    utf8: u32,
    /// How much less the column is in UTF-16 and in UTF-32. Behind more wide characters than a line of prose can hold
    /// it is told too far to the right.
    less: [u16; 2],
}

impl Spot {
    fn of(lines: &Lines<'_>, offset: u32) -> Spot {
        let (line, before) = lines.at(offset);
        let utf8 = Span::offset(before.len());
        if before.is_ascii() {
            return Spot { line, utf8, less: [0; 2] };
        }
        let less = |units: usize| u16::try_from(before.len().saturating_sub(units)).unwrap_or(u16::MAX);
        Spot { line, utf8, less: [less(before.encode_utf16().count()), less(before.chars().count())] }
    }

    pub fn position(self, encoding: Encoding) -> Position {
        let [utf16, utf32] = self.less;
        let less = match encoding {
            Encoding::Utf8 => 0,
            Encoding::Utf16 => utf16,
            Encoding::Utf32 => utf32,
        };
        Position::new(self.line, self.utf8 - u32::from(less))
    }
}

impl Spots {
    /// The beginning and the end of a mention.
    pub fn mention(&self, at: usize) -> Option<[Spot; 2]> {
        let mut both = self.mentions.iter().skip(2 * at);
        Some([both.next()?, both.next()?])
    }

    /// The beginning of an entry of [`FileFacts::knows`].
    pub fn known(&self, at: usize) -> Option<Spot> {
        self.knows.iter().nth(at)
    }
}

/// Places, each told by how it differs from the one before: most take four bytes, and there are hundreds of thousands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct SpotList(Box<[u8]>);

impl SpotList {
    fn iter(&self) -> impl Iterator<Item = Spot> + '_ {
        let mut bytes = self.0.iter();
        let mut line = 0_u32;
        std::iter::from_fn(move || {
            // How far the line lies behind the last one, or before it where the lowest bit is set.
            let step = number(&mut bytes)?;
            line = if step & 1 == 0 { line.wrapping_add(step >> 1) } else { line.wrapping_sub(step >> 1) };
            let utf8 = number(&mut bytes)?;
            let mut less = || number(&mut bytes).and_then(|less| u16::try_from(less).ok());
            Some(Spot { line, utf8, less: [less()?, less()?] })
        })
    }
}

impl FromIterator<Spot> for SpotList {
    fn from_iter<I: IntoIterator<Item = Spot>>(spots: I) -> SpotList {
        let (mut bytes, mut line) = (Vec::new(), 0_u32);
        for spot in spots {
            let step = spot.line.abs_diff(line) << 1 | u32::from(spot.line < line);
            line = spot.line;
            let [utf16, utf32] = spot.less;
            for number in [step, spot.utf8, utf16.into(), utf32.into()] {
                write_number(number, &mut bytes);
            }
        }
        SpotList(bytes.into())
    }
}

/// Seven bits in each byte, the lowest first; the highest bit says that more follow.
fn write_number(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(0x80 | (number & 0x7f) as u8);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn number<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = u32::from(*bytes.next()?);
        number |= (byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
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
            None => (Arc::new(knows(file).collect()), sections(file).collect()),
        };
        FileFacts {
            name: name(file).map(Into::into),
            loads: verdict.loads,
            description: description.into(),
            words_mark: same_description.map_or_else(|| mark(&words(description)), |(_, facts)| facts.words_mark),
            tokens: verdict.tokens.description,
            delegates: can_delegate(file),
            names: same_names.map_or_else(|| names(file), |(_, facts)| Arc::clone(&facts.names)),
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
        let same = |kept: &Kept, (kind, section): (SectionKind, &Section)| {
            kept.kind == kind && kept.level == section.level && *kept.title == *section.title
        };
        let mut kept = self.sections.iter();
        knows(file).eq(self.knows.iter())
            && wanted_sections(file).all(|found| kept.next().is_some_and(|kept| same(kept, found)))
            && kept.next().is_none()
    }

    /// The words of the description that tell it from others, each once, in order of the alphabet. They are made when
    /// they are asked for: few descriptions are ever compared.
    pub fn words(&self) -> Texts {
        words(&self.description)
    }

    /// What the facts take of the heap, in bytes, without what an allocator adds.
    pub fn heap_bytes(&self) -> usize {
        let names: usize = self.names.iter().map(|named| size_of::<Named>() + named.key.len()).sum();
        let sections: usize = self.sections.iter().map(|kept| size_of::<Kept>() + kept.title.len()).sum();
        let texts = self.name.as_ref().map_or(0, |name| name.len()) + self.description.len();
        // Each pointer that is shared leads to two counters.
        texts + names + sections + self.knows.heap_bytes() + 3 * 2 * size_of::<usize>()
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

    /// What the places take of the heap, in bytes, without what an allocator adds.
    pub fn heap_bytes(&self) -> usize {
        let names: usize = self.mentions.iter().map(|mention| mention.name.len()).sum();
        let spots = self.spots.as_ref().map_or(0, |spots| spots.mentions.0.len() + spots.knows.0.len());
        size_of_val(&*self.mentions) + names + size_of_val(&*self.knows) + spots
    }

    /// With lines and columns, for a file whose text is not kept.
    #[must_use]
    pub fn with_spots(mut self, text: &str) -> Places {
        let lines = Lines::of(text);
        let both = |span: Span| [Spot::of(&lines, span.start), Spot::of(&lines, span.end)];
        self.spots = Some(Spots {
            name: both(self.name),
            mentions: self.mentions.iter().flat_map(|mention| both(mention.span)).collect(),
            knows: self.knows.iter().map(|span| Spot::of(&lines, span.start)).collect(),
        });
        self.knows = Box::default();
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

fn names(file: &AgentFile) -> Arc<[Named]> {
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
    names.into()
}

fn knows(file: &AgentFile) -> impl Iterator<Item = Known<'_>> {
    known_spans(file).map(|(text, area, _)| Known { text, area })
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
    wanted_sections(file).map(|(kind, section)| Kept { kind, title: Arc::from(&*section.title), level: section.level })
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
fn words(description: &str) -> Texts {
    let lower = description.to_lowercase();
    let mut words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '+' && c != '#')
        .map(|word| word.trim_matches('-'))
        .filter(|word| word.chars().count() > 3 && !EVERYWHERE.contains(word))
        .map(|word| word.strip_suffix('s').filter(|word| word.len() > 4).unwrap_or(word))
        .take(MOST_WORDS)
        .collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().collect()
}

fn mark(words: &Texts) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
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

#[cfg(test)]
mod tests {
    use super::{Spot, SpotList};

    #[test]
    fn places_come_back_as_they_were() {
        let spot = |line, utf8, less| Spot { line, utf8, less };
        let given = [
            spot(7, 0, [0, 0]),
            spot(7, 130, [2, 3]),
            spot(3, 20_000, [300, 65_535]),
            spot(0, u32::MAX, [0, 1]),
            spot(u32::MAX >> 1, 5, [0, 0]),
        ];
        let list: SpotList = given.into_iter().collect();
        assert_eq!(list.iter().collect::<Vec<_>>(), given);
        assert_eq!(SpotList::default().iter().next(), None);
    }
}
