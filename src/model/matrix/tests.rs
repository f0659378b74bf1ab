use super::*;
use crate::syntax::markdown::outline;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

fn shown(text: &str) -> String {
    let mut out = String::new();
    for matrix in matrices(text, &outline(text, 0)) {
        let _ = writeln!(out, "matrix in fence {:?}", matrix.fence);
        for caption in &matrix.captions {
            let _ = writeln!(out, "caption {}", caption.slice(text));
        }
        for band in &matrix.bands {
            let _ = writeln!(out, "band");
            for column in &band.columns {
                let header = column.header.map_or("-", |header| header.slice(text));
                let cells: Vec<&str> = column.cells.iter().map(|cell| cell.slice(text)).collect();
                let _ = writeln!(out, "  {header}: {}", cells.join(", "));
            }
        }
        for row in &matrix.ragged {
            let _ = writeln!(out, "ragged, {} cells of {}: {}", row.cells, row.expected, row.span.slice(text));
        }
    }
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(text));
}

fn assert_none(text: &str) {
    assert_eq!(shown(text), "", "{text}");
}

#[test]
fn bands_of_columns_in_a_fence() {
    check(
        include_str!("../../../tests/samples/data-engineer.md"),
        expect![[r#"
        matrix in fence Some(0)
        band
          ORCHESTRATION: Airflow, Dagster, Prefect, Cron
          PROCESSING: Spark, Flink, dbt, DuckDB
          MODELLING: Star schema, Data Vault, Slowly changing, Wide tables
        band
          STREAMING: Kafka topics, Event time, Watermarks, Kafka Connect
          STORAGE: Parquet/Avro, Iceberg tables, Partitioning, Compaction
          QUALITY: Freshness checks, Row counts, Contracts (schema), Great Expectations
        band
          WAREHOUSES: Snowflake, BigQuery, ClickHouse, Postgres
          GOVERNANCE: Lineage, Masking (PII), Retention, Access review
          TOOLING: pip/uv, Terraform, Testing (pytest), Metrics (Grafana)
    "#]],
    );
}

#[test]
fn junctions_captions_and_bullets() {
    check(
        "\
```text
╔═════════════════════╗
║ What I work with    ║
╠═══════════╤═════════╣
║ Shells    │ Editors ║
║ • zsh     │ - vim   ║
║           │         ║
║ • fish    │ - helix ║
╟───────────┼─────────╢
║ Queues    │         ║
║ NATS      │         ║
╚═══════════╧═════════╝
```
",
        expect![[r#"
            matrix in fence Some(0)
            caption What I work with
            band
              Shells: zsh, fish
              Editors: vim, helix
            band
              Queues: NATS
              -: 
        "#]],
    );
}

#[test]
fn a_header_of_its_own_names_the_columns_of_all_bands() {
    check(
        "
    ┌─────────┬──────────┐
    │ Widget  │ Needs    │
    ├─────────┼──────────┤
    │ Dialog  │ A label  │
    │ Slider  │ A value  │
    ├─────────┼──────────┤
    │ Menu    │ Arrows   │
    └─────────┴──────────┘
",
        expect![[r#"
            matrix in fence Some(0)
            band
              Widget: Dialog, Slider, Menu
              Needs: A label, A value, Arrows
        "#]],
    );
}

#[test]
fn borders_may_be_missing() {
    check(
        "│ LANGUAGES │ STORES │\n│ Rust      │ SQLite │\n│ Go        │ Redis  │\n",
        expect![[r#"
        matrix in fence None
        band
          LANGUAGES: Rust, Go
          STORES: SQLite, Redis
    "#]],
    );
    check(
        "- item\n\n  LANGUAGES │ STORES\n  ──────────┼───────\n  Rust      │ SQLite\n  Go        │ Redis\n",
        expect![[r#"
        matrix in fence None
        band
          LANGUAGES: Rust, Go
          STORES: SQLite, Redis
    "#]],
    );
    check(
        "+-----------+--------+\n| LANGUAGES | STORES |\n| Rust      | SQLite |\n+-----------+--------+\n",
        expect![[r#"
        matrix in fence None
        band
          LANGUAGES: Rust
          STORES: SQLite
    "#]],
    );
}

#[test]
fn columns_are_cut_by_the_width_on_screen() {
    check(
        "\
```
┌────────────────┬─────────────┐
│ 言語           │ OUTILS      │
│ 日本語の組版   │ Cafe\u{301} 👩\u{200d}🔧     │
│ Ελληνικά       │ naïve tests │
└────────────────┴─────────────┘
```
",
        expect![[r#"
            matrix in fence Some(0)
            band
              言語: 日本語の組版, Ελληνικά
              OUTILS: Café 👩‍🔧, naïve tests
        "#]],
    );
}

#[test]
fn rows_that_do_not_align_are_read_and_reported() {
    check(
        "\
```
┌──────────────────────────────┐
│ QUEUES   │ CACHES  │ SEARCH  │
│ RabbitMQ │ Redis   │ Elastic │
│ NATS  │ Memcached │ Solr │
│ Kafka      Hazelcast │ Typesense │
│ SQS        Varnish   Meili   │
│ Pulsar   | Ehcache │ Vespa
│ ZeroMQ   │ Caffeine│ Zinc    │
└──────────────────────────────┘
```
",
        expect![[r#"
            matrix in fence Some(0)
            band
              QUEUES: RabbitMQ, NATS, Kafka, SQS, Pulsar, ZeroMQ
              CACHES: Redis, Memcached, Hazelcast, Varnish, Ehcache, Caffeine
              SEARCH: Elastic, Solr, Typesense, Meili, Vespa, Zinc
            ragged, 3 cells of 3: │ NATS  │ Memcached │ Solr │
            ragged, 2 cells of 3: │ Kafka      Hazelcast │ Typesense │
            ragged, 1 cells of 3: │ SQS        Varnish   Meili   │
            ragged, 2 cells of 3: │ Pulsar   | Ehcache │ Vespa
        "#]],
    );
}

#[test]
fn several_matrices_keep_apart() {
    check(
        "┌───┬───┐\n│ A │ B │\n│ a │ b │\n└───┴───┘\n┌───┬───┐\n│ C │ D │\n│ c │ d │\n└───┴───┘\n\n| x | y |\n|---|---|\n| 1 | 2 |\n",
        expect![[r#"
            matrix in fence None
            band
              A: a
              B: b
            matrix in fence None
            band
              C: c
              D: d
        "#]],
    );
}

#[test]
fn trees_are_no_matrices() {
    assert_none("```\nsrc\n├── model\n│   ├── matrix.rs\n│   │   └── row.rs\n│   └── area.rs\n└── main.rs\n```\n");
}

#[test]
fn boxes_and_arrows_are_no_matrices() {
    assert_none(
        "\
```
┌──────────┐     ┌──────────┐
│ Shop     │────▶│ Ledger   │
│ (Rails)  │     │ (Go)     │
└──────────┘     └────┬─────┘
                      │
                 ┌────┴─────┐
                 │ Archive  │
                 └──────────┘
```
",
    );
    assert_none(
        "```\n┌─────────┐   ┌─────────┐\n│ Reader  │   │ Writer  │\n│ Parser  │   │ Printer │\n│ Lexer   │   │ Wrapper │\n└─────────┘   └─────────┘\n```\n",
    );
    assert_none(
        "\
```
┌─────────────────────────────┐
│  ┌───────┐     ┌────────┐   │
│  │ Proxy │ ──▶ │ Worker │   │
│  └───────┘     └────────┘   │
└─────────────────────────────┘
```
",
    );
    assert_none(
        "\
```
┌────────────────────────────────────────────┐
│               Compose network              │
├──────────────┬──────────────┬──────────────┤
│     Web      │     Jobs     │    Store     │
│   (Svelte)   │   (Celery)   │   (MySQL)    │
│     :3000    │     none     │    :3306     │
└──────────────┴──────────────┴──────────────┘
```
",
    );
}

#[test]
fn sequences_are_no_matrices() {
    assert_none(
        "\
```
 Client          Server
   │               │
   │── hello ─────>│
   │<──── ready ───│
   │               │
```
",
    );
    assert_none("```\n│        │        │\n│  ask   │        │\n│        │ answer │\n│        │        │\n```\n");
}

#[test]
fn mock_ups_are_no_matrices() {
    assert_none(
        "\
```
┌──────────────┬───────────────────┐
│ [Search]     │ Name: ___________ │
│ [New]        │ Mail: ___________ │
│              │ [Save]   [Cancel] │
└──────────────┴───────────────────┘
```
",
    );
}

#[test]
fn boxes_of_one_column_and_code_are_no_matrices() {
    assert_none("```\n┌───────────┐\n│ Levels    │\n├───────────┤\n│ • one     │\n│ • two     │\n└───────────┘\n```\n");
    assert_none("```python\n# ┌───┬───┐\n│ a │ b │\n│ c │ d │\n└───┴───┘\n```\n");
    assert_none("| a | b |\n|---|---|\n| c | d |\n\n──────\n\n│\n");
}

#[test]
fn front_matter_holds_no_matrices() {
    let text = "---\nx: |\n  ┌───┬───┐\n  │ a │ b │\n  │ c │ d │\n---\ntext\n";
    let body = u32::try_from(text.find("text").unwrap()).unwrap();
    assert_eq!(matrices(text, &outline(text, body)), []);
}

fn drawing() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "│",
        "┃",
        "║",
        "|",
        "┌",
        "─",
        "───",
        "┐",
        "├",
        "┤",
        "└",
        "┘",
        "┬",
        "┼",
        "+--",
        "+",
        " ",
        "   ",
        "a",
        "WORD",
        "é",
        "日本",
        "👩\u{200d}🔧",
        "\u{301}",
        "\t",
        "•",
        "-",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "```\n",
        "    ",
    ]);
    prop::collection::vec(parts, 0..90).prop_map(|parts| parts.concat())
}

fn assert_spans_fit(text: &str) {
    for matrix in matrices(text, &outline(text, 0)) {
        let columns = matrix.bands.iter().flat_map(|band| &band.columns);
        let cells = columns.flat_map(|column| column.header.iter().chain(&column.cells));
        for span in cells.chain(&matrix.captions).chain(matrix.ragged.iter().map(|row| &row.span)) {
            assert!(matrix.span.covers(*span) && text.get(span.range()).is_some(), "{span:?}");
            assert_eq!(span.slice(text).trim(), span.slice(text));
        }
    }
}

proptest! {
    #[test]
    fn any_drawing_can_be_read(text in drawing()) {
        assert_spans_fit(&text);
    }

    #[test]
    fn any_damage_to_a_matrix_can_be_read(from in 0usize..500, to in 0usize..500, with in "[│ a─\n]{0,3}") {
        let file = include_str!("../../../tests/samples/data-engineer.md");
        let at = file.find('┌').unwrap();
        let boundary = |mut at: usize| { while !file.is_char_boundary(at) { at += 1; } at };
        let (from, to) = (boundary(at + from.min(to)), boundary(at + from.max(to)));
        assert_spans_fit(&format!("{}{with}{}", &file[..from], &file[to..]));
    }
}
