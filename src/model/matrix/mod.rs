//! Matrices drawn with box characters: columns of short cells under headers, in bands.
//!
//! ```text
//! ┌──────────────┬─────────────┐
//! │ STORAGE      │ QUALITY     │   a band: its first row names the areas,
//! │ Parquet      │ Row counts  │   the cells below are their items
//! ├──────────────┼─────────────┤
//! │ STREAMING    │ TOOLING     │   the next band
//! │ Kafka        │ Terraform   │
//! └──────────────┴─────────────┘
//! ```
//!
//! Read as people type them: with any of the borders missing, with or without junctions, with rows
//! that don't align. Other drawings (trees, flow charts, sequence diagrams, boxes side by side,
//! mock-ups of screens) are no matrices: see `drawing`.

mod drawing;
pub(crate) mod row;

use crate::syntax::Outline;
use crate::text::Span;
use row::{Line, Row};
use rustc_hash::FxHashMap;

/// A matrix in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// From the first to the last of its lines, line ends left out.
    pub span: Span,
    /// Index in [`Outline::fences`] of the fenced or indented block that it stands in.
    pub fence: Option<u32>,
    /// Rows that span all columns, such as a title.
    pub captions: Vec<Span>,
    pub bands: Vec<Band>,
    /// Rows that don't fit their band, in the order of the file.
    pub ragged: Vec<RaggedRow>,
}

/// The rows between two rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    pub columns: Vec<Column>,
}

/// A column of one band. All spans are without padding and bullets; empty cells are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    pub header: Option<Span>,
    pub cells: Vec<Span>,
}

/// A row whose borders don't stand below those of the other rows, counted in the width that
/// characters take on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RaggedRow {
    /// The row from its first to its last border.
    pub span: Span,
    /// The number of its cells.
    pub cells: u32,
    /// The number of cells in the other rows of its band.
    pub expected: u32,
}

impl Matrix {
    /// Visits every span, so that the matrix can be moved as a whole.
    pub fn for_each_span(&mut self, visit: &mut impl FnMut(&mut Span)) {
        visit(&mut self.span);
        self.captions.iter_mut().for_each(&mut *visit);
        for column in self.bands.iter_mut().flat_map(|band| &mut band.columns) {
            column.header.iter_mut().chain(&mut column.cells).for_each(&mut *visit);
        }
        self.ragged.iter_mut().for_each(|row| visit(&mut row.span));
    }
}

/// All matrices of the body, in the order of the file.
pub fn matrices(text: &str, outline: &Outline) -> Vec<Matrix> {
    if !drawing::may_occur(text) {
        return Vec::new();
    }
    let body = Span::of(body_start(outline) as usize..text.len());
    drawing::blocks(text, body)
        .into_iter()
        .filter_map(|block| {
            let first = block.first()?.span();
            let span = block.last()?.span().to(first);
            let fence = fence_around(outline, span);
            if fence.is_some_and(|fence| !holds_plain_text(text, outline, fence)) {
                return None;
            }
            read(text, span, fence, &block)
        })
        .collect()
}

/// Where the first block of the body begins: what stands before it is front matter.
fn body_start(outline: &Outline) -> u32 {
    let firsts = [
        outline.sections.first().map(|section| section.span.start),
        outline.items.first().map(|item| item.span.start),
        outline.fences.first().map(|fence| fence.span.start),
        outline.paragraphs.first().map(|paragraph| paragraph.span.start),
        outline.html.first().map(|html| html.span.start),
        outline.tables.first().map(|table| table.span.start),
    ];
    firsts.into_iter().flatten().min().unwrap_or(u32::MAX)
}

fn fence_around(outline: &Outline, span: Span) -> Option<u32> {
    let after = outline.fences.partition_point(|fence| fence.span.start <= span.start);
    let index = after.checked_sub(1)?;
    outline.fences.get(index).filter(|fence| fence.span.covers(span))?;
    u32::try_from(index).ok()
}

/// Whether a fence is for text to read and not for code of a language.
fn holds_plain_text(text: &str, outline: &Outline, fence: u32) -> bool {
    let info = outline.fences.get(fence as usize).map_or("", |fence| fence.info.slice(text));
    let language = info.split_whitespace().next().unwrap_or("");
    let plain = ["", "text", "txt", "plain", "plaintext", "ascii", "none", "md", "markdown"];
    plain.iter().any(|name| language.eq_ignore_ascii_case(name))
}

