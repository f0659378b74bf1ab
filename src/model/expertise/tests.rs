use super::*;
use crate::heading::SectionKind;
use crate::model::matrices;
use crate::syntax::markdown::outline;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

fn read(text: &str, body: usize) -> (Expertise, Sections) {
    let outline = outline(text, body as u32);
    let sections = Sections::of(&outline);
    let expertise = Expertise::of(text, &outline, &sections, &matrices(text, &outline));
    (expertise, sections)
}

fn shown(text: &str) -> String {
    let (expertise, sections) = read(text, 0);
    let mut out = String::new();
    let mut groups: Vec<(String, String)> = Vec::new();
    for (index, item) in (0u32..).zip(&expertise.items) {
        if item.part_of.is_some() {
            continue;
        }
        let kind = item.section.map_or(SectionKind::Other, |id| sections.kind(id));
        let group = match item.area.and_then(|area| expertise.area(area)) {
            Some(area) => format!("{kind:?} / {} ({:?})", area.name, area.shape),
            None => format!("{kind:?}"),
        };
        let parts: Vec<&str> = expertise.parts_of(index).map(|part| &*part.text).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" = {}", parts.join(" + ")) };
        let line = format!("  {}{parts}\n", item.text);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, lines)) => lines.push_str(&line),
            None => groups.push((group, line)),
        }
    }
    groups.iter().for_each(|(group, lines)| {
        let _ = write!(out, "{group}\n{lines}");
    });
    for (index, area) in (0u32..).zip(&expertise.areas) {
        if expertise.items_of(index).next().is_none() {
            let _ = writeln!(out, "nothing under {} ({:?})", area.name, area.shape);
        }
    }
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(text));
}

#[test]
fn parts_lie_inside_of_their_entry() {
    assert_sound("## Expertise\n- _1. - etc._\n", 0);
}

