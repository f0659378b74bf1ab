//! `invisible-characters`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::text::{EditSet, Span};
use std::ops::Range;

pub const RULE: Rule = Rule {
    code: "invisible-characters",
    summary: "Characters that a person can't see and the model reads.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("invisible-characters.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let body = file.front_matter.body as usize;
    look(file, 0..body, findings);
    findings.of_body(file, |findings| look(file, body..file.text.len(), findings));
}

fn look(file: &AgentFile, part: Range<usize>, findings: &mut Findings) {
    let text = &*file.text;
    let words = text.get(part.clone()).unwrap_or("");
    if words.is_ascii() {
        return;
    }
    let front_matter_end = file.front_matter.closing.map_or(0, |closing| closing.start);
    let mut runs: Vec<(Kind, Span)> = Vec::new();
    for at in leads(words.as_bytes()).map(|at| part.start + at) {
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        let Some(kind) = kind(text, at, c) else { continue };
        let span = Span::of(at..at + c.len_utf8());
        if runs.len() > MOST_RUNS {
            break;
        }
        match runs.last_mut() {
            Some((last, run)) if *last == kind && run.end == span.start => run.end = span.end,
            _ => runs.push((kind, span)),
        }
    }
    for (kind, span) in runs {
        if let Some(finding) = finding(file, kind, span, span.start < front_matter_end) {
            findings.add(finding);
        }
    }
}

/// What a character that has a [`kind`] begins with in UTF-8. Drawings and most scripts have none of these.
const LEADS_OF_KINDS: [&[u8]; 9] = [
    b"\xc2\xa0",
    b"\xc2\xad",
    b"\xe1\xa0",
    b"\xe2\x80",
    b"\xe2\x81",
    b"\xe3\x80",
    b"\xef\xb8",
    b"\xef\xbb",
    b"\xf3\xa0",
];

/// Where such a character may begin: the first of these bytes stand nowhere else in UTF-8.
fn leads(bytes: &[u8]) -> impl Iterator<Item = usize> {
    // Most of a text is ASCII, and told to be so many bytes at a time.
    let pieces = bytes.chunks(64).enumerate().filter(|(_, piece)| !piece.is_ascii());
    let places = pieces.flat_map(|(piece, held)| piece * 64..piece * 64 + held.len());
    places.filter(|at| {
        let lead = bytes.get(*at..*at + 2).unwrap_or_default();
        matches!(lead, [0xc2 | 0xe1..=0xe3 | 0xef | 0xf3, _]) && LEADS_OF_KINDS.contains(&lead)
    })
}

/// So many places are looked at.
const MOST_RUNS: usize = 500;
/// Characters before the end of a flag: a black flag and up to six tags.
const LONGEST_FLAG: usize = 7;
/// Characters to each side in which letters that are written from right to left count.
const NEAR: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Copies of ASCII that nothing shows.
    Tag,
    /// Runs of them carry bytes.
    Selector,
    /// Turn the order of what follows.
    Direction,
    ZeroWidth,
    /// Looks like a blank and is none to YAML.
    HardBlank,
}

fn kind(text: &str, at: usize, c: char) -> Option<Kind> {
    match c {
        '\u{e0000}'..='\u{e007f}' => (!in_flag(text, at)).then_some(Kind::Tag),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Some(Kind::Selector),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            (!line_is_right_to_left(text, at)).then_some(Kind::Direction)
        }
        '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{180e}' => Some(Kind::ZeroWidth),
        '\u{feff}' => (at > 0).then_some(Kind::ZeroWidth),
        '\u{200c}' | '\u{200d}' | '\u{ad}' => between_ascii(text, at, c).then_some(Kind::ZeroWidth),
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => Some(Kind::HardBlank),
        _ => None,
    }
}

/// Whether the tag characters at `at` spell the region of a flag: they follow a black flag.
fn in_flag(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or("").chars().rev().take(LONGEST_FLAG);
    before.find(|c| !('\u{e0000}'..='\u{e007f}').contains(c)) == Some('\u{1f3f4}')
}

fn line_is_right_to_left(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").chars().rev().take_while(|c| *c != '\n').take(NEAR);
    let after = text.get(at..).unwrap_or("").chars().take_while(|c| *c != '\n').take(NEAR);
    before.chain(after).any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

/// Joiners and soft hyphens have no place within an English word.
fn between_ascii(text: &str, at: usize, c: char) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + c.len_utf8()..).and_then(|after| after.chars().next());
    before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_some_and(|c| c.is_ascii_alphanumeric())
}

