//! Output formats for a file: insertions where it has none, replacements where it has one. Each
//! kind of work is one offer, the one that fits the agent best first.

pub(super) mod heading_style;
pub(super) mod placement;

use crate::fact::Str;
use crate::heading::{Language, SectionKind};
use crate::model::{AgentFile, Expertise, Sections, answer};
use crate::syntax::Outline;
use crate::syntax::outline::{Fence, Section};
use crate::template::{Area, Evidence, Filled, Library, Subject, Template, Wording, escape, fill, rank};
use crate::text::Span;
use placement::Place;

/// What is known of a file.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub text: &'a str,
    /// Where the body begins.
    pub body: u32,
    /// The agent's name; empty where there is none.
    pub name: &'a str,
    /// Its description; empty where there is none.
    pub description: &'a str,
    pub outline: &'a Outline,
    pub sections: &'a Sections,
    pub expertise: &'a Expertise,
}

/// An output format to insert. Nothing of the file is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// For a menu: "Insert output format: review".
    pub title: String,
    /// The kind of work, as in [`Template::kind`].
    pub kind: Str,
    /// Whether this one fits the agent best.
    pub preferred: bool,
    pub offset: u32,
    /// What to insert, as Markdown.
    pub plain: String,
    /// The same in LSP snippet syntax; left as it is, it comes out as `plain`.
    pub snippet: String,
}

/// An output format in place of the one that the file has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// For a menu: "Replace output format: review".
    pub title: String,
    /// The kind of work, as in [`Template::kind`].
    pub kind: Str,
    pub span: Span,
    /// The new text of `span`, as Markdown.
    pub plain: String,
    /// The same in LSP snippet syntax.
    pub snippet: String,
}

impl<'a> From<&'a AgentFile> for Draft<'a> {
    fn from(file: &'a AgentFile) -> Draft<'a> {
        let written = |key: &str| {
            let entry = file.front_matter.entry(key)?;
            file.front_matter.value(entry)?.as_str()
        };
        let stem = file.path.rsplit('/').next().and_then(|last| last.split('.').next());
        Draft {
            text: &file.text,
            body: file.front_matter.body,
            name: file.verdict.name.as_deref().or_else(|| written("name")).or(stem).unwrap_or(""),
            description: file.verdict.description.as_deref().or_else(|| written("description")).unwrap_or(""),
            outline: &file.outline,
            sections: &file.sections,
            expertise: &file.expertise,
        }
    }
}

/// The output formats that a file can be given: its project's own before those of agentls.
pub fn library(file: &AgentFile) -> Library<'_> {
    match file.templates.as_deref() {
        Some(own) => Library::with_own(&[own]),
        None => Library::built_in(),
    }
}

/// A kind of output format: enough for a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// For a menu: "Insert output format: review".
    pub title: String,
    /// The kind of work, as in [`Template::kind`].
    pub kind: Str,
}

/// The titles of [`insertions`], without the work of writing them.
pub fn insertion_offers(draft: &Draft<'_>, library: &Library<'_>) -> Vec<Offer> {
    if !takes_one(draft) { Vec::new() } else { offers(draft, library, insertion_title) }
}

/// The titles of [`replacements`], without the work of writing them.
pub fn replacement_offers(draft: &Draft<'_>, library: &Library<'_>) -> Vec<Offer> {
    if has_output_format(draft) { offers(draft, library, replacement_title) } else { Vec::new() }
}

fn offers(draft: &Draft<'_>, library: &Library<'_>, title: fn(&Template) -> String) -> Vec<Offer> {
    let ranked = rank(library, &evidence(draft), language(draft, library));
    ranked.into_iter().map(|template| Offer { title: title(template), kind: template.kind.clone() }).collect()
}

fn insertion_title(template: &Template) -> String {
    format!("Insert output format: {}", template.label)
}

fn replacement_title(template: &Template) -> String {
    format!("Replace output format: {}", template.label)
}

/// One insertion for each kind of work, the best first; none where the file has an output format.
pub fn insertions(draft: &Draft<'_>, library: &Library<'_>) -> Vec<Insertion> {
    insertions_of(draft, library, |_, _| true)
}

/// The insertion that fits the agent best.
pub fn preferred_insertion(draft: &Draft<'_>, library: &Library<'_>) -> Option<Insertion> {
    insertions_of(draft, library, |at, _| at == 0).pop()
}

/// The insertion of one kind.
pub fn insertion(draft: &Draft<'_>, library: &Library<'_>, kind: &str) -> Option<Insertion> {
    insertions_of(draft, library, |_, template| template.kind == kind).pop()
}

