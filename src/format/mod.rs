//! How a file is laid out: order of keys, quotes, lists, blank lines, tables and matrices. What the tool reads stays what
//! it was: each step is made on the file alone and taken back where the tool would read something else.

mod blank_lines;
mod keys;
mod lists;
mod quotes;
mod same;
mod table;

use crate::compose::matrix;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::text::{Edit, EditSet};

/// One thing to lay out; `None` where it is so already.
type Step = fn(&AgentFile) -> Option<EditSet>;

const STEPS: [Step; 6] =
    [keys::in_order, lists::in_one_style, quotes::needed, matrices, table::aligned, blank_lines::tidy];

/// A step may make room for one before it; more rounds than these are not made.
const MOST_ROUNDS: usize = 3;

/// The text of a file laid out well; `None` where it is so already, and where the tool does not read the file as UTF-8.
/// Line ends stay as they are.
pub fn formatted(file: &AgentFile, around: Surroundings<'_>) -> Option<String> {
    if around.invalid_utf8 {
        return None;
    }
    let mut current = file.clone();
    for _ in 0..MOST_ROUNDS {
        let mut changed = false;
        for step in STEPS {
            let Some(edits) = step(&current) else { continue };
            let next = current.revised(edits.apply(&current.text).into(), around);
            if next.text != current.text && same::reads_the_same(&current, &next) {
                changed = true;
                current = next;
            }
        }
        if !changed {
            break;
        }
    }
    (current.text != file.text).then(|| current.text.to_string())
}

/// A file that nobody has written by hand yet, laid out.
pub fn laid_out(file: AgentFile, around: Surroundings<'_>) -> AgentFile {
    match formatted(&file, around) {
        Some(text) => file.revised(text.into(), around),
        None => file,
    }
}

fn matrices(file: &AgentFile) -> Option<EditSet> {
    let sets = file.matrices.iter().filter_map(|found| matrix::aligned(&file.text, found));
    set_of(sets.flat_map(|set| set.edits().to_vec()).collect())
}

/// The edits as one set; `None` where there are none.
fn set_of(edits: Vec<Edit>) -> Option<EditSet> {
    EditSet::new(edits).filter(|edits| !edits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn agent(text: &str) -> AgentFile {
        let dialect = dialect::named("claude-code").unwrap();
        AgentFile::new("agents/a.md".into(), text.into(), dialect, Surroundings::default())
    }

    fn format(text: &str) -> String {
        let after = formatted(&agent(text), Surroundings::default()).unwrap_or_else(|| text.to_owned());
        assert_eq!(formatted(&agent(&after), Surroundings::default()), None, "once is enough:\n{after}");
        after
    }

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&format(text));
    }

    #[test]
    fn front_matter_is_in_order_with_the_quotes_that_it_needs() {
        check(
            "---\n\nmodel: \"opus\"\n# why it is there\ntools: [Read, Grep]\ndescription: 'Use when: asked'\nname: 'a'\n\n---\nRead.\n",
            expect![[r#"
                ---
                name: a
                description: 'Use when: asked'
                # why it is there
                tools: [Read, Grep]
                model: opus
                ---

                Read.
            "#]],
        );
    }

    #[test]
    fn what_yaml_would_read_otherwise_keeps_its_quotes() {
        for value in
            ["'true'", "\"12\"", "'2026-01-01'", "\"a: b\"", "'a #b'", "\"\"", "'null'", "'- a'", "\"it's\\n\"", "'a '"]
        {
            let text = format!("---\nname: a\ndescription: {value}\n---\n\nRead.\n");
            assert_eq!(format(&text), text);
        }
    }

    #[test]
    fn lists_follow_the_style_of_most() {
        check(
            "---\nname: a\ndescription: b\ntools:\n  - Read\n  - Grep\ndisallowedTools:\n  - Bash\nskills: [x, \"y, z\"]\n---\n\nRead.\n",
            expect![[r#"
                ---
                name: a
                description: b
                tools:
                  - Read
                  - Grep
                disallowedTools:
                  - Bash
                skills:
                  - x
                  - "y, z"
                ---

                Read.
            "#]],
        );
    }

    #[test]
    fn the_body_has_air() {
        check(
            "---\nname: a\ndescription: b\n---\n# A\nText\n\n\n\n## B\n```\n\n\ncode\n```\n   \n- x\n",
            expect![[r#"
                ---
                name: a
                description: b
                ---

                # A

                Text

                ## B

                ```


                code
                ```

                - x
            "#]],
        );
    }

    #[test]
    fn tables_are_aligned() {
        check(
            "---\nname: a\ndescription: b\n---\n\n| a | long head |\n|:-|--:|\n| `x\\|y` | 1 |\n| niño | 22|\n",
            expect![[r#"
                ---
                name: a
                description: b
                ---

                | a      | long head |
                | :----- | --------: |
                | `x\|y` |         1 |
                | niño   |        22 |
            "#]],
        );
        let ragged = "---\nname: a\ndescription: b\n---\n\n| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n";
        assert_eq!(format(ragged), ragged);
    }

    #[test]
    fn matrices_are_aligned() {
        let text = "---\nname: a\ndescription: b\n---\n\n```\n┌──────────┬──────────┐\n│ READING  │ WRITING  │\n│ Novels │ Letters  │\n└──────────┴──────────┘\n```\n";
        assert!(format(text).contains("│ Novels   │ Letters  │\n"));
    }

    #[test]
    fn line_ends_stay() {
        let text = "---\r\nmodel: opus\r\nname: a\r\ndescription: b\r\n---\r\n# A\r\nText";
        assert_eq!(format(text), "---\r\nname: a\r\ndescription: b\r\nmodel: opus\r\n---\r\n\r\n# A\r\n\r\nText\r\n");
    }

    #[test]
    fn what_can_t_be_read_is_left_alone() {
        let text = "---\nname: a: b\ndescription: [\n---\n\nRead.\n";
        assert_eq!(format(text), text);
        assert_eq!(format(""), "");
    }

    proptest! {
        #[test]
        fn the_same_is_read_and_once_is_enough(parts in prop::collection::vec(prop_oneof![
            Just("---\n"), Just("name: a\n"), Just("description: 'b c'\n"), Just("tools: [Read, \"Grep\"]\n"),
            Just("tools:\n  - Read\n"), Just("# c\n"), Just("\n"), Just("  \n"), Just("# H\n"), Just("| a | b |\n"),
            Just("|---|:-:|\n"), Just("| 1 | 2 |\n"), Just("```\n"), Just("- x\n"), Just("  y\n"), Just("\r\n"), Just("    code\n"),
            Just("model: \"opus\""), Just("<!-- x -->\n"), Just("key: &a x\n"), Just("other: *a\n"), Just("> q\n"), Just("Text"),
        ], 0..24)) {
            let text = parts.concat();
            for text in [text.clone(), format!("---\nmodel: x\nname: a\ndescription: b\n---\n{text}")] {
                let file = agent(&text);
                if let Some(after) = formatted(&file, Surroundings::default()) {
                    prop_assert!(same::reads_the_same(&file, &agent(&after)));
                    prop_assert_eq!(formatted(&agent(&after), Surroundings::default()), None, "{}", after);
                }
            }
        }
    }
}
