//! Cuts the text of an entry into names: lists, leads and what stands in brackets.

use super::words::{
    CONJUNCTIONS, DEGREE_WORDS, EXAMPLE_WORDS, NOUNS_TOO, OPEN_ENDS, PAIRS, PURPOSE_WORDS, SENTENCE_WORDS,
};
use crate::text::Span;

/// How sure a reader is that a text lists names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Behind a lead such as `**Storage**:`, where lists are common.
    BehindLead,
    /// A bullet, a cell or a paragraph of its own.
    Alone,
}

/// The names that the text at `span` lists; `None` where it is no list.
pub(super) fn names(text: &str, span: Span, context: Context) -> Option<Vec<Span>> {
    let slice = span.slice(text);
    let mut pieces = cut(text, span, is_separator);
    if pieces.len() < 2 {
        return None;
    }
    let ends_as_sentence = slice.trim_end().ends_with('.') && !slice.trim_end().ends_with("etc.");
    let is_joined = pieces.iter().any(|piece| without_conjunction(piece.slice(text)).is_some());
    if !is_joined && let Some(last) = pieces.pop() {
        match at_conjunction(text, last) {
            Some((left, right)) => pieces.extend([left, right]),
            None => pieces.push(last),
        }
    }
    for piece in &mut pieces {
        if let Some(rest) = without_conjunction(piece.slice(text)) {
            *piece = Span::new(piece.end - length(rest.len()), piece.end);
        }
        *piece = bare(text, *piece);
    }
    if let Some(first) = pieces.first_mut() {
        *first = without_degree(text, *first);
    }
    pieces.retain(|piece| !piece.is_empty() && !OPEN_ENDS.contains(&piece.slice(text)));
    let words: Vec<usize> = pieces.iter().map(|piece| word_count(piece.slice(text))).collect();
    let (most, sum) = (words.iter().copied().max()?, words.iter().sum::<usize>());
    let first = pieces.first()?.slice(text);
    if pieces.iter().any(|piece| tells_purpose(piece.slice(text))) || lists_actions(first, &words) {
        return None;
    }
    let fits = match context {
        Context::BehindLead => {
            most <= 7 && sum <= pieces.len() * 4 && (words.first() == Some(&1) || !begins_sentence(first, false))
        }
        Context::Alone => {
            most <= 4
                && sum <= pieces.len() * 3
                && (!ends_as_sentence || sum <= pieces.len() * 2)
                && (words.first() == Some(&1) || !begins_sentence(first, true))
        }
    };
    (fits && !pieces.is_empty()).then_some(pieces)
}

/// "statistics to build trust", "patterns that scale": the end of a sentence, no name.
fn tells_purpose(piece: &str) -> bool {
    let is_purpose = |word: &str| PURPOSE_WORDS.contains(&word);
    word_count(piece) > 3 && piece.split(' ').skip(1).any(is_purpose)
}

/// "Parse, modify and generate files with state": verbs in front of what they are done to.
fn lists_actions(first: &str, words: &[usize]) -> bool {
    words.first() == Some(&1) && words.last().is_some_and(|last| *last > 3) && begins_sentence(first, false)
}

/// The names inside of one entry: `Queues (NATS, Kafka)` holds three, `Parquet/Avro` two. Empty
/// where the entry is one name.
pub(super) fn parts(text: &str, span: Span, with_slashes: bool) -> Vec<Span> {
    let slice = span.slice(text);
    let Some((open, close)) = brackets(slice).filter(|(open, _)| *open > 0) else {
        return if with_slashes { at_slashes(text, span) } else { Vec::new() };
    };
    let at = |offset: usize| span.start + length(offset);
    let before = bare(text, Span::new(span.start, at(open)));
    let bracket = |offset: usize| slice.get(offset..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8);
    let inside = without_example_words(text, bare(text, Span::new(at(open + bracket(open)), at(close))));
    let is_last =
        slice.get(close + bracket(close)..).is_none_or(|rest| rest.trim().trim_end_matches(['.', ':']).is_empty());
    let mut parts = Vec::new();
    let names = names(text, inside, Context::BehindLead);
    if let Some(names) = names {
        parts.extend(names);
    } else if is_name(inside.slice(text)) {
        let slashed = if with_slashes { at_slashes(text, inside) } else { Vec::new() };
        if slashed.is_empty() { parts.push(inside) } else { parts.extend(slashed) }
    }
    if !parts.is_empty() && is_last && !before.is_empty() {
        parts.insert(0, before);
    }
    parts
}

