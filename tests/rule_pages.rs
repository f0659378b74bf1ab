//! Keeps `docs/rules/` in step with the rules: the pages beside them are copied there, with an index. Where
//! something differs it is written anew and the test fails once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    fs::create_dir_all(&folder).unwrap();
    let wanted = wanted();
    let mut stale = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !wanted.contains_key(&name) {
            fs::remove_file(folder.join(&name)).unwrap();
            stale.push(name);
        }
    }
    for (name, page) in &wanted {
        // A checkout may have other line ends.
        let is_same = fs::read_to_string(folder.join(name)).is_ok_and(|text| text.replace("\r\n", "\n") == *page);
        if !is_same {
            fs::write(folder.join(name), page).unwrap();
            stale.push(name.clone());
        }
    }
    assert!(stale.is_empty(), "docs/rules was out of date and is written anew, commit it: {}", stale.join(", "));
}
