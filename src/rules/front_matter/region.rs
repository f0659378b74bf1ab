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
    let limits = next_keys(file);
    let mut regions: Vec<Region<'_>> = Vec::with_capacity(entries.len());
    for (at, (entry, limit)) in entries.iter().zip(limits).enumerate() {
        if regions.last().is_some_and(|region| region.span.covers(entry.span)) {
            continue;
        }
        let field = file.dialect.fields.iter().find(|field| field.key == *entry.key);
        let mut region = Region { entry, field, span: entry.span, holds_strays: false, strays_are_sure: true };
        if field.is_some_and(is_prose) {
            let from = strays.partition_point(|stray| stray.start < entry.span.end);
            let own = strays.get(from..).unwrap_or(&[]).iter().take_while(|stray| stray.start < limit);
            let own: Vec<Span> = own.copied().take_while(|stray| !is_mistyped_key(file, *stray)).collect();
            if let (Some(first), Some(last)) = (own.first(), own.last()) {
                take_strays(file, &mut region, entries.get(at + 1..).unwrap_or(&[]), limit, *first, *last);
            }
        }
        regions.push(region);
    }
    regions
}

/// For each entry, where the next one begins whose key is known.
fn next_keys(file: &AgentFile) -> Vec<u32> {
    let mut next = file.front_matter.content.end;
    let mut limits: Vec<u32> = Vec::with_capacity(file.front_matter.entries.len());
    for entry in file.front_matter.entries.iter().rev() {
        limits.push(next);
        if is_known(file, entry) {
            next = entry.span.start;
        }
    }
    limits.reverse();
    limits
}

/// Lets a region reach to its last stray line, and over what is said in an example behind it.
fn take_strays(file: &AgentFile, region: &mut Region<'_>, behind: &[Entry], limit: u32, first: Span, last: Span) {
    let spoken =
        behind.iter().take_while(|next| next.span.start < limit && (next.span.end <= last.end || is_spoken(&next.key)));
    let begins_with_key = behind.first().is_some_and(|next| next.span.start < first.start);
    let gap = Span::new(region.entry.span.end, first.start).slice(&file.text);
    let begins_with_tag = first.slice(&file.text).starts_with('<');
    let apart = gap.lines().skip(1).any(|line| line.trim().is_empty()) && !begins_with_tag;
    let end = spoken.map(|next| next.span.end).last().unwrap_or(0).max(last.end);
    region.strays_are_sure = !begins_with_key && !apart;
    region.span = Span::new(region.span.start, end);
    region.holds_strays = true;
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
