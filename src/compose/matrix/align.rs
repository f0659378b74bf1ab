//! Draws a matrix anew with borders that stand below each other, whatever width its characters
//! take on the screen. No text of a cell changes, and a drawing that is aligned stays as it is.

use crate::model::Matrix;
use crate::model::matrix::row::{Line, Row, screen_width};
use crate::text::{Edit, EditSet, Span};
use rustc_hash::FxHashMap;

/// The edits that align `matrix`; `None` where it is aligned, or where rows with different numbers
/// of cells leave open what belongs where.
pub fn aligned(text: &str, matrix: &Matrix) -> Option<EditSet> {
    let drawing = Drawing::read(text, matrix.span)?;
    let edits: Vec<Edit> = drawing
        .lines
        .iter()
        .map(|(span, line)| (*span, drawing.draw(text, line)))
        .filter(|(span, drawn)| span.slice(text) != drawn)
        .map(|(span, drawn)| Edit { span, text: drawn })
        .collect();
    if edits.is_empty() { None } else { EditSet::new(edits) }
}

struct Drawing {
    /// Each with its indentation and the blanks behind it.
    lines: Vec<(Span, Line)>,
    indent: String,
    columns: Vec<ColumnWidth>,
}

/// The place that a column needs, in columns of the screen.
#[derive(Clone, Copy, Default)]
struct ColumnWidth {
    /// Blanks that stand in front of all of its texts.
    padding: Option<u32>,
    text: u32,
}

impl Drawing {
    fn read(text: &str, span: Span) -> Option<Drawing> {
        let mut lines = Vec::new();
        let mut at = line_start(text, span.start);
        for line in text.get(at as usize..span.end as usize)?.split_inclusive('\n') {
            let end = at + Span::offset(line.len());
            let behind = if end >= span.end { line_end(text, span.end) } else { end };
            let whole = Span::new(at, behind).slice(text).trim_end_matches(['\n', '\r']);
            let whole = Span::new(at, at + Span::offset(whole.len()));
            lines.push((whole, Line::read(text, whole)?));
            at = end;
        }
        let rows: Vec<&Row> = lines.iter().filter_map(|(_, line)| line.row()).collect();
        let count = rows.iter().map(|row| row.cells.len()).max().filter(|count| *count > 1)?;
        let is_framed = |row: &&Row| row.borders.len() == row.cells.len() + 1;
        let fits = |row: &&Row| is_framed(row) && (row.cells.len() == count || row.cells.len() == 1);
        if !rows.iter().all(fits) || text.get(span.range())?.contains('\t') {
            return None;
        }
        let mut columns = vec![ColumnWidth::default(); count];
        for row in rows.iter().filter(|row| row.cells.len() == count) {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                let inside = cell.inside.slice(text);
                if !inside.trim().is_empty() {
                    let padding = leading(inside);
                    column.padding = Some(column.padding.map_or(padding, |least| least.min(padding)));
                }
            }
        }
        for row in rows.iter().filter(|row| row.cells.len() == count) {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                let inside = cell.inside.slice(text);
                let extra = leading(inside).saturating_sub(column.padding.unwrap_or(0));
                if !inside.trim().is_empty() {
                    column.text = column.text.max(extra + screen_width(inside.trim()));
                }
            }
        }
        // A drawing that is wider than its texts stays so.
        for (column, width) in columns.iter_mut().zip(usual_widths(&rows, count)) {
            column.text = column.text.max(width.saturating_sub(2));
        }
        let first = lines.first()?;
        let indent = first.0.slice(text);
        let indent = indent.get(..indent.len() - indent.trim_start().len())?.to_owned();
        let mut drawing = Drawing { lines, indent, columns };
        drawing.make_room_for_captions(text);
        Some(drawing)
    }

    /// A title over all columns may need more room than they do.
    fn make_room_for_captions(&mut self, text: &str) {
        let captions = self.lines.iter().filter_map(|(_, line)| line.row()).filter(|row| row.cells.len() == 1);
        let widest = captions.flat_map(|row| &row.cells).map(|cell| screen_width(cell.inside.slice(text).trim())).max();
        let missing = widest.unwrap_or(0).saturating_sub(self.inner_width() - 2);
        if let Some(last) = self.columns.last_mut() {
            last.text += missing;
        }
    }

    /// Between the outer borders.
    fn inner_width(&self) -> u32 {
        let columns = Span::offset(self.columns.len());
        self.columns.iter().map(|column| column.text + 2).sum::<u32>() + columns - 1
    }

    fn draw(&self, text: &str, line: &Line) -> String {
        let mut out = self.indent.clone();
        match line {
            Line::Rule(span) => self.draw_rule(span.slice(text), &mut out),
            Line::Row(row) => self.draw_row(text, row, &mut out),
        }
        out
    }

    fn draw_rule(&self, rule: &str, out: &mut String) {
        let is_horizontal = |c: &char| matches!(c, '─' | '━' | '═' | '-' | '=' | '╌' | '┄');
        let (first, last) = (rule.chars().next().unwrap_or('+'), rule.chars().next_back().unwrap_or('+'));
        let inner = || rule.chars().skip(1).take(rule.chars().count().saturating_sub(2));
        let horizontal = inner().find(is_horizontal).unwrap_or('─');
        let junction = inner().find(|c| !is_horizontal(c)).unwrap_or(horizontal);
        out.push(first);
        for (at, column) in self.columns.iter().enumerate() {
            if at > 0 {
                out.push(junction);
            }
            (0..column.text + 2).for_each(|_| out.push(horizontal));
        }
        out.push(last);
    }

    fn draw_row(&self, text: &str, row: &Row, out: &mut String) {
        let slice = row.span.slice(text);
        let border = slice.chars().next().unwrap_or('│');
        let last = slice.chars().next_back().unwrap_or(border);
        let inner = row.cells.get(1).and_then(|cell| text.get(..cell.inside.start as usize)?.chars().next_back());
        let inner = inner.unwrap_or(border);
        out.push(border);
        if let [caption] = row.cells.as_slice()
            && self.columns.len() > 1
        {
            pad(caption.inside.slice(text).trim(), 1, self.inner_width(), out);
            out.push(last);
            return;
        }
        for (at, (cell, column)) in row.cells.iter().zip(&self.columns).enumerate() {
            if at > 0 {
                out.push(inner);
            }
            let inside = cell.inside.slice(text);
            let extra = leading(inside).saturating_sub(column.padding.unwrap_or(0));
            let extra = if inside.trim().is_empty() { 0 } else { extra };
            pad(inside.trim(), 1 + extra, column.text + 2, out);
        }
        out.push(last);
    }
}

