//! What an agent knows, for `inspect --expertise`.

use crate::cli::position::Range;
use crate::glossary::{Glossary, Match};
use crate::ide::hover::{meaning, meaning_of_area};
use crate::model::{AgentFile, Area, Item};
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
    explained_by: Vec<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Area,
    Item,
}

/// An area or an item with what explains it.
struct Known<'a> {
    span: Span,
    kind: Kind,
    text: &'a str,
    area: Option<&'a str>,
    explained_by: Vec<&'a str>,
}

/// All areas and items of a file, in the order of the text; an area before its items.
pub fn rows<'a>(file: &'a AgentFile, glossary: &'a Glossary) -> Vec<Row<'a>> {
    let known = in_order(file, glossary);
    if known.is_empty() {
        return Vec::new();
    }
    let text = Text::from(&*file.text);
    let row = |known: Known<'a>| Row {
        kind: known.kind,
        text: known.text,
        area: known.area,
        range: Range::new(&text, known.span),
        explained_by: known.explained_by,
    };
    known.into_iter().map(row).collect()
}

/// One line for each area with its items, and one for those without an area. What nothing explains
/// is marked with `?`.
pub fn lines(file: &AgentFile, glossary: &Glossary) -> Vec<String> {
    let mut by_area: Vec<(Option<&str>, String, Vec<String>)> = Vec::new();
    for known in in_order(file, glossary) {
        let mark = if known.explained_by.is_empty() { " ?" } else { "" };
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

fn in_order<'a>(file: &'a AgentFile, glossary: &'a Glossary) -> Vec<Known<'a>> {
    let expertise = &file.expertise;
    let areas = expertise.areas.iter().map(|area| Known {
        span: area.name_span,
        kind: Kind::Area,
        text: &area.name,
        area: None,
        explained_by: ids(meaning_of_area(file, glossary, area)),
    });
    let area_of = |item: &'a Item| -> Option<&'a Area> { expertise.area(item.area?) };
    let items = expertise.items.iter().map(|item| Known {
        span: item.span,
        kind: Kind::Item,
        text: &item.text,
        area: area_of(item).map(|area| &*area.name),
        explained_by: ids(meaning(file, glossary, item).1),
    });
    let mut all: Vec<Known<'a>> = areas.chain(items).collect();
    all.sort_by_key(|known| (known.span.start, known.kind == Kind::Item, known.span.end));
    all
}

/// The entries that explain all of a phrase, or all of one of its parts.
fn ids<'g>(found: Vec<Match<'g>>) -> Vec<&'g str> {
    found.into_iter().filter(|found| found.how.explains()).map(|found| &*found.concept.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;

    fn file(text: &str) -> AgentFile {
        AgentFile::new("a.md".into(), text.into(), dialect::named("claude-code").unwrap(), Surroundings::default())
    }

    #[test]
    fn areas_come_before_their_items_and_each_is_looked_up() {
        let file = file("# A\n\n## Expertise\n\n- **Authentication**: JWT tokens, quixotic lamps\n");
        let rows: Vec<String> =
            rows(&file, Glossary::built_in()).iter().map(|row| serde_json::to_string(row).unwrap()).collect();
        expect_test::expect![[r#"
            {"kind":"area","text":"Authentication","area":null,"range":{"start":{"line":5,"column":5,"offset":26},"end":{"line":5,"column":19,"offset":40}},"explained_by":["authentication"]}
            {"kind":"item","text":"JWT tokens","area":"Authentication","range":{"start":{"line":5,"column":23,"offset":44},"end":{"line":5,"column":33,"offset":54}},"explained_by":["json-web-token"]}
            {"kind":"item","text":"quixotic lamps","area":"Authentication","range":{"start":{"line":5,"column":35,"offset":56},"end":{"line":5,"column":49,"offset":70}},"explained_by":[]}"#]]
        .assert_eq(&rows.join("\n"));
        assert_eq!(lines(&file, Glossary::built_in()), ["Authentication: JWT tokens, quixotic lamps ?"]);
    }
}
