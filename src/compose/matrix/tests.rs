use super::*;
use crate::dialect;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::text::EditSet;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn file(body: &str) -> AgentFile {
    let text = format!("---\nname: reader\ndescription: Reads. Use for reading.\n---\n\n## Expertise\n\n{body}");
    let dialect = dialect::named("claude-code").unwrap();
    AgentFile::new("reader.md".into(), text.into(), dialect, Surroundings::default())
}

fn body(text: &str) -> &str {
    text.split_once("## Expertise\n\n").unwrap().1
}

fn applied(body_text: &str, edit: impl Fn(&AgentFile) -> Option<EditSet>) -> String {
    let file = file(body_text);
    match edit(&file) {
        Some(edits) => body(&edits.apply(&file.text)).to_owned(),
        None => "nothing to do".to_owned(),
    }
}

fn align(body_text: &str) -> String {
    applied(body_text, |file| aligned(&file.text, file.matrices.first()?))
}

fn check(body_text: &str, expected: Expect) {
    expected.assert_eq(&align(body_text));
}

#[test]
fn borders_come_to_stand_below_each_other() {
    check(
        "```\n┌─────┬─────┐\n│ READING │ WRITING │\n│ Novels │ Letters and notes │\n├─────┼─────┤\n│ 日本語 │ Émile 👩‍💻 │\n│ Poems │  nested │\n└─────┴─────┘\n```\n",
        expect![[r#"
            ```
            ┌─────────┬───────────────────┐
            │ READING │ WRITING           │
            │ Novels  │ Letters and notes │
            ├─────────┼───────────────────┤
            │ 日本語  │ Émile 👩‍💻          │
            │ Poems   │  nested           │
            └─────────┴───────────────────┘
            ```
        "#]],
    );
}

#[test]
fn titles_over_all_columns_and_other_strokes_are_kept() {
    check(
        "```\n+---------+\n| A title that is wide for its columns |\n+====+====+\n| READING | WRITING |\n| Novels | Letters |\n+----+----+\n```\n",
        expect![[r#"
            ```
            +--------------------------------------+
            | A title that is wide for its columns |
            +=========+============================+
            | READING | WRITING                    |
            | Novels  | Letters                    |
            +---------+----------------------------+
            ```
        "#]],
    );
}

#[test]
fn rows_of_different_length_are_left_to_their_author() {
    let ragged =
        "```\n┌────┬────┐\n│ READING │ WRITING │\n│ Novels │ Letters │ Notes │\n│ Poems │ Essays │\n└────┴────┘\n```\n";
    assert_eq!(align(ragged), "nothing to do");
}

const MATRIX: &str = "```\n┌─────────┬─────────┐\n│ READING │ WRITING │\n│ Novels  │ Letters │\n│ Poems   │         │\n└─────────┴─────────┘\n```\n\nBelow.\n";

#[test]
fn a_matrix_becomes_a_table_and_comes_back() {
    let table = applied(MATRIX, |file| to_table(&file.text, &file.outline, file.matrices.first()?, "\n"));
    expect![[r#"
        | READING | WRITING |
        | --- | --- |
        | Novels | Letters |
        | Poems |  |

        Below.
    "#]]
    .assert_eq(&table);
    let back = applied(&table, |file| from_table(&file.text, file.outline.tables.first()?, "\n"));
    assert_eq!(back, MATRIX);
}

#[test]
fn a_matrix_becomes_bullets() {
    let bullets = applied(MATRIX, |file| to_bullets(&file.text, &file.outline, file.matrices.first()?, "\n"));
    expect![[r#"
        - **READING**: Novels, Poems
        - **WRITING**: Letters

        Below.
    "#]]
    .assert_eq(&bullets);
}

/// The texts of the cells between the borders, line by line.
fn cells(drawing: &str) -> Vec<Vec<String>> {
    let rows = drawing.lines().filter(|line| line.trim_start().starts_with('│'));
    rows.map(|line| line.trim().trim_matches('│').split('│').map(|cell| cell.trim().to_owned()).collect()).collect()
}

proptest! {
    /// `PROPTEST_CASES=10000` tries as many.
    #[test]
    fn aligning_twice_changes_nothing_and_no_text_is_lost(
        rows in prop::collection::vec(prop::collection::vec("[A-Za-z]( ?[a-zé日👍🏽e\u{301}ｗ]){0,12}", 3), 3..8),
        blanks in prop::collection::vec(0usize..4, 24),
        indent in 0usize..3,
    ) {
        let indent = " ".repeat(indent);
        let mut blanks = blanks.iter().cycle();
        let mut pad = || " ".repeat(*blanks.next().unwrap());
        let mut drawing = format!("```\n{indent}┌───┬───┬───┐\n");
        for row in &rows {
            let line: Vec<String> = row.iter().map(|cell| format!(" {cell}{}", pad())).collect();
            drawing.push_str(&format!("{indent}│{}│\n", line.join("│")));
        }
        drawing.push_str(&format!("{indent}└───┴───┴───┘\n```\n"));
        let before = file(&drawing);
        prop_assume!(before.matrices.len() == 1);
        let once = match aligned(&before.text, &before.matrices[0]) {
            Some(edits) => edits.apply(&before.text),
            None => before.text.to_string(),
        };
        prop_assert_eq!(cells(&once), cells(&drawing));
        let again = file(body(&once));
        prop_assert_eq!(again.matrices.len(), 1);
        prop_assert!(again.matrices[0].ragged.is_empty(), "{}", once);
        prop_assert_eq!(aligned(&again.text, &again.matrices[0]), None);
    }
}

const LIST: &str = "- **READING**: Novels, Poems\n- **WRITING**: Letters\n\nBelow.\n";

fn list(file: &AgentFile) -> Option<AreaList> {
    let at = file.outline.items.first()?.span.start;
    AreaList::around(&file.text, &file.outline, &file.expertise, at)
}

#[test]
fn a_list_of_areas_becomes_a_matrix_and_comes_back() {
    let matrix = applied(LIST, |file| list(file)?.to_matrix("\n"));
    assert_eq!(matrix, MATRIX);
    assert_eq!(applied(&matrix, |file| to_bullets(&file.text, &file.outline, file.matrices.first()?, "\n")), LIST);
}

#[test]
fn a_list_of_areas_becomes_a_table_and_comes_back() {
    let table = applied(LIST, |file| Some(list(file)?.to_table("\n")));
    expect![[r#"
        | READING | WRITING |
        | --- | --- |
        | Novels | Letters |
        | Poems |  |

        Below.
    "#]]
    .assert_eq(&table);
    let back =
        applied(&table, |file| table_to_bullets(&file.text, &file.expertise, file.outline.tables.first()?, "\n"));
    assert_eq!(back, LIST);
}

#[test]
fn many_areas_make_several_bands() {
    let columns: Vec<(String, Vec<String>)> =
        ["ONE", "TWO", "THREE", "FOUR", "FIVE"].iter().map(|name| ((*name).to_owned(), vec!["x".to_owned()])).collect();
    expect![[r#"
        ┌──────┬──────┬───────┐
        │ ONE  │ TWO  │ THREE │
        │ x    │ x    │ x     │
        ├──────┼──────┼───────┤
        │ FOUR │ FIVE │       │
        │ x    │ x    │       │
        └──────┴──────┴───────┘"#]]
    .assert_eq(&drawn_in_bands(&columns).join("\n"));
}

#[test]
fn a_list_that_says_more_than_its_items_stays() {
    for more in [
        "- **READING**: Novels, Poems\n- **WRITING**: Letters\n- Be kind.\n",
        "- **READING**: Novels, Poems, because they are read\n- **WRITING**: Letters to whoever asks for them\n",
        "- **READING**: Novels\n",
    ] {
        assert_eq!(applied(more, |file| list(file)?.to_matrix("\n")), "nothing to do", "{more}");
    }
}

#[test]
fn items_are_sorted_where_they_stand() {
    let sort = |body: &str| applied(body, |file| sorted(&file.text, &file.expertise, 0));
    assert_eq!(sort("- **READING**: novels, `Essays` and Poems\n"), "- **READING**: `Essays`, novels and Poems\n");
    assert_eq!(sort("- **READING**: Essays, Novels\n"), "nothing to do");
    assert_eq!(sort("- **READING**\n  - Poems\n  - Essays\n"), "- **READING**\n  - Essays\n  - Poems\n");
}
