//! Walks the blocks of the sections that list what an agent knows, in the order of the file.

use super::split::{self, Context, bare};
use super::{Area, AreaShape, Expertise, Item};
use crate::heading::SectionKind;
use crate::model::{Matrix, Sections};
use crate::syntax::Outline;
use crate::syntax::outline::{ListItem, SectionId, Table};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// A lead that stands this often in a file is a label.
const MOST_LEADS_ALIKE: usize = 3;
/// An instruction has more words than this; shorter ones name what is done.
const MOST_WORDS_OF_AN_ACTIVITY: usize = 6;
/// A bold lead above a list names an area when it has no more words than this; a longer one is a
/// sentence, unless it is one of several.
const MOST_WORDS_OF_A_LEAD: usize = 6;

pub(super) fn read(text: &str, outline: &Outline, sections: &Sections, matrices: &[Matrix]) -> Expertise {
    let mut reader = Reader {
        text,
        outline,
        sections,
        result: Expertise::default(),
        kind: SectionKind::Other,
        root: None,
        here: None,
        section_area: None,
        lead: None,
        leads: 0,
        item_areas: Vec::new(),
        labels: FxHashMap::default(),
    };
    reader.count_labels();
    for block in blocks(outline, sections, matrices) {
        reader.enter(block.section());
        match block {
            Block::Paragraph(span, _) => reader.paragraph(span),
            Block::Item(index, item) => reader.item(index, item),
            Block::Table(table) => reader.table(table),
            Block::Matrix(matrix, _) => reader.matrix(matrix),
        }
    }
    reader.finish()
}

/// A block that may list something.
enum Block<'o> {
    Paragraph(Span, Option<SectionId>),
    Item(u32, &'o ListItem),
    Table(&'o Table),
    Matrix(&'o Matrix, Option<SectionId>),
}

impl Block<'_> {
    fn start(&self) -> u32 {
        match self {
            Block::Paragraph(span, _) => span.start,
            Block::Item(_, item) => item.span.start,
            Block::Table(table) => table.span.start,
            Block::Matrix(matrix, _) => matrix.span.start,
        }
    }

    fn section(&self) -> Option<SectionId> {
        match self {
            Block::Paragraph(_, section) | Block::Matrix(_, section) => *section,
            Block::Item(_, item) => item.section,
            Block::Table(table) => table.section,
        }
    }
}

/// The blocks of all sections that list something, in the order of the file.
fn blocks<'o>(outline: &'o Outline, sections: &Sections, matrices: &'o [Matrix]) -> Vec<Block<'o>> {
    let lists: Vec<bool> = (0u32..)
        .zip(&outline.sections)
        .map(|(id, _)| is_listing(sections.kind_around(outline, SectionId(id))))
        .collect();
    let is_in_list =
        |section: Option<SectionId>| section.and_then(|id| lists.get(id.0 as usize)).copied() == Some(true);
    let is_drawn = |span: Span| {
        let after = matrices.partition_point(|matrix| matrix.span.start < span.end);
        after.checked_sub(1).and_then(|at| matrices.get(at)).is_some_and(|matrix| matrix.span.overlaps(span))
    };
    let paragraphs = outline.paragraphs.iter().filter(|p| is_in_list(p.section) && !is_drawn(p.span));
    let items = (0u32..).zip(&outline.items).filter(|(_, item)| is_in_list(item.section) && !is_drawn(item.text));
    let tables = outline.tables.iter().filter(|table| is_in_list(table.section) && !is_drawn(table.span));
    let drawn = matrices.iter().map(|matrix| (matrix, outline.section_at(matrix.span.start)));
    let drawn = drawn.filter(|(_, section)| {
        is_in_list(*section) || section.is_none_or(|id| sections.kind_around(outline, id) == SectionKind::Identity)
    });
    let mut blocks: Vec<Block> = paragraphs.map(|p| Block::Paragraph(p.span, p.section)).collect();
    blocks.extend(items.map(|(index, item)| Block::Item(index, item)));
    blocks.extend(tables.map(Block::Table));
    blocks.extend(drawn.map(|(matrix, section)| Block::Matrix(matrix, section)));
    blocks.sort_by_key(Block::start);
    blocks
}

fn is_listing(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Expertise | SectionKind::Domain | SectionKind::WhenInvoked)
}

