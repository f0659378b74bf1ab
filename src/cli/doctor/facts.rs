//! `agentls doctor --facts`: what the facts come from, those first that were checked longest ago.

use super::super::Status;
use super::super::args::{DoctorArgs, Format};
use super::super::output::{self, complain, json_line, width};
use super::super::table::{self, Align};
use crate::dialect::{self, Dialect, Evidence, FactKind, Source};
use crate::fact::Version;
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    sources: Vec<Row<'a>>,
}

/// A source of a dialect and what comes from it.
#[derive(Serialize)]
struct Row<'a> {
    /// The day, as `2026-11-22`.
    checked: &'a str,
    dialect: &'a str,
    /// The newest version that the facts were checked with, where one is known.
    tool_version: Option<String>,
    evidence: &'static str,
    source: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    facts: Vec<Fact<'a>>,
}

#[derive(Serialize)]
struct Fact<'a> {
    kind: FactKind,
    /// Null for what a dialect has one of.
    name: Option<&'a str>,
}

pub(super) fn run(args: &DoctorArgs) -> Status {
    let rows = rows(args.dialect);
    let answer = match args.format {
        Format::Json => json_line(&Answer { version: 1, sources: rows }),
        Format::Human => shown(&rows, width()),
    };
    match output::print(&answer) {
        Ok(()) => Status::Fine,
        Err(fault) => {
            complain(&format!("the answer can't be written: {fault}"));
            Status::Failed
        }
    }
}

/// The sources of one dialect or of all, the oldest first.
fn rows(one: Option<&'static Dialect>) -> Vec<Row<'static>> {
    let dialects = dialect::all().iter().filter(|dialect| one.is_none_or(|one| one.id == dialect.id));
    let sources = dialects.flat_map(|dialect| dialect.sources.iter().map(move |source| (dialect, source)));
    let mut rows: Vec<Row<'_>> = sources.map(|(dialect, source)| row(dialect, source)).collect();
    rows.sort_by_key(|row| (row.checked, row.dialect));
    rows
}

fn row(dialect: &'static Dialect, source: &'static Source) -> Row<'static> {
    let from_it = dialect.sourced().filter(|fact| fact.source == source.id);
    Row {
        checked: &source.checked,
        dialect: &dialect.id,
        tool_version: (dialect.version != Version::default()).then(|| dialect.version.to_string()),
        evidence: match dialect.evidence {
            Evidence::Observed => "observed",
            Evidence::Documented => "documented",
            Evidence::Unverified => "unverified",
        },
        source: &source.id,
        title: &source.title,
        url: source.url.as_deref(),
        facts: from_it
            .map(|fact| Fact { kind: fact.kind, name: Some(fact.name).filter(|name| !name.is_empty()) })
            .collect(),
    }
}

fn shown(rows: &[Row<'_>], width: usize) -> String {
    let columns =
        [("checked", Align::Left), ("dialect", Align::Left), ("facts", Align::Right), ("source", Align::Left)];
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let source = match row.url {
                Some(url) => format!("{} <{url}>", row.title),
                None => row.title.to_owned(),
            };
            vec![row.checked.to_owned(), row.dialect.to_owned(), row.facts.len().to_string(), source]
        })
        .collect();
    let facts: usize = rows.iter().map(|row| row.facts.len()).sum();
    let oldest = rows.first().map(|row| format!(", the oldest checked on {}", row.checked)).unwrap_or_default();
    let table = table::render(&columns, &cells, &[columns.len() - 1], width);
    format!("{table}\n{facts} facts from {} sources{oldest}\n", rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fact_has_a_source_and_the_oldest_come_first() {
        let rows = rows(None);
        assert!(rows.iter().is_sorted_by_key(|row| row.checked));
        let listed: usize = rows.iter().map(|row| row.facts.len()).sum();
        let known: usize = dialect::all().iter().map(|dialect| dialect.sourced().count()).sum();
        assert_eq!(listed, known);
        assert!(rows.iter().all(|row| !row.facts.is_empty()));
    }
}
