//! The keys of the front matter in the order in which the tool's own documentation has them.

use crate::model::AgentFile;
use crate::syntax::{Entry, FrontMatterState};
use crate::text::{EditSet, Span};

/// Sorts the entries: known keys first, in the order of the dialect, then the others as they stand. Comments and blank
/// lines above an entry go with it.
pub fn in_order(file: &AgentFile) -> Option<EditSet> {
    let front_matter = &file.front_matter;
    let text = &*file.text;
    if front_matter.state != FrontMatterState::Valid {
        return None;
    }
    let entries: Vec<&Entry> = front_matter.entries.iter().collect();
    let (first, last) = (entries.first()?, entries.last()?);
    let in_order = entries.windows(2).all(|pair| match pair {
        [a, b] => a.span.end < b.span.start,
        _ => true,
    });
    let at_margin = |entry: &&Entry| {
        entry.span.start == 0
            || text.get(..entry.span.start as usize).is_some_and(|before| before.ends_with(['\n', '\r']))
    };
    // A flow map on one line, entries that `<<` brings in, a key after `? `.
    if !in_order || !entries.iter().all(at_margin) {
        return None;
    }
    // From the end of the entry before to the end of each.
    let mut start = front_matter.content.start.min(first.span.start);
    let mut blocks: Vec<(usize, &str)> = Vec::new();
    for entry in &entries {
        let place = file.dialect.fields.iter().position(|field| *field.key == *entry.key);
        let end = line_end(text, entry.span.end);
        blocks.push((place.unwrap_or(usize::MAX), Span::new(start, end).slice(text)));
        start = end;
    }
    let sorted = blocks.is_sorted_by_key(|(place, _)| *place);
    if sorted {
        return None;
    }
    blocks.sort_by_key(|(place, _)| *place);
    let span = Span::new(front_matter.content.start.min(first.span.start), line_end(text, last.span.end));
    let line_end = file.line_end();
    let block = |block: &str| block.trim_matches(['\n', '\r']).to_owned();
    let texts: Vec<String> = blocks.iter().map(|(_, text)| block(text)).collect();
    let before: String = span.slice(text).chars().take_while(|c| matches!(c, '\n' | '\r')).collect();
    Some(EditSet::one(span, before + &texts.join(line_end)))
}

fn line_end(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or("");
    at + Span::offset(rest.find(['\n', '\r']).unwrap_or(rest.len()))
}
