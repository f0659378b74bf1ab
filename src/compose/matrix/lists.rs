//! Lists of areas as tables and drawn matrices, tables as lists. What can't be carried over in whole is
//! left as it is.

use super::drawn_in_bands;
use crate::model::{Area, AreaShape, Expertise, Matrix};
use crate::syntax::Outline;
use crate::syntax::outline::{ListItem, Table};
use crate::text::{EditSet, Span};

/// A list whose bullets are areas with items, such as `- **Storage**: Parquet, Iceberg`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaList {
    span: Span,
    columns: Vec<(String, Vec<String>)>,
}

impl AreaList {
    /// The list around `at`; `None` where one of its bullets is no area, or says more than its items.
    pub fn around(text: &str, outline: &Outline, expertise: &Expertise, at: u32) -> Option<AreaList> {
        let bullets: Vec<&ListItem> = outline.items.iter().filter(|item| item.parent.is_none()).collect();
        let here = bullets.iter().position(|bullet| bullet.span.touches(at))?;
        let follows = |pair: [usize; 2]| match pair.map(|at| bullets.get(at)) {
            [Some(one), Some(next)] => {
                let between = text.get(one.span.end as usize..next.span.start as usize);
                one.section == next.section && between.is_some_and(|between| between.trim().is_empty())
            }
            _ => false,
        };
        let first = (0..here).rev().take_while(|at| follows([*at, at + 1])).last().unwrap_or(here);
        let last = (here..bullets.len()).take_while(|at| *at == here || follows([at - 1, *at])).last()?;
        let list = bullets.get(first..=last)?;
        let columns = list.iter().map(|bullet| column(text, outline, expertise, bullet)).collect::<Option<Vec<_>>>()?;
        let span = list.last()?.span.to(list.first()?.span);
        (columns.len() > 1).then(|| AreaList { span: without_end(text, span), columns })
    }

    /// As one table with a column for each area.
    pub fn to_table(&self, line_end: &str) -> EditSet {
        let cell = |text: &str| text.replace('|', "\\|");
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let rows = self.columns.iter().map(|(_, items)| items.len()).max().unwrap_or(0);
        let mut lines = vec![line(self.columns.iter().map(|(area, _)| cell(area)).collect())];
        lines.push(line(self.columns.iter().map(|_| "---".to_owned()).collect()));
        lines.extend((0..rows).map(|row| {
            let cells = self.columns.iter().map(|(_, items)| items.get(row).map_or(String::new(), |item| cell(item)));
            line(cells.collect())
        }));
        EditSet::one(self.span, lines.join(line_end))
    }

    /// As a drawn matrix in a code block; `None` where a cell would be read as several.
    pub fn to_matrix(&self, line_end: &str) -> Option<EditSet> {
        let cells = self.columns.iter().flat_map(|(area, items)| std::iter::once(area).chain(items));
        if cells.into_iter().any(|cell| cell.contains(['│', '|', '`'])) {
            return None;
        }
        let drawn = drawn_in_bands(&self.columns).join(line_end);
        Some(EditSet::one(self.span, format!("```{line_end}{drawn}{line_end}```")))
    }
}

/// A single item behind a lead has at most so many words; more are a remark.
const MOST_WORDS_OF_AN_ITEM: usize = 5;

/// The area that a bullet names, with its items.
fn column(text: &str, outline: &Outline, expertise: &Expertise, bullet: &ListItem) -> Option<(String, Vec<String>)> {
    let mut areas = (0u32..).zip(&expertise.areas);
    let Some((index, area)) = areas.find(|(_, area)| bullet.text.covers(area.name_span)) else {
        return single(text, outline, bullet);
    };
    let items: Vec<&str> = expertise.items_of(index).map(|item| &*item.text).collect();
    let is_whole = area.shape == AreaShape::BoldLead && says_only(bullet.span.slice(text), &area.name, &items);
    let items: Vec<String> = items.into_iter().map(str::to_owned).collect();
    (is_whole && !items.is_empty()).then(|| (area.name.to_string(), items))
}

/// `- **Writing**: Letters`: one item is no list, and counts as one among others that are.
fn single(text: &str, outline: &Outline, bullet: &ListItem) -> Option<(String, Vec<String>)> {
    let lead = outline.strongs.iter().find(|strong| strong.span.start == bullet.text.start)?;
    let rest = Span::new(lead.span.end, bullet.text.end).slice(text).trim();
    let name = lead.text.slice(text).trim().trim_end_matches(':');
    let item = rest.trim_start_matches(':').trim().trim_end_matches('.');
    let is_led = rest.starts_with(':') || lead.text.slice(text).trim().ends_with(':');
    let is_name = (1..=MOST_WORDS_OF_AN_ITEM).contains(&item.split_whitespace().count());
    let is_alone = bullet.span.slice(text).trim_end().ends_with(bullet.text.slice(text).trim_end());
    (is_led && is_name && is_alone).then(|| (name.to_owned(), vec![item.to_owned()]))
}

