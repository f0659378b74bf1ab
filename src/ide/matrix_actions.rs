//! What can be done with the matrix, the table or the list of areas under the cursor.

use super::code_actions::{ActionKind, Change, CodeAction, Work};
use crate::compose::matrix::{self, AreaList};
use crate::glossary::{self, Context, How};
use crate::model::expertise::Entry;
use crate::model::{AgentFile, Matrix, matrices};
use crate::syntax::markdown::outline;
use crate::text::{EditSet, Span};

/// The actions on the matrix or the table that `span` begins in.
pub(super) fn matrix_actions(file: &AgentFile, span: Span, actions: &mut Vec<CodeAction>) {
    let (text, line_end) = (&*file.text, file.line_end());
    let mut push = |title: &str, edits: Option<EditSet>| {
        // The fix for a row that does not line up is one of them.
        let is_new = actions.iter().all(|action| action.title != title);
        let change = edits.filter(|_| is_new).map(|edits| Change { edits, snippet: None });
        actions.extend(change.map(|change| CodeAction {
            title: title.to_owned(),
            kind: ActionKind::Rewrite,
            preferred: false,
            mends: None,
            work: Work::Ready(change),
        }));
    };
    if let Some(found) = file.matrices.iter().find(|matrix| matrix.span.touches(span.start)) {
        if let Some((title, edits)) = widened(file, found, span.start) {
            push(&title, Some(edits));
        }
        push("Align the matrix", matrix::aligned(text, found));
        push(
            "Sort the cells of this column",
            matrix::sorted_column(text, found, span.start).map(|e| realigned(file, found, &e)),
        );
        push("Add a row below", matrix::with_row(text, found, span.start, line_end));
        push("Add a column", matrix::with_column(text, found));
        push("Turn the matrix into a table", matrix::to_table(text, &file.outline, found, line_end));
        push("Turn the matrix into bullets", matrix::to_bullets(text, &file.outline, found, line_end));
    } else if let Some(table) = file.outline.tables.iter().find(|table| table.span.touches(span.start)) {
        push("Turn the table into a drawn matrix", matrix::from_table(text, table, line_end));
        push("Turn the table into bullets", matrix::table_to_bullets(text, &file.expertise, table, line_end));
    } else {
        if let Some((title, edits)) = sorted_area(file, span.start) {
            push(&title, Some(edits));
        }
        if let Some(list) = AreaList::around(text, &file.outline, &file.expertise, span.start) {
            push("Turn the list into a drawn matrix", list.to_matrix(line_end));
            push("Turn the list into a table", Some(list.to_table(line_end)));
        }
    }
}

/// The items of the area at `at` in the order of the alphabet.
fn sorted_area(file: &AgentFile, at: u32) -> Option<(String, EditSet)> {
    let index = match file.expertise.at(at)? {
        Entry::Area(index) => index,
        Entry::Item(index) => file.expertise.item(index)?.area?,
    };
    let edits = matrix::sorted(&file.text, &file.expertise, index)?;
    Some((format!("Sort the items of {}", file.expertise.area(index)?.name), edits))
}

/// `edits` and what it takes to align the matrix after them.
fn realigned(file: &AgentFile, found: &Matrix, edits: &EditSet) -> EditSet {
    let after = edits.apply(&file.text);
    let outline = outline(&after, file.front_matter.body);
    let aligned = matrices(&after, &outline)
        .iter()
        .find(|matrix| matrix.span.start == found.span.start)
        .and_then(|matrix| matrix::aligned(&after, matrix))
        .map_or_else(|| after.clone(), |edits| edits.apply(&after));
    EditSet::one_between(&file.text, &aligned)
}

/// The cell at `at` with its cut words written out, in a matrix that is aligned for them.
fn widened(file: &AgentFile, found: &Matrix, at: u32) -> Option<(String, EditSet)> {
    let item = file.expertise.items.iter().find(|item| item.part_of.is_none() && item.span.touches(at))?;
    let area = item.area.and_then(|area| file.expertise.area(area)).map_or("", |area| &*area.name);
    let context = Context {
        area,
        agent: file.verdict.name.as_deref().unwrap_or(""),
        description: file.verdict.description.as_deref().unwrap_or(""),
    };
    let meant = glossary::explain(&file.glossary, &item.text, &context);
    let [one] = meant.as_slice() else { return None };
    let is_whole = one.span == Span::of(0..item.text.len());
    let full = one.concept.short_name();
    if one.how != How::Clipped || !is_whole || full.eq_ignore_ascii_case(&item.text) {
        return None;
    }
    let edits = realigned(file, found, &EditSet::one(item.span, full));
    Some((format!("Write out: {full}"), edits))
}

#[cfg(test)]
mod tests {
    use crate::ide::code_actions::{Asked, Work, code_actions};
    use crate::ide::fixture::with_cursor;
    use expect_test::expect;

    fn titles_and(fixture: &str, title: &str) -> (String, String) {
        let (file, offset) = with_cursor(fixture);
        let asked = Asked { span: crate::text::Span::empty(offset), by_hand: true, wants: &|_| true };
        let all = code_actions(&file, &crate::rules::check(&file, &crate::rules::Severities::AS_RULES_SAY), &asked);
        let titles: Vec<&str> = all.iter().map(|a| &*a.title).filter(|t| !t.contains("output format")).collect();
        let chosen = all.iter().find(|action| action.title == title);
        let after = chosen.map_or(String::new(), |action| match &action.work {
            Work::Ready(change) => change.edits.apply(&file.text),
            Work::Later(_) => String::new(),
        });
        let shown = after.split_once("```").map_or("", |(_, behind)| behind).to_owned();
        (titles.join("\n"), shown)
    }

    const MATRIX: &str = "---\nname: a\ndescription: Serves. Use for it.\n---\n\n## Expertise\n\n```\n\
        ┌──────────────────┬─────────────┐\n\
        │ SECURITY         │ MESSAGING   │\n\
        │ Input validation │ RabbitMQ    │\n\
        │ Secrets mg$0mt     │ Bull queues │\n\
        └──────────────────┴─────────────┘\n```\n";

    #[test]
    fn a_matrix_can_be_changed_as_a_whole() {
        let (titles, after) = titles_and(MATRIX, "Write out: Secrets management");
        expect![[r#"
            Add a row below
            Add a column
            Turn the matrix into a table
            Turn the matrix into bullets
            Add section: When Invoked
            Add section: Process
            Add section: Quality Checklist
            Add section: Integration with Other Agents
            Add section: When to Escalate"#]]
        .assert_eq(&titles);
        expect![""].assert_eq(&after);
    }

    #[test]
    fn rows_and_columns_are_added() {
        expect![[r#"

            ┌──────────────────┬─────────────┬──────────────┐
            │ SECURITY         │ MESSAGING   │              │
            │ Input validation │ RabbitMQ    │              │
            │ Secrets mgmt     │ Bull queues │              │
            └──────────────────┴─────────────┴──────────────┘
            ```
        "#]]
        .assert_eq(&titles_and(MATRIX, "Add a column").1);
        expect![[r#"

            ┌──────────────────┬─────────────┐
            │ SECURITY         │ MESSAGING   │
            │ Input validation │ RabbitMQ    │
            │ Secrets mgmt     │ Bull queues │
            │                  │             │
            └──────────────────┴─────────────┘
            ```
        "#]]
        .assert_eq(&titles_and(MATRIX, "Add a row below").1);
    }
}
