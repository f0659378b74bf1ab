//! What an agent knows, for `inspect --expertise`.

use crate::cli::position::Range;
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
}

/// Finds the glossary's entries that explain something, by id.
pub type ExplainedBy<'f> = &'f (dyn Fn(Known<'_>) -> Vec<String> + Sync);

/// The entries of the glossary that explain something, by id.
pub fn explained_by(_known: Known<'_>) -> Vec<String> {
    Vec::new()
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

/// One line for each area with its items, and one for those without an area. What nothing explains
/// is marked with `?`.
pub fn lines(file: &AgentFile, explained_by: ExplainedBy<'_>) -> Vec<String> {
    let mut by_area: Vec<(Option<&str>, String, Vec<String>)> = Vec::new();
    for (_, known) in in_order(file) {
        let mark = if explained_by(known).is_empty() { " ?" } else { "" };
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

/// All areas and items of a file with their places, in the order of the text.
fn in_order(file: &AgentFile) -> Vec<(Span, Known<'_>)> {
    let expertise = &file.expertise;
    let area_of = |item: &Item| {
        let area: &Area = expertise.areas.get(item.area? as usize)?;
        Some(&*area.name)
    };
    let areas =
        expertise.areas.iter().map(|area| (area.name_span, Known { kind: Kind::Area, text: &area.name, area: None }));
    let items = expertise
        .items
        .iter()
        .map(|item| (item.span, Known { kind: Kind::Item, text: &item.text, area: area_of(item) }));
    let mut all: Vec<(Span, Known<'_>)> = areas.chain(items).collect();
    all.sort_by_key(|(span, known)| (span.start, known.kind == Kind::Item, span.end));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;
    use crate::model::{AreaShape, Expertise};
    use expect_test::expect;

    #[test]
    fn areas_come_before_their_items_and_each_is_looked_up() {
        let text = "AUTH: JWT";
        let dialect = dialect::named("claude-code").unwrap();
        let mut file = AgentFile::new("a.md".into(), text.into(), dialect, Surroundings::default());
        let (name_span, item_span) = (Span::new(0, 4), Span::new(6, 9));
        file.expertise = Expertise {
            areas: vec![Area {
                name: "AUTH".into(),
                name_span,
                span: name_span.to(item_span),
                shape: AreaShape::BoldLead,
                section: None,
            }],
            items: vec![Item { text: "JWT".into(), span: item_span, area: Some(0), part_of: None, section: None }],
        };
        let look_up =
            |known: Known<'_>| known.area.map(|area| format!("{}-of-{area}", known.text)).into_iter().collect();
        let rows = rows(&file, &look_up);
        expect![[r#"
            {"kind":"area","text":"AUTH","area":null,"range":{"start":{"line":1,"column":1,"offset":0},"end":{"line":1,"column":5,"offset":4}},"explained_by":[]}
            {"kind":"item","text":"JWT","area":"AUTH","range":{"start":{"line":1,"column":7,"offset":6},"end":{"line":1,"column":10,"offset":9}},"explained_by":["JWT-of-AUTH"]}
        "#]]
            .assert_eq(&rows.iter().map(|row| serde_json::to_string(row).unwrap() + "\n").collect::<String>());
    }
}