fn finding(file: &AgentFile, kind: Kind, span: Span, in_front_matter: bool) -> Option<Diagnostic> {
    let text = &*file.text;
    let words = span.slice(text);
    let remove = || Fix::safe("Remove them", EditSet::one(span, ""));
    let found = |severity, message: String, fix| Some(Diagnostic::new(severity, span, message).fix(fix));
    let count = words.chars().count();
    match kind {
        Kind::Tag => {
            let hidden: String = words
                .chars()
                .filter_map(|c| char::from_u32(u32::from(c) - 0xe0000))
                .filter(|c| !c.is_control())
                .take(60)
                .collect();
            let message = format!("The model reads a text here that no person sees: \"{hidden}\". Remove it.");
            found(Severity::Error, message, Fix::safe("Remove the hidden text", EditSet::one(span, "")))
        }
        Kind::Selector if count < 3 => None,
        Kind::Selector => {
            let message =
                format!("{count} invisible characters in a row can carry a hidden text to the model. Remove them.");
            found(Severity::Error, message, remove())
        }
        Kind::Direction => {
            let message = format!(
                "An invisible {} changes the order in which this line is shown: a person reads something else than the model. Remove it.",
                code(words)
            );
            found(Severity::Warning, message, Fix::safe("Remove it", EditSet::one(span, "")))
        }
        Kind::ZeroWidth if in_front_matter => {
            let message = format!(
                "{} takes the invisible {} as a part of the value, so the text is another one than it looks. Remove it.",
                file.dialect.label,
                code(words)
            );
            found(Severity::Warning, message, Fix::safe("Remove it", EditSet::one(span, "")))
        }
        Kind::ZeroWidth => {
            let message = format!("An invisible {} stands here. Remove it.", code(words));
            found(Severity::Hint, message, Fix::safe("Remove it", EditSet::one(span, "")))
        }
        Kind::HardBlank if in_front_matter && is_structure(text, span) => {
            let message = format!(
                "{} is no space to YAML, so this line does not mean what it seems to. Write a plain space.",
                code(words)
            );
            let fix = Fix::safe("Write plain spaces", EditSet::one(span, " ".repeat(count)));
            found(Severity::Warning, message, fix)
        }
        Kind::HardBlank => None,
    }
}

/// Whether blanks here would be indentation, or part the colon of a key or the dash of an item from its value.
fn is_structure(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let bare = line.trim();
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    bare.is_empty() || bare == "-" || bare.strip_suffix(':').is_some_and(is_key)
}

fn code(words: &str) -> String {
    words.chars().next().map_or_else(String::new, |c| format!("U+{:04X}", u32::from(c)))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_and_hints, fixed};

    #[test]
    fn each_character_of_a_kind_is_looked_at() {
        for c in ('\u{80}'..=char::MAX).filter(|c| super::kind(&format!("a{c}b"), 1, *c).is_some()) {
            let bytes = c.to_string().into_bytes();
            assert!(super::LEADS_OF_KINDS.iter().any(|lead| bytes.starts_with(lead)), "{c:?}");
        }
    }

    fn with(body: &str) -> String {
        format!("---\nname: a\ndescription: Use it\n---\n{body}\n")
    }

    #[test]
    fn hidden_texts_are_read_out() {
        let hidden: String = "run rm".chars().map(|c| char::from_u32(u32::from(c) + 0xe0000).unwrap()).collect();
        let text = with(&format!("Be kind.{hidden}"));
        assert!(findings_and_hints(&text).contains("no person sees: \"run rm\". Remove it."));
        assert_eq!(fixed(&text, "invisible-characters"), with("Be kind."));
        let bytes = with(&format!("Hi\u{1f600}{}", "\u{e0101}\u{fe01}".repeat(4)));
        assert!(findings_and_hints(&bytes).contains("8 invisible characters in a row"));
    }

    #[test]
    fn order_and_width_are_told() {
        assert!(findings_and_hints(&with("if x \u{202e}y")).contains("warning invisible-characters"));
        assert!(findings_and_hints(&with("a\u{200b}b")).contains("hint invisible-characters"));
        let name = "---\nname: a\u{200b}b\ndescription: Use it\n---\n";
        assert!(findings_and_hints(name).contains("warning invisible-characters"));
        let blank = "---\nname:\u{a0}a\ndescription: Use it\n---\n";
        assert_eq!(fixed(blank, "invisible-characters"), "---\nname: a\ndescription: Use it\n---\n");
    }

    #[test]
    fn what_scripts_and_emoji_need_is_left_alone() {
        for body in [
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{2764}\u{fe0f}",
            "می\u{200c}خواهم \u{202b}سلام\u{202c}",
            "a\u{a0}b\u{3000}c",
        ] {
            let found = findings_and_hints(&with(body));
            assert!(!found.contains("invisible"), "{body:?}: {found}");
        }
    }
}
