//! `agentls config`

use super::Status;
use super::args::{ConfigArgs, Format};
use super::configuration::Configuration;
use super::files::{absolute, slashes};
use super::output::{self, complain, json_line, plain};
use super::position::Range;
use crate::config::{Effective, Found, Origin, Setting};
use crate::dialect;
use crate::rules::{Diagnostic, Severity};
use crate::text::Text;
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    path: String,
    /// The configuration; `None` where none counts.
    file: Option<&'a str>,
    settings: Vec<Row<'a>>,
    faults: Vec<Fault<'a>>,
}

/// One setting.
#[derive(Serialize)]
struct Row<'a> {
    /// As in `agentls.toml`, with a dot between a table and its key.
    key: String,
    value: Value,
    /// `None` for what is built in.
    from: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    range: Range,
}

pub(crate) fn run(args: &ConfigArgs) -> Status {
    let configuration = match Configuration::chosen(&args.config) {
        Ok(configuration) => configuration,
        Err(message) => {
            complain(&message);
            return Status::Failed;
        }
    };
    let path = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    // Of a folder: what counts for a file in it.
    let file = if path.is_dir() { absolute(&path).join("?") } else { absolute(&path) };
    let found = configuration.file_for(&file);
    let shown = found.as_ref().map(|found| configuration.shown(&found.path));
    let source = found.as_deref().zip(shown.as_deref());
    let settings = rows(&configuration.effective(&file), source);
    let faults = found.as_deref().map_or(Vec::new(), faults);
    let answer = Answer { version: 1, path: slashes(&path), file: shown.as_deref(), settings, faults };
    let text = match args.format {
        Format::Json => json_line(&answer),
        Format::Human => human(&answer, &path),
    };
    if let Err(fault) = output::print(&text) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    Status::Fine
}

fn rows<'a>(effective: &Effective, source: Option<(&'a Found, &'a str)>) -> Vec<Row<'a>> {
    let text = source.map(|(found, _)| Text::from(&*found.text));
    let place = |from: Origin| match (from, &text, source) {
        (Origin::File(span), Some(text), Some((_, path))) => Some(Place { path, range: Range::new(text, span) }),
        _ => None,
    };
    let targets: Vec<&str> = effective.targets.value.iter().map(|dialect| &*dialect.id).collect();
    let mut rows = vec![
        Row { key: "targets".into(), value: json!(targets), from: place(effective.targets.from) },
        Row { key: "lens".into(), value: json!(effective.lens.value), from: place(effective.lens.from) },
        Row { key: "hints".into(), value: json!(effective.hints.value.names()), from: place(effective.hints.from) },
    ];
    rows.extend(effective.house.iter().map(|rule| Row {
        key: "house".into(),
        value: json!(rule.value.asked.summary()),
        from: place(rule.from),
    }));
    rows.extend(dialect::all().iter().map(|dialect| {
        let pinned = effective.versions.iter().find(|pinned| pinned.value.0.id == dialect.id);
        Row {
            key: format!("versions.{}", dialect.id),
            value: json!(effective.version(dialect).to_string()),
            from: pinned.and_then(|pinned| place(pinned.from)),
        }
    }));
    rows.extend(effective.rules.iter().map(|Setting { value: (rule, level), from }| Row {
        key: format!("rules.{}", rule.code),
        value: json!(level.name()),
        from: place(*from),
    }));
    rows
}

fn faults<'f>(found: &'f Found) -> Vec<Fault<'f>> {
    let text = Text::from(&*found.text);
    let fault = |fault: &'f Diagnostic| Fault {
        code: fault.code,
        severity: fault.severity.name(),
        message: &fault.message,
        range: Range::new(&text, fault.span),
    };
    found.faults.iter().map(fault).collect()
}

/// A table that a person reads at a glance.
fn human(answer: &Answer<'_>, path: &Path) -> String {
    let mut out = match answer.file {
        Some(file) => format!("{} follows {}\n", plain(&path.to_string_lossy()), plain(file)),
        None => format!("{} follows no agentls.toml\n", plain(&path.to_string_lossy())),
    };
    let value = |row: &Row<'_>| match &row.value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::Bool(flag) => if *flag { "on" } else { "off" }.to_owned(),
        other => other.to_string(),
    };
    let values: Vec<String> = answer.settings.iter().map(value).collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let keys = width(&mut answer.settings.iter().map(|row| row.key.len()));
    let wide = width(&mut values.iter().map(String::len));
    for (row, value) in answer.settings.iter().zip(&values) {
        let from = match &row.from {
            Some(Place { path, range }) => format!("{path}:{}:{}", range.start.line, range.start.column),
            None if row.key.starts_with("versions.") => "newest known".to_owned(),
            None => "built in".to_owned(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {:<keys$}  {value:<wide$}  {}", row.key, plain(&from));
    }
    let bad = answer.faults.iter().filter(|fault| fault.severity != Severity::Information.name()).count();
    if let (Some(file), true) = (answer.file, bad > 0) {
        let parts = if bad == 1 { "1 part has".to_owned() } else { format!("{bad} parts have") };
        let _ = writeln!(out, "  {parts} no effect: agentls check {}", plain(file));
    }
    out
}
