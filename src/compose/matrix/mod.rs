//! What is done with drawn matrices: aligned, sorted, turned into tables and bullets and back.

mod align;
mod convert;
mod grow;
mod lists;

pub use align::aligned;
pub use convert::{from_table, to_bullets, to_table};
pub use grow::{with_column, with_row};
pub use lists::{AreaList, sorted, sorted_column, table_to_bullets};

use crate::model::matrix::row::screen_width;

/// Columns of one band; more make it wider than many windows.
const MOST_COLUMNS: usize = 4;

/// The rows between two rules: a header and the cells below it.
struct DrawnBand {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A matrix of one band with borders that stand below each other, line by line.
pub fn drawn(header: &[String], rows: &[Vec<String>]) -> Vec<String> {
    draw(&[DrawnBand { header: header.to_vec(), rows: rows.to_vec() }])
}

/// A matrix with a column for each header with its cells, in as many bands as that takes.
pub fn drawn_in_bands(columns: &[(String, Vec<String>)]) -> Vec<String> {
    let bands = columns.len().div_ceil(MOST_COLUMNS).max(1);
    let width = columns.len().div_ceil(bands).max(1);
    let band = |columns: &[(String, Vec<String>)]| {
        let rows = columns.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let row = |at: usize| columns.iter().map(|(_, cells)| cells.get(at).cloned().unwrap_or_default()).collect();
        DrawnBand {
            header: columns.iter().map(|(header, _)| header.clone()).collect(),
            rows: (0..rows).map(row).collect(),
        }
    };
    draw(&columns.chunks(width).map(band).collect::<Vec<_>>())
}

fn draw(bands: &[DrawnBand]) -> Vec<String> {
    let columns = bands.iter().map(|band| band.header.len()).max().unwrap_or(0);
    let width = |at: usize| {
        let cells = bands.iter().flat_map(|band| band.rows.iter().chain([&band.header])).filter_map(|row| row.get(at));
        cells.map(|cell| screen_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<u32> = (0..columns).map(width).collect();
    let rule = |left: char, middle: &str, right: char| {
        let parts: Vec<String> = widths.iter().map(|width| "─".repeat(*width as usize + 2)).collect();
        format!("{left}{}{right}", parts.join(middle))
    };
    let row = |cells: &[String]| {
        let parts = widths.iter().enumerate().map(|(at, width)| {
            let cell = cells.get(at).map_or("", |cell| &**cell);
            let rest = width.saturating_sub(screen_width(cell));
            format!(" {cell}{} ", " ".repeat(rest as usize))
        });
        format!("│{}│", parts.collect::<Vec<_>>().join("│"))
    };
    let mut lines = Vec::new();
    for band in bands {
        lines.push(if lines.is_empty() { rule('┌', "┬", '┐') } else { rule('├', "┼", '┤') });
        lines.push(row(&band.header));
        lines.extend(band.rows.iter().map(|cells| row(cells)));
    }
    lines.push(rule('└', "┴", '┘'));
    lines
}

#[cfg(test)]
mod tests;
