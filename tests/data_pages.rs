//! Keeps the pages in `docs/` that are made of the data in step with it: `docs/dialects/` and `docs/glossary.md`.
//! Where something differs it is written anew and the test fails once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

mod written_anew;

use agentls::dialect::{self, Dialect, page};
use agentls::glossary::Glossary;
use std::collections::BTreeMap;

#[test]
fn pages_of_dialects_say_what_the_data_says() {
    let mut pages = BTreeMap::new();
    for dialect in dialect::all() {
        let text = page::page(dialect);
        let (title, rest) = text.split_once('\n').unwrap();
        let note =
            format!("\nMade by `tests/data_pages.rs` from `src/dialect/data/{}.yaml`: change that.\n", dialect.id);
        pages.insert(format!("{}.md", dialect.id), format!("{title}\n{note}{rest}"));
    }
    pages.insert("README.md".to_owned(), index());
    pages.insert("keys.md".to_owned(), keys());
    written_anew::folder("docs/dialects", &pages);
}

fn index() -> String {
    let mut out = String::from(
        "# Dialects\n\nMade by `tests/data_pages.rs` from `src/dialect/data/`: change that. [How to bring one up to \
         date](../updating-a-dialect.md) · [Who reads which key](keys.md)\n\n\
         | dialect | agents of | known from | keys | tools | models |\n|---|---|---|---|---|---|\n",
    );
    for dialect in dialect::all() {
        let Dialect { id, fields, tools, models, .. } = dialect;
        out.push_str(&format!(
            "| [`{id}`]({id}.md) | {} | {} | {} | {} | {} |\n",
            dialect.title(),
            page::evidence(dialect),
            fields.len(),
            tools.len(),
            models.len(),
        ));
    }
    out
}

/// Who reads which key.
fn keys() -> String {
    let mut readers: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for dialect in dialect::all() {
        for field in dialect.fields.iter() {
            let id = &dialect.id;
            let without = if field.without_effect.is_some() { " (without effect)" } else { "" };
            let base = dialect.extends.as_deref().and_then(dialect::named);
            let differs = base.is_none_or(|_| page::page(dialect).contains(&format!("\n### `{}`\n", field.key)));
            let page = if differs { id } else { dialect.extends.as_ref().unwrap() };
            readers
                .entry((field.key.to_lowercase(), field.key.to_string()))
                .or_default()
                .push(format!("[{id}]({page}.md#{}){without}", page::anchor(&field.key)));
        }
    }
    let mut out = String::from(
        "# Who reads which key\n\nMade by `tests/data_pages.rs` from `src/dialect/data/`: change that. The links lead to \
         what each tool does with the key.\n\n| key | read by |\n|---|---|\n",
    );
    for ((_, key), readers) in readers {
        out.push_str(&format!("| `{key}` | {} |\n", readers.join(", ")));
    }
    out
}

#[test]
fn the_index_of_the_glossary_names_each_term() {
    let glossary = Glossary::built_in();
    let mut fields: Vec<_> = glossary.fields().iter().collect();
    fields.sort_by_key(|field| field.label.to_lowercase());
    let mut out = format!(
        "# Glossary\n\nMade by `tests/data_pages.rs` from `src/glossary/data/`: change that. {} terms in {} fields of \
         work; `agentls explain TERM` shows what one means, what is expected of an agent with it and what to watch out \
         for.\n",
        glossary.concepts().count(),
        fields.len(),
    );
    for field in fields {
        let mut names: Vec<&str> = glossary.concepts().filter(|c| c.field == field.id).map(|c| &*c.name).collect();
        names.sort_by_key(|name| name.to_lowercase());
        out.push_str(&format!(
            "\n## {}\n\n[{} terms](../src/glossary/data/{}.yaml): {}\n",
            field.label,
            names.len(),
            field.id,
            names.join(" · "),
        ));
    }
    written_anew::file("docs/glossary.md", &out);
}