struct Reader<'t> {
    text: &'t str,
    outline: &'t Outline,
    sections: &'t Sections,
    result: Expertise,
    /// The kind of `root`.
    kind: SectionKind,
    /// The section whose kind makes the current block part of the expertise.
    root: Option<SectionId>,
    /// The innermost section of the current block.
    here: Option<SectionId>,
    /// The area that `here` makes, once it has an item.
    section_area: Option<u32>,
    /// The bold lead above the current list, with its area once it has an item.
    lead: Option<(Span, Option<u32>)>,
    /// Bold leads that stand alone above lists in `here`.
    leads: usize,
    /// Areas that list items make for the items nested in them, the innermost last.
    item_areas: Vec<(u32, u32)>,
    /// How often each lead of a bullet stands in the file.
    labels: FxHashMap<&'t str, usize>,
}

impl<'t> Reader<'t> {
    fn count_labels(&mut self) {
        let items = self.outline.items.iter().map(|item| item.text);
        for span in items.chain(self.outline.paragraphs.iter().map(|paragraph| paragraph.span)) {
            let lead = self.bold_lead(span).or_else(|| split::lead(self.text, span));
            if let Some((name, _)) = lead {
                *self.labels.entry(name.slice(self.text)).or_default() += 1;
            }
        }
    }

    /// Whether a lead stands so often in the file that it says what kind of remark follows, as
    /// `Location:` does, and not what the agent knows.
    fn is_label(&self, name: Span) -> bool {
        self.labels.get(name.slice(self.text)).is_some_and(|count| *count >= MOST_LEADS_ALIKE)
    }

    fn enter(&mut self, section: Option<SectionId>) {
        if section == self.here {
            return;
        }
        self.here = section;
        self.root = section.and_then(|id| self.sections.nearest_known(self.outline, id));
        self.kind = self.root.map_or(SectionKind::Other, |id| self.sections.kind(id));
        self.section_area = None;
        self.lead = None;
        self.leads = section.map_or(0, |id| self.count_leads(id));
    }

    /// Paragraphs of a section that are a bold lead and nothing else.
    fn count_leads(&self, section: SectionId) -> usize {
        let first = self.outline.paragraphs.partition_point(|paragraph| paragraph.section < Some(section));
        let here =
            self.outline.paragraphs.iter().skip(first).take_while(|paragraph| paragraph.section == Some(section));
        here.filter(|paragraph| self.bold_lead(paragraph.span).is_some_and(|(_, rest)| rest.is_empty())).count()
    }

    fn paragraph(&mut self, span: Span) {
        let mut lines = Vec::new();
        let mut start = span.start;
        for line in span.slice(self.text).split_inclusive(['\n', '\r']) {
            let end = start + u32::try_from(line.len()).unwrap_or(0);
            lines.push(split::trimmed(self.text, Span::new(start, end)));
            start = end;
        }
        let led = lines.iter().filter(|line| self.bold_lead(**line).is_some()).count();
        if led < 2 {
            lines = vec![span];
        }
        for line in lines {
            self.paragraph_line(line);
        }
    }

    /// A paragraph, or one of its lines where several of them have a bold lead.
    fn paragraph_line(&mut self, span: Span) {
        let Some((name, rest)) = self.bold_lead(span) else {
            self.lead = None;
            if let Some(names) = split::names(self.text, span, Context::Alone).filter(|names| names.len() > 2) {
                self.names(names, None);
            }
            return;
        };
        self.lead = None;
        if !rest.is_empty() {
            let names = self.names_behind_lead(rest);
            if self.is_label(name) {
                self.names(names, None);
            } else if names.is_empty() {
                self.entry(name, None);
            } else {
                let area = self.area(name, AreaShape::BoldLead);
                self.names(names, Some(area));
            }
            return;
        }
        let is_short = split::word_count(name.slice(self.text)) <= MOST_WORDS_OF_A_LEAD;
        let names_group = match self.kind {
            SectionKind::Expertise => is_short || self.leads > 1,
            _ => self.leads > 1,
        };
        if names_group {
            self.lead = Some((name, None));
        }
    }

