//! Finds the lines that may draw a matrix, and tells matrices from other drawings.
//!
//! A matrix is one closed run of rules and rows: no line of another kind of drawing touches it,
//! nothing leads into it from above or out of it below, no cell holds lines. Its cells are short
//! texts that begin at their left border, most of them filled. Boxes of a chart hold centred
//! text; mock-ups hold empty places, fields and buttons.

use super::row::{Cell, Line, is_box};
use super::{Band, Matrix};
use crate::text::Span;
use memchr::memmem;

/// Whether `text` holds a character that matrices are drawn with.
pub(super) fn may_occur(text: &str) -> bool {
    // U+2500 to U+257F are the bytes E2 94 80 to E2 95 BF.
    let bytes = text.as_bytes();
    memmem::find(bytes, b"\xe2\x94").is_some()
        || memmem::find(bytes, b"\xe2\x95").is_some()
        || memmem::find(bytes, b"+--").is_some()
        || memmem::find(bytes, b"+==").is_some()
}

/// The runs of lines in `body` that are rules and rows and may draw a matrix.
pub(super) fn blocks(text: &str, body: Span) -> Vec<Vec<Line>> {
    let mut blocks = Vec::new();
    let mut open = Open::default();
    for line in lines(text, body) {
        let slice = line.slice(text);
        // Nearly all lines hold neither a bar nor the first byte of a box-drawing character.
        if memchr::memchr3(0xe2, b'|', b'+', slice.as_bytes()).is_none() {
            open.close(true, &mut blocks);
            continue;
        }
        let read = if slice.trim().is_empty() { None } else { Line::read(text, line) };
        match read {
            None => open.close(!slice.contains(is_box), &mut blocks),
            Some(read) => {
                let corner = slice.trim_start().chars().next().unwrap_or(' ');
                let is_rule = matches!(read, Line::Rule(_));
                let (is_top, is_bottom) = (is_rule && is_top_corner(corner), is_rule && is_bottom_corner(corner));
                if is_top {
                    open.close(true, &mut blocks);
                    open.fits = !slice.contains(['┴', '┻', '╩', '╧']);
                } else if open.is_over {
                    open.close(false, &mut blocks);
                }
                if is_bottom {
                    open.fits &= !slice.contains(['┬', '┳', '╦', '╤']);
                    open.is_over = true;
                }
                open.lines.push(read);
            }
        }
    }
    open.close(true, &mut blocks);
    blocks.retain(|block| is_closed_drawing(text, block));
    blocks
}

/// The run of lines that is being read.
struct Open {
    lines: Vec<Line>,
    /// Whether no other drawing has touched it so far.
    fits: bool,
    /// Whether its bottom has been read.
    is_over: bool,
}

impl Default for Open {
    fn default() -> Open {
        Open { lines: Vec::new(), fits: true, is_over: false }
    }
}

impl Open {
    /// Ends the run. `fits` tells whether the line behind it leaves it alone; one that doesn't
    /// belongs to the same drawing as what follows.
    fn close(&mut self, fits: bool, blocks: &mut Vec<Vec<Line>>) {
        let done = std::mem::replace(self, Open { fits, ..Open::default() });
        if done.fits && fits && !done.lines.is_empty() {
            blocks.push(done.lines);
        }
    }
}

fn lines(text: &str, body: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = body.start as usize;
    std::iter::from_fn(move || {
        let rest = text.get(at..body.end as usize).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let line = Span::of(at..at + length);
        at += length + if rest.get(length..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
        Some(line)
    })
}

fn is_top_corner(c: char) -> bool {
    matches!(c, '┌' | '┏' | '╔' | '╭' | '╒' | '╓')
}

fn is_bottom_corner(c: char) -> bool {
    matches!(c, '└' | '┗' | '╚' | '╰' | '╘' | '╙')
}

/// Whether rows of cells stand between rules (or, without rules, are many and alike) and no cell
/// holds lines.
fn is_closed_drawing(text: &str, block: &[Line]) -> bool {
    let rules = block.iter().filter(|line| line.row().is_none()).count();
    let rows: Vec<_> = block.iter().filter_map(Line::row).collect();
    let several_cells = rows.iter().filter(|row| row.cells.len() > 1).count();
    if several_cells < 2
        || several_cells * 2 < rows.len()
        || rows.iter().flat_map(|row| &row.cells).any(|cell| cell.inside.slice(text).contains(is_box))
    {
        return false;
    }
    let Some(first) = rows.first() else { return false };
    let alike = rows.iter().all(|row| row.borders == first.borders);
    let drawn = first.span.slice(text).contains(is_box);
    rules > 0 || (drawn && alike && rows.len() >= 3)
}

/// Whether the cells are those of a matrix. `cells` are all of its cells, empty ones included.
pub(super) fn is_filled_like_a_matrix(text: &str, matrix: &Matrix, cells: &[Cell]) -> bool {
    let filled: Vec<&Cell> = cells.iter().filter(|cell| !cell.span.is_empty()).collect();
    let at_border = filled.iter().filter(|cell| cell.padding <= 2).count();
    let widgets = filled.iter().filter(|cell| is_widget(cell.span.slice(text))).count();
    let long = filled.iter().filter(|cell| cell.span.len() > 200).count();
    let has_items = |band: &Band| band.columns.iter().filter(|c| !c.cells.is_empty()).count() * 2 >= band.columns.len();
    (matrix.bands.len() > 1 || matrix.bands.iter().any(has_items))
        && filled.len() * 2 >= cells.len()
        && at_border * 10 >= filled.len() * 6
        && widgets * 4 <= filled.len()
        && long == 0
}

/// Whether a cell is a field or a button of a mock-up.
fn is_widget(cell: &str) -> bool {
    (cell.starts_with('[') && cell.ends_with(']'))
        || (cell.starts_with('(') && cell.ends_with(')'))
        || cell.contains("__")
        || cell.contains(['▼', '▲', '█', '░', '▶', '◀', '☰'])
}
