//! What stands around the words of a body: lists of colleagues, and the words before and behind.

use super::cues;
use crate::heading::{self, SectionKind};
use crate::model::Sections;
use crate::syntax::Outline;
use crate::syntax::outline::SectionId;
use crate::text::Span;

/// Lists inside of lists past this depth are left alone.
const MOST_LEVELS: usize = 64;

/// A body with what was found out about its lists.
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub outline: &'a Outline,
    sections: &'a Sections,
    /// For each item of the outline.
    circles: Vec<Option<Circle>>,
}

/// A list or section that speaks of colleagues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Circle {
    /// Whether its heading says "agents".
    pub of_agents: bool,
    /// Whether it tells whom to hand work over to.
    pub hands_over: bool,
}

impl<'a> Page<'a> {
    pub fn new(text: &'a str, outline: &'a Outline, sections: &'a Sections) -> Page<'a> {
        let mut page = Page { text, outline, sections, circles: Vec::new() };
        page.circles = page.read_circles();
        page
    }

    fn read_circles(&self) -> Vec<Option<Circle>> {
        let mut circles: Vec<Option<Circle>> = Vec::with_capacity(self.outline.items.len());
        // A label such as "Integration with other agents:" counts for the list right behind it.
        let mut label: Option<(Circle, u32)> = None;
        let mut paragraphs = self.outline.paragraphs.iter().peekable();
        let mut last: Option<(SectionId, Option<Circle>)> = None;
        let mut of_section = |section: SectionId| match last {
            Some((id, circle)) if id == section => circle,
            _ => {
                let circle = self.circle_of(section);
                last = Some((section, circle));
                circle
            }
        };
        for item in &self.outline.items {
            while let Some(paragraph) = paragraphs.next_if(|paragraph| paragraph.span.start < item.span.start) {
                label = self.label(paragraph.span).map(|circle| (circle, paragraph.span.end));
            }
            let outer = item.parent.and_then(|parent| circles.get(parent as usize).copied());
            let circle = match (outer, label) {
                (Some(outer), _) => outer,
                (None, Some((circle, end))) if self.is_blank(end, item.span.start) => {
                    label = Some((circle, item.span.end));
                    Some(circle)
                }
                _ => item.section.and_then(&mut of_section),
            };
            circles.push(circle);
        }
        circles
    }

    fn is_blank(&self, from: u32, to: u32) -> bool {
        from <= to && Span::new(from, to).slice(self.text).trim().is_empty()
    }

    fn label(&self, paragraph: Span) -> Option<Circle> {
        let words = paragraph.slice(self.text).trim();
        let bare = words.trim_matches(['*', '_']).trim();
        if words.len() > 120 || words.contains('\n') || !(bare.ends_with([':', '：'])) {
            return None;
        }
        circle_by(bare.trim_end_matches([':', '：', '*']))
    }

    /// What a section says of colleagues.
    pub fn circle_of(&self, id: SectionId) -> Option<Circle> {
        let known = self.sections.nearest_known(self.outline, id)?;
        let kind = self.sections.kind(known);
        let title = &self.outline.section(known)?.title;
        match kind {
            SectionKind::Integration | SectionKind::Escalation => Some(Circle {
                of_agents: says_agents(title)
                    || self.outline.section(id).is_some_and(|section| says_agents(&section.title)),
                hands_over: kind == SectionKind::Escalation || hands_over(&title.to_lowercase()),
            }),
            _ => None,
        }
    }

    /// The innermost item whose own text covers `at`, and what its list says of colleagues.
    pub fn item_at(&self, at: u32) -> Option<(Span, Option<Circle>)> {
        let mut index = self.outline.items.partition_point(|item| item.span.start <= at).checked_sub(1)?;
        for _ in 0..MOST_LEVELS {
            let item = self.outline.items.get(index)?;
            if item.span.contains(at) {
                let circle = self.circles.get(index).copied().flatten();
                return item.text.touches(at).then_some((item.text, circle));
            }
            index = item.parent? as usize;
        }
        None
    }

    /// All items of lists that speak of colleagues.
    pub fn colleagues(&self) -> impl Iterator<Item = (Span, Circle)> + '_ {
        let items = self.outline.items.iter().zip(&self.circles);
        items.filter_map(|(item, circle)| Some((item.text, (*circle)?)))
    }

