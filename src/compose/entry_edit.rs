//! Changes to whole entries of the front matter.

use crate::model::AgentFile;
use crate::syntax::Entry;
use crate::text::{Edit, EditSet, Span};

/// Takes an entry out with its lines; `None` where it does not stand on lines of its own.
pub fn remove(file: &AgentFile, entry: &Entry) -> Option<EditSet> {
    own_lines(file, entry.span).map(|lines| EditSet::one(lines, ""))
}

/// Adds the line `key: value` behind an entry; `None` where that does not stand on lines of its own.
pub fn add_behind(file: &AgentFile, entry: &Entry, line: &str) -> Option<EditSet> {
    let lines = own_lines(file, entry.span)?;
    let line_end = file.line_end();
    let edit = if lines.slice(&file.text).ends_with(['\n', '\r']) {
        Edit { span: Span::empty(lines.end), text: format!("{line}{line_end}") }
    } else {
        Edit { span: Span::empty(lines.end), text: format!("{line_end}{line}") }
    };
    EditSet::new(vec![edit])
}

/// Writes another value; where there is none yet, behind the colon. `None` for an entry that a merge brought in.
pub fn set_value(file: &AgentFile, entry: &Entry, value: &str) -> Option<EditSet> {
    if entry.span == entry.key_span && entry.raw_value == entry.key_span {
        return None;
    }
    let between = Span::new(entry.key_span.end, entry.raw_value.start);
    if !entry.raw_value.is_empty() {
        let blanks = between.slice(&file.text);
        let colon = blanks.find(':').filter(|_| blanks.contains(['\n', '\r']));
        return Some(match colon {
            // A value that begins on the next line moves up.
            Some(at) => {
                let behind = entry.key_span.end + Span::offset(at + 1);
                EditSet::one(Span::new(behind, entry.raw_value.end), format!(" {value}"))
            }
            None => EditSet::one(entry.raw_value, value),
        });
    }
    let blank = if between.slice(&file.text).ends_with(':') { " " } else { ": " };
    Some(EditSet::one(Span::empty(entry.raw_value.start), format!("{blank}{value}")))
}

/// The lines of `span`, line end included, where nothing else stands before it on its first line.
fn own_lines(file: &AgentFile, span: Span) -> Option<Span> {
    let text = &file.text;
    let before = text.get(..span.start as usize)?;
    if !before.is_empty() && !before.ends_with(['\n', '\r']) {
        return None;
    }
    let limit = file.front_matter.content.end.max(span.end);
    let rest = text.get(span.end as usize..limit as usize)?;
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let after = rest.get(line..).unwrap_or("");
    let length = line + if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
    Some(Span::new(span.start, span.end + Span::offset(length)))
}