#[test]
fn the_common_shape() {
    let file = include_str!("../../../tests/samples/data-engineer.md");
    let body = file.find("\n# ").unwrap() + 1;
    let (expertise, sections) = read(file, body);
    let of_kind = |kind| {
        let entries = expertise.items.iter().filter(|item| item.part_of.is_none());
        entries.filter(|item| item.section.map(|id| sections.kind(id)) == Some(kind)).count()
    };
    assert_eq!(expertise.areas.len(), 9);
    assert_eq!((0..9).map(|area| expertise.items_of(area).count()).sum::<usize>(), 36);
    assert_eq!(of_kind(SectionKind::Expertise), 36);
    assert_eq!(of_kind(SectionKind::WhenInvoked), 10);
    check(
        file.split_at(body).1,
        expect![[r#"
        Domain
          Airflow
          Dagster
          Prefect
          Spark
          Flink
          dbt
          Ingestion design and backfills
          Warehouse modelling
          Storage formats (Parquet, Avro, Iceberg) = Storage formats + Parquet + Avro + Iceberg
          Access rules (row filters, masking) = Access rules + row filters + masking
          Schema evolution and contracts
          Late data and replays
          Cost control
          Lineage and catalogues
        Expertise / ORCHESTRATION (MatrixColumn)
          Airflow
          Dagster
          Prefect
          Cron
        Expertise / PROCESSING (MatrixColumn)
          Spark
          Flink
          dbt
          DuckDB
        Expertise / MODELLING (MatrixColumn)
          Star schema
          Data Vault
          Slowly changing
          Wide tables
        Expertise / STREAMING (MatrixColumn)
          Kafka topics
          Event time
          Watermarks
          Kafka Connect
        Expertise / STORAGE (MatrixColumn)
          Parquet/Avro = Parquet + Avro
          Iceberg tables
          Partitioning
          Compaction
        Expertise / QUALITY (MatrixColumn)
          Freshness checks
          Row counts
          Contracts (schema) = Contracts + schema
          Great Expectations
        Expertise / WAREHOUSES (MatrixColumn)
          Snowflake
          BigQuery
          ClickHouse
          Postgres
        Expertise / GOVERNANCE (MatrixColumn)
          Lineage
          Masking (PII) = Masking + PII
          Retention
          Access review
        Expertise / TOOLING (MatrixColumn)
          pip/uv = pip + uv
          Terraform
          Testing (pytest) = Testing + pytest
          Metrics (Grafana) = Metrics + Grafana
        WhenInvoked
          Building an ingestion job
          Modelling a new subject area
          Repairing a failed backfill
          Choosing a storage format
          Reviewing a costly query
          Wiring up change data capture
          Masking personal data
          Streaming features (Kafka, Flink) = Streaming features + Kafka + Flink
          Setting freshness targets
          Moving a job between clouds
    "#]],
    );
}

#[test]
fn bullets() {
    check(
        "\
## Expertise
- Query planning
- Backups, restores and replicas
- Replication (streaming, logical)
- PL/pgSQL and SQL/JSON
- You know how to read a plan, and say so.
- Extensions: PostGIS, pgvector; TimescaleDB
- Vacuum - keeping bloat low
1. **Numbered**
2. `pg_stat_statements`
",
        expect![[r#"
            Expertise / Expertise (Section)
              Query planning
              Backups
              restores
              replicas
              Replication (streaming, logical) = Replication + streaming + logical
              PL/pgSQL and SQL/JSON
              Vacuum - keeping bloat low = Vacuum
              Numbered
              pg_stat_statements
            Expertise / Extensions (BoldLead)
              PostGIS
              pgvector
              TimescaleDB
        "#]],
    );
}

#[test]
fn bold_leads() {
    check(
        "\
## Core Competencies
- **Networks**: TCP, QUIC, and BGP.
- **Storage** - you choose the right disk for each job
- **Identity:** OIDC (Keycloak, Dex), SAML
- **Kernel**
  - Namespaces
  - **Cgroups**
    - Memory limits
- Observability
  - Traces/Metrics
- ✅ **Queues** (NATS, Kafka): for events
- **Bold** words of a sentence
- **Mail**: Expert in routing, spam filters, and deliverability
- **Clocks**: Deep understanding and knowledge of time zones, including leap seconds, calendars, etc.
- Automate users, groups and shares
",
        expect![[r#"
            Expertise / Networks (BoldLead)
              TCP
              QUIC
              BGP
            Expertise / Core Competencies (Section)
              Storage
              **Bold** words of a sentence
              Automate users, groups and shares
            Expertise / Identity (BoldLead)
              OIDC (Keycloak, Dex) = OIDC + Keycloak + Dex
              SAML
            Expertise / Kernel (BoldLead)
              Namespaces
            Expertise / Cgroups (BoldLead)
              Memory limits
            Expertise / Observability (BoldLead)
              Traces/Metrics = Traces + Metrics
            Expertise / Queues (BoldLead)
              NATS
              Kafka
            Expertise / Mail (BoldLead)
              routing
              spam filters
              deliverability
            Expertise / Clocks (BoldLead)
              time zones
              leap seconds
              calendars
        "#]],
    );
}

#[test]
fn leads_above_lists_and_in_paragraphs() {
    check(
        "\
## My Expertise

I know a lot, and I use it.

**Front of house:**
- Menus
- Wine pairing

**Back of house**

1. Knife work
2. Stocks & sauces

**Suppliers**: farms, fisheries, mills
**Cleaning**: floors, hoods

Sourdough, Croissants, Danish pastry
",
        expect![[r#"
            Expertise / Front of house (BoldLead)
              Menus
              Wine pairing
            Expertise / Back of house (BoldLead)
              Knife work
              Stocks & sauces
            Expertise / Suppliers (BoldLead)
              farms
              fisheries
              mills
            Expertise / Cleaning (BoldLead)
              floors
              hoods
            Expertise / My Expertise (Section)
              Sourdough
              Croissants
              Danish pastry
        "#]],
    );
}

#[test]
fn sub_headings_with_lists() {
    check(
        "\
# Agent
## Expertise
### 1. Mobile Testing Practices
- Espresso
### Web
#### Browsers
- Firefox
- Servo
### Output Format
- not expertise
## 得意分野
- 組版、索引、校正
",
        expect![[r#"
            Expertise / Mobile Testing Practices (SubHeading)
              Espresso
            Expertise / Browsers (SubHeading)
              Firefox
              Servo
            Expertise / 得意分野 (Section)
              組版
              索引
              校正
        "#]],
    );
}

#[test]
fn tables() {
    check(
        "\
## Expertise
| Area | What I know | Since |
|------|-------------|-------|
| **Maps** | Leaflet, MapLibre, tiles | 2019 |
| Routing | | 2020 |

## Skills
| Shells | Editors |
|--------|---------|
| zsh    | vim     |
| fish   | helix   |
",
        expect![[r#"
            Expertise / Maps (Table)
              Leaflet
              MapLibre
              tiles
            Expertise / Expertise (Section)
              Routing
            Expertise / Shells (Table)
              zsh
              fish
            Expertise / Editors (Table)
              vim
              helix
        "#]],
    );
}

#[test]
fn matrices_whose_rows_are_names() {
    check(
        "\
## Expertise
```
┌──────────┬─────────────────────┐
│ Tool     │ Best for            │
├──────────┼─────────────────────┤
│ ripgrep  │ Text, large trees   │
│ ast-grep │ Syntax              │
└──────────┴─────────────────────┘
```
",
        expect![[r#"
            Expertise / Expertise (Section)
              ripgrep
              ast-grep
        "#]],
    );
}

#[test]
fn domain_and_invocation() {
    check(
        "\
## Your Domain

**Everything that flies:**
- Kites, Drones, Gliders
- Weather (wind, pressure)
- Building and repairing wings, tails and frames

## When You're Invoked
- Planning a flight, checking the weather
- Reading maps/charts
- Real-time tracking (ADS-B)
",
        expect![[r#"
            Domain
              Kites
              Drones
              Gliders
              Weather (wind, pressure) = Weather + wind + pressure
              Building and repairing wings, tails and frames
            WhenInvoked
              Planning a flight, checking the weather
              Reading maps/charts
              Real-time tracking (ADS-B) = Real-time tracking + ADS-B
        "#]],
    );
}

#[test]
fn a_cursor_finds_the_innermost_name() {
    let text = "## Expertise\n- **Queues**: Rabbit$0MQ (AMQP/STOMP), NATS\n";
    let at = |text: &str| {
        let offset = text.find("$0").unwrap();
        let text = text.replace("$0", "");
        let (expertise, _) = read(&text, 0);
        match expertise.at(offset as u32) {
            Some(Entry::Area(index)) => format!("area {}", expertise.area(index).unwrap().name),
            Some(Entry::Item(index)) => format!("item {}", expertise.item(index).unwrap().text),
            None => "nothing".to_owned(),
        }
    };
    assert_eq!(at(text), "item RabbitMQ");
    assert_eq!(at("## Expertise\n- **Queues**: RabbitMQ (AM$0QP/STOMP), NATS\n"), "item AMQP");
    assert_eq!(at("## Expertise\n- **Queues**: RabbitMQ (AMQP/STOMP)$0, NATS\n"), "item RabbitMQ (AMQP/STOMP)");
    assert_eq!(at("## Expertise\n- **Que$0ues**: RabbitMQ, NATS\n"), "area Queues");
    assert_eq!(at("## Exper$0tise\n- **Queues**: RabbitMQ, NATS\n"), "nothing");
}

/// Holds what every reading promises.
fn assert_sound(text: &str, body: usize) {
    let (expertise, _) = read(text, body);
    for item in &expertise.items {
        assert!(text.get(item.span.range()).is_some(), "{item:?}");
        assert_eq!(
            item.span.slice(text).split_whitespace().collect::<Vec<_>>().join(" "),
            item.text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        assert!(!item.text.is_empty() && item.text.trim() == &*item.text, "{item:?}");
        if let Some(area) = item.area {
            assert!(expertise.area(area).unwrap().span.covers(item.span));
        }
        if let Some(whole) = item.part_of {
            assert!(expertise.item(whole).unwrap().span.covers(item.span));
        }
    }
    for area in &expertise.areas {
        assert!(area.span.covers(area.name_span) && text.get(area.span.range()).is_some(), "{area:?}");
    }
    assert!(expertise.items.is_sorted_by_key(|item| item.span.start), "{text:?}");
}

fn markdown() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "## Expertise\n",
        "## Your Domain\n",
        "### Group\n",
        "- ",
        "  - ",
        "1. ",
        "**",
        "**Lead**: ",
        "**Lead:**\n",
        "a, ",
        "b and c",
        ", and ",
        "(",
        ")",
        "（",
        "/",
        "`",
        "\n",
        "\n\n",
        "\r\n",
        "| a | b |\n|--|--|\n",
        "| c, d | e |\n",
        "│ a │ b │\n",
        "┌──┬──┐\n",
        "└──┴──┘\n",
        "word ",
        "é",
        "日本",
        "、",
        "👩\u{200d}🔧",
        ": ",
        " - ",
        "; ",
        "etc.",
        "e.g. ",
        "\"",
        "_",
        "*",
        "3. ",
        "\u{a0}",
    ]);
    prop::collection::vec(parts, 0..60).prop_map(|parts| format!("## Expertise\n{}", parts.concat()))
}

proptest! {
    #[test]
    fn any_list_can_be_read(text in markdown()) {
        assert_sound(&text, 0);
    }
}

#[test]
fn no_cut_through_the_sample_breaks_it() {
    let file = include_str!("../../../tests/samples/data-engineer.md");
    let body = file.find("\n# ").unwrap() + 1;
    for end in (body..file.len()).filter(|end| file.is_char_boundary(*end)) {
        assert_sound(&file[..end], body);
    }
}

#[test]
fn a_table_below_a_drawn_line_is_read_once() {
    let text = "## Expertise\n\n┌──┬──┐\n| x | y |\n|---|---|\n| zsh | vim |\n| fish | helix |\n";
    assert_sound(text, 0);
    assert_eq!(read(text, 0).0.items.len(), 4);
}

#[test]
fn long_lists_take_linear_time() {
    let text = format!(
        "## Expertise\n{}{}",
        "- a, b (c/d) and e\n".repeat(5_000),
        "| a | b |\n|-|-|\n| c | d |\n\n".repeat(500)
    );
    let (expertise, _) = read(&text, 0);
    assert!(expertise.items.len() > 15_000);
}