fn insertions_of(
    draft: &Draft<'_>,
    library: &Library<'_>,
    wanted: impl Fn(usize, &Template) -> bool,
) -> Vec<Insertion> {
    if !takes_one(draft) {
        return Vec::new();
    }
    let language = language(draft, library);
    let line_end = line_end(draft.text);
    let level = section_level(draft);
    let siblings = siblings(draft, level);
    let place = placement::place(draft, level, line_end);
    let offer = |(at, template): (usize, &Template)| {
        let filled = fill(template, library, &subject(draft));
        let heading = library.wording(&template.language).map(|w| heading(draft, &siblings, w, level, line_end));
        let (plain, snippet) = section_text(&place, &heading.unwrap_or_default(), &filled, line_end);
        Insertion {
            title: insertion_title(template),
            kind: template.kind.clone(),
            preferred: at == 0,
            offset: place.offset,
            plain,
            snippet,
        }
    };
    let ranked = rank(library, &evidence(draft), language).into_iter().enumerate();
    ranked.filter(|(at, template)| wanted(*at, template)).map(offer).collect()
}

/// One replacement for each kind of work, the best first; none where the file has no output format.
pub fn replacements(draft: &Draft<'_>, library: &Library<'_>) -> Vec<Replacement> {
    replacements_of(draft, library, |_| true)
}

/// The replacement of one kind.
pub fn replacement(draft: &Draft<'_>, library: &Library<'_>, kind: &str) -> Option<Replacement> {
    replacements_of(draft, library, |template| template.kind == kind).pop()
}

/// The section that [`replacements`] replace.
pub fn section_of(draft: &Draft<'_>) -> Option<Span> {
    output_format(draft).map(|section| section.span)
}

fn replacements_of(draft: &Draft<'_>, library: &Library<'_>, wanted: impl Fn(&Template) -> bool) -> Vec<Replacement> {
    let Some(section) = output_format(draft) else { return Vec::new() };
    let language = language(draft, library);
    let line_end = line_end(draft.text);
    let (span, lead) = replaced(draft, section, line_end);
    let offer = |template: &Template| {
        let filled = fill(template, library, &subject(draft));
        let fence = filled.fence();
        Replacement {
            title: replacement_title(template),
            kind: template.kind.clone(),
            span,
            plain: format!("{lead}{fence}{line_end}{}{fence}", filled.plain(line_end)),
            snippet: format!("{lead}{fence}{line_end}{}{fence}$0", filled.snippet(line_end)),
        }
    };
    rank(library, &evidence(draft), language).into_iter().filter(|template| wanted(template)).map(offer).collect()
}

/// Where to say that a file has no output format: its title, else the first line of its body.
/// `None` where it has one, where its text says without a section for it what the answer looks like, and
/// where its front matter is never closed: that comes first.
pub fn missing_at(draft: &Draft<'_>) -> Option<Span> {
    if !takes_one(draft) || answer::is_described(draft.text, draft.outline) {
        return None;
    }
    let title = draft.outline.sections.iter().find(|section| section.level == 1).map(|section| section.title_span);
    Some(title.unwrap_or_else(|| first_line(draft)))
}

/// Whether an output format can be inserted: there is none, and no front matter is left open.
fn takes_one(draft: &Draft<'_>) -> bool {
    !has_output_format(draft) && !front_matter_is_open(draft.text, draft.body)
}

/// Whether the front matter of a text whose body begins at byte `body` is left open: a `---` of ours
/// would close it.
pub fn front_matter_is_open(text: &str, body: u32) -> bool {
    let front = text.get(..body as usize).unwrap_or("");
    text.trim_start_matches('\u{feff}').starts_with("---") && !front.trim_end().ends_with("---")
}

fn has_output_format(draft: &Draft<'_>) -> bool {
    output_format(draft).is_some()
}

fn output_format<'a>(draft: &Draft<'a>) -> Option<&'a Section> {
    let id = draft.sections.first(SectionKind::OutputFormat)?;
    draft.outline.sections.get(id.0 as usize)
}

fn first_line(draft: &Draft<'_>) -> Span {
    let body = draft.text.get(draft.body as usize..).unwrap_or("");
    let mut at = draft.body as usize;
    for line in body.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            return Span::of(start..start + words.len());
        }
        at += line.len();
    }
    Span::empty(draft.body)
}

fn evidence<'a>(draft: &Draft<'a>) -> Evidence<'a> {
    Evidence {
        name: draft.name,
        description: draft.description,
        headings: draft.outline.sections.iter().map(|section| &*section.title).collect(),
    }
}

