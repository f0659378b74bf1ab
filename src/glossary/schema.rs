//! The shape of the glossary's entries and what each of them must hold to. Shared with `build.rs`
//! and with a project's own `.agentls/glossary.yaml`: only `std`, `serde` and `crate::fact`.

use crate::fact::{List, Str};
use serde::{Deserialize, Serialize};

/// One file of entries: a field of work such as `identity`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldFile {
    /// The id of the field of work; the file is called so.
    pub field: Str,
    /// How a person calls the field: "Identity and access".
    pub label: Str,
    pub concepts: Vec<Concept>,
}

/// A field of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub id: Str,
    pub label: Str,
}

/// Something that an agent can be expert in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// In kebab-case, the same in no other file.
    pub id: Str,
    /// The id of its field of work: taken from the file it stands in.
    #[serde(skip_deserializing)]
    pub field: Str,
    /// As the people of the field write it: `JSON Web Token (JWT)`.
    pub name: Str,
    #[serde(default)]
    pub kind: Kind,
    /// Other spellings, abbreviations, other languages. Case, plurals, hyphens and accents need
    /// no alias of their own.
    #[serde(default)]
    pub aliases: List<Str>,
    /// Ids of fields or concepts, or words of an area: where a phrase means several concepts, the
    /// one whose surroundings match is taken.
    #[serde(default)]
    pub only_under: List<Str>,
    /// One or two sentences of Markdown.
    pub definition: Str,
    /// What goes on after "An agent with this expertise": verbs in the third person.
    #[serde(default)]
    pub expected: List<Str>,
    /// Short clauses.
    #[serde(default)]
    pub watch_out: List<Str>,
    /// Ids of concepts.
    #[serde(default)]
    pub related: List<Str>,
    /// The address of the thing itself.
    #[serde(default)]
    pub home: Option<Str>,
    /// Ids of what an area of this name usually covers.
    #[serde(default)]
    pub covers: List<Str>,
}

/// What sort of thing a concept is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Kind {
    /// A product, library, language or platform.
    Technology,
    /// Something that people do.
    Practice,
    #[default]
    Concept,
    /// A norm, protocol, format or law.
    Standard,
    /// A program that people work with.
    Tool,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Technology, Kind::Practice, Kind::Concept, Kind::Standard, Kind::Tool];

    fn labelled(label: &str) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.label() == label).unwrap_or_default()
    }

    /// The word that a hover shows.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Technology => "technology",
            Kind::Practice => "practice",
            Kind::Concept => "concept",
            Kind::Standard => "standard",
            Kind::Tool => "tool",
        }
    }

    /// Whether its name is a proper one: it means the same wherever it stands, and may carry a
    /// version.
    pub fn is_named(self) -> bool {
        matches!(self, Kind::Technology | Kind::Standard | Kind::Tool)
    }
}

/// How much an entry must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// An entry of ours: 2 to 4 expectations, 1 to 3 warnings.
    Full,
    /// A project's own entry: a definition is enough.
    Definition,
}

/// The longest definition, in characters.
pub const MAX_DEFINITION: usize = 320;
/// The longest expectation or warning, in characters.
pub const MAX_CLAUSE: usize = 160;

/// Between the parts of a packed entry, and between the texts of a list in it: no text holds them,
/// as [`Concept::faults`] sees to.
const BETWEEN_PARTS: &str = "\x1e";
const BETWEEN_TEXTS: &str = "\x1f";

