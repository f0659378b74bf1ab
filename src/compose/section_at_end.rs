//! A new section behind everything else.

use crate::model::AgentFile;
use crate::text::{EditSet, Span};

/// A section called `title`, with a list to fill, at the end of a file. `level` counts from 1.
pub fn appended(file: &AgentFile, title: &str, level: u8) -> EditSet {
    let (line_end, text) = (file.line_end(), &file.text);
    let gap = match (text.ends_with(['\n', '\r']), text.is_empty()) {
        (true, _) | (_, true) => line_end.to_owned(),
        (false, false) => format!("{line_end}{line_end}"),
    };
    let marks = "#".repeat(usize::from(level));
    let end = Span::empty(Span::offset(text.len()));
    EditSet::one(end, format!("{gap}{marks} {title}{line_end}{line_end}- {line_end}"))
}
