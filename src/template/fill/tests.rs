use super::*;
use crate::template::TemplateSet;
use expect_test::{Expect, expect};

fn own_set(body: &str) -> TemplateSet {
    let mut template = Library::built_in().template("implement", "en").unwrap().clone();
    template.body = body.to_owned().into();
    let mut set = TemplateSet::default();
    set.templates.to_mut().push(template);
    set
}

fn filled(body: &str, name: &str, areas: &[(&str, &[&str])]) -> Filled {
    let set = own_set(body);
    let library = Library::with_own(&[&set]);
    let areas = areas.iter().map(|(name, items)| Area { name, items: items.to_vec() }).collect();
    fill(&set.templates[0], &library, &Subject { name, areas })
}

fn check(body: &str, name: &str, areas: &[(&str, &[&str])], expected: Expect) {
    let filled = filled(body, name, areas);
    expected.assert_eq(&format!("{}{}", filled.plain("\n"), filled.snippet("\n")));
}

#[test]
fn placeholders_become_brackets_and_stops() {
    check(
        "- **Size**: [Small/Large]\n- **Why**: [Reason]\n",
        "",
        &[],
        expect![[r#"
            - **Size**: [Small/Large]
            - **Why**: [Reason]
            - **Size**: ${1|[Small/Large],Small,Large|}
            - **Why**: [${2:Reason}]
        "#]],
    );
}

#[test]
fn what_means_something_in_a_snippet_is_escaped() {
    check(
        r"costs $5 {a} \ [Name of ${PATH, or \] [Yes, it does/No | never]",
        "",
        &[],
        expect![[r#"
            costs $5 {a} \ [Name of ${PATH, or \] [Yes, it does/No | never]
            costs \$5 {a\} \\ [${1:Name of \${PATH, or \\}] ${2|[Yes\, it does/No \| never],Yes\, it does/No,never|}
        "#]],
    );
}

#[test]
fn a_choice_that_editors_would_read_differently_is_a_plain_stop() {
    check(
        "[$1/${2}/C]",
        "",
        &[],
        expect![[r#"
        [$1/${2}/C]
        [${1:\$1/\${2\}/C}]
    "#]],
    );
}

#[test]
fn choices_with_a_slash_are_told_apart_by_bars() {
    check(
        "{areas}",
        "",
        &[("CI/CD", &[]), ("Runtime", &[])],
        expect![[r#"
        [CI/CD | Runtime]
        ${1|[CI/CD \| Runtime],CI/CD,Runtime|}
    "#]],
    );
}

#[test]
fn the_name_leaves_out_what_the_title_says() {
    let title = |kind: &str, language: &str, name: &str| {
        let library = Library::built_in();
        let template = library.template(kind, language).unwrap();
        let filled = fill(template, &library, &Subject { name, areas: vec![] });
        filled.plain("\n").lines().next().unwrap().to_owned()
    };
    assert_eq!(title("implement", "en", "storefront-backend"), "## STOREFRONT BACKEND IMPLEMENTATION");
    assert_eq!(title("implement", "en", "golang-pro"), "## GOLANG IMPLEMENTATION");
    assert_eq!(title("review", "en", "code-reviewer"), "## CODE REVIEW");
    assert_eq!(title("secure", "en", "security-auditor"), "## SECURITY AUDIT");
    assert_eq!(title("plan", "en", "planner"), "## PLAN");
    assert_eq!(title("plan", "es", "planificador"), "## PLAN");
    assert_eq!(title("review", "es", "revisor-de-código"), "## REVISIÓN: CÓDIGO");
    assert_eq!(title("test", "en", ""), "## TEST REPORT");
}

#[test]
fn frameworks_are_taken_in_turn_from_each_area() {
    check(
        "{stack|Language}",
        "",
        &[
            ("NODE.JS", &["Express", "Fastify", "NestJS (modules)"]),
            ("PYTHON", &["FastAPI", "asyncio"]),
            ("RUST", &["ownership", "lifetimes"]),
            ("CACHING", &["TTL", "Redis"]),
        ],
        expect![[r#"
            [Express/FastAPI/Rust/Fastify/NestJS]
            ${1|[Express/FastAPI/Rust/Fastify/NestJS],Express,FastAPI,Rust,Fastify,NestJS|}
        "#]],
    );
}

#[test]
fn without_areas_the_template_says_what_stands_there() {
    check(
        "{stack|Language}, {areas|Part}",
        "",
        &[],
        expect![[r#"
        [Language], [Part]
        [${1:Language}], [${2:Part}]
    "#]],
    );
}

#[test]
fn a_checklist_is_drawn_from_the_two_areas_that_fit_best() {
    check(
        "### {topic:security,quality}\n{checklist:security,quality}",
        "",
        &[
            ("AUTHENTICATION", &["JWT tokens", "Passkeys"]),
            ("Security", &["Rate limiting.", "**CORS**: only known origins", "jwt tokens"]),
            ("PRIVACY", &["Consent"]),
        ],
        expect![[r#"
            ### Security Checklist
            - [ ] Rate limiting
            - [ ] CORS: only known origins
            - [ ] jwt tokens
            - [ ] Passkeys
            ### Security Checklist
            - [ ] Rate limiting
            - [ ] CORS: only known origins
            - [ ] jwt tokens
            - [ ] Passkeys
        "#]],
    );
}

#[test]
fn the_topic_is_the_first_that_the_agent_has_an_area_for() {
    let plain = filled(
        "### {topic:security,accessibility}\n{checklist:security,accessibility}",
        "",
        &[("A11Y", &["Focus order", "Labels", "Contrast"])],
    )
    .plain("\n");
    assert_eq!(plain, "### Accessibility Checklist\n- [ ] Focus order\n- [ ] Labels\n- [ ] Contrast\n");
}

#[test]
fn a_short_checklist_is_filled_up_with_the_topics_own_items() {
    let plain = filled("{checklist:security}", "", &[("SECURITY", &["Rate limiting"])]).plain("\n");
    let mut lines = plain.lines();
    assert_eq!(lines.next(), Some("- [ ] Rate limiting"));
    assert_eq!(lines.count(), Library::built_in().topic("security", "en").unwrap().items.len());
}

#[test]
fn the_fence_is_longer_than_any_inside() {
    assert_eq!(filled("plain `code`", "", &[]).fence(), "```");
    assert_eq!(filled("  ```diff\n  ```", "", &[]).fence(), "````");
    assert_eq!(filled("`````\n`````", "", &[]).fence(), "``````");
}

#[test]
fn lines_end_as_asked_for() {
    assert_eq!(filled("a\nb\n", "", &[]).plain("\r\n"), "a\r\nb\r\n");
    assert_eq!(filled("a\n[b]\n", "", &[]).snippet("\r\n"), "a\r\n[${1:b}]\r\n");
}

/// Every template keeps its promise to be concrete: places to fill in, choices and a checklist.
#[test]
fn every_template_has_sections_choices_and_a_checklist() {
    let library = Library::built_in();
    for template in library.templates() {
        let filled = fill(template, &library, &Subject::default());
        let plain = filled.plain("\n");
        let pieces = |wanted: fn(&Piece) -> bool| filled.lines.iter().flatten().filter(|piece| wanted(piece)).count();
        assert!(plain.starts_with("## "), "{}", template.id);
        assert!(plain.matches("\n### ").count() >= 5, "{}", template.id);
        assert!(pieces(|piece| matches!(piece, Piece::Choice(_))) >= 2, "{}", template.id);
        assert!(pieces(|piece| matches!(piece, Piece::Free(_))) >= 8, "{}", template.id);
        assert!(plain.matches("\n- [ ] ").count() >= 4, "{}", template.id);
        assert!(!plain.contains(['{', '}']), "{}", template.id);
    }
}

/// The two languages of a kind ask for the same things.
#[test]
fn languages_of_a_kind_have_the_same_shape() {
    let library = Library::built_in();
    let shape = |kind: &str, language: &str| -> Vec<String> {
        let body = &library.template(kind, language).unwrap().body;
        let marks = |line: &str| -> String { line.chars().filter(|c| "#[]{}|/".contains(*c)).collect() };
        body.lines().map(marks).collect()
    };
    for kind in library.kinds() {
        assert_eq!(shape(kind, "en").len(), shape(kind, "es").len(), "{kind}");
        for (en, es) in shape(kind, "en").iter().zip(shape(kind, "es")) {
            assert_eq!(*en, es, "{kind}");
        }
    }
}