/// A short name in front of `:` or a dash, and what stands behind it.
pub(super) fn lead(text: &str, span: Span) -> Option<(Span, Span)> {
    let slice = span.slice(text);
    let mut depth = 0u32;
    for (at, c) in slice.char_indices() {
        depth = depth_behind(depth, c);
        if depth > 0 || !matches!(c, ':' | '：' | '-' | '–' | '—') {
            continue;
        }
        let behind = slice.get(at + c.len_utf8()..).unwrap_or("");
        let before = slice.get(..at).unwrap_or("");
        let is_colon = matches!(c, ':' | '：') && (c == '：' || behind.starts_with([' ', '\n', '\r', '*']));
        let is_dash = matches!(c, '-' | '–' | '—') && before.ends_with(' ') && behind.starts_with(' ');
        if !(is_colon || is_dash) {
            continue;
        }
        let name = bare(text, Span::new(span.start, span.start + length(at)));
        let rest = behind_lead(text, Span::new(span.end - length(behind.len()), span.end));
        let words = word_count(name.slice(text));
        let is_name =
            words == 1 || (words <= 5 && !begins_sentence(name.slice(text), false) && !name.slice(text).contains(". "));
        return (is_name && !name.is_empty() && !rest.is_empty()).then_some((name, rest));
    }
    None
}

/// `span` without the colon or dash that it begins with.
pub(super) fn behind_lead(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '→' | '*' | '_');
    let rest = slice.trim_start_matches(marks);
    trimmed(text, Span::new(span.end - length(rest.len()), span.end))
}

/// `span` without blanks, marks of emphasis and code around it, emoji and numbers in front of it,
/// and a colon, comma or full stop behind it.
pub(super) fn bare(text: &str, span: Span) -> Span {
    let mut span = trimmed(text, span);
    loop {
        let slice = span.slice(text);
        let behind = slice.trim_end_matches(|c: char| matches!(c, ':' | '：' | ',' | ';' | '。') || c.is_whitespace());
        let behind = match behind.strip_suffix('.') {
            Some(rest) if !rest.ends_with('.') && !is_abbreviation(rest) => rest,
            _ => behind,
        };
        let front = behind.trim_start_matches(is_ornament);
        let inner = without_number(front);
        let mut start = behind.len() - inner.len();
        let mut end = behind.len();
        for mark in ["**", "__", "`", "*", "_", "\"", "“", "~~"] {
            let close = if mark == "“" { "”" } else { mark };
            let between = inner.strip_prefix(mark).and_then(|rest| rest.strip_suffix(close));
            if between.is_some_and(|between| !between.contains(mark)) {
                start += mark.len();
                end -= close.len();
                break;
            }
        }
        if start == 0 && end == slice.len() {
            return span;
        }
        span = trimmed(text, Span::new(span.start + length(start), span.start + length(end)));
    }
}

fn is_abbreviation(text: &str) -> bool {
    let last = text.rsplit([' ', ',']).next().unwrap_or("");
    last.contains('.') || last == "etc"
}

/// Emoji, arrows, ticks and bullets.
fn is_ornament(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{200d}' | '\u{1f000}'..='\u{1faff}' | '•' | '·' | '–' | '—' | '>')
}

fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == text.len() {
        return text;
    }
    match rest.strip_prefix(['.', ')', ':']) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => text,
    }
}

