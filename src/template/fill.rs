//! A template filled with an agent's own name and areas, as plain Markdown and as a snippet.

use super::body::{Part, parts};
use super::library::Library;
use super::schema::{Template, Topic};
use super::words::{fits, fold, hold, words};

/// The agent that a template is filled for.
#[derive(Clone, Debug, Default)]
pub struct Subject<'a> {
    pub name: &'a str,
    pub areas: Vec<Area<'a>>,
}

/// An area of expertise, as the file writes it.
#[derive(Clone, Debug, Default)]
pub struct Area<'a> {
    pub name: &'a str,
    pub items: Vec<&'a str>,
}

/// A template with all that is known about the agent filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub lines: Vec<Vec<Piece>>,
}

/// A part of a line. What the agent itself is to fill in stays in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Choice(Vec<String>),
    Free(String),
}

/// More choices than this are no help.
const MOST_CHOICES: usize = 8;
/// A checklist is drawn from this many areas, with this many items at most of each.
const CHECKLIST_AREAS: usize = 2;
const CHECKLIST_ITEMS_OF_AREA: usize = 5;
/// Below this a checklist is filled up with the topic's own items.
const SHORT_CHECKLIST: usize = 3;
/// Items longer than this are sentences, and no names of things, in characters.
const LONGEST_CHOICE: usize = 32;
const LONGEST_CHECK: usize = 90;

/// Fills `template` for `subject`.
pub fn fill(template: &Template, library: &Library<'_>, subject: &Subject<'_>) -> Filled {
    let areas = subject.areas.iter().map(|area| (words(area.name), area)).collect();
    let filler = Filler { template, library, subject, areas };
    Filled { lines: template.body.lines().flat_map(|line| filler.line(line)).collect() }
}

struct Filler<'a> {
    template: &'a Template,
    library: &'a Library<'a>,
    subject: &'a Subject<'a>,
    /// The subject's areas with the words of their names.
    areas: Vec<(Vec<String>, &'a Area<'a>)>,
}

