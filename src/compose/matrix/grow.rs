//! More rows and columns for a matrix.

use crate::model::Matrix;
use crate::model::matrix::row::Line;
use crate::text::{Edit, EditSet, Span};

/// Columns of the screen that a new column takes between its borders.
const NEW_COLUMN: usize = 14;

/// An empty row below the row at `at`, with the cells of that row.
pub fn with_row(text: &str, matrix: &Matrix, at: u32, line_end: &str) -> Option<EditSet> {
    let (span, line) = lines(text, matrix.span).into_iter().find(|(span, _)| span.touches(at))?;
    let row = line.row()?;
    let slice = row.span.slice(text);
    let border = slice.chars().next()?;
    if row.borders.len() != row.cells.len() + 1 {
        return None;
    }
    let mut drawn = span.slice(text).chars().take_while(|c| c.is_whitespace()).collect::<String>();
    drawn.push(border);
    for pair in row.borders.windows(2) {
        let width = pair.iter().rev().copied().reduce(|b, a| b - a - 1).unwrap_or(0);
        drawn.push_str(&" ".repeat(width as usize));
        drawn.push(border);
    }
    Some(EditSet::one(Span::empty(span.end), format!("{line_end}{drawn}")))
}

/// An empty column behind the last one.
pub fn with_column(text: &str, matrix: &Matrix) -> Option<EditSet> {
    let edits = lines(text, matrix.span).into_iter().map(|(_, line)| {
        let span = line.span();
        let slice = span.slice(text);
        let last = slice.chars().next_back()?;
        let at = span.end - Span::offset(last.len_utf8());
        let text = match line {
            Line::Row(row) => {
                let is_framed = row.borders.len() == row.cells.len() + 1;
                let is_title = row.cells.len() < 2;
                let border = if is_title { ' ' } else { last };
                is_framed.then(|| format!("{border}{}", " ".repeat(NEW_COLUMN)))?
            }
            Line::Rule(_) => {
                let inner = || slice.chars().skip(1).take(slice.chars().count().saturating_sub(2));
                let is_line = |c: &char| matches!(c, '─' | '━' | '═' | '-' | '=');
                let line = inner().find(is_line)?;
                let junction = inner().find(|c| !is_line(c)).unwrap_or(line);
                format!("{junction}{}", line.to_string().repeat(NEW_COLUMN))
            }
        };
        Some(Edit { span: Span::empty(at), text })
    });
    EditSet::new(edits.collect::<Option<Vec<Edit>>>()?)
}

/// The lines of a drawing with what they draw.
fn lines(text: &str, drawing: Span) -> Vec<(Span, Line)> {
    let mut found = Vec::new();
    let mut at = drawing.start;
    for written in drawing.slice(text).split_inclusive('\n') {
        let bare = written.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + Span::offset(bare.len()));
        found.extend(Line::read(text, span).map(|line| (span, line)));
        at += Span::offset(written.len());
    }
    found
}