    fn item(&mut self, index: u32, item: &ListItem) {
        while let Some((owner, _)) = self.item_areas.last() {
            let owner = self.outline.items.get(*owner as usize);
            if owner.is_some_and(|owner| owner.span.covers(item.span)) {
                break;
            }
            self.item_areas.pop();
        }
        let around = self.item_areas.last().map(|(_, area)| *area);
        if item.task.is_some() {
            return;
        }
        let has_nested = self.outline.items.get(index as usize + 1).is_some_and(|next| next.parent == Some(index));
        if let Some((name, rest)) = self.bold_lead(item.text) {
            let names = self.names_behind_lead(rest);
            if self.is_label(name) {
                self.names(names, around);
                return;
            }
            if names.is_empty() && !has_nested {
                if !self.is_maxim(name) {
                    self.entry(name, around);
                }
                return;
            }
            let area = self.area(name, AreaShape::BoldLead);
            self.names(names, Some(area));
            self.item_areas.push((index, area));
            return;
        }
        if item.text.is_empty() {
            return;
        }
        let name = bare(self.text, item.text);
        let words = name.slice(self.text);
        let names_group = split::word_count(words) <= MOST_WORDS_OF_A_LEAD && !split::begins_sentence(words, false);
        if has_nested && names_group {
            let area = self.area(name, AreaShape::BoldLead);
            self.item_areas.push((index, area));
            return;
        }
        self.line(item.text, around);
    }

    /// What a bullet without a bold lead lists.
    fn line(&mut self, span: Span, area: Option<u32>) {
        if self.kind == SectionKind::WhenInvoked {
            self.entry(span, area);
            return;
        }
        if let Some((name, rest)) = split::lead(self.text, span) {
            if self.is_label(name) {
                return;
            }
            if let Some(names) = split::names(self.text, rest, Context::BehindLead) {
                let area = self.area(name, AreaShape::BoldLead);
                self.names(names, Some(area));
            } else {
                let area = self.area_or_section(area);
                if let Some(whole) = self.push_item(bare(self.text, span).to(name), area, None) {
                    self.push_item(name, area, Some(whole));
                }
            }
            return;
        }
        match split::names(self.text, span, Context::Alone) {
            Some(names) => self.names(names, area),
            None => self.entry(span, area),
        }
    }

    /// The names that stand behind a lead: in brackets, as a list, or both. Words that only tell
    /// more about the lead are none.
    fn names_behind_lead(&self, rest: Span) -> Vec<Span> {
        let mut found = Vec::new();
        let mut rest = rest;
        if let Some((inside, behind)) = split::leading_brackets(self.text, rest) {
            found.extend(split::names(self.text, inside, Context::BehindLead).unwrap_or_default());
            rest = split::behind_lead(self.text, behind);
        }
        found.extend(split::names(self.text, rest, Context::BehindLead).unwrap_or_default());
        found
    }

    fn names(&mut self, names: Vec<Span>, area: Option<u32>) {
        for name in names {
            self.entry(name, area);
        }
    }

    /// One entry with the names in it.
    fn entry(&mut self, span: Span, area: Option<u32>) {
        if self.is_no_name(span) {
            return;
        }
        let area = self.area_or_section(area);
        let span = bare(self.text, span);
        let Some(whole) = self.push_item(span, area, None) else { return };
        for part in split::parts(self.text, span, self.kind != SectionKind::WhenInvoked) {
            if part != span {
                self.push_item(part, area, Some(whole));
            }
        }
    }

    /// "Assume good intent": how to behave, not what is known.
    fn is_maxim(&self, name: Span) -> bool {
        let words = name.slice(self.text);
        self.kind == SectionKind::Expertise && split::word_count(words) > 1 && split::begins_imperative(words)
    }

    /// Questions, quotations, and what to do rather than what is known.
    fn is_no_name(&self, span: Span) -> bool {
        let written = split::trimmed(self.text, span).slice(self.text);
        let words = bare(self.text, span).slice(self.text);
        let is_quoted = |text: &str| text.starts_with(['"', '“']);
        let instructs = || {
            self.kind == SectionKind::Expertise
                && split::word_count(words) > MOST_WORDS_OF_AN_ACTIVITY
                && split::begins_sentence(words, false)
        };
        written.ends_with(['?', '？']) || (is_quoted(written) && is_quoted(words)) || instructs()
    }