impl Filler<'_> {
    fn line(&self, line: &str) -> Vec<Vec<Piece>> {
        let (parts, _) = parts(line);
        if let [Part::Checklist(topics)] = parts.as_slice() {
            let items = self.topic(topics).map(|topic| self.checklist(topic)).unwrap_or_default();
            return items.into_iter().map(|item| vec![Piece::Text(format!("- [ ] {item}"))]).collect();
        }
        let title = self.title();
        let line = if title.is_empty() { without_name(parts) } else { parts };
        vec![line.into_iter().map(|part| self.piece(part, &title)).collect()]
    }

    fn piece(&self, part: Part<'_>, title: &str) -> Piece {
        match part {
            Part::Text(text) => Piece::Text(text.to_owned()),
            Part::Choice(choices) => Piece::Choice(choices.into_iter().map(str::to_owned).collect()),
            Part::Free(text) => Piece::Free(text.to_owned()),
            Part::Name => Piece::Text(title.to_owned()),
            Part::Areas { otherwise } => one_of(self.areas(), otherwise),
            Part::Stack { otherwise } => one_of(self.stack(), otherwise),
            Part::Topic(ids) | Part::Checklist(ids) => {
                Piece::Text(self.topic(&ids).map(|topic| topic.title.to_string()).unwrap_or_default())
            }
        }
    }

    /// The agent's name in capitals, without the words at either end that say only that it is an
    /// agent, or what the template's title says already.
    fn title(&self) -> String {
        let wording = self.library.wording(&self.template.language);
        let is = |word: &str, patterns: &[std::borrow::Cow<'static, str>]| {
            let word = fold(word);
            patterns.iter().any(|pattern| fits(&word, pattern))
        };
        let is_role = |word: &str| is(word, &self.template.role_words) || wording.is_some_and(|w| is(word, &w.roles));
        let is_joint = |word: &str| wording.is_some_and(|w| is(word, &w.joints));

        let all: Vec<&str> = self
            .subject
            .name
            .split(|c: char| c.is_whitespace() || "-_./:".contains(c))
            .filter(|w| !w.is_empty())
            .collect();
        let mut kept = all.as_slice();
        while let [first, rest @ ..] = kept
            && (is_role(first) || (kept.len() < all.len() && is_joint(first)))
        {
            kept = rest;
        }
        let from_here = kept.len();
        while let [rest @ .., last] = kept
            && (is_role(last) || (kept.len() < from_here && is_joint(last)))
        {
            kept = rest;
        }
        kept.join(" ").to_uppercase()
    }

    /// The first of the topics that one of the agent's areas fits; else the first.
    fn topic(&self, ids: &[&str]) -> Option<&Topic> {
        let topics = || ids.iter().filter_map(|id| self.library.topic(id, &self.template.language));
        topics().find(|topic| self.areas_of(topic).next().is_some()).or_else(|| topics().next())
    }

    /// The agent's areas that fit a topic, best first.
    fn areas_of<'t>(&self, topic: &'t Topic) -> impl Iterator<Item = &Area<'_>> + use<'t, '_> {
        let has_items = |area: &Area<'_>| area.items.iter().any(|item| check_item(item).is_some());
        let mut fitting: Vec<(usize, &Area<'_>)> = self
            .areas
            .iter()
            .filter(|(_, area)| has_items(area))
            .filter_map(|(words, area)| Some((topic.areas.iter().position(|pattern| hold(words, pattern))?, *area)))
            .collect();
        fitting.sort_by_key(|(rank, _)| *rank);
        fitting.into_iter().map(|(_, area)| area)
    }

    fn checklist(&self, topic: &Topic) -> Vec<String> {
        let mut items = Vec::new();
        for area in self.areas_of(topic).take(CHECKLIST_AREAS) {
            let own = area.items.iter().filter_map(|item| check_item(item)).take(CHECKLIST_ITEMS_OF_AREA);
            own.for_each(|item| push_new(&mut items, item));
        }
        if items.len() < SHORT_CHECKLIST {
            topic.items.iter().for_each(|item| push_new(&mut items, item.to_string()));
        }
        items
    }

    fn areas(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.subject.areas.iter().filter_map(|area| choice(area.name)).for_each(|name| push_new(&mut names, name));
        names.truncate(MOST_CHOICES);
        names
    }

    /// Languages and frameworks, taken in turn from the areas that hold them, so that each area is
    /// heard before the list is full.
    fn stack(&self) -> Vec<String> {
        let of_areas: Vec<Vec<String>> = self
            .areas
            .iter()
            .map(|(words, area)| self.stack_of(words, area))
            .filter(|names| !names.is_empty())
            .collect();
        let longest = of_areas.iter().map(Vec::len).max().unwrap_or(0);
        let mut names = Vec::new();
        for at in 0..longest {
            of_areas.iter().filter_map(|area| area.get(at)).for_each(|name| push_new(&mut names, name.clone()));
        }
        names.truncate(MOST_CHOICES);
        names
    }

    fn stack_of(&self, words: &[String], area: &Area<'_>) -> Vec<String> {
        let named_after_one = self.library.stack_name(area.name.trim_end_matches(':'));
        let known: Vec<String> = area
            .items
            .iter()
            .filter_map(|item| choice(item))
            .filter(|item| self.library.stack_name(item).is_some())
            .collect();
        let holds_them = named_after_one.is_some() || self.library.is_stack_area(words);
        match (holds_them || known.len() * 2 > area.items.len(), known.is_empty(), named_after_one) {
            (true, false, _) => known,
            (true, true, Some(name)) => vec![name.to_owned()],
            _ => Vec::new(),
        }
    }
}

fn push_new(list: &mut Vec<String>, text: String) {
    let folded = fold(&text);
    if !list.iter().any(|known| fold(known) == folded) {
        list.push(text);
    }
}

fn one_of(mut choices: Vec<String>, otherwise: &str) -> Piece {
    match choices.len() {
        0 => Piece::Free(otherwise.to_owned()),
        1 => Piece::Free(choices.pop().unwrap_or_default()),
        _ => Piece::Choice(choices),
    }
}

