//! Keeps `docs/rules/` in step with the rules: the pages beside them are copied there, with an index. Where
//! something differs it is written anew and the test fails once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

mod written_anew;

use std::collections::BTreeMap;

fn wanted() -> BTreeMap<String, String> {
    let mut rules: Vec<_> = agentls::rules::pages().collect();
    rules.sort_by_key(|rule| rule.code);
    let mut index = String::from(
        "# Rules\n\nMade by `tests/rule_pages.rs` from the pages beside the rules in `src/rules/`: change those.\n\n\
         | rule | severity | what it finds |\n|---|---|---|\n",
    );
    let mut pages = BTreeMap::new();
    for rule in rules {
        let summary = rule.summary.replace('|', "\\|");
        index.push_str(&format!("| [`{0}`]({0}.md) | {1} | {summary} |\n", rule.code, rule.severity.name()));
        pages.insert(format!("{}.md", rule.code), rule.page.to_owned());
    }
    pages.insert("README.md".to_owned(), index);
    pages
}

#[test]
fn pages_are_those_of_the_rules() {
    written_anew::folder("docs/rules", &wanted());
}
