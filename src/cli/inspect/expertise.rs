//! What an agent knows, for `inspect --expertise`.

use crate::cli::position::Range;
use crate::glossary::{self, Context, How};
use crate::heading::SectionKind;
use crate::model::{AgentFile, Area, AreaShape, Item};
use crate::text::{Span, Text};
use serde::Serialize;

/// An area or an item, as a row of the answer.
#[derive(Serialize)]
pub struct Row<'a> {
    kind: Kind,
    text: &'a str,
    /// The area that an item belongs to.
    area: Option<&'a str>,
    range: Range,
    /// Ids of the glossary's entries; none where nothing explains it.
    explained_by: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Area,
    Item,
}

/// Something that an agent knows, to be looked up.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub kind: Kind,
    /// As the file writes it.
    pub text: &'a str,
    /// The area that an item belongs to.
    pub area: Option<&'a str>,
    /// Whether it is one of several names in an entry that stands in the list too.
    pub is_part: bool,
}

/// Finds the glossary's entries that explain something, by id.
pub type ExplainedBy<'f> = &'f (dyn Fn(Known<'_>) -> Vec<String> + Sync);

/// The entries of the glossary that explain something in `file`, by id. An entry that stands for
/// only a part of longer words does not explain them.
pub fn explained_by(file: &AgentFile) -> impl Fn(Known<'_>) -> Vec<String> + Sync + '_ {
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let (agent, description) = (text(&file.verdict.name), text(&file.verdict.description));
    move |known| {
        let context = Context { area: known.area.unwrap_or_default(), agent: &agent, description: &description };
        let found = glossary::explain(&file.glossary, known.text, &context);
        let explains = found.iter().filter(|found| found.how != How::Part);
        explains.map(|found| found.concept.id.to_string()).collect()
    }
}

/// All areas and items of a file, in the order of the text; an area before its items.
pub fn rows<'a>(file: &'a AgentFile, explained_by: ExplainedBy<'_>) -> Vec<Row<'a>> {
    let known = in_order(file);
    if known.is_empty() {
        return Vec::new();
    }
    let text = Text::from(&*file.text);
    known
        .into_iter()
        .map(|(span, known)| Row {
            kind: known.kind,
            text: known.text,
            area: known.area,
            range: Range::new(&text, span),
            explained_by: explained_by(known),
        })
        .collect()
}

/// One line for each area with its entries, and one for those without an area. What nothing
/// explains is marked with `?`.
pub fn lines(file: &AgentFile, explained_by: ExplainedBy<'_>) -> Vec<String> {
    let mut by_area: Vec<(Option<&str>, String, Vec<String>)> = Vec::new();
    for (_, known) in in_order(file).into_iter().filter(|(_, known)| !known.is_part) {
        // A section that lists things without groups says where they stand, not what they are.
        let is_section = known.kind == Kind::Area
            && file.expertise.areas.iter().any(|area| area.shape == AreaShape::Section && *area.name == *known.text);
        let mark = if is_section || !explained_by(known).is_empty() { "" } else { " ?" };
        let shown = format!("{}{mark}", known.text);
        match known.kind {
            Kind::Area => by_area.push((Some(known.text), shown, Vec::new())),
            Kind::Item => match by_area.iter_mut().rev().find(|(area, ..)| *area == known.area) {
                Some((.., items)) => items.push(shown),
                None => by_area.push((known.area, known.area.unwrap_or("").to_owned(), vec![shown])),
            },
        }
    }
    by_area
        .into_iter()
        .map(|(_, area, items)| match (area.is_empty(), items.is_empty()) {
            (true, _) => items.join(", "),
            (false, true) => area,
            (false, false) => format!("{area}: {}", items.join(", ")),
        })
        .collect()
}

/// Whether an agent knows of `term`: it says so in these words, or in others that the glossary explains alike.
pub(crate) fn knows(file: &AgentFile, term: &str) -> bool {
    let folded = term.to_lowercase();
    let meant = explained_by(file)(Known { kind: Kind::Item, text: term, area: None, is_part: false });
    let explained_by = explained_by(file);
    in_order(file).iter().any(|(_, known)| {
        known.text.to_lowercase().contains(&folded) || explained_by(*known).iter().any(|id| meant.contains(id))
    })
}

/// How many entries the sections of expertise hold, and how many of them are explained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub entries: usize,
    pub explained: usize,
}

impl Tally {
    pub fn of(file: &AgentFile, explained_by: ExplainedBy<'_>) -> Tally {
        let is_expertise = |item: &&Item| {
            item.part_of.is_none() && item.section.is_none_or(|id| file.sections.kind(id) == SectionKind::Expertise)
        };
        let mut tally = Tally::default();
        for item in file.expertise.items.iter().filter(is_expertise) {
            let area = item.area.and_then(|area| file.expertise.area(area)).map(|area| &*area.name);
            let known = Known { kind: Kind::Item, text: &item.text, area, is_part: false };
            tally.entries += 1;
            tally.explained += usize::from(!explained_by(known).is_empty());
        }
        tally
    }

    /// "12 of 15 items of expertise are explained (80 %)"; empty where there are none.
    pub fn line(self) -> String {
        let Tally { entries, explained } = self;
        match (explained * 100).checked_div(entries) {
            Some(share) => format!("{explained} of {entries} items of expertise are explained ({share} %)\n"),
            None => String::new(),
        }
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), |a, b| Tally {
            entries: a.entries + b.entries,
            explained: a.explained + b.explained,
        })
    }
}

