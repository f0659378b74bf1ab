//! What is done with drawn matrices: aligned, turned into tables and bullets and back.

mod align;
mod convert;
mod grow;

pub use align::aligned;
pub use convert::{from_table, to_bullets, to_table};
pub use grow::{with_column, with_row};

use crate::model::matrix::row::screen_width;

/// A matrix of one band with borders that stand below each other, line by line.
pub fn drawn(header: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(header.get(at));
        cells.map(|cell| screen_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<u32> = (0..header.len()).map(width).collect();
    let rule = |left: char, middle: &str, right: char| {
        let parts: Vec<String> = widths.iter().map(|width| "─".repeat(*width as usize + 2)).collect();
        format!("{left}{}{right}", parts.join(middle))
    };
    let row = |cells: &[String]| {
        let parts: Vec<String> = widths
            .iter()
            .enumerate()
            .map(|(at, width)| {
                let cell = cells.get(at).map_or("", |cell| &**cell);
                let rest = width.saturating_sub(screen_width(cell));
                format!(" {cell}{} ", " ".repeat(rest as usize))
            })
            .collect();
        format!("│{}│", parts.join("│"))
    };
    let mut lines = vec![rule('┌', "┬", '┐'), row(header)];
    if !rows.is_empty() {
        lines.extend(rows.iter().map(|cells| row(cells)));
    }
    lines.push(rule('└', "┴", '┘'));
    lines
}

#[cfg(test)]
mod tests;
