//! A matrix as a table or as bullets, and a table as a matrix. Each writes what the other holds.

use super::drawn;
use crate::model::Matrix;
use crate::syntax::Outline;
use crate::syntax::outline::Table;
use crate::text::{EditSet, Span};

/// What a conversion replaces: the code block around the matrix, where nothing else is in it.
fn place(text: &str, outline: &Outline, matrix: &Matrix) -> Option<Span> {
    let Some(fence) = matrix.fence else { return Some(matrix.span) };
    let fence = outline.fences.get(fence as usize)?;
    let is_alone = fence.content.slice(text).trim() == matrix.span.slice(text).trim();
    (is_alone && !fence.open.is_empty() && fence.close.is_some()).then_some(fence.span)
}

/// The matrix as one table for each of its bands.
pub fn to_table(text: &str, outline: &Outline, matrix: &Matrix, line_end: &str) -> Option<EditSet> {
    let place = place(text, outline, matrix)?;
    let cell = |span: Option<&Span>| span.map_or(String::new(), |span| span.slice(text).replace('|', "\\|"));
    let mut tables = Vec::new();
    for band in &matrix.bands {
        let mut lines = vec![line(band.columns.iter().map(|column| cell(column.header.as_ref())))];
        lines.push(line(band.columns.iter().map(|_| "---".to_owned())));
        let rows = band.columns.iter().map(|column| column.cells.len()).max().unwrap_or(0);
        lines.extend((0..rows).map(|at| line(band.columns.iter().map(|column| cell(column.cells.get(at))))));
        tables.push(lines.join(line_end));
    }
    let written = without_end(text, place);
    (!tables.is_empty()).then(|| EditSet::one(written, tables.join(&line_end.repeat(2))))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// The matrix as a bullet for each area with its items behind it.
pub fn to_bullets(text: &str, outline: &Outline, matrix: &Matrix, line_end: &str) -> Option<EditSet> {
    let place = place(text, outline, matrix)?;
    let columns = matrix.bands.iter().flat_map(|band| &band.columns);
    let bullets: Vec<String> = columns
        .filter_map(|column| {
            let items: Vec<&str> = column.cells.iter().map(|cell| cell.slice(text)).collect();
            let area = column.header.map(|header| format!("**{}**", header.slice(text)));
            match (area, items.is_empty()) {
                (Some(area), true) => Some(format!("- {area}")),
                (Some(area), false) => Some(format!("- {area}: {}", items.join(", "))),
                (None, false) => Some(format!("- {}", items.join(", "))),
                (None, true) => None,
            }
        })
        .collect();
    (!bullets.is_empty()).then(|| EditSet::one(without_end(text, place), bullets.join(line_end)))
}

/// A table as a drawn matrix in a code block.
pub fn from_table(text: &str, table: &Table, line_end: &str) -> Option<EditSet> {
    let written = |span: &Span| span.slice(text).replace("\\|", "|");
    let header: Vec<String> = table.header.iter().map(written).collect();
    if header.len() < 2 {
        return None;
    }
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(written).collect()).collect();
    let drawn = drawn(&header, &rows).join(line_end);
    Some(EditSet::one(without_end(text, table.span), format!("```{line_end}{drawn}{line_end}```")))
}

/// `span` without the line ends that it may end in.
fn without_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + Span::offset(span.slice(text).trim_end().len()))
}
