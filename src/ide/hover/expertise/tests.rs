use super::*;
use crate::glossary::{Context, explain};
use expect_test::{Expect, expect};

const ENTRIES: &str = r#"
- id: sign-in
  name: Sign-in
  kind: practice
  definition: "Proving who calls: once, or over a whole visit."
  covers: [web-ticket, visit, second-factor]
- id: web-ticket
  name: Web Ticket (WT)
  kind: standard
  definition: A signed ticket that says who calls; any server with the key can check it.
  expected:
    - checks signature and expiry on every call
    - keeps secrets out of the ticket
  watch_out: [tickets that can't be called back, "`alg: none`"]
  related: [visit, second-factor]
  home: https://www.rfc-editor.org/rfc/rfc7519
- id: visit
  name: Visit
  kind: concept
  definition: State that the server keeps for a visitor.
  expected: [ends it on sign-out]
- id: second-factor
  name: Second factor
  kind: practice
  definition: A further proof beside the password.
- id: ticket-js
  name: Ticket.js
  kind: tool
  definition: Ready-made middleware for tickets, which plugs into a server.
  home: https://ticket.example.org/docs
"#;

fn glossary() -> Glossary {
    Glossary::alone(serde_saphyr::from_str(ENTRIES).unwrap())
}

fn places() -> Vec<Place> {
    vec![Place { title: "Request checks".into(), line: 142 }, Place { title: "Rules [strict]".into(), line: 88 }]
}

fn item(text: &str, area: Option<&str>, around: &Around, expected: Expect) {
    let glossary = glossary();
    let matches = explain(&glossary, text, &Context { area: area.unwrap_or(""), ..Context::default() });
    let shown = item_hover(&glossary, text, area, &matches, around);
    assert!(shown.lines().count() <= 18, "{shown}");
    expected.assert_eq(&(shown + "\n"));
}

#[test]
fn an_item_says_what_it_is_and_what_to_expect() {
    let places = places();
    let others = [Elsewhere { title: "security".into(), uri: Some("file:///a (b)/security.md".into()) }];
    let around = Around { uri: Some("file:///a/backend.md"), places: &places, others: Some(&others) };
    item(
        "WT tokens",
        Some("SIGN-IN"),
        &around,
        expect![[r#"
        **Web Ticket (WT)** · standard · in SIGN-IN

        A signed ticket that says who calls; any server with the key can check it.

        An agent with this expertise
        - checks signature and expiry on every call
        - keeps secrets out of the ticket

        Watch out: tickets that can't be called back; `alg: none`.

        In this file: [Request checks](file:///a/backend.md#L142), [Rules \[strict\]](file:///a/backend.md#L88) · Also covered by: [security](file:///a%20%28b%29/security.md)  
        Related: Visit, Second factor · [RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)
    "#]],
    );
}

#[test]
fn without_an_address_lines_are_named() {
    let places = places();
    item(
        "visits",
        None,
        &Around { places: &places, ..Around::default() },
        expect![[r#"
        **Visit** · concept

        State that the server keeps for a visitor.

        An agent with this expertise
        - ends it on sign-out

        In this file: Request checks (line 142), Rules \[strict\] (line 88)
    "#]],
    );
}

#[test]
fn several_things_in_one_cell_are_explained_each() {
    item(
        "Web ticket/Visit",
        Some("SIGN-IN"),
        &Around::default(),
        expect![[r#"
        **Web ticket/Visit** · two things in one · in SIGN-IN

        - **Web Ticket (WT)** (standard): A signed ticket that says who calls; any server with the key can check it. An agent with this expertise checks signature and expiry on every call.
        - **Visit** (concept): State that the server keeps for a visitor. An agent with this expertise ends it on sign-out.
    "#]],
    );
}

#[test]
fn what_is_unknown_is_called_unknown() {
    let places = [Place { title: String::new(), line: 31 }, Place { title: String::new(), line: 90 }];
    let around = Around { places: &places, others: Some(&[]), ..Around::default() };
    item(
        "Zylo *bridge* sync",
        None,
        &around,
        expect![[r#"
        **Zylo \*bridge\* sync** is not in the glossary.

        In this file: line 31, line 90. No other agent mentions it.  
        Add it to `.agentls/glossary.yaml` with the quick action.
    "#]],
    );
    item(
        "Zylo second factor bridge",
        None,
        &Around::default(),
        expect![[r#"
        **Zylo second factor bridge** is not in the glossary. Known in it: *second factor* → Second factor, further proof beside the password.

        Add it to `.agentls/glossary.yaml` with the quick action.
    "#]],
    );
    item(
        "Ticket.js beside second factor bridge",
        None,
        &Around::default(),
        expect![[r#"
        **Ticket.js beside second factor bridge** is not in the glossary. Known in it:

        - *Ticket.js* → Ticket.js: Ready-made middleware for tickets, which plugs into a server
        - *second factor* → Second factor: further proof beside the password

        Add it to `.agentls/glossary.yaml` with the quick action.
    "#]],
    );
}

fn area(name: &str, items: &[&str], expected: Expect) {
    let glossary = glossary();
    let context = Context::default();
    let items: Vec<AreaItem> =
        items.iter().map(|text| AreaItem { text, matches: explain(&glossary, text, &context) }).collect();
    let places = places();
    let around = Around { places: &places, ..Around::default() };
    let shown = area_hover(&glossary, name, &explain(&glossary, name, &context), &items, &around);
    assert!(shown.lines().count() <= 18, "{shown}");
    expected.assert_eq(&(shown + "\n"));
}

#[test]
fn an_area_lists_its_items_and_what_is_missing() {
    area(
        "SIGN-IN",
        &["Web tickets", "Ticket.js", "Web ticket/visit", "Zylo bridge"],
        expect![[r#"
        **Sign-in** · area with 4 items

        Proving who calls: once, or over a whole visit.

        - Web tickets: signed ticket that says who calls
        - Ticket.js: Ready-made middleware for tickets, which plugs into a server
        - Web ticket/visit: Web Ticket, Visit
        - Zylo bridge

        In this file: Request checks (line 142), Rules \[strict\] (line 88)  
        Often covered here, not mentioned: Second factor
    "#]],
    );
}

#[test]
fn an_unknown_area_still_lists_its_items() {
    area(
        "ODDS & ENDS",
        &["Visit"],
        expect![[r#"
        **ODDS & ENDS** · area with 1 item

        - Visit: State that the server keeps for a visitor

        In this file: Request checks (line 142), Rules \[strict\] (line 88)
    "#]],
    );
    area(
        "ODDS",
        &["Visit"; 30],
        expect![[r#"
        **ODDS** · area with 30 items

        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - Visit: State that the server keeps for a visitor
        - … and 22 more

        In this file: Request checks (line 142), Rules \[strict\] (line 88)
    "#]],
    );
}

#[test]
fn every_built_in_entry_fits_into_a_popup() {
    let glossary = Glossary::built_in();
    let places: Vec<Place> = (1..20).map(|line| Place { title: format!("Section {line}"), line }).collect();
    let around = Around { places: &places, ..Around::default() };
    for concept in glossary.concepts() {
        let shown = concept_hover(glossary, "x", concept, Some("AREA"), &around);
        assert!(shown.lines().count() <= 18, "{shown}");
        assert!(!short(concept).is_empty(), "{}", concept.id);
    }
}

#[test]
fn a_narrower_case_names_the_nearest_entry() {
    item(
        "Multi-step second factor",
        None,
        &Around::default(),
        expect![[r#"
            **Second factor** · practice · the nearest entry to *Multi-step second factor*

            A further proof beside the password.
        "#]],
    );
}
