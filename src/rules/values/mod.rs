//! Rules about the values of keys other than the lists of tools.

pub mod bad_hooks;
pub mod bad_part;
pub mod bad_value;
pub mod bypass_permissions;
pub mod empty_value;
pub mod memory_widens_tools;
pub mod model_not_text;
pub mod plan_mode_writes;
pub mod retired_model;
pub mod switched_off;
pub mod unknown_model;

use crate::dialect::{BadValue, Field};
use crate::model::AgentFile;
use crate::model::verdict::{DroppedValue, ReasonKind};
use crate::rules::Severity;
use crate::syntax::{Entry, NodeKind};
use crate::text::Span;

/// Whether the file has front matter that the tool looks at.
fn is_agent(file: &AgentFile) -> bool {
    let reason = file.verdict.reason.as_ref().map(|reason| reason.kind);
    !matches!(reason, Some(ReasonKind::NoFrontMatter | ReasonKind::NotAnAgent | ReasonKind::NotAMap))
}

/// The field and the entry of a value that is thrown away.
fn place<'a>(file: &'a AgentFile, dropped: &DroppedValue) -> Option<(&'static Field, &'a Entry)> {
    let field = file.dialect.fields.iter().find(|field| field.key == dropped.key)?;
    Some((field, file.front_matter.entries.get(dropped.entry)?))
}

/// How severe a bad value is by what it costs; `None` where it costs only itself.
fn cost(field: &Field, dropped: &DroppedValue) -> Option<Severity> {
    let costs_more = dropped.logged && matches!(field.bad_value, BadValue::DropsFile | BadValue::StopsProgram);
    costs_more.then_some(Severity::Error)
}

/// The text of an entry's value.
fn text_of<'a>(file: &'a AgentFile, entry: &Entry) -> Option<&'a str> {
    match &file.front_matter.value(entry)?.kind {
        NodeKind::String { value, .. } => Some(value),
        _ => None,
    }
}

/// Without the blanks and line ends at its end.
fn trimmed(file: &AgentFile, span: Span) -> Span {
    Span::new(span.start, span.start + Span::offset(span.slice(&file.text).trim_end().len()))
}
