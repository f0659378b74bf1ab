//! The lines of the front matter, shared out among the keys that their author meant them for.

use crate::dialect::Field;
use crate::model::AgentFile;
use crate::syntax::{Entry, ProblemKind};
use crate::text::Span;

/// A key with the lines that belong to it: those of its entry, and those that slid to the left margin.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    pub entry: &'a Entry,
    /// What the dialect knows of the key.
    pub field: Option<&'static Field>,
    /// From the key to the end of the last line, without the line end.
    pub span: Span,
    /// Whether lines at the left margin are part of it.
    pub holds_strays: bool,
    /// Whether it is sure that they are: a line that looks like a key of its own, or a text behind a
    /// blank line, may be something else.
    pub strays_are_sure: bool,
}

/// All regions, in the order of the file.
pub fn regions(file: &AgentFile) -> Vec<Region<'_>> {
    let front_matter = &file.front_matter;
    let strays: Vec<Span> =
        front_matter.problems.iter().filter(|p| p.kind == ProblemKind::StrayLine).map(|p| p.span).collect();
    let entries = &front_matter.entries;
    let mut regions: Vec<Region<'_>> = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        if regions.last().is_some_and(|region| region.span.covers(entry.span)) {
            continue;
        }
        let field = file.dialect.fields.iter().find(|field| field.key == *entry.key);
        let mut region = Region { entry, field, span: entry.span, holds_strays: false, strays_are_sure: true };
        if field.is_some_and(is_prose) {
            let next = entries.iter().skip(at + 1).find(|next| is_known(file, next));
            let limit = next.map_or(front_matter.content.end, |next| next.span.start);
            let key = strays.iter().find(|span| span.start >= entry.span.end && is_mistyped_key(file, **span));
            let limit = key.map_or(limit, |key| limit.min(key.start));
            let own = |span: &&Span| entry.span.end <= span.start && span.start < limit;
            if let (Some(first), Some(last)) = (strays.iter().find(own), strays.iter().rev().find(own)) {
                let spoken = entries
                    .iter()
                    .skip(at + 1)
                    .take_while(|next| next.span.start < limit && (next.span.end <= last.end || is_spoken(&next.key)));
                let begins_with_key = entries.get(at + 1).is_some_and(|next| next.span.start < first.start);
                let gap = Span::new(entry.span.end, first.start).slice(&file.text);
                let begins_with_tag = first.slice(&file.text).starts_with('<');
                let apart = gap.lines().skip(1).any(|line| line.trim().is_empty()) && !begins_with_tag;
                region.strays_are_sure = !begins_with_key && !apart;
                let end = spoken.map(|next| next.span.end).max().unwrap_or(0).max(last.end);
                region.span = Span::new(entry.span.start, end);
                region.holds_strays = true;
            }
        }
        regions.push(region);
    }
    regions
}

/// Whether the value is a text of any length.
pub fn is_prose(field: &Field) -> bool {
    use crate::dialect::Role;
    matches!(field.role, Role::Description | Role::InitialPrompt)
}

fn is_known(file: &AgentFile, entry: &Entry) -> bool {
    file.dialect.fields.iter().any(|field| {
        field.key == *entry.key || field.mistaken_keys.iter().any(|key| **key == *entry.key) && !is_spoken(&entry.key)
    })
}

/// `model:opus`, which lacks the space behind its colon.
fn is_mistyped_key(file: &AgentFile, line: Span) -> bool {
    let key = line.slice(&file.text).split([':', '=']).next().unwrap_or("").trim();
    file.dialect.fields.iter().any(|field| field.key == key) && file.front_matter.entry(key).is_none()
}

/// Whether what looks like a key is a line of an example: `Context: …`, `user: "…"`.
fn is_spoken(key: &str) -> bool {
    key.contains(' ')
        || key.starts_with(char::is_uppercase)
        || matches!(key, "user" | "assistant" | "context" | "commentary" | "example" | "examples")
}