    fn push_item(&mut self, span: Span, area: Option<u32>, part_of: Option<u32>) -> Option<u32> {
        if !span.slice(self.text).contains(char::is_alphanumeric) {
            return None;
        }
        // Marks that are cut off the whole entry may have been read as one of its names.
        let whole = part_of.and_then(|whole| self.result.items.get(whole as usize));
        if whole.is_some_and(|whole| !whole.span.covers(span)) {
            return None;
        }
        let index = u32::try_from(self.result.items.len()).ok()?;
        if let Some(area) = area.and_then(|area| self.result.areas.get_mut(area as usize)) {
            area.span = area.span.to(span);
        }
        self.result.items.push(Item {
            text: on_one_line(span.slice(self.text)),
            span,
            area,
            part_of,
            section: self.root,
        });
        Some(index)
    }

    fn area(&mut self, name: Span, shape: AreaShape) -> u32 {
        let index = u32::try_from(self.result.areas.len()).unwrap_or(u32::MAX);
        let text = on_one_line(name.slice(self.text));
        self.result.areas.push(Area { name: text, name_span: name, span: name, shape, section: self.root });
        index
    }

    /// `area`, or the area of the lead above, or the one that the section itself makes.
    fn area_or_section(&mut self, area: Option<u32>) -> Option<u32> {
        if area.is_some() {
            return area;
        }
        if let Some((name, made)) = self.lead {
            let area = made.unwrap_or_else(|| self.area(name, AreaShape::BoldLead));
            self.lead = Some((name, Some(area)));
            return Some(area);
        }
        if self.section_area.is_some() {
            return self.section_area;
        }
        let here = self.here?;
        let section = self.outline.section(here)?;
        let shape = if Some(here) == self.root { AreaShape::Section } else { AreaShape::SubHeading };
        if shape == AreaShape::Section && self.kind != SectionKind::Expertise {
            return None;
        }
        let name = bare(self.text, section.title_span);
        self.section_area = Some(self.area(name, shape));
        self.section_area
    }

