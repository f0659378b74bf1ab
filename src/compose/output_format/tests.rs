mod in_place;
mod sample;
mod soundness;

use super::*;
use crate::template::TemplateSet;
use crate::text::EditSet;
use expect_test::{Expect, expect};
use sample::Sample;

/// A library with one short template, for tests that are about the place and the heading.
fn short() -> TemplateSet {
    let mut set = TemplateSet::default();
    for template in crate::template::built_in().templates.iter() {
        let mut template = template.clone();
        template.body = "[Answer]\n".into();
        set.templates.to_mut().push(template);
    }
    set
}

fn inserted(text: &str, insertion: &Insertion) -> String {
    EditSet::one(Span::empty(insertion.offset), &*insertion.plain).apply(text)
}

/// The file with the best insertion made; only what changes matters, so the template is short.
fn check(text: &str, expected: Expect) {
    let set = short();
    let sample = Sample::new(text);
    let insertions = insertions(&sample.draft(), &Library::with_own(&[&set]));
    expected.assert_eq(&inserted(text, insertions.first().unwrap()));
}

#[test]
fn it_goes_behind_the_section_that_tells_when_the_agent_is_called() {
    check(
        "---\nname: ledger\n---\n# Ledger\n\n## Your Domain\n\nBooks.\n\n## When You're Invoked\n\n- Postings\n\n### Not For\n\n- Taxes\n\n## Integration\n\n- **tax**\n",
        expect![[r#"
            ---
            name: ledger
            ---
            # Ledger

            ## Your Domain

            Books.

            ## When You're Invoked

            - Postings

            ### Not For

            - Taxes

            ## Your Output Format

            ```
            [Answer]
            ```

            ## Integration

            - **tax**
        "#]],
    );
}

#[test]
fn else_before_what_speaks_of_other_agents() {
    check(
        "# Ledger\n\n## Domain\nBooks.\n## When to Escalate\n- Doubt\n\n## Integration\n- **tax**\n",
        expect![[r#"
            # Ledger

            ## Domain
            Books.

            ## Output Format

            ```
            [Answer]
            ```

            ## When to Escalate
            - Doubt

            ## Integration
            - **tax**
        "#]],
    );
}

#[test]
fn else_before_a_closing_remark() {
    check(
        "# Ledger\n\n## Domain\n\nBooks.\n\n---\n\n**Remember: both sides balance.**\n",
        expect![[r#"
            # Ledger

            ## Domain

            Books.

            ## Output Format

            ```
            [Answer]
            ```

            ---

            **Remember: both sides balance.**
        "#]],
    );
}

#[test]
fn the_closing_remark_stays_last_behind_the_section_that_tells_when() {
    check(
        "## When Invoked\n\n- Postings\n\n---\n\n**Balance.**",
        expect![[r#"
            ## When Invoked

            - Postings

            ## Output Format

            ```
            [Answer]
            ```

            ---

            **Balance.**"#]],
    );
}

#[test]
fn else_at_the_end_of_the_body() {
    check(
        "---\nname: ledger\n---\n\nYou keep the books.\n\nNever guess.\n",
        expect![[r#"
            ---
            name: ledger
            ---

            You keep the books.

            Never guess.

            ## Output Format

            ```
            [Answer]
            ```
        "#]],
    );
}

#[test]
fn a_last_line_without_a_line_end_gets_one_and_the_new_last_line_has_none() {
    check(
        "# Ledger\n\nNever guess.",
        expect![[r#"
            # Ledger

            Never guess.

            ## Output Format

            ```
            [Answer]
            ```"#]],
    );
}

#[test]
fn a_file_without_a_body_gets_one() {
    check(
        "---\nname: ledger\n---\n",
        expect![[r#"
            ---
            name: ledger
            ---

            ## Output Format

            ```
            [Answer]
            ```
        "#]],
    );
    check(
        "---\nname: ledger\n---",
        expect![[r#"
            ---
            name: ledger
            ---

            ## Output Format

            ```
            [Answer]
            ```"#]],
    );
    check(
        "",
        expect![[r#"
            ## Output Format

            ```
            [Answer]
            ```
        "#]],
    );
}

#[test]
fn sections_set_apart_by_rules_stay_so() {
    check(
        "# Ledger\n\n---\n\n## When Invoked\n\n- Postings\n\n---\n\n## Rules\n\n- Balance\n",
        expect![[r#"
            # Ledger

            ---

            ## When Invoked

            - Postings

            ---

            ## Output Format

            ```
            [Answer]
            ```

            ---

            ## Rules

            - Balance
        "#]],
    );
}

#[test]
fn a_fence_that_is_never_closed_does_not_swallow_it() {
    check(
        "# Ledger\n\nBooks:\n\n```sql\nselect 1\n",
        expect![[r#"
            # Ledger

            Books:

            ## Output Format

            ```
            [Answer]
            ```

            ```sql
            select 1
        "#]],
    );
}

#[test]
fn a_nested_section_is_left_whole() {
    check(
        "# Ledger\n\n## Role\n\n### When Invoked\n\n- Postings\n\n### Domain\n\n- Books\n\n## Integration\n\n- **tax**\n",
        expect![[r#"
            # Ledger

            ## Role

            ### When Invoked

            - Postings

            ### Domain

            - Books

            ## Output Format

            ```
            [Answer]
            ```

            ## Integration

            - **tax**
        "#]],
    );
}

fn heading_in(text: &str) -> String {
    let set = short();
    let sample = Sample::new(text);
    let insertions = insertions(&sample.draft(), &Library::with_own(&[&set]));
    let plain = &insertions.first().unwrap().plain;
    plain.trim_start().split("\n\n").next().unwrap().to_owned()
}

#[test]
fn the_heading_looks_like_its_neighbours() {
    let heading = |first: &str, second: &str| heading_in(&format!("# A\n\n{first}\n\nx\n\n{second}\n\ny\n"));
    assert_eq!(heading("## Domain", "## Rules"), "## Output Format");
    assert_eq!(heading("# Domain", "# Rules"), "# Output Format");
    assert_eq!(heading("### Key Domain", "### Hard Rules"), "### Output Format");
    assert_eq!(heading("## What it knows", "## Hard rules"), "## Output format");
    assert_eq!(heading("## domain", "## hard rules"), "## output format");
    assert_eq!(heading("## DOMAIN", "## HARD RULES"), "## OUTPUT FORMAT");
    assert_eq!(heading("## Your domain", "## Your API rules"), "## Your output format");
    assert_eq!(heading("## My Domain", "## Hard Rules"), "## My Output Format");
    assert_eq!(heading("## Domain ##", "## Hard Rules ##"), "## Output Format ##");
    assert_eq!(heading("## **Domain**", "## **Hard Rules**"), "## **Output Format**");
    assert_eq!(heading("## Domain:", "## Hard Rules:"), "## Output Format:");
    assert_eq!(heading("Domain\n------", "Hard Rules\n----------"), "Output Format\n-------------");
}

#[test]
fn the_language_is_that_of_the_headings_else_that_of_the_description() {
    assert_eq!(heading_in("# Libro\n\n## Tu Dominio\n\nx\n\n## Reglas\n\ny\n"), "## Tu Formato de Salida");
    assert_eq!(heading_in("# Libro\n\n## Dominio\n\nx\n\n## Reglas de oro\n\ny\n"), "## Formato de salida");
    assert_eq!(
        heading_in("---\ndescription: Lleva los libros de la empresa y los cuadra\n---\nAsientos.\n"),
        "## Formato de Salida"
    );
    assert_eq!(
        heading_in("---\ndescription: Lleva los libros de la empresa\n---\n## Domain\n\nx\n"),
        "## Output Format"
    );
}

#[test]
fn windows_line_ends_are_kept() {
    let text = "# Ledger\r\n\r\n## When Invoked\r\n\r\n- Postings\r\n\r\n## Rules\r\n\r\n- Balance\r\n";
    let sample = Sample::new(text);
    for insertion in insertions(&sample.draft(), &Library::built_in()) {
        let after = inserted(text, &insertion);
        assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        assert!(after.contains("- Postings\r\n\r\n## Output Format\r\n\r\n```"), "{after}");
        assert!(after.contains("```\r\n\r\n## Rules"), "{after}");
    }
}

#[test]
fn a_file_with_an_output_format_is_offered_replacements_only() {
    let text = "# Ledger\n\n## Output Format\n\nAlways answer so:\n\n```\n## OLD\n```\n\nNothing else.\n\n## Rules\n";
    let sample = Sample::new(text);
    let set = short();
    let library = Library::with_own(&[&set]);
    assert_eq!(insertions(&sample.draft(), &library), []);
    assert_eq!(missing_at(&sample.draft()), None);
    let replacements = replacements(&sample.draft(), &library);
    let first = replacements.first().unwrap();
    assert_eq!(first.title, "Replace output format: implementation");
    let expected = expect![[r#"
        # Ledger

        ## Output Format

        Always answer so:

        ```
        [Answer]
        ```

        Nothing else.

        ## Rules
    "#]];
    expected.assert_eq(&EditSet::one(first.span, &*first.plain).apply(text));
}

#[test]
fn an_output_format_without_a_fence_is_replaced_up_to_the_closing_remark() {
    let text = "# Ledger\n\n## Output Format\n\n1. Summary\n\n### Detail\n\n- Postings\n\n---\n\n**Balance.**\n";
    let sample = Sample::new(text);
    let set = short();
    let replacements = replacements(&sample.draft(), &Library::with_own(&[&set]));
    let first = replacements.first().unwrap();
    let expected = expect![[r#"
        # Ledger

        ## Output Format

        ```
        [Answer]
        ```

        ---

        **Balance.**
    "#]];
    expected.assert_eq(&EditSet::one(first.span, &*first.plain).apply(text));
}

#[test]
fn the_place_of_the_hint_is_the_title_else_the_first_line() {
    let at = |text: &str| {
        let sample = Sample::new(text);
        missing_at(&sample.draft()).unwrap().slice(text).to_owned()
    };
    assert_eq!(at("---\nname: ledger\n---\n\nHello.\n\n# The *Ledger* Agent #\n"), "The *Ledger* Agent");
    assert_eq!(at("---\nname: ledger\n---\n\n  You keep the books. \n"), "You keep the books.");
    assert_eq!(at("---\nname: ledger\n---\n"), "");
}

#[test]
fn a_front_matter_that_is_never_closed_is_left_alone() {
    let sample = Sample::new("---\nname: ledger\n\n## Your Domain\n");
    assert_eq!(insertions(&sample.draft(), &Library::built_in()), []);
    assert_eq!(missing_at(&sample.draft()), None);
}

#[test]
fn every_kind_is_offered_and_the_one_that_fits_is_preferred() {
    let sample = Sample::new(sample::REVIEWER);
    let insertions = insertions(&sample.draft(), &Library::built_in());
    let titles: Vec<_> = insertions.iter().map(|i| (i.preferred, &*i.title)).collect();
    assert_eq!(titles.first(), Some(&(true, "Insert output format: review")));
    assert_eq!(titles.iter().filter(|(preferred, _)| *preferred).count(), 1);
    assert_eq!(titles.len(), Library::built_in().kinds().len());
}
