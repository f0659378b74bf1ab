//! How a file writes its headings, so that a new one looks as if its author had written it.

use crate::syntax::outline::Section;
use crate::template::words::fold;
use crate::template::{SectionForm, Wording};

/// The style that most headings of one level share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::compose) struct HeadingStyle {
    case: Case,
    /// "Your", where the file speaks so.
    possessive: Option<String>,
    /// Underlined instead of led by `#`.
    setext: bool,
    /// `## Title ##`
    closed: bool,
    /// `## **Title**`
    bold: bool,
    /// `## Title:`
    colon: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// As the wording gives it.
    Title,
    Sentence,
    Lower,
    Upper,
}

impl HeadingStyle {
    pub(in crate::compose) fn of(text: &str, siblings: &[&Section], wording: &Wording) -> HeadingStyle {
        let most = |holds: &dyn Fn(&Section) -> bool| {
            siblings.iter().filter(|section| holds(section)).count() * 2 > siblings.len()
        };
        HeadingStyle {
            case: case(siblings, wording),
            possessive: possessive(siblings, wording),
            setext: most(&|section| !section.heading.slice(text).trim_start().starts_with('#')),
            closed: most(&|section| {
                let heading = section.heading.slice(text).trim();
                heading.starts_with('#') && heading.ends_with('#')
            }),
            bold: most(&|section| {
                let title = section.title_span.slice(text);
                title.len() > 4 && title.starts_with("**") && title.ends_with("**")
            }),
            colon: most(&|section| section.title.ends_with(':')),
        }
    }

    /// The heading's line or lines, without the last line end.
    pub(super) fn write(&self, wording: &Wording, level: u8, line_end: &str) -> String {
        let words = match &self.possessive {
            Some(possessive) => format!("{possessive} {}", wording.heading),
            None => wording.heading.to_string(),
        };
        self.written(&words, level, line_end)
    }

    /// The same for the heading of a form, in the words that fit how the file speaks.
    pub(in crate::compose) fn write_form(&self, form: &SectionForm, level: u8, line_end: &str) -> String {
        let addressed = form.addressed.as_deref().filter(|_| self.possessive.is_some());
        self.written(addressed.unwrap_or(&form.heading), level, line_end)
    }

    fn written(&self, words: &str, level: u8, line_end: &str) -> String {
        let mut title = match self.case {
            Case::Title => words.to_owned(),
            Case::Sentence => sentence(words),
            Case::Lower => words.to_lowercase(),
            Case::Upper => words.to_uppercase(),
        };
        if self.colon {
            title.push(':');
        }
        if self.bold {
            title = format!("**{title}**");
        }
        if self.setext && level <= 2 {
            let line = if level == 1 { "=" } else { "-" };
            return format!("{title}{line_end}{}", line.repeat(title.chars().count()));
        }
        let marks = "#".repeat(usize::from(level));
        if self.closed { format!("{marks} {title} {marks}") } else { format!("{marks} {title}") }
    }
}

fn sentence(words: &str) -> String {
    let lower = words.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The case that most headings show; title case where none shows any.
fn case(siblings: &[&Section], wording: &Wording) -> Case {
    let shown: Vec<Case> = siblings.iter().filter_map(|section| case_of(&section.title, wording)).collect();
    let count = |case: Case| shown.iter().filter(|other| **other == case).count();
    // Of equally many the last wins.
    let cases = [Case::Lower, Case::Upper, Case::Sentence, Case::Title];
    cases.into_iter().max_by_key(|case| count(*case)).unwrap_or(Case::Title)
}

/// The case of one title; `None` where it could be several, as "Workflow" could.
fn case_of(title: &str, wording: &Wording) -> Option<Case> {
    let cased: Vec<char> = title.chars().filter(|c| c.is_lowercase() || c.is_uppercase()).collect();
    if !cased.first()?.is_uppercase() {
        return Some(Case::Lower);
    }
    if cased.iter().all(|c| c.is_uppercase()) {
        return (cased.len() > 3).then_some(Case::Upper);
    }
    let tells = |word: &&str| {
        let is_abbreviation = word.chars().all(|c| !c.is_lowercase());
        let is_joint = wording.joints.iter().any(|joint| **joint == fold(word));
        !is_abbreviation && !is_joint && word.chars().count() > 2
    };
    let rest = title.split_whitespace().skip_while(|word| !word.contains(char::is_alphabetic)).skip(1);
    let words: Vec<&str> = rest.filter(tells).collect();
    let begins_large = |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    match words.as_slice() {
        [] => None,
        words if words.iter().any(begins_large) => Some(Case::Title),
        _ => Some(Case::Sentence),
    }
}

/// The possessive that at least a quarter of the headings begin with.
fn possessive(siblings: &[&Section], wording: &Wording) -> Option<String> {
    let first_words: Vec<String> =
        siblings.iter().filter_map(|section| section.title.split_whitespace().next().map(fold)).collect();
    let uses = |possessive: &str| {
        let plural = format!("{possessive}s");
        first_words.iter().filter(|word| **word == possessive || **word == plural).count()
    };
    let often = |possessive: &&crate::fact::Str| {
        let count = uses(&fold(possessive));
        count > 0 && count * 4 >= siblings.len()
    };
    wording.possessives.iter().find(often).map(|possessive| possessive.to_string())
}