/// All areas and items of a file with their places, in the order of the text.
fn in_order(file: &AgentFile) -> Vec<(Span, Known<'_>)> {
    let expertise = &file.expertise;
    let area_of = |item: &Item| {
        let area: &Area = expertise.areas.get(item.area? as usize)?;
        Some(&*area.name)
    };
    let areas = expertise
        .areas
        .iter()
        .map(|area| (area.name_span, Known { kind: Kind::Area, text: &area.name, area: None, is_part: false }));
    let items = expertise.items.iter().map(|item| {
        (item.span, Known { kind: Kind::Item, text: &item.text, area: area_of(item), is_part: item.part_of.is_some() })
    });
    let mut all: Vec<(Span, Known<'_>)> = areas.chain(items).collect();
    all.sort_by_key(|(span, known)| (span.start, known.kind == Kind::Item, known.is_part, span.end));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;
    use expect_test::expect;

    const AGENT: &str = "\
---
name: guard
description: Guards APIs.
---

## Expertise

- **Authentication**: JWT tokens, OAuth 2.0, zylo bridges
- **Caching (Redis)**
";

    fn agent() -> AgentFile {
        let dialect = dialect::named("claude-code").unwrap();
        AgentFile::new("a.md".into(), AGENT.into(), dialect, Surroundings::default())
    }

    #[test]
    fn areas_come_before_their_items_and_each_is_looked_up() {
        let file = agent();
        let shown: String = rows(&file, &explained_by(&file))
            .iter()
            .map(|row| {
                let (start, end) = (row.range.start, row.range.end);
                let words = Span::new(start.offset, end.offset).slice(AGENT);
                format!("{}:{} {words:?} {}\n", start.line, start.column, serde_json::to_string(row).unwrap())
            })
            .collect();
        expect![[r#"
            6:4 "Expertise" {"kind":"area","text":"Expertise","area":null,"range":{"start":{"line":6,"column":4,"offset":50},"end":{"line":6,"column":13,"offset":59}},"explained_by":[]}
            8:5 "Authentication" {"kind":"area","text":"Authentication","area":null,"range":{"start":{"line":8,"column":5,"offset":65},"end":{"line":8,"column":19,"offset":79}},"explained_by":["authentication"]}
            8:23 "JWT tokens" {"kind":"item","text":"JWT tokens","area":"Authentication","range":{"start":{"line":8,"column":23,"offset":83},"end":{"line":8,"column":33,"offset":93}},"explained_by":["json-web-token"]}
            8:35 "OAuth 2.0" {"kind":"item","text":"OAuth 2.0","area":"Authentication","range":{"start":{"line":8,"column":35,"offset":95},"end":{"line":8,"column":44,"offset":104}},"explained_by":["oauth-2"]}
            8:46 "zylo bridges" {"kind":"item","text":"zylo bridges","area":"Authentication","range":{"start":{"line":8,"column":46,"offset":106},"end":{"line":8,"column":58,"offset":118}},"explained_by":[]}
            9:5 "Caching (Redis)" {"kind":"item","text":"Caching (Redis)","area":"Expertise","range":{"start":{"line":9,"column":5,"offset":123},"end":{"line":9,"column":20,"offset":138}},"explained_by":["caching","redis"]}
            9:5 "Caching" {"kind":"item","text":"Caching","area":"Expertise","range":{"start":{"line":9,"column":5,"offset":123},"end":{"line":9,"column":12,"offset":130}},"explained_by":["caching"]}
            9:14 "Redis" {"kind":"item","text":"Redis","area":"Expertise","range":{"start":{"line":9,"column":14,"offset":132},"end":{"line":9,"column":19,"offset":137}},"explained_by":["redis"]}
        "#]].assert_eq(&shown);
    }

    #[test]
    fn the_share_that_is_explained_is_told() {
        let file = agent();
        let tally = Tally::of(&file, &explained_by(&file));
        assert_eq!(tally, Tally { entries: 4, explained: 3 });
        let both: Tally = [tally, tally].into_iter().sum();
        assert_eq!(both.line(), "6 of 8 items of expertise are explained (75 %)\n");
        assert_eq!(Tally::default().line(), "");
    }

    #[test]
    fn people_see_a_line_for_each_area() {
        let file = agent();
        expect![[r#"
            Expertise: Caching (Redis)
            Authentication: JWT tokens, OAuth 2.0, zylo bridges ?
        "#]]
        .assert_eq(&(lines(&file, &explained_by(&file)).join("\n") + "\n"));
    }
}
