//! Which phrases are so much the name of a concept that they mean it inside a longer phrase, too.

use super::normalise::Words;
use super::schema::Concept;

/// Whether `key` is the concept's name or an abbreviation of it; of a proper name, too, a word
/// that is a name by itself (`Kafka` of Apache Kafka) or another proper name.
/// Other aliases stand for the concept only when they stand alone: `Orchestration` is one of
/// containers there, and of workflows in another phrase.
pub(super) fn is_name(concept: &Concept, key: &str) -> bool {
    let is_same = |text: &str| Words::read(text).whole().text == key;
    if is_same(&concept.name) || is_same(concept.short_name()) || is_abbreviation(concept, key) {
        return true;
    }
    if !concept.kind.is_named() {
        return false;
    }
    let name = Words::read(&concept.name);
    let mut words = name.list().iter().filter(|word| concept.name.get(word.start..).is_some_and(starts_large));
    words.any(|word| name.key(word).starts_with(key)) || concept.phrases().any(|p| is_proper(p) && is_same(p))
}

/// Whether `phrase` is another way to say the concept's name: they share the beginning of a word, or
/// one abbreviates the other. An alias that is not akin to the name, as `Breadcrumbs` to Navigation
/// components, is a kind of the thing or a part of it.
pub(super) fn is_akin(concept: &Concept, phrase: &str) -> bool {
    /// Letters that two words of one family have in common.
    const COMMON: usize = 4;
    let (name, phrase) = (Words::read(&concept.name), Words::read(phrase));
    let is_kin = |one: &str, other: &str| {
        let common = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let is_long = one.len().min(other.len()) >= 2 * COMMON;
        one == other
            || common >= COMMON
            || (is_long && common + 1 == COMMON)
            || (common > 1 && (common == one.len() || common == other.len()))
    };
    let shares = phrase.list().iter().any(|word| {
        name.list().iter().any(|named| is_kin(phrase.key(word), name.key(named)))
            || is_kin(phrase.key(word), name.whole().text)
    });
    shares || is_numeronym(phrase.whole().text, &name) || abbreviates(&name, &phrase) || abbreviates(&phrase, &name)
}

/// `k8s` of Kubernetes.
fn is_numeronym(short: &str, name: &Words) -> bool {
    let long = name.whole().text;
    short.contains(|c: char| c.is_ascii_digit())
        && short.chars().next() == long.chars().next()
        && short.chars().next_back() == long.chars().next_back()
}

/// Whether the first letters of `long`'s words make the single word `short`.
fn abbreviates(short: &Words, long: &Words) -> bool {
    let initials = long.list().iter().filter_map(|word| long.key(word).chars().next());
    let short = short.whole().text;
    short.len() > 1 && initials.eq(short.chars())
}

/// Written with several capitals: `RBAC`, `REST API`, `EC2`.
fn is_short(phrase: &str) -> bool {
    let large = phrase.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count();
    large > 1 && phrase.split_whitespace().any(|word| word.len() <= 6 && !word.contains(char::is_lowercase))
}

/// Several words with a capital each: `Amazon Web Services`.
fn is_proper(phrase: &str) -> bool {
    let words = Words::read(phrase);
    words.list().len() > 1 && words.list().iter().all(|word| phrase.get(word.start..).is_some_and(starts_large))
}

/// Whether the single word `key` means `concept` inside a longer phrase: proper names and
/// abbreviations do anywhere, names of activities where they say what the phrase is about
/// (`is_head`).
pub(super) fn names_inside(concept: &Concept, key: &str, is_head: bool) -> bool {
    /// Letters of the shortest abbreviation that is told from a word.
    const SHORTEST: usize = 3;
    is_name(concept, key)
        && (concept.kind.is_named()
            || (is_head && names_activity(key))
            || (key.len() >= SHORTEST && is_abbreviation(concept, key)))
}

fn is_abbreviation(concept: &Concept, key: &str) -> bool {
    concept.phrases().any(|phrase| is_short(phrase) && Words::read(phrase).whole().text == key)
}

fn starts_large(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word names something that is done, as `caching` and `encryption` do. Such a word at
/// the end says what a phrase is about; one like `controller` may be any of many.
pub(super) fn names_activity(key: &str) -> bool {
    ["ing", "tion", "sion", "cion", "cao"].iter().any(|end| key.ends_with(end))
}
