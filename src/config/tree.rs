//! A configuration before its keys mean anything: TOML with the place of each part, or JSON.

use crate::rules::{Diagnostic, Severity};
use crate::text::Span;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use toml::de::{DeTable, DeValue};

/// Tables in tables are read down to here. No key means anything further down.
const DEEPEST: u8 = 8;

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Of JSON: empty.
    pub(super) span: Span,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Kind {
    /// JSON's `null`: as if the key were not there.
    #[default]
    Nothing,
    Flag(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    /// In the order of the text.
    Table(Vec<(Key, Node)>),
    /// A date, or what lies too deep.
    Other,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub name: String,
    pub span: Span,
}

impl Kind {
    /// With its article, for messages.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Nothing => "nothing",
            Kind::Flag(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Table(_) => "a table",
            Kind::Other => "another kind of value",
        }
    }
}

/// So many broken lines are left out. A file with more is given up.
const MOST_BROKEN_LINES: usize = 24;

/// So far above the place where a reader stumbles, the line that is to blame is looked for.
const MOST_LINES_ABOVE: usize = 200;

/// Reads TOML. Lines that break it are reported, and read as if they were empty.
pub(super) fn parse(text: &str) -> (Node, Vec<Diagnostic>) {
    let mut left = text.to_owned();
    let mut faults = Vec::new();
    loop {
        let (span, message) = match DeTable::parse(&left) {
            Ok(root) => {
                let node = Node { span: Span::empty(0), kind: table(root.get_ref(), 0) };
                return (node, faults);
            }
            Err(error) => (error.span().map_or(Span::empty(0), Span::of), error.message().to_owned()),
        };
        let (place, line) = blamed_line(&left, span);
        if faults.len() == MOST_BROKEN_LINES || line.slice(&left).trim().is_empty() {
            let message = format!("This is not TOML: {message}. Nothing in this file has an effect.");
            faults.push(Diagnostic::new(Severity::Error, place, message));
            return (Node::default(), faults);
        }
        let message = format!("This is not TOML: {message}. The line has no effect; the others have.");
        faults.push(Diagnostic::new(Severity::Error, place, message));
        left.replace_range(line.start as usize..line.end as usize, &" ".repeat(line.len() as usize));
    }
}

/// Where to point to, and the line to leave out, for a reader that has stumbled at `at`: that line, or
/// the closest one above that can't stand alone where this one can, as after a list that nothing closes.
fn blamed_line(text: &str, at: Span) -> (Span, Span) {
    let own = line_around(text, at.start);
    let stands_alone = |line: Span| DeTable::parse(line.slice(text)).is_ok();
    let mut line = own;
    for _ in 0..MOST_LINES_ABOVE {
        if !stands_alone(line) {
            let within = line == own && at.end <= line.end && !at.is_empty();
            return (if within { at } else { trimmed(text, line) }, line);
        }
        let Some(above) = line.start.checked_sub(1) else { break };
        line = line_around(text, above);
    }
    (if at.end <= own.end && !at.is_empty() { at } else { trimmed(text, own) }, own)
}

fn line_around(text: &str, at: u32) -> Span {
    let (before, after) = text.split_at_checked(at as usize).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = before.len() + after.find('\n').unwrap_or(after.len());
    Span::of(start..end)
}

fn trimmed(text: &str, line: Span) -> Span {
    let words = line.slice(text);
    let start = line.start + Span::offset(words.len() - words.trim_start().len());
    Span::new(start, start + Span::offset(words.trim().len()))
}

fn table(table: &DeTable<'_>, depth: u8) -> Kind {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| {
            let key = Key { name: key.get_ref().to_string(), span: Span::of(key.span()) };
            let node = Node { span: Span::of(value.span()), kind: value_of(value.get_ref(), depth + 1) };
            (key, node)
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Kind::Table(entries)
}

/// Goes no deeper than [`DEEPEST`].
fn value_of(value: &DeValue<'_>, depth: u8) -> Kind {
    if depth > DEEPEST {
        return Kind::Other;
    }
    match value {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Boolean(flag) => Kind::Flag(*flag),
        DeValue::Integer(number) => Kind::Number(number.to_string()),
        DeValue::Float(number) => Kind::Number(number.to_string()),
        DeValue::Datetime(_) => Kind::Other,
        DeValue::Array(items) => {
            let node = |item: &toml::Spanned<DeValue<'_>>| Node {
                span: Span::of(item.span()),
                kind: value_of(item.get_ref(), depth + 1),
            };
            Kind::List(items.iter().map(node).collect())
        }
        DeValue::Table(inner) => table(inner, depth),
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl From<Kind> for Node {
    fn from(kind: Kind) -> Node {
        Node { span: Span::default(), kind }
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Kind::Nothing.into())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Kind::Flag(flag).into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Kind::Number(number.to_string()).into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Kind::Number(number.to_string()).into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Kind::Number(number.to_string()).into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Kind::Text(text.to_owned()).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Kind::List(list).into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut table = Vec::new();
        while let Some((name, node)) = entries.next_entry()? {
            table.push((Key { name, span: Span::default() }, node));
        }
        Ok(Kind::Table(table).into())
    }
}
