//! The shape of the headings' facts. Shared with `build.rs`: only `std`, `serde` and `crate::fact`.

use crate::fact::{List, Str};
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};

/// What a section of an agent's body is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum SectionKind {
    /// Who the agent is.
    Identity,
    /// What it answers for.
    Domain,
    /// What it knows: areas and items.
    Expertise,
    /// When it is called.
    WhenInvoked,
    /// How it goes about the work.
    Process,
    /// What its answer looks like.
    OutputFormat,
    /// What it checks before it is done.
    Quality,
    /// Rules and practices that it holds to.
    Practices,
    /// Patterns and samples.
    Examples,
    /// Other agents that it works with.
    Integration,
    /// When and to whom it hands over.
    Escalation,
    /// What it must not do.
    Constraints,
    #[default]
    Other,
}

impl SectionKind {
    /// As the data calls it: see [`SectionKind::named`].
    pub const fn name(self) -> &'static str {
        match self {
            SectionKind::Identity => "identity",
            SectionKind::Domain => "domain",
            SectionKind::Expertise => "expertise",
            SectionKind::WhenInvoked => "when-invoked",
            SectionKind::Process => "process",
            SectionKind::OutputFormat => "output-format",
            SectionKind::Quality => "quality",
            SectionKind::Practices => "practices",
            SectionKind::Examples => "examples",
            SectionKind::Integration => "integration",
            SectionKind::Escalation => "escalation",
            SectionKind::Constraints => "constraints",
            SectionKind::Other => "other",
        }
    }

    /// The kind that the data calls `name`.
    pub fn named(name: &str) -> Option<SectionKind> {
        let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        SectionKind::deserialize(name).ok()
    }
}

/// A language of headings and templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Language {
    #[default]
    English,
    Spanish,
    Portuguese,
    French,
    German,
    Japanese,
    /// In simplified or traditional characters.
    Chinese,
    Korean,
    Russian,
    Turkish,
}

/// How one language words its headings: one file under `src/heading/data/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub language: Language,
    /// Words in front of a heading that change nothing in what it says: "your", "core".
    #[serde(default)]
    pub fillers: List<Str>,
    /// Words in front of a heading's number: "step", "section".
    #[serde(default)]
    pub numbered: List<Str>,
    pub meanings: List<Meaning>,
}

/// The phrases that mean one kind of section. Case, accents, emoji, punctuation, numbering and
/// fillers don't count; "&" is the language's own "and". A kind of `other` takes a phrase away
/// from the rules for shorter ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    pub kind: SectionKind,
    /// The whole heading.
    #[serde(default)]
    pub whole: List<Str>,
    /// The first words of a heading, or all of it.
    #[serde(default)]
    pub starts: List<Str>,
    /// The last words of a heading, or all of it.
    #[serde(default)]
    pub ends: List<Str>,
    /// Words anywhere in a heading.
    #[serde(default)]
    pub contains: List<Str>,
}

/// One compiled phrase. It counts where it is the whole heading, and where one of the places fits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// In the form that [`super::normal`] makes.
    pub phrase: Str,
    /// Counts as the first words of a heading.
    pub at_start: bool,
    /// Counts as the last words of a heading.
    pub at_end: bool,
    /// Counts between other words.
    pub inside: bool,
    pub kind: SectionKind,
    pub language: Language,
}