/// The line without the agent's name and the blanks or the colon that led to it.
fn without_name(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let mut out: Vec<Part<'_>> = Vec::new();
    let mut dropped = false;
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Name => dropped = true,
            Part::Text(text) if dropped => {
                out.push(Part::Text(text.trim_start()));
                dropped = false;
            }
            Part::Text(text) if parts.peek() == Some(&Part::Name) => {
                let kept = text.trim_end().trim_end_matches([':', '·']).trim_end();
                let is_marker = kept.chars().all(|c| c == '#');
                out.push(Part::Text(if is_marker { text } else { kept }));
            }
            other => out.push(other),
        }
    }
    out
}

/// An item without marks and explanation, where it is short enough to be a name.
fn choice(text: &str) -> Option<String> {
    let plain = unmarked(text);
    let cut = ["(", ": ", " - ", " – ", " — "].iter().filter_map(|mark| plain.find(mark)).min().unwrap_or(plain.len());
    let name = plain.get(..cut).unwrap_or("").trim().trim_end_matches(['.', ',', ';', ':']).trim_end();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_CHOICE && !name.contains(['[', ']', '\n']);
    fits.then(|| name.to_owned())
}

/// An item as a line of a checklist.
fn check_item(text: &str) -> Option<String> {
    let plain = unmarked(text);
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches(['.', ',', ';', ':']);
    (!line.is_empty() && line.chars().count() <= LONGEST_CHECK).then(|| line.to_owned())
}

/// Without emphasis and code marks.
fn unmarked(text: &str) -> String {
    text.replace("**", "").replace("__", "").replace('`', "").trim().to_owned()
}

impl Filled {
    /// The lines, each ended by `line_end`.
    pub fn plain(&self, line_end: &str) -> String {
        self.write(line_end, |piece, out| match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Choice(choices) => out.push_str(&bracketed(choices)),
            Piece::Free(text) => out.push_str(&format!("[{text}]")),
        })
    }

    /// The same as an LSP snippet: a stop at each placeholder, in order. Whoever leaves all stops
    /// as they are has the text of [`Filled::plain`]; a choice offers to keep it open or to settle it.
    pub fn snippet(&self, line_end: &str) -> String {
        let mut stop = 0;
        self.write(line_end, |piece, out| {
            if !matches!(piece, Piece::Text(_)) {
                stop += 1;
            }
            match piece {
                Piece::Text(text) => out.push_str(&escape(text)),
                Piece::Free(text) => out.push_str(&format!("[${{{stop}:{}}}]", escape(text))),
                Piece::Choice(choices) => out.push_str(&choice_stop(stop, choices)),
            }
        })
    }

    /// A code fence that nothing inside can close.
    pub fn fence(&self) -> String {
        let inside = self.plain("\n");
        let run = |line: &str| line.trim_start().chars().take_while(|c| *c == '`').count();
        let longest = inside.lines().map(run).max().unwrap_or(0);
        "`".repeat(if longest >= 3 { longest + 1 } else { 3 })
    }

    fn write(&self, line_end: &str, mut write: impl FnMut(&Piece, &mut String)) -> String {
        let mut out = String::new();
        for line in &self.lines {
            line.iter().for_each(|piece| write(piece, &mut out));
            out.push_str(line_end);
        }
        out
    }
}

fn bracketed(choices: &[String]) -> String {
    let separator = if choices.iter().any(|choice| choice.contains('/')) { " | " } else { "/" };
    format!("[{}]", choices.join(separator))
}

fn choice_stop(stop: u32, choices: &[String]) -> String {
    // Editors differ in what a backslash before these does inside a choice.
    let settled = bracketed(choices);
    if settled.contains(['$', '}', '\\']) {
        let inside = settled.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(&settled);
        return format!("[${{{stop}:{}}}]", escape(inside));
    }
    let list: Vec<String> =
        std::iter::once(&settled).chain(choices).map(|choice| choice.replace(',', "\\,").replace('|', "\\|")).collect();
    format!("${{{stop}|{}|}}", list.join(","))
}

/// `text` as snippet text that stands for itself.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests;
