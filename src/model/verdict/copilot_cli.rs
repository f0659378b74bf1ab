//! What GitHub Copilot CLI does with an agent file. Observed with 1.0.102.

use super::ledger::Ledger;
use super::tool_list::{self, Granted, ToolList, field, find_tool};
use super::{
    Asked, EffectiveModel, ModelVerdict, Reason, ReasonKind, Reported, Tokens, ToolEntry, ToolFate, ToolsVerdict,
    Verdict, name, tokens,
};
use crate::dialect::{Reach, Role};
use crate::syntax::{FrontMatter, Node, NodeKind};

pub fn judge(asked: Asked<'_>) -> Verdict {
    let Asked { path, text, front_matter, dialect, version, around } = asked;
    let mut ledger = Ledger::new(text, front_matter, dialect, version);
    ledger.check(|node| node.as_str().is_some());
    let node = |role| front_matter.value(front_matter.entry(&field(dialect, role)?.key)?);
    let string = |role| node(role).and_then(Node::as_str);
    let description = string(Role::Description).map(str::to_owned);
    let reason = why_not_loaded(&ledger, around.invalid_utf8);
    Verdict {
        loads: reason.is_none(),
        launches: reason.is_none(),
        reason,
        reported: Reported::Log,
        name: Some(string(Role::Name).unwrap_or_else(|| name::from_path(&dialect.name, path)).to_owned()),
        tokens: Tokens {
            description: description.as_deref().map_or(0, tokens::estimate),
            // Filled in by whoever reads the body.
            body: 0,
        },
        description,
        model: model(front_matter, node(Role::Model)),
        tools: tools(asked),
        ignored_keys: ledger.ignored_keys,
        dropped_values: ledger.dropped_values,
    }
}

fn why_not_loaded(ledger: &Ledger<'_>, invalid_utf8: bool) -> Option<Reason> {
    let because = |kind| Some(Reason { kind, span: ledger.fence() });
    if invalid_utf8 {
        return because(ReasonKind::NotUtf8);
    }
    let bad_value = || ledger.reasons.first().cloned();
    let undescribed =
        || if ledger.entry(Role::Description).is_some() { None } else { because(ReasonKind::MissingDescription) };
    ledger.unreadable().or_else(bad_value).or_else(undescribed)
}

/// A text, or the first of a list.
fn model(front_matter: &FrontMatter, node: Option<&Node>) -> ModelVerdict {
    let first = match node.map(|node| &node.kind) {
        Some(NodeKind::List(items)) => items.first().and_then(|id| front_matter.tree.get(*id)),
        _ => node,
    };
    let declared = first.and_then(Node::as_str).map(str::to_owned);
    let effective = match declared.as_deref().map(str::trim) {
        Some(id) if !id.is_empty() => EffectiveModel::Id(id.to_owned()),
        _ => EffectiveModel::Inherit,
    };
    ModelVerdict { declared, effective }
}

fn tools(asked: Asked<'_>) -> ToolsVerdict {
    let entry = field(asked.dialect, Role::Tools).and_then(|field| asked.front_matter.entry(&field.key));
    let tokens = match tool_list::read_list(asked.text, asked.front_matter, entry) {
        ToolList::Absent => return ToolsVerdict::default(),
        ToolList::Nothing => Vec::new(),
        ToolList::Tokens(tokens) => tokens,
    };
    let fate = |name: &str| fate(asked, name);
    let declared: Vec<ToolEntry> = tokens
        .into_iter()
        .map(|token| ToolEntry { fate: fate(&token.text), text: token.text, span: token.span })
        .collect();
    let inherits = declared.iter().any(|entry| entry.fate == ToolFate::All);
    let effective = (!inherits).then(|| {
        let mut granted = Granted::default();
        for entry in &declared {
            match &entry.fate {
                ToolFate::Tool { name, .. } => {
                    granted.add(name);
                    let brought = find_tool(asked.dialect, name).map(|(tool, _)| &tool.brings);
                    brought.into_iter().flat_map(|names| names.iter()).for_each(|name| granted.add(name));
                }
                ToolFate::Mcp { matches: true, .. } => granted.add(&entry.text),
                _ => {}
            }
        }
        granted.names
    });
    ToolsVerdict { declared, effective, ..ToolsVerdict::default() }
}

fn fate(asked: Asked<'_>, text: &str) -> ToolFate {
    if text == "*" {
        return ToolFate::All;
    }
    if let Some((tool, renamed)) = find_tool(asked.dialect, text) {
        return match tool.reach {
            Reach::Always | Reach::WhenListed => {
                ToolFate::Tool { name: tool.name.to_string(), renamed, specifier: None }
            }
            _ => ToolFate::NoEffect { name: tool.name.to_string() },
        };
    }
    // `read/readFile` is a tool of an editor, not of a server.
    match text.split_once('/') {
        Some((server, tool)) if find_tool(asked.dialect, server).is_none() => ToolFate::Mcp {
            server: server.to_owned(),
            tool: (tool != "*").then(|| tool.to_owned()),
            matches: !server.is_empty() && !tool.is_empty(),
        },
        _ => ToolFate::Unknown,
    }
}