    /// What is left of `span` without code blocks.
    pub fn prose(&self, span: Span) -> Vec<Span> {
        let mut pieces = Vec::new();
        let mut at = span.start;
        for fence in &self.outline.fences {
            if fence.span.start >= at && fence.span.end <= span.end {
                pieces.push(Span::new(at, fence.span.start));
                at = fence.span.end;
            }
        }
        if at < span.end {
            pieces.push(Span::new(at, span.end));
        }
        pieces
    }

    /// The words of the line or item before `span`, in small letters, without marks.
    pub fn before(&self, span: Span) -> String {
        before(self.text, span.start)
    }
}

/// What a label says of colleagues.
fn circle_by(label: &str) -> Option<Circle> {
    let (kind, _) = heading::classify(label)?;
    let hands = kind == SectionKind::Escalation || hands_over(&label.to_lowercase());
    let known = matches!(kind, SectionKind::Integration | SectionKind::Escalation);
    known.then(|| Circle { of_agents: says_agents(label), hands_over: hands })
}

fn says_agents(title: &str) -> bool {
    let title = title.to_lowercase();
    let spaced = |word: &str| title.split(|c: char| !c.is_alphanumeric() && c != '-').any(|part| part == word);
    cues::AGENTS.iter().any(|word| if word.is_ascii() { spaced(word) } else { title.contains(word) })
}

fn hands_over(title: &str) -> bool {
    ["delegat", "escalat", "hand", "deleg", "escal"].iter().any(|stem| title.contains(stem))
}

/// The words of the line before `at`, in small letters, without marks.
pub(super) fn before(text: &str, at: u32) -> String {
    // Not the whole line: it may be as long as the file.
    let near = tail(text.get(..at as usize).unwrap_or(""), 120);
    let line = near.rsplit(['\n', '\r']).next().unwrap_or("");
    // Line ends of a text in quotes are written `\n`.
    let line = line.replace("\\n", " ");
    let bare: String = line.chars().map(|c| if is_mark(c) { ' ' } else { c }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The words of the line behind `at`, in small letters, without marks.
pub(super) fn behind(text: &str, at: u32) -> String {
    let rest = text.get(at as usize..).unwrap_or("");
    let line = rest.chars().take(60).take_while(|c| !matches!(c, '\n' | '\r'));
    let bare: String = line.map(|c| if is_mark(c) { ' ' } else { c }).collect();
    bare.trim_start().to_lowercase()
}

fn tail(line: &str, most: usize) -> &str {
    let mut start = line.len().saturating_sub(most);
    while !line.is_char_boundary(start) {
        start += 1;
    }
    line.get(start..).unwrap_or(line)
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '`' | '"' | '\'' | '_' | '“' | '”' | '‘' | '’')
}

/// `words` without an article at its end.
pub(super) fn without_article(words: &str) -> &str {
    let article = cues::ARTICLES.iter().find_map(|article| words.strip_suffix(article));
    article.filter(|rest| rest.is_empty() || rest.ends_with(' ')).map_or(words, str::trim_end)
}

/// Whether `words` end in one of `cues`, as whole words.
pub(super) fn ends_with_any(words: &str, cues: &[&str]) -> bool {
    let last = words.as_bytes().last();
    // Most cues end in another letter: they are not compared.
    cues.iter().filter(|cue| cue.as_bytes().last() == last).any(|cue| {
        words.strip_suffix(cue).is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    })
}

/// Whether `words` begin with one of `cues`, as whole words.
pub(super) fn starts_with_any(words: &str, cues: &[&str]) -> bool {
    let first = words.as_bytes().first();
    cues.iter().filter(|cue| cue.as_bytes().first() == first).any(|cue| {
        words.strip_prefix(cue).is_some_and(|rest| {
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
        })
    })
}