/// The pieces of `span` between separators that stand outside of brackets and code.
fn cut(text: &str, span: Span, is_separator: impl Fn(&str, usize, char) -> bool) -> Vec<Span> {
    let slice = span.slice(text);
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0u32;
    let mut in_code = false;
    for (at, c) in slice.char_indices() {
        if c == '`' {
            in_code = !in_code;
        }
        depth = depth_behind(depth, c);
        if depth == 0 && !in_code && is_separator(slice, at, c) {
            pieces.push(Span::new(span.start + length(start), span.start + length(at)));
            start = at + c.len_utf8();
        }
    }
    pieces.push(Span::new(span.start + length(start), span.end));
    pieces.into_iter().map(|piece| trimmed(text, piece)).filter(|piece| !piece.is_empty()).collect()
}

fn depth_behind(depth: u32, c: char) -> u32 {
    match c {
        '(' | '[' | '{' | '（' | '【' => depth + 1,
        ')' | ']' | '}' | '）' | '】' => depth.saturating_sub(1),
        _ => depth,
    }
}

fn is_separator(slice: &str, at: usize, c: char) -> bool {
    let next = slice.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
    match c {
        ',' => !next.is_some_and(|c| c.is_ascii_digit()),
        ';' | '、' | '，' | '；' => true,
        '·' | '•' | '|' => next == Some(' '),
        _ => false,
    }
}

fn without_conjunction(piece: &str) -> Option<&str> {
    let (first, rest) = piece.split_once(char::is_whitespace)?;
    let joins =
        first.eq_ignore_ascii_case("including") || CONJUNCTIONS.iter().any(|word| first.eq_ignore_ascii_case(word));
    joins.then(|| rest.trim_start())
}

/// `span` without "Expert in", "Deep knowledge of" and the like in front.
fn without_degree(text: &str, span: Span) -> Span {
    let mut rest = span.slice(text);
    let mut found = false;
    while let Some((first, behind)) = rest.split_once(' ') {
        if DEGREE_WORDS.iter().any(|word| first.eq_ignore_ascii_case(word)) {
            found = true;
        } else if found && ["of", "in", "with"].contains(&first) {
            return Span::new(span.end - length(behind.trim_start().len()), span.end);
        } else if !(found && first == "and") {
            break;
        }
        rest = behind;
    }
    span
}

/// Both sides of the conjunction in `piece`.
fn at_conjunction(text: &str, piece: Span) -> Option<(Span, Span)> {
    let slice = piece.slice(text);
    let mut depth = 0u32;
    for (at, c) in slice.char_indices() {
        depth = depth_behind(depth, c);
        if depth > 0 || c != ' ' {
            continue;
        }
        let behind = slice.get(at + 1..)?;
        // Words end a list; signs join what is one name: `Optuna, Ray Tune, Weights & Biases`.
        let Some(right) = without_conjunction(behind).filter(|_| !behind.starts_with(['&', '+'])) else { continue };
        let left = trimmed(text, Span::new(piece.start, piece.start + length(at)));
        let right = Span::new(piece.end - length(right.len()), piece.end);
        return (!left.is_empty() && word_count(left.slice(text)) <= 3 && word_count(right.slice(text)) <= 3)
            .then_some((left, right));
    }
    None
}

/// Whether a text begins as sentences do: "Implement …", "You …" and, `or_gerund`, "Building …".
pub(super) fn begins_sentence(text: &str, or_gerund: bool) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let is_gerund = or_gerund && first.len() > 5 && first.ends_with("ing");
    is_gerund || SENTENCE_WORDS.iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Whether a text begins with a verb that is no noun as well: "Ensure …", but not "Design …".
pub(super) fn begins_imperative(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    begins_sentence(text, false) && !NOUNS_TOO.iter().any(|word| first.eq_ignore_ascii_case(word))
}

