//! Tables whose columns stand below each other.

use super::set_of;
use crate::model::AgentFile;
use crate::model::matrix::row::screen_width;
use crate::text::{Edit, EditSet, Span};

/// Wider tables are left alone: nobody reads their columns.
const WIDEST: u32 = 160;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    None,
    Left,
    Right,
    Middle,
}

/// Aligns the tables of the body.
pub fn aligned(file: &AgentFile) -> Option<EditSet> {
    let edits = file.outline.tables.iter().filter_map(|table| one(&file.text, table.span));
    set_of(edits.collect())
}

/// A table drawn anew; `None` where it is aligned, or where rows have other numbers of cells than its head.
fn one(text: &str, span: Span) -> Option<Edit> {
    let start = text.get(..span.start as usize)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = text.get(start..span.start as usize)?;
    let table = span.slice(text).trim_end_matches(['\n', '\r']);
    if !indent.chars().all(|c| c == ' ') || table.contains('\t') || table.contains('\r') && !table.contains("\r\n") {
        return None;
    }
    let line_end = if table.contains("\r\n") { "\r\n" } else { "\n" };
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in table.split(line_end) {
        // Below a list or a quote, each line has its own mark; those are left alone.
        let line = line.strip_prefix(indent).or_else(|| rows.is_empty().then_some(line))?;
        if line.starts_with(' ') || line.contains(['\n', '\r']) {
            return None;
        }
        rows.push(cells(line));
    }
    let count = rows.first()?.len();
    let sides: Vec<Side> = rows.get(1)?.iter().map(|cell| side(cell)).collect::<Option<_>>()?;
    if count == 0 || rows.iter().any(|row| row.len() != count) || sides.len() != count {
        return None;
    }
    let width = |at: usize| {
        let cells = rows.iter().enumerate().filter(|(row, _)| *row != 1);
        cells.filter_map(|(_, row)| row.get(at)).map(|cell| screen_width(cell)).max().unwrap_or(0).max(3)
    };
    let widths: Vec<u32> = (0..count).map(width).collect();
    if widths.iter().map(|width| width + 3).sum::<u32>() > WIDEST {
        return None;
    }
    let mut out: Vec<String> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).zip(&sides).map(|((cell, width), side)| match at {
            1 => rule(*side, *width),
            _ => padded(cell, *side, *width),
        });
        out.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
    }
    let drawn = out.join(&format!("{line_end}{indent}"));
    let span = Span::new(span.start, span.start + Span::offset(table.len()));
    (drawn != table).then_some(Edit { span, text: drawn })
}

/// The cells of a line, without the blanks around them.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '\\' => {
                escaped = !escaped;
                continue;
            }
            '|' if !escaped => {
                cells.push(line.get(start..at).unwrap_or("").trim());
                start = at + 1;
            }
            _ => {}
        }
        escaped = false;
    }
    let rest = line.get(start..).unwrap_or("").trim();
    if !rest.is_empty() {
        cells.push(rest);
    }
    cells
}

fn side(cell: &str) -> Option<Side> {
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    if dashes.is_empty() || !dashes.chars().all(|c| c == '-') {
        return None;
    }
    Some(match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => Side::Middle,
        (true, false) => Side::Left,
        (false, true) => Side::Right,
        (false, false) => Side::None,
    })
}

fn rule(side: Side, width: u32) -> String {
    let marks = match side {
        Side::None => 0,
        Side::Left | Side::Right => 1,
        Side::Middle => 2,
    };
    let dashes = "-".repeat((width - marks) as usize);
    match side {
        Side::None => dashes,
        Side::Left => format!(":{dashes}"),
        Side::Right => format!("{dashes}:"),
        Side::Middle => format!(":{dashes}:"),
    }
}

fn padded(cell: &str, side: Side, width: u32) -> String {
    let blanks = (width - screen_width(cell)) as usize;
    let before = match side {
        Side::None | Side::Left => 0,
        Side::Right => blanks,
        Side::Middle => blanks / 2,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(blanks - before))
}