/// Words that join the entries of a list, and are in no cell.
const JOINTS: [&str; 8] = ["and", "or", "y", "e", "o", "und", "oder", "et"];

/// Whether `written` holds the words of the area and its items in this order, and no others.
fn says_only(written: &str, area: &str, items: &[&str]) -> bool {
    let words = |text: &'_ str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let wanted: Vec<String> = std::iter::once(area).chain(items.iter().copied()).flat_map(words).collect();
    let mut wanted = wanted.iter().peekable();
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let known = words(written)
        .into_iter()
        .all(|word| wanted.next_if(|next| **next == word).is_some() || JOINTS.contains(&&*word) || is_number(&word));
    known && wanted.peek().is_none()
}

/// A table whose columns are areas as a bullet for each.
pub fn table_to_bullets(text: &str, expertise: &Expertise, table: &Table, line_end: &str) -> Option<EditSet> {
    let area_at = |header: &Span| {
        let mut areas = (0u32..).zip(&expertise.areas);
        areas.find(|(_, area)| area.shape == AreaShape::Table && header.covers(area.name_span))
    };
    let areas: Vec<(u32, &Area)> = table.header.iter().map(area_at).collect::<Option<Vec<_>>>()?;
    let cells = table.rows.iter().flatten().filter(|cell| !cell.is_empty()).count();
    let items: usize = areas.iter().map(|(index, _)| expertise.items_of(*index).count()).sum();
    if areas.is_empty() || cells != items {
        return None;
    }
    let bullets = areas.iter().map(|(index, area)| {
        let items: Vec<&str> = expertise.items_of(*index).map(|item| item.span.slice(text)).collect();
        format!("- **{}**: {}", area.name, items.join(", "))
    });
    let bullets: Vec<String> = bullets.collect();
    Some(EditSet::one(without_end(text, table.span), bullets.join(line_end)))
}

/// The items of an area in the order of the alphabet; `None` where they are, and where words between
/// them belong to one of them.
pub fn sorted(text: &str, expertise: &Expertise, area: u32) -> Option<EditSet> {
    let spans: Vec<Span> = expertise.items_of(area).map(|item| with_marks(text, item.span)).collect();
    in_order(text, &spans)
}

/// The cells of a column of a matrix in the order of the alphabet. The borders may have to be moved then.
pub fn sorted_column(text: &str, matrix: &Matrix, at: u32) -> Option<EditSet> {
    let columns = matrix.bands.iter().flat_map(|band| &band.columns);
    let here =
        |column: &&crate::model::matrix::Column| column.header.iter().chain(&column.cells).any(|cell| cell.touches(at));
    swapped(text, &columns.into_iter().find(here)?.cells)
}

fn in_order(text: &str, spans: &[Span]) -> Option<EditSet> {
    let says_nothing = |between: &str| {
        let mut words = between.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.all(|word| JOINTS.contains(&word))
    };
    let apart = spans.windows(2).all(|pair| match pair {
        [one, next] => text.get(one.end as usize..next.start as usize).is_some_and(says_nothing),
        _ => false,
    });
    let behind = spans.last().and_then(|last| text.get(last.end as usize..)?.lines().next());
    (apart && behind.is_none_or(says_nothing)).then(|| swapped(text, spans))?
}

/// `span` with the marks of code and emphasis around it.
fn with_marks(text: &str, span: Span) -> Span {
    let mut span = span;
    while let Some(before) = text.get(..span.start as usize).and_then(|before| before.chars().next_back())
        && let Some(behind) = text.get(span.end as usize..).and_then(|behind| behind.chars().next())
        && before == behind
        && matches!(before, '`' | '*' | '_' | '"')
    {
        span = Span::new(span.start - 1, span.end + 1);
    }
    span
}

/// Each of the texts in the place that the alphabet gives it.
fn swapped(text: &str, spans: &[Span]) -> Option<EditSet> {
    let written: Vec<&str> = spans.iter().map(|span| span.slice(text)).collect();
    let mut ordered = written.clone();
    ordered.sort_by_key(|item| item.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    if ordered == written {
        return None;
    }
    let edits = spans.iter().zip(ordered).filter(|(span, item)| span.slice(text) != *item);
    EditSet::new(edits.map(|(span, item)| crate::text::Edit { span: *span, text: item.to_owned() }).collect())
}

fn without_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + Span::offset(span.slice(text).trim_end().len()))
}
