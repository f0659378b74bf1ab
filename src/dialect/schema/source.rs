//! Where facts come from, and when they were checked.

use super::Dialect;
use crate::fact::Str;
use serde::{Deserialize, Serialize};

/// Where a fact comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What facts of the same dialect call it.
    pub id: Str,
    /// As a person reads it: "Gemini CLI docs: subagents".
    pub title: Str,
    /// Where it can be read; none where the tool itself was asked.
    #[serde(default)]
    pub url: Option<Str>,
    /// The day it was last checked, as `2026-11-22`.
    pub checked: Str,
}

impl Source {
    /// Whether `checked` is a day, written so that the order of the letters is that of the days.
    pub fn has_day(&self) -> bool {
        let parts: Vec<&str> = self.checked.split('-').collect();
        let is_number = |text: &str, digits: usize, most: u32| {
            text.len() == digits && text.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
        };
        matches!(&*parts, [year, month, day] if is_number(year, 4, 9999) && is_number(month, 2, 12) && is_number(day, 2, 31))
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all(serialize = "kebab-case"))]
pub enum FactKind {
    /// How files are read.
    Reading,
    Place,
    /// Which names agents may have.
    Names,
    Key,
    Tool,
    /// A form of an entry in a list of tools.
    ToolForm,
    Model,
}

/// A fact and the id of its source.
#[derive(Clone, Copy, Debug)]
pub struct Sourced<'d> {
    pub kind: FactKind,
    /// A key, the name of a tool or a model, the glob of a place; empty for what a dialect has one of.
    pub name: &'d str,
    /// The id of a source of the dialect.
    pub source: &'d str,
}

impl Dialect {
    /// All facts that have a source, in the order of [`FactKind`].
    pub fn sourced(&self) -> impl Iterator<Item = Sourced<'_>> {
        fn of<'d>(kind: FactKind, name: &'d Str, source: &'d Str) -> Sourced<'d> {
            Sourced { kind, name, source }
        }
        const UNNAMED: &Str = &Str::Borrowed("");
        std::iter::once(of(FactKind::Reading, UNNAMED, &self.source))
            .chain(self.places.iter().map(|place| of(FactKind::Place, &place.glob, &place.source)))
            .chain(std::iter::once(of(FactKind::Names, UNNAMED, &self.name.source)))
            .chain(self.fields.iter().map(|field| of(FactKind::Key, &field.key, &field.source)))
            .chain(self.tools.iter().map(|tool| of(FactKind::Tool, &tool.name, &tool.source)))
            .chain(self.tool_patterns.iter().map(|form| of(FactKind::ToolForm, &form.form, &form.source)))
            .chain(self.models.iter().map(|model| of(FactKind::Model, &model.name, &model.source)))
    }

    /// The source called `id`.
    pub fn source_called(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }
}