impl Concept {
    /// Every phrase that means this concept: the name, the name without what stands in
    /// parentheses behind it, an abbreviation that stands there, the aliases.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        let (plain, abbreviation) = match split_parenthesis(&self.name) {
            Some((plain, inner)) => (Some(plain), abbreviates(inner, plain).then_some(inner)),
            None => (None, None),
        };
        std::iter::once(&*self.name).chain(plain).chain(abbreviation).chain(self.aliases.iter().map(|alias| &**alias))
    }

    /// The name without what stands in parentheses behind it.
    pub fn short_name(&self) -> &str {
        split_parenthesis(&self.name).map_or(&self.name, |(plain, _)| plain)
    }

    /// The entry as one text, as the program carries it: see [`Concept::unpacked`].
    pub fn packed(&self) -> String {
        let home = self.home.as_deref().unwrap_or_default();
        let texts = [&*self.id, &*self.field, &*self.name, self.kind.label(), &*self.definition, home];
        let lists = [&self.aliases, &self.only_under, &self.expected, &self.watch_out, &self.related, &self.covers];
        let lists = lists.map(|list| list.join(BETWEEN_TEXTS));
        texts.into_iter().chain(lists.iter().map(|list| &**list)).collect::<Vec<_>>().join(BETWEEN_PARTS)
    }

    /// Reads what [`Concept::packed`] has written. What is missing is empty.
    pub fn unpacked(text: &'static str) -> Concept {
        let mut parts = text.split(BETWEEN_PARTS);
        let mut next = || parts.next().unwrap_or_default();
        let list = |part: &'static str| -> List<Str> {
            let texts = part.split(BETWEEN_TEXTS).filter(|text| !text.is_empty());
            texts.map(Str::Borrowed).collect::<Vec<_>>().into()
        };
        Concept {
            id: next().into(),
            field: next().into(),
            name: next().into(),
            kind: Kind::labelled(next()),
            definition: next().into(),
            home: Some(next()).filter(|home| !home.is_empty()).map(Str::Borrowed),
            aliases: list(next()),
            only_under: list(next()),
            expected: list(next()),
            watch_out: list(next()),
            related: list(next()),
            covers: list(next()),
        }
    }

    /// The id of an entry that [`Concept::packed`] has written.
    pub fn packed_id(text: &str) -> &str {
        text.split(BETWEEN_PARTS).next().unwrap_or_default()
    }

    /// What is wrong with the entry taken alone, in words.
    pub fn faults(&self, completeness: Completeness) -> Vec<String> {
        let mut faults = Vec::new();
        if !is_kebab_case(&self.id) {
            faults.push(format!("the id `{}` is not in kebab-case", self.id));
        }
        let clauses = |list: &'static str, texts: &List<Str>, faults: &mut Vec<String>| {
            for text in texts.iter() {
                check_text(list, text, MAX_CLAUSE, faults);
            }
            check_repeats(list, texts, faults);
        };
        check_text("name", &self.name, MAX_CLAUSE, &mut faults);
        check_text("definition", &self.definition, MAX_DEFINITION, &mut faults);
        clauses("aliases", &self.aliases, &mut faults);
        clauses("expected", &self.expected, &mut faults);
        clauses("watch_out", &self.watch_out, &mut faults);
        clauses("only_under", &self.only_under, &mut faults);
        clauses("related", &self.related, &mut faults);
        clauses("covers", &self.covers, &mut faults);
        if self.aliases.contains(&self.name) {
            faults.push("`aliases` repeats the name".to_owned());
        }
        if self.related.contains(&self.id) || self.covers.contains(&self.id) {
            faults.push("the entry names itself in `related` or `covers`".to_owned());
        }
        if completeness == Completeness::Full {
            check_count("expected", self.expected.len(), 2, 4, &mut faults);
            check_count("watch_out", self.watch_out.len(), 1, 3, &mut faults);
        } else {
            check_count("expected", self.expected.len(), 0, 4, &mut faults);
            check_count("watch_out", self.watch_out.len(), 0, 3, &mut faults);
        }
        if let Some(home) = &self.home
            && !is_web_address(home)
        {
            faults.push(format!("`home` is not an http(s) address: `{home}`"));
        }
        faults
    }
}

fn check_text(what: &str, text: &str, max: usize, faults: &mut Vec<String>) {
    if text.trim().is_empty() {
        faults.push(format!("`{what}` holds an empty text"));
    }
    if text.contains(char::is_control) {
        faults.push(format!("`{what}` holds a line break or a control character: `{}`", text.escape_debug()));
    }
    let chars = text.chars().count();
    if chars > max {
        let beginning: String = text.chars().take(40).collect();
        faults.push(format!("`{what}` holds {chars} characters, {max} at most: `{beginning}…`"));
    }
}

fn check_repeats(what: &str, texts: &[Str], faults: &mut Vec<String>) {
    for (at, text) in texts.iter().enumerate() {
        if texts.iter().take(at).any(|earlier| earlier == text) {
            faults.push(format!("`{what}` holds `{text}` twice"));
        }
    }
}

fn check_count(what: &str, count: usize, min: usize, max: usize, faults: &mut Vec<String>) {
    if count < min || count > max {
        faults.push(format!("`{what}` holds {count} texts; {min} to {max} belong there"));
    }
}

fn is_kebab_case(id: &str) -> bool {
    let fits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(fits)
}

fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|rest| rest.contains('.') && !rest.contains(|c: char| c.is_whitespace() || c == '<' || c == '>'))
}

/// `JSON Web Token (JWT)` as its two parts.
fn split_parenthesis(name: &str) -> Option<(&str, &str)> {
    let (plain, inner) = name.strip_suffix(')')?.rsplit_once('(')?;
    let (plain, inner) = (plain.trim(), inner.trim());
    (!plain.is_empty() && !inner.is_empty()).then_some((plain, inner))
}

/// Whether `short`'s capitals run through `long` in order, from its first letter on.
fn abbreviates(short: &str, long: &str) -> bool {
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if short.len() < 2 || !short.chars().all(is_capital) {
        return false;
    }
    let mut letters = long.chars().map(|c| c.to_ascii_uppercase());
    letters.clone().next() == short.chars().next() && short.chars().all(|c| letters.any(|letter| letter == c))
}