/// A form is filled from the first areas and items: it names no more than a few of them.
const MOST_AREAS: usize = 40;
const MOST_ITEMS: usize = 400;

pub(super) fn subject<'a>(draft: &Draft<'a>) -> Subject<'a> {
    let expertise = draft.expertise;
    let first = expertise.areas.iter().take(MOST_AREAS);
    let mut areas: Vec<Area<'a>> = first.map(|area| Area { name: &area.name, items: Vec::new() }).collect();
    for item in expertise.items.iter().take(MOST_ITEMS) {
        if let Some(area) = item.area.and_then(|id| areas.get_mut(id as usize)) {
            area.items.push(&item.text);
        }
    }
    Subject { name: draft.name, areas }
}

/// The language of the headings where any is understood, else that of the description.
pub(super) fn language<'a>(draft: &Draft<'_>, library: &Library<'a>) -> &'a str {
    if draft.sections.kinds.iter().any(|kind| *kind != SectionKind::Other) {
        return match draft.sections.language {
            Language::Spanish => "es",
            _ => "en",
        };
    }
    library.language_of(draft.description).unwrap_or("en")
}

/// The line end that most lines have.
pub(super) fn line_end(text: &str) -> &'static str {
    let lines = text.matches('\n').count();
    if text.matches("\r\n").count() * 2 > lines { "\r\n" } else { "\n" }
}

/// The level of the sections that the body is made of: that of the highest one whose meaning is
/// known, the title left aside.
pub(super) fn section_level(draft: &Draft<'_>) -> u8 {
    let parts = || draft.outline.sections.iter().enumerate().filter(|(at, _)| !is_title(draft, *at));
    let understood = |at: usize| draft.sections.kinds.get(at).is_some_and(|kind| *kind != SectionKind::Other);
    if let Some(level) = parts().filter(|(at, _)| understood(*at)).map(|(_, section)| section.level).min() {
        return level;
    }
    let levels: Vec<u8> = parts().map(|(_, section)| section.level).collect();
    let repeated = (1..=6).find(|level| levels.iter().filter(|other| *other == level).count() >= 2);
    repeated.or_else(|| levels.iter().copied().min()).unwrap_or(2)
}

/// Whether a section is the title of the whole: the first heading, with the others under it or
/// with none beside it.
fn is_title(draft: &Draft<'_>, at: usize) -> bool {
    let sections = &draft.outline.sections;
    let first = |section: &Section| {
        let beside = sections.iter().skip(1).filter(|other| other.level <= section.level).count();
        let under = sections.get(1).is_some_and(|next| next.level > section.level);
        section.level == 1 && (under || beside == 0)
    };
    at == 0 && sections.first().is_some_and(first)
}

pub(super) fn siblings<'a>(draft: &Draft<'a>, level: u8) -> Vec<&'a Section> {
    let sections = draft.outline.sections.iter().enumerate();
    let beside = sections.filter(|(at, section)| section.level == level && !is_title(draft, *at));
    beside.map(|(_, section)| section).collect()
}

fn heading(draft: &Draft<'_>, siblings: &[&Section], wording: &Wording, level: u8, line_end: &str) -> String {
    heading_style::HeadingStyle::of(draft.text, siblings, wording).write(wording, level, line_end)
}

/// The section with all that surrounds it, as Markdown and as a snippet.
fn section_text(place: &Place, heading: &str, filled: &Filled, line_end: &str) -> (String, String) {
    let fence = filled.fence();
    let head = format!("{}{heading}{line_end}{line_end}{fence}{line_end}", place.before);
    let plain = format!("{head}{}{fence}{}", filled.plain(line_end), place.after);
    let snippet = format!("{}{}{fence}$0{}", escape(&head), filled.snippet(line_end), escape(&place.after));
    (plain, snippet)
}

/// What of an output format is replaced, and what has to stand before the new fence. A section with
/// one fence keeps the words around it.
fn replaced(draft: &Draft<'_>, section: &Section, line_end: &str) -> (Span, String) {
    let end = placement::end_of_section(draft, section);
    let within = |fence: &&Fence| !fence.open.is_empty() && section.span.covers(fence.open) && fence.open.end <= end;
    let mut fences = draft.outline.fences.iter().filter(within);
    if let (Some(fence), None) = (fences.next(), fences.next())
        && placement::starts_line(draft.text, fence.open.start)
    {
        let end = fence.close.map_or(end, |close| close.end);
        return (Span::new(fence.open.start, end), String::new());
    }
    (Span::new(section.heading.end, end.max(section.heading.end)), line_end.repeat(2))
}

#[cfg(test)]
mod tests;
