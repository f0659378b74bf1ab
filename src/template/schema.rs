//! The shape of output formats. Shared with `build.rs`: only `std`, `serde` and `crate::fact`.
//! A project's own formats are read at run time into the same types.

use crate::fact::{List, Str};
use serde::{Deserialize, Serialize};

/// What one file of `src/template/data/`, or one of a project's own files, contributes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSet {
    #[serde(default)]
    pub templates: List<Template>,
    #[serde(default)]
    pub topics: List<Topic>,
    #[serde(default)]
    pub languages: List<Wording>,
    #[serde(default)]
    pub stacks: List<Stack>,
    #[serde(default)]
    pub starters: List<Starter>,
    #[serde(default)]
    pub starter_headings: List<StarterHeadings>,
    #[serde(default)]
    pub sections: List<SectionForm>,
}

/// A section to be filled in, in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionForm {
    /// The kind of section, as the data of headings calls it: `when-invoked`.
    pub section: Str,
    pub language: Str,
    /// In title case: "Process".
    pub heading: Str,
    /// The heading in files that speak to the agent: "Your Process".
    #[serde(default)]
    pub addressed: Option<Str>,
    /// Its lines, with placeholders as in [`super::body`].
    pub body: Str,
}

impl SectionForm {
    /// The same as an output format: filled and checked as one.
    pub fn as_template(&self) -> Template {
        Template {
            id: self.section.clone(),
            kind: self.section.clone(),
            label: self.heading.clone(),
            language: self.language.clone(),
            summary: self.heading.clone(),
            role_words: List::default(),
            signs: List::default(),
            body: self.body.clone(),
        }
    }
}

/// A whole agent to begin with, for one kind of work in one language: the template of the same kind is its
/// output format. What stands in brackets is what an author changes first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// As in [`Template::kind`].
    pub kind: Str,
    pub language: Str,
    pub description: Str,
    /// The first sentence of the prompt.
    pub role: Str,
    /// Concepts of tools.
    pub tools: List<Str>,
    pub expertise: List<StarterArea>,
    /// When the agent is called: a line each.
    pub when: List<Str>,
    /// What it does, step by step.
    pub process: List<Str>,
    /// When it asks or hands over instead of going on.
    pub escalation: List<Str>,
}

/// An area of expertise of a starter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarterArea {
    pub name: Str,
    pub items: Str,
}

/// How the sections of starters are called in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarterHeadings {
    pub language: Str,
    pub expertise: Str,
    pub when: Str,
    pub process: Str,
    pub escalation: Str,
}

/// The shape of an answer for one kind of work, in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Unique, kebab-case: `review-en`.
    pub id: Str,
    /// The kind of work, the same in every language: `review`.
    pub kind: Str,
    /// The kind as a menu says it: "review".
    pub label: Str,
    /// A BCP 47 tag without region: `en`.
    pub language: Str,
    /// One line: what the answer is for.
    pub summary: Str,
    /// Words that the title says already; `{name}` drops them from either end of an agent's name.
    /// Written as in [`Signs::words`].
    #[serde(default)]
    pub role_words: List<Str>,
    /// What tells that an agent does this kind of work. The signs of all languages of a kind are
    /// used together: an agent with an English name may have a Spanish description.
    #[serde(default)]
    pub signs: List<Signs>,
    /// The lines of the answer, with placeholders as in [`super::body`].
    pub body: Str,
}

/// Words of one weight.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    /// 1 for a word that many agents use, up to 5 for one that settles the matter.
    pub weight: u32,
    /// Words or phrases in lower case without accents. `*` at the end of a word stands for any
    /// ending: `review*`, `root cause*`.
    pub words: List<Str>,
}

/// The topic of a checklist: which of an agent's areas it is drawn from, and what to check where
/// the agent has no such area.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The same in every language: `security`.
    pub id: Str,
    pub language: Str,
    /// The heading above the checklist: "Security Checklist".
    pub title: Str,
    /// Names of areas that fit, best first, written as in [`Signs::words`].
    pub areas: List<Str>,
    /// What to check where the agent itself says nothing.
    pub items: List<Str>,
}

/// How one language words what is inserted around a template.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// A BCP 47 tag without region: `en`.
    pub language: Str,
    /// The section's heading in title case, as this language writes it: "Output Format".
    pub heading: Str,
    /// Words that files put before their headings: "Your".
    #[serde(default)]
    pub possessives: List<Str>,
    /// Frequent small words that give the language away, in lower case without accents.
    pub common_words: List<Str>,
    /// Words for "agent" and the like at either end of an agent's name, written as in
    /// [`Signs::words`]: they say nothing in a title.
    #[serde(default)]
    pub roles: List<Str>,
    /// Words that join others in names and titles, small also in title case: "of", "de".
    #[serde(default)]
    pub joints: List<Str>,
}

/// How to tell areas of languages and frameworks from others.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stack {
    /// Names of areas that hold languages or frameworks, written as in [`Signs::words`].
    pub areas: List<Str>,
    /// Languages, runtimes and frameworks, as their makers write them.
    pub names: List<Str>,
}
