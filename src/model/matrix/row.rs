//! One line of a drawing: a rule, or a row of cells between borders.

use crate::text::Span;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A line of a drawing, without its indentation.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    /// Nothing but lines: a top, a bottom or what stands between two bands.
    Rule(Span),
    Row(Row),
}

/// A row of cells.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub span: Span,
    /// The columns of the screen that the borders stand in.
    pub borders: Vec<u32>,
    pub cells: Vec<Cell>,
}

/// What stands between two borders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// The text without padding and bullet.
    pub span: Span,
    /// The bytes between the borders.
    pub inside: Span,
    /// The column of the screen behind the left border.
    pub column: u32,
    /// Blanks in front of the text.
    pub padding: u32,
}

impl Line {
    pub fn span(&self) -> Span {
        match self {
            Line::Rule(span) => *span,
            Line::Row(row) => row.span,
        }
    }

    pub fn row(&self) -> Option<&Row> {
        match self {
            Line::Rule(_) => None,
            Line::Row(row) => Some(row),
        }
    }

    /// Reads the line of `text` at `line`. `None` where it is neither a rule nor a row.
    pub fn read(text: &str, line: Span) -> Option<Line> {
        let slice = line.slice(text);
        let trimmed = slice.trim();
        let start = line.start + offset(slice.len() - slice.trim_start().len());
        let span = Span::new(start, start + offset(trimmed.len()));
        if is_rule(trimmed) {
            return Some(Line::Rule(span));
        }
        let delimits_table = trimmed.starts_with('|') && trimmed.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if delimits_table {
            return None;
        }
        let has_box_border = trimmed.contains(is_box_border);
        let border = |c: char| if has_box_border { is_box_border(c) } else { c == '|' };
        let has_bars = trimmed.starts_with('|') && trimmed.ends_with('|') && trimmed.len() > 1;
        if !(has_box_border || has_bars) {
            return None;
        }
        Some(Line::Row(Row::read(text, line, span, border)))
    }
}

impl Row {
    fn read(text: &str, line: Span, span: Span, is_border: impl Fn(char) -> bool) -> Row {
        let mut borders = Vec::new();
        let mut cells = Vec::new();
        let mut column = width(text.get(line.start as usize..span.start as usize).unwrap_or(""));
        let mut cell_start = (span.start, column);
        for (at, grapheme, wide) in on_screen(span.slice(text)) {
            let at = span.start + offset(at);
            let border = grapheme.chars().next().is_some_and(&is_border);
            if border {
                if at > span.start {
                    cells.push(Cell::read(text, Span::new(cell_start.0, at), cell_start.1));
                }
                borders.push(column);
            }
            column += wide;
            if border {
                cell_start = (at + offset(grapheme.len()), column);
            }
        }
        if cell_start.0 < span.end {
            cells.push(Cell::read(text, Span::new(cell_start.0, span.end), cell_start.1));
        }
        Row { span, borders, cells }
    }

    /// The cells of this row with the columns of `layout` that they belong to. Where the number of
    /// cells differs, cells are cut below the borders of `layout` and go where they begin.
    pub fn placed(&self, text: &str, layout: &Row) -> Vec<(usize, Cell)> {
        if self.cells.len() == layout.cells.len() {
            return self.cells.iter().copied().enumerate().collect();
        }
        let last = layout.cells.len().saturating_sub(1);
        let mut placed = Vec::new();
        for cell in self.cells.iter().flat_map(|cell| cell.cut(text, &layout.borders)) {
            let text_column = cell.column + cell.padding;
            let behind = layout.cells.partition_point(|other| other.column <= text_column);
            placed.push((behind.saturating_sub(1).min(last), cell));
        }
        placed
    }
}

impl Cell {
    fn read(text: &str, inside: Span, column: u32) -> Cell {
        let slice = inside.slice(text);
        let from_text = slice.trim_start();
        let padding = width(slice.get(..slice.len() - from_text.len()).unwrap_or(""));
        let with_bullet = from_text.trim_end();
        let content = without_bullet(with_bullet);
        let before = slice.len() - from_text.len() + with_bullet.len() - content.len();
        let start = inside.start + offset(before);
        Cell { span: Span::new(start, start + offset(content.len())), inside, column, padding }
    }

    /// This cell in pieces, cut at those of `borders` below which it has a blank or a bar.
    fn cut(&self, text: &str, borders: &[u32]) -> Vec<Cell> {
        let mut pieces = Vec::new();
        let mut piece = (self.inside.start, self.column);
        let mut column = self.column;
        let mut was_blank = true;
        for (at, grapheme, wide) in on_screen(self.inside.slice(text)) {
            let at = self.inside.start + offset(at);
            let is_bar = grapheme == "|";
            let is_blank = grapheme == " ";
            if (is_bar || (is_blank && was_blank)) && borders.binary_search(&column).is_ok() && at > piece.0 {
                pieces.push(Cell::read(text, Span::new(piece.0, at), piece.1));
                let bar = if is_bar { 1 } else { 0 };
                piece = (at + bar, column + bar);
            }
            was_blank = is_blank;
            column += wide;
        }
        pieces.push(Cell::read(text, Span::new(piece.0, self.inside.end), piece.1));
        pieces.retain(|piece| !piece.span.is_empty());
        pieces
    }
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What stands on the screen one behind the other: its place in `text`, the text, and its columns.
/// Graphemes have to be told apart only where there is more than ASCII and lines.
fn on_screen(text: &str) -> impl Iterator<Item = (usize, &str, u32)> {
    let simple = text.chars().all(|c| c.is_ascii() || is_box(c));
    let chars =
        simple.then(|| text.char_indices().map(|(at, c)| (at, text.get(at..at + c.len_utf8()).unwrap_or(""), 1)));
    let graphemes =
        (!simple).then(|| text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme, width(grapheme))));
    chars.into_iter().flatten().chain(graphemes.into_iter().flatten())
}

/// Columns of the screen that `text` takes, its graphemes counted one by one.
pub(crate) fn screen_width(text: &str) -> u32 {
    on_screen(text).map(|(_, _, wide)| wide).sum()
}

/// Columns of the screen that `text` takes; a tab counts as one blank.
fn width(text: &str) -> u32 {
    if text.is_ascii() { offset(text.len()) } else { offset(text.width()) }
}

/// `text` without the bullet in front of it.
fn without_bullet(text: &str) -> &str {
    let is_bullet =
        |c: char| matches!(c, '•' | '◦' | '▪' | '▸' | '·' | '‣' | '-' | '*' | '✓' | '✔' | '✅' | '☐' | '→' | '–');
    match text.strip_prefix(is_bullet) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => text,
    }
}

pub(crate) fn is_box_border(c: char) -> bool {
    matches!(c, '│' | '┃' | '║')
}

/// A character that draws lines, borders of rows included.
pub(crate) fn is_box(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257f}')
}

/// Whether `line` draws nothing but a line from left to right.
fn is_rule(line: &str) -> bool {
    let is_ascii_rule = |line: &str| line.starts_with('+') && line.ends_with('+') && line.len() > 2;
    if line.contains(is_box) {
        let horizontals = line.chars().filter(|c| matches!(c, '─' | '━' | '═' | '-' | '=')).take(3).count();
        let all_lines = line.chars().all(|c| is_box(c) || matches!(c, '-' | '=' | '+' | '|'));
        return horizontals >= 3 && all_lines;
    }
    is_ascii_rule(line) && line.chars().all(|c| matches!(c, '+' | '-' | '='))
}
