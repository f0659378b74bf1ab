//! Where else a file speaks of a concept.

use crate::glossary::Concept;
use crate::syntax::Outline;
use crate::text::Span;
use memchr::memchr_iter;
use memchr::memmem::Finder;

/// A place in a file, as a hover names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The title of the section.
    pub title: String,
    /// From 1: the heading's line where the heading says it, else the first line that does.
    pub line: u32,
}

/// Phrases past this number are not looked for.
const MOST_PHRASES: usize = 8;
/// Bytes of the shortest phrase that is looked for: a single letter is everywhere.
const SHORTEST_PHRASE: usize = 2;
/// Places past this number are not collected.
const MOST_PLACES: usize = 16;

/// The phrases by which a file may speak of what a person wrote as `written` and means
/// `concepts`, ready for [`places_of`].
pub fn phrases_of<'a>(written: &'a str, concepts: impl Iterator<Item = &'a Concept>) -> Vec<&'a str> {
    let mut phrases = vec![written];
    for phrase in concepts.filter(|concept| concept.only_under.is_empty()).flat_map(Concept::phrases) {
        if phrases.len() < MOST_PHRASES && !phrases.iter().any(|known| known.eq_ignore_ascii_case(phrase)) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// The sections of `text` that speak of one of `phrases`: in their heading, in prose or a list,
/// or in a comment of a code block. What stands inside `except` (the area that is pointed at) does
/// not count. In the order of the file; takes time in proportion to the text.
pub fn places_of(phrases: &[&str], text: &str, outline: &Outline, except: Span) -> Vec<Place> {
    let phrases: Vec<String> = phrases
        .iter()
        .map(|phrase| phrase.trim().to_ascii_lowercase())
        .filter(|phrase| phrase.len() >= SHORTEST_PHRASE)
        .take(MOST_PHRASES)
        .collect();
    let finders: Vec<Finder> = phrases.iter().map(|phrase| Finder::new(phrase.as_bytes())).collect();
    let folded = text.to_ascii_lowercase();
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut fences = outline.fences.iter().peekable();
    let mut places = Vec::new();
    for section in &outline.sections {
        if places.len() == MOST_PLACES {
            break;
        }
        let in_heading = first_mention(&folded, section.title_span, &finders, except);
        let mention = in_heading.map(|_| section.heading.start).or_else(|| {
            while fences.next_if(|fence| fence.span.end <= section.content.start).is_some() {}
            let mut prose_from = section.content.start;
            let mut first: Option<u32> = None;
            while let Some(fence) = fences.next_if(|fence| fence.span.start < section.content.end) {
                let before = Span::new(prose_from, fence.span.start.max(prose_from));
                first = first.or_else(|| first_mention(&folded, before, &finders, except));
                first = first.or_else(|| first_comment(&folded, fence.content, &finders, except));
                prose_from = fence.span.end.max(prose_from);
            }
            let rest = Span::new(prose_from, section.content.end.max(prose_from));
            first.or_else(|| first_mention(&folded, rest, &finders, except))
        });
        if let Some(at) = mention {
            places.push(Place { title: section.title.to_string(), line: lines.number(at) });
        }
    }
    places
}

/// Where the first phrase stands in `span`, on word boundaries and outside `except`.
fn first_mention(folded: &str, span: Span, finders: &[Finder], except: Span) -> Option<u32> {
    let bytes = folded.as_bytes().get(span.range())?;
    let found = finders.iter().filter_map(|finder| {
        let len = u32::try_from(finder.needle().len()).ok()?;
        finder.find_iter(bytes).filter_map(|at| u32::try_from(at).ok()).map(|at| span.start + at).find(|at| {
            let words = Span::new(*at, at + len);
            !words.overlaps(except) && stands_alone(folded, words)
        })
    });
    found.min()
}

/// The same in the comments of a code block.
fn first_comment(folded: &str, code: Span, finders: &[Finder], except: Span) -> Option<u32> {
    let mut start = code.start;
    code.slice(folded).split_inclusive('\n').find_map(|line| {
        let begin = comment_start(line).and_then(|at| u32::try_from(at).ok());
        let len = u32::try_from(line.len()).unwrap_or(0);
        let comment = begin.map(|begin| Span::new(start + begin, start + len));
        start += len;
        first_mention(folded, comment?, finders, except)
    })
}

/// Where a comment begins in a line of code, in any of the usual languages.
fn comment_start(line: &str) -> Option<usize> {
    const MARKS: [&str; 6] = ["//", "#", "--", "/*", "*", "<!--"];
    let code = line.trim_start();
    let indent = line.len() - code.len();
    if MARKS.iter().any(|mark| code.starts_with(mark)) {
        return Some(indent);
    }
    [" // ", " # ", " /* "].iter().filter_map(|mark| line.find(mark)).min()
}

/// Whether no word goes on at either end; a plural's `s` may.
fn stands_alone(text: &str, words: Span) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(..words.start as usize).and_then(|before| before.chars().next_back());
    let after = text.get(words.end as usize..).unwrap_or("");
    let after = after.strip_prefix('s').unwrap_or(after);
    !before.is_some_and(is_word) && !after.chars().next().is_some_and(is_word)
}

/// Line numbers of offsets; cheap where they are asked for in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn number(&mut self, at: u32) -> u32 {
        let at = at as usize;
        if at < self.at {
            (self.at, self.line) = (0, 1);
        }
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or(&[]);
        self.line = self.line.saturating_add(u32::try_from(memchr_iter(b'\n', passed).count()).unwrap_or(u32::MAX));
        self.at = at;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::outline::{Fence, Section};
    use expect_test::{Expect, expect};

    /// The outline of a text whose only blocks are `#` headings and fences.
    fn outline(text: &str) -> Outline {
        let mut outline = Outline::default();
        let mut at = 0;
        let mut open: Option<usize> = None;
        for line in text.split_inclusive('\n') {
            let end = at + line.trim_end().len();
            if line.starts_with("```") {
                match open.take() {
                    None => open = Some(at),
                    Some(start) => outline.fences.push(Fence {
                        span: Span::of(start..end),
                        open: Span::of(start..start + 3),
                        close: Some(Span::of(at..end)),
                        info: Span::of(start + 3..start + 3),
                        content: Span::of(start + 4..at),
                        section: None,
                    }),
                }
            } else if open.is_none()
                && let Some(title) = line.strip_prefix("## ")
            {
                if let Some(last) = outline.sections.last_mut() {
                    last.content.end = at as u32;
                }
                outline.sections.push(Section {
                    level: 2,
                    heading: Span::of(at..end),
                    title_span: Span::of(at + 3..end),
                    title: title.trim().into(),
                    span: Span::of(at..text.len()),
                    content: Span::of(end..text.len()),
                    parent: None,
                });
            }
            at += line.len();
        }
        outline
    }

    fn check(phrases: &[&str], except: &str, text: &str, expected: Expect) {
        let start = text.find(except).filter(|_| !except.is_empty()).unwrap_or(0);
        let found = places_of(phrases, text, &outline(text), Span::of(start..start + except.len()));
        let shown: String = found.iter().map(|place| format!("{}: {}\n", place.line, place.title)).collect();
        expected.assert_eq(&shown);
    }

    const TEXT: &str = "\
## Matrix
```
| JWT tokens |
```
## Domain
- sign-in (JWT, OAuth)
## Token checks
```ts
// verifies the JWT
const session = await sessions.find(id);
```
## Sessions
Kept in Redis.
## Rest
JWTX and my_jwt are other words.
";

    #[test]
    fn headings_prose_and_comments_count_code_does_not() {
        check(
            &["JWT"],
            "",
            TEXT,
            expect![[r#"
            6: Domain
            9: Token checks
        "#]],
        );
        check(
            &["session"],
            "",
            TEXT,
            expect![[r#"
            12: Sessions
        "#]],
        );
        check(&["zylo", "x", ""], "", TEXT, expect![[""]]);
    }

    #[test]
    fn what_is_pointed_at_does_not_count() {
        check(
            &["JWT"],
            "- sign-in (JWT, OAuth)",
            TEXT,
            expect![[r#"
            9: Token checks
        "#]],
        );
    }

    #[test]
    fn spans_that_do_not_fit_find_nothing() {
        let mut odd = outline(TEXT);
        for section in &mut odd.sections {
            section.content.end = 100_000;
        }
        places_of(&["JWT"], "## Ünïcode", &odd, Span::empty(0));
    }
}