fn is_name(text: &str) -> bool {
    let has_letters = text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    has_letters && word_count(text) <= 4
}

/// What stands in the round brackets that `span` begins with, and behind them.
pub(super) fn leading_brackets(text: &str, span: Span) -> Option<(Span, Span)> {
    let slice = span.slice(text);
    let (open, close) = brackets(slice).filter(|(open, _)| *open == 0)?;
    let bracket = |at: usize| slice.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let inside = Span::new(span.start + length(bracket(open)), span.start + length(close));
    let inside = without_example_words(text, bare(text, inside));
    Some((inside, Span::new(span.start + length(close + bracket(close)), span.end)))
}

/// The first pair of round brackets, unless it is the target of a link.
fn brackets(slice: &str) -> Option<(usize, usize)> {
    let open = slice.find(['(', '（'])?;
    if slice.get(..open).is_some_and(|before| before.ends_with(']')) {
        return None;
    }
    let mut depth = 0u32;
    for (at, c) in slice.get(open..)?.char_indices() {
        depth = depth_behind(depth, c);
        if depth == 0 {
            return Some((open, open + at));
        }
    }
    None
}

fn without_example_words(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    let word =
        EXAMPLE_WORDS.iter().find(|word| slice.get(..word.len()).is_some_and(|front| front.eq_ignore_ascii_case(word)));
    match word {
        Some(word) => trimmed(text, Span::new(span.start + length(word.len()), span.end)),
        None => span,
    }
}

/// The names between slashes. Short pairs such as CI/CD are one name, and so are paths.
fn at_slashes(text: &str, span: Span) -> Vec<Span> {
    let slice = span.slice(text);
    let is_path = slice.contains("//")
        || slice.contains("](")
        || slice.starts_with(['/', '.', '~', '`', '@'])
        || slice.contains("*");
    if !slice.contains('/') || is_path || word_count(slice) > 6 {
        return Vec::new();
    }
    let pieces = cut(text, span, |_, _, c| c == '/');
    let letters = |piece: &Span| piece.slice(text).chars().filter(|c| c.is_alphanumeric()).count();
    let abbreviates =
        |piece: &Span| piece.len() <= 3 && piece.slice(text).chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let is_one_name = pieces.iter().any(|piece| letters(piece) < 2)
        || pieces.iter().all(abbreviates)
        || slice.split(' ').filter(|word| word.contains('/')).all(is_pair);
    let is_odd = |piece: &Span| {
        let slice = piece.slice(text);
        slice.contains(['\\', '<', '=']) || slice.split(' ').any(|word| CONJUNCTIONS.contains(&word))
    };
    if pieces.len() < 2 || is_one_name || pieces.iter().any(is_odd) {
        Vec::new()
    } else {
        pieces.into_iter().map(|piece| bare(text, piece)).collect()
    }
}

/// `CI/CD`, `TCP/IP` and the like: short forms that make one name, also in front of other words,
/// and pairs such as `async/await`.
fn is_pair(word: &str) -> bool {
    let is_short = |part: &str| part.len() <= 3 && part.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split('/').all(is_short) || PAIRS.iter().any(|pair| word.eq_ignore_ascii_case(pair))
}

/// Words outside of brackets; scripts without spaces count four characters as a word.
pub(super) fn word_count(text: &str) -> usize {
    let mut words = 0;
    let mut unspaced = 0;
    let mut depth = 0u32;
    let mut in_word = false;
    for c in text.chars() {
        depth = depth_behind(depth, c);
        if depth > 0 {
            continue;
        }
        if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}') {
            unspaced += 1;
        }
        let is_word = c.is_alphanumeric();
        if is_word && !in_word {
            words += 1;
        }
        in_word = !c.is_whitespace() && (is_word || in_word);
    }
    words + unspaced / 4
}

pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    let start = span.start + length(slice.len() - slice.trim_start().len());
    Span::new(start, start + length(slice.trim().len()))
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