    /// The words in bold that `span` begins with, and what stands behind them and their colon.
    fn bold_lead(&self, span: Span) -> Option<(Span, Span)> {
        let first = self.outline.strongs.partition_point(|strong| strong.span.start < span.start);
        let strong = self.outline.strongs.get(first).filter(|strong| span.covers(strong.span))?;
        let before = Span::new(span.start, strong.span.start).slice(self.text);
        let before = before.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')'));
        if before.contains(char::is_alphanumeric) {
            return None;
        }
        let name = bare(self.text, strong.text);
        let rest = Span::new(strong.span.end, span.end);
        let marks_end =
            rest.slice(self.text).trim_start().starts_with([':', '：', '-', '–', '—', '→', '(', '（', '\n', '\r']);
        let name_ends = strong.text.slice(self.text).trim_end().ends_with([':', '：']);
        let rest = split::behind_lead(self.text, rest);
        (rest.is_empty() || marks_end || name_ends).then_some((name, rest)).filter(|(name, _)| !name.is_empty())
    }

    fn matrix(&mut self, matrix: &Matrix) {
        if let [band] = matrix.bands.as_slice()
            && let Some(names) = band.columns.first().filter(|column| self.labels_rows(column.header))
        {
            self.names(names.cells.clone(), None);
            return;
        }
        let first = self.result.items.len();
        for column in matrix.bands.iter().flat_map(|band| &band.columns) {
            let area = column.header.map(|header| self.area(header, AreaShape::MatrixColumn));
            for cell in &column.cells {
                self.entry(*cell, area);
            }
        }
        self.put_in_order(first);
    }

    /// Whether a header says what the rows below it are, as in `Tool │ Best for`.
    fn labels_rows(&self, header: Option<Span>) -> bool {
        let words = header.map_or("", |header| bare(self.text, header).slice(self.text));
        LABELS.iter().any(|label| words.eq_ignore_ascii_case(label))
    }

    /// A table lists areas by rows (`| Storage | Parquet, Avro |`), names by rows with remarks
    /// beside them, or areas by columns.
    fn table(&mut self, table: &Table) {
        if self.is_by_columns(table) {
            let first = self.result.items.len();
            for (at, header) in table.header.iter().enumerate() {
                let area = self.area(bare(self.text, *header), AreaShape::Table);
                for cell in table.rows.iter().filter_map(|row| row.get(at)) {
                    self.entry(*cell, Some(area));
                }
            }
            self.put_in_order(first);
            return;
        }
        for row in &table.rows {
            let Some((first, others)) = row.split_first() else { continue };
            let lists: Vec<Span> = others
                .iter()
                .filter_map(|cell| split::names(self.text, *cell, Context::BehindLead))
                .flatten()
                .collect();
            if lists.is_empty() {
                self.entry(*first, None);
                continue;
            }
            let area = self.area(bare(self.text, *first), AreaShape::Table);
            self.names(lists, Some(area));
        }
    }

    /// Whether the headers of a table name areas and all of its cells are names.
    fn is_by_columns(&self, table: &Table) -> bool {
        let is_name = |cell: &Span| {
            let words = split::word_count(cell.slice(self.text));
            words <= 4 && split::names(self.text, *cell, Context::Alone).is_none()
        };
        let first = table.header.first().copied().filter(|header| !header.is_empty());
        let is_large = table.header.len() > 1 && table.rows.len() > 1;
        is_large && first.is_some() && !self.labels_rows(first) && table.rows.iter().flatten().all(is_name)
    }

    /// The result with its areas in the order of the file: those of sections and leads were made
    /// when their first item came.
    fn finish(self) -> Expertise {
        let mut result = self.result;
        let mut order: Vec<usize> = (0..result.areas.len()).collect();
        order.sort_by_key(|at| result.areas.get(*at).map(|area| area.name_span.start));
        let mut places = vec![0u32; order.len()];
        for (new, old) in (0u32..).zip(&order) {
            if let Some(place) = places.get_mut(*old) {
                *place = new;
            }
        }
        for item in &mut result.items {
            item.area = item.area.and_then(|area| places.get(area as usize).copied());
        }
        result.areas.sort_by_key(|area| area.name_span.start);
        result
    }

    /// Puts the items from index `first` on, which were read by columns, into the order of the file.
    fn put_in_order(&mut self, first: usize) {
        let read = self.result.items.split_off(first);
        let mut order: Vec<usize> = (0..read.len()).collect();
        order.sort_by_key(|at| read.get(*at).map(|item| (item.span.start, std::cmp::Reverse(item.span.end))));
        let mut places = vec![0u32; read.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = places.get_mut(*old) {
                *place = u32::try_from(first + new).unwrap_or(u32::MAX);
            }
        }
        for old in order {
            let Some(mut item) = read.get(old).cloned() else { continue };
            item.part_of = item.part_of.and_then(|whole| places.get((whole as usize).checked_sub(first)?).copied());
            self.result.items.push(item);
        }
    }
}

/// Headers of first columns that say what the rows are.
const LABELS: &[&str] = &[
    "agent",
    "area",
    "aspect",
    "capability",
    "category",
    "category/area",
    "command",
    "competency",
    "component",
    "concept",
    "domain",
    "dominio",
    "expertise",
    "feature",
    "field",
    "file",
    "focus",
    "framework",
    "key",
    "language",
    "layer",
    "level",
    "library",
    "metric",
    "mode",
    "name",
    "nombre",
    "pattern",
    "phase",
    "platform",
    "practice",
    "priority",
    "role",
    "scenario",
    "service",
    "situation",
    "skill",
    "stack",
    "step",
    "task",
    "technique",
    "technology",
    "tool",
    "topic",
    "trigger",
    "type",
    "área",
    "categoría",
    "herramienta",
    "tecnología",
    "domaine",
    "outil",
    "bereich",
    "werkzeug",
    "#",
    "id",
    "when",
    "use case",
];

/// `text` with its line ends and indentation as single blanks.
fn on_one_line(text: &str) -> Box<str> {
    if !text.contains(['\n', '\r', '\t']) {
        return text.into();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}