/// The widths between the borders that most rows of `count` cells have.
fn usual_widths(rows: &[&Row], count: usize) -> Vec<u32> {
    let widths = |row: &Row| -> Vec<u32> {
        row.borders.windows(2).map(|pair| pair.iter().rev().copied().reduce(|b, a| b - a - 1).unwrap_or(0)).collect()
    };
    let full = rows.iter().filter(|row| row.cells.len() == count);
    // How often, and where for the first time.
    let mut counts: FxHashMap<Vec<u32>, (usize, usize)> = FxHashMap::default();
    for (at, row) in full.enumerate() {
        counts.entry(widths(row)).or_insert((0, at)).0 += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, (times, at))| (*times, std::cmp::Reverse(*at)));
    usual.map(|(widths, _)| widths).unwrap_or_default()
}

/// `text` behind `before` blanks, filled up to `width`.
fn pad(text: &str, before: u32, width: u32, out: &mut String) {
    (0..before).for_each(|_| out.push(' '));
    out.push_str(text);
    (before + screen_width(text)..width).for_each(|_| out.push(' '));
}

fn leading(text: &str) -> u32 {
    Span::offset(text.len() - text.trim_start_matches(' ').len())
}

fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or("");
    Span::offset(before.rfind(['\n', '\r']).map_or(0, |at| at + 1))
}

fn line_end(text: &str, at: u32) -> u32 {
    let behind = text.get(at as usize..).unwrap_or("");
    at + Span::offset(behind.find(['\n', '\r']).unwrap_or(behind.len()))
}