/// The matrix that `block` draws, if it draws one.
fn read(text: &str, span: Span, fence: Option<u32>, block: &[Line]) -> Option<Matrix> {
    let mut matrix = Matrix { span, fence, captions: Vec::new(), bands: Vec::new(), ragged: Vec::new() };
    let layouts = Layouts::of(block);
    let mut cells = Vec::new();
    for rows in block.split(|line| matches!(line, Line::Rule(_))) {
        let rows: Vec<&Row> = rows.iter().filter_map(Line::row).collect();
        if !rows.is_empty() {
            read_band(text, &rows, &layouts, &mut matrix, &mut cells);
        }
    }
    if !drawing::is_filled_like_a_matrix(text, &matrix, &cells) {
        return None;
    }
    join_header_band(&mut matrix);
    Some(matrix)
}

fn read_band(text: &str, rows: &[&Row], layouts: &Layouts, matrix: &mut Matrix, cells: &mut Vec<row::Cell>) {
    let Some(layout) = layouts.for_band(rows) else {
        matrix.captions.extend(rows.iter().flat_map(|row| &row.cells).map(|cell| cell.span).filter(|s| !s.is_empty()));
        return;
    };
    let expected = layout.cells.len();
    let mut columns = vec![Column::default(); expected];
    let mut is_first = true;
    for row in rows {
        let placed = row.placed(text, layout);
        let filled = placed.iter().filter(|(_, cell)| !cell.span.is_empty()).count();
        if row.cells.len() == 1 && filled <= usize::from(is_first) {
            matrix.captions.extend(row.cells.iter().map(|cell| cell.span).filter(|span| !span.is_empty()));
            continue;
        }
        if row.borders != layout.borders {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            matrix.ragged.push(RaggedRow { span: row.span, cells: count(row.cells.len()), expected: count(expected) });
        }
        for (column, cell) in placed {
            let Some(column) = columns.get_mut(column) else { continue };
            cells.push(cell);
            if cell.span.is_empty() {
                continue;
            }
            if is_first && column.header.is_none() {
                column.header = Some(cell.span);
            } else {
                column.cells.push(cell.span);
            }
        }
        is_first = false;
    }
    matrix.bands.push(Band { columns });
}

/// The layouts that most rows of a matrix have, one for each number of cells.
struct Layouts<'b> {
    by_cells: FxHashMap<usize, &'b Row>,
}

impl<'b> Layouts<'b> {
    fn of(block: &'b [Line]) -> Layouts<'b> {
        let mut counts: FxHashMap<&[u32], (usize, &Row)> = FxHashMap::default();
        let mut by_cells: FxHashMap<usize, (usize, &Row)> = FxHashMap::default();
        for row in block.iter().filter_map(Line::row) {
            let (count, first) = counts.entry(&row.borders).or_insert((0, row));
            *count += 1;
            let best = by_cells.entry(row.cells.len()).or_insert((*count, *first));
            if *count > best.0 {
                *best = (*count, *first);
            }
        }
        Layouts { by_cells: by_cells.into_iter().map(|(cells, (_, row))| (cells, row)).collect() }
    }

    /// The layout of a band: that of the number of cells which most of its rows have. `None`
    /// where that is one cell.
    fn for_band(&self, rows: &[&Row]) -> Option<&'b Row> {
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for row in rows.iter().filter(|row| row.cells.len() > 1) {
            *counts.entry(row.cells.len()).or_default() += 1;
        }
        let (cells, _) = counts.into_iter().max_by_key(|(cells, count)| (*count, *cells))?;
        self.by_cells.get(&cells).copied()
    }
}

/// Where the first band is a single row, it names the columns of all that follows.
fn join_header_band(matrix: &mut Matrix) {
    let is_header = |band: &Band| band.columns.iter().all(|column| column.cells.is_empty());
    if matrix.bands.len() < 2 || !matrix.bands.first().is_some_and(is_header) {
        return;
    }
    let mut bands = std::mem::take(&mut matrix.bands).into_iter();
    let Some(mut joined) = bands.next() else { return };
    for band in bands {
        if band.columns.len() > joined.columns.len() {
            joined.columns.resize(band.columns.len(), Column::default());
        }
        for (column, more) in joined.columns.iter_mut().zip(band.columns) {
            column.cells.extend(more.header.into_iter().chain(more.cells));
        }
    }
    matrix.bands.push(joined);
}

#[cfg(test)]
mod tests;
