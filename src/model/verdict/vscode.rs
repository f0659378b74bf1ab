//! What VS Code does with an agent file: it loads almost everything, and passes over what it can't use.
//! Read in its source, 2026-11-26; nobody has asked the program.

use super::named_tools;
use super::tool_list::{self, Granted, Token, field, find_tool};
use super::{
    Asked, DropCause, DroppedValue, EffectiveModel, IgnoredKey, ModelVerdict, Reported, Tokens, ToolEntry, ToolFate,
    ToolsVerdict, Verdict, kind, name, tokens, typed_fields,
};
use crate::dialect::{Dialect, Field, Reach, Role, Take, ValueKind};
use crate::syntax::{Entry, FrontMatter, Node, NodeKind, Tree};
use crate::text::Span;

pub fn judge(asked: Asked<'_>) -> Verdict {
    let Asked { path, text, front_matter, dialect, version, .. } = asked;
    let node = |role| front_matter.value(front_matter.entry(&field(dialect, role)?.key)?);
    let words = |role| node(role).and_then(|node| scalar(text, node)).filter(|text| !text.trim().is_empty());
    let description = words(Role::Description);
    let kind = written_kind(dialect, front_matter);
    let mut ignored_keys = Vec::new();
    let mut dropped_values = Vec::new();
    for (at, entry) in front_matter.entries.iter().enumerate() {
        let counts = front_matter.entry(&entry.key).is_some_and(|counting| counting.span == entry.span);
        match typed_fields::known_field(dialect, version, &entry.key) {
            None => ignored_keys.push(IgnoredKey { key: entry.key.to_string(), entry: at }),
            Some(field) if !kind::knows(field, kind) => {
                ignored_keys.push(IgnoredKey { key: entry.key.to_string(), entry: at });
            }
            Some(field) if counts => {
                if let Some((cause, span)) = fault(field, entry, &front_matter.tree) {
                    let key = entry.key.to_string();
                    dropped_values.push(DroppedValue { role: field.role, key, entry: at, span, cause, logged: true });
                }
            }
            Some(_) => {}
        }
    }
    Verdict {
        loads: true,
        reason: None,
        reported: Reported::Never,
        launches: true,
        name: Some(words(Role::Name).unwrap_or_else(|| name::from_path(&dialect.name, path).to_owned())),
        tokens: Tokens {
            description: description.as_deref().map_or(0, tokens::estimate),
            // Filled in by whoever reads the body.
            body: 0,
        },
        description,
        model: model(text, front_matter, node(Role::Model)),
        tools: tools(asked, kind),
        ignored_keys,
        dropped_values,
    }
}

/// The kind that the file names, as data calls it.
fn written_kind<'d>(dialect: &'d Dialect, front_matter: &FrontMatter) -> Option<&'d str> {
    let field = field(dialect, Role::Kind)?;
    let written = front_matter.value(front_matter.entry(&field.key)?)?.as_str()?.trim();
    field.values.iter().find(|choice| choice.value == written).map(|choice| &*choice.value)
}

/// Anything but a list or a map is a text.
fn scalar(text: &str, node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::List(_) | NodeKind::Map(_) => None,
        NodeKind::Null => Some(String::new()),
        NodeKind::String { value, .. } => Some(value.to_string()),
        NodeKind::Bool(_) | NodeKind::Number(_) => Some(node.span.slice(text).to_owned()),
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.kind, NodeKind::List(_) | NodeKind::Map(_))
}

fn is_blank(node: &Node) -> bool {
    node.kind == NodeKind::Null || node.as_str().is_some_and(|text| text.trim().is_empty())
}

/// The first thing in a value that its field does not take.
fn fault(field: &Field, entry: &Entry, tree: &Tree) -> Option<(DropCause, Span)> {
    let node = tree.get(entry.value?)?;
    let takes = |take| field.takes.contains(&take);
    let wrong = |node: &Node| Some((DropCause::WrongType, node.span));
    let empty = || Some((DropCause::Empty, if node.span.is_empty() { entry.key_span } else { node.span }));
    if node.kind == NodeKind::Null && field.value != ValueKind::ToolList {
        return if takes(Take::Empty) { None } else { empty() };
    }
    match field.value {
        ValueKind::Text | ValueKind::Url | ValueKind::Json if !is_scalar(node) => wrong(node),
        ValueKind::Text | ValueKind::Url | ValueKind::Json if is_blank(node) => empty(),
        ValueKind::Model => match &node.kind {
            NodeKind::Map(_) => wrong(node),
            NodeKind::List(items) if !takes(Take::List) || items.is_empty() => wrong(node),
            NodeKind::List(items) => {
                let items = || items.iter().filter_map(|id| tree.get(*id));
                let first = items().find(|item| !is_scalar(item) || is_blank(item))?;
                Some((DropCause::Item, first.span))
            }
            _ if is_blank(node) => empty(),
            _ => None,
        },
        ValueKind::ToolList | ValueKind::NameList | ValueKind::TextList => match &node.kind {
            NodeKind::List(items) => {
                let item = items.iter().filter_map(|id| tree.get(*id)).find(|item| !is_scalar(item))?;
                Some((DropCause::Item, item.span))
            }
            NodeKind::Map(_) => wrong(node),
            _ if field.value == ValueKind::TextList => wrong(node),
            _ => None,
        },
        ValueKind::Choice => match node.as_str().map(str::trim) {
            Some("") => empty(),
            Some(text) if field.values.iter().any(|choice| choice.value == text) => None,
            Some(_) => Some((DropCause::NotAChoice, node.span)),
            None if is_scalar(node) => Some((DropCause::NotAChoice, node.span)),
            None => wrong(node),
        },
        ValueKind::Flag => match node.kind {
            NodeKind::Bool(_) => None,
            _ if is_scalar(node) => Some((DropCause::NotAChoice, node.span)),
            _ => wrong(node),
        },
        ValueKind::Count | ValueKind::Number => {
            (!matches!(node.kind, NodeKind::Number(_))).then_some((DropCause::WrongType, node.span))
        }
        ValueKind::MapList | ValueKind::ServerList => match node.kind {
            NodeKind::List(_) => None,
            _ => wrong(node),
        },
        ValueKind::Map
        | ValueKind::TextMap
        | ValueKind::ServerMap
        | ValueKind::Hooks
        | ValueKind::Switches
        | ValueKind::Permissions => match node.kind {
            NodeKind::Map(_) => None,
            _ => wrong(node),
        },
        ValueKind::Text | ValueKind::Url | ValueKind::Json => None,
    }
}

/// A text, or the first of a list: the first that is there is used.
fn model(text: &str, front_matter: &FrontMatter, node: Option<&Node>) -> ModelVerdict {
    let first = match node.map(|node| &node.kind) {
        Some(NodeKind::List(items)) => items.first().and_then(|id| front_matter.tree.get(*id)),
        _ => node,
    };
    let declared = first.and_then(|node| scalar(text, node));
    let effective = match declared.as_deref().map(str::trim) {
        Some(name) if !name.is_empty() => EffectiveModel::Id(name.to_owned()),
        _ => EffectiveModel::Inherit,
    };
    ModelVerdict { declared, effective }
}

fn tools(asked: Asked<'_>, kind: Option<&str>) -> ToolsVerdict {
    let Asked { text, front_matter, dialect, .. } = asked;
    let entry = field(dialect, Role::Tools).and_then(|field| front_matter.entry(&field.key));
    let Some(entry) = entry else { return ToolsVerdict::default() };
    let tokens: Vec<Token> = match front_matter.value(entry).map(|node| &node.kind) {
        Some(NodeKind::Null) => Vec::new(),
        Some(NodeKind::Map(_)) | None => return ToolsVerdict::default(),
        Some(_) => named_tools::names(text, front_matter, dialect, entry).unwrap_or_default(),
    };
    let usual = field(dialect, Role::Kind).and_then(|field| field.values.first()).map(|choice| &*choice.value);
    let elsewhere = kind.is_some() && kind != usual;
    let declared: Vec<ToolEntry> = tokens
        .into_iter()
        .map(|token| ToolEntry { fate: fate(dialect, &token.text, elsewhere), text: token.text, span: token.span })
        .collect();
    if declared.iter().any(|entry| entry.fate == ToolFate::All) {
        return ToolsVerdict { declared, ..ToolsVerdict::default() };
    }
    let mut granted = Granted::default();
    for entry in &declared {
        match &entry.fate {
            ToolFate::Tool { name, .. } => {
                let tool = find_tool(dialect, name).map(|(tool, _)| tool);
                let inside = tool
                    .map_or(&[][..], |tool| if tool.reach == Reach::Split { &tool.use_instead } else { &tool.brings });
                if inside.is_empty() {
                    granted.add(name);
                }
                inside.iter().for_each(|name| granted.add(name));
            }
            ToolFate::Mcp { .. } => granted.add(&entry.text),
            _ => {}
        }
    }
    ToolsVerdict { declared, effective: Some(granted.names), ..ToolsVerdict::default() }
}

/// What becomes of one name. `elsewhere`: the file says that it is for another program, whose tools are
/// called otherwise.
fn fate(dialect: &Dialect, text: &str, elsewhere: bool) -> ToolFate {
    if text == "*" {
        return ToolFate::All;
    }
    if let Some((tool, renamed)) = find_tool(dialect, text).filter(|_| !elsewhere) {
        return match tool.reach {
            Reach::Gone | Reach::Never => ToolFate::NoEffect { name: tool.name.to_string() },
            _ => ToolFate::Tool { name: tool.name.to_string(), renamed, specifier: None },
        };
    }
    match text.rsplit_once('/') {
        // The tools of a set are all known.
        Some((set, _)) if tool_list::find_tool(dialect, set).is_some_and(|(tool, _)| !tool.brings.is_empty()) => {
            ToolFate::Unknown
        }
        Some((server, tool)) if !server.is_empty() && !tool.is_empty() => {
            ToolFate::Mcp { server: server.to_owned(), tool: (tool != "*").then(|| tool.to_owned()), matches: true }
        }
        _ if elsewhere => ToolFate::Tool { name: text.to_owned(), renamed: false, specifier: None },
        _ => ToolFate::Unknown,
    }
}
