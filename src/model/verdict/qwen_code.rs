//! What Qwen Code does with an agent file: it turns values into texts and drops what it can't use, but
//! checks name, body and some modes. Observed with 0.24.4.

use super::ledger::{Counting, Ledger};
use super::tool_list::Token;
use super::value::{self, Reading};
use super::{
    Asked, DropCause, EffectiveModel, ModelVerdict, Reason, ReasonKind, Reported, Surroundings, Tokens, ToolFate,
    Verdict, model_in_effect, name, named_tools, tokens,
};
use crate::dialect::{Field, Role, ValueKind};
use crate::syntax::{FrontMatterState, Node, NodeKind, ScalarStyle, Tree};
use crate::text::Span;
use std::borrow::Cow;

pub fn judge(Asked { text, front_matter, dialect, version, around, .. }: Asked<'_>) -> Verdict {
    let mut ledger = Ledger::new(text, front_matter, dialect, version);
    let fence = ledger.fence();
    let first = match front_matter.state {
        FrontMatterState::None => Some(Reason { kind: ReasonKind::NoFrontMatter, span: fence }),
        FrontMatterState::Lost => Some(Reason { kind: ReasonKind::TooBig, span: fence }),
        FrontMatterState::Valid | FrontMatterState::Repaired => None,
    };
    ledger.required_texts(fence);
    ledger.values();
    ledger.body();

    let mcp = |entry: &str| mcp_fate(entry, around);
    let names = |role| {
        let entry = ledger.entry(role)?;
        // Without a single name it is as if the key were not there.
        named_tools::names(text, front_matter, dialect, entry).filter(|names: &Vec<Token>| !names.is_empty())
    };
    let (allowed, denied) = (names(Role::Tools), names(Role::DeniedTools).unwrap_or_default());
    let tools = named_tools::judge(dialect, version, allowed.as_deref(), &denied, mcp);
    let reason = first.or_else(|| ledger.reasons.first().cloned());
    let loads = reason.is_none();
    let stringified = |role| {
        let node = ledger.node(role)?;
        Some(as_text(text, node, &front_matter.tree)?.into_owned()).filter(|text| !text.is_empty())
    };
    let description = stringified(Role::Description);
    Verdict {
        loads,
        reason,
        reported: Reported::Log,
        launches: loads,
        name: stringified(Role::Name),
        tokens: Tokens {
            description: description.as_deref().map_or(0, tokens::estimate),
            // Filled in by whoever reads the body.
            body: 0,
        },
        description,
        model: ledger.model(),
        tools,
        ignored_keys: ledger.ignored_keys,
        dropped_values: ledger.dropped_values,
    }
}

impl Ledger<'_> {
    fn required_texts(&mut self, fence: Span) {
        for (role, missing, bad) in [
            (Role::Name, ReasonKind::MissingName, ReasonKind::BadName),
            (Role::Description, ReasonKind::MissingDescription, ReasonKind::BadDescription),
        ] {
            let Some(entry) = self.entry(role) else {
                self.because(missing, fence);
                continue;
            };
            let Some(node) = self.front_matter.value(entry) else { continue };
            let Some(value) = as_text(self.text, node, &self.front_matter.tree) else {
                self.because(bad, node.span);
                continue;
            };
            if value.trim().is_empty() {
                self.because(missing, entry.key_span);
            } else if role == Role::Name
                && let Some(fault) = name::fault(&self.dialect.name, value.trim())
            {
                let span = fault.place(self.text, node.span);
                self.because(ReasonKind::BadName, span);
            }
        }
    }

    fn values(&mut self) {
        let counting = self.counting();
        let unknown: Vec<Counting<'_>> = counting.iter().copied().filter(|c| c.field.is_none()).collect();
        self.ignore(&unknown);
        for Counting { at, entry, field } in counting {
            let (Some(field), Some(node)) = (field, self.front_matter.value(entry)) else { continue };
            if node.kind == NodeKind::Null {
                continue;
            }
            for (cause, span, logged) in self.faults(field, node, entry.key_span) {
                self.lose(field, at, cause, span, logged);
            }
        }
    }

    /// What is thrown away of a value: why, which words, and whether it is logged.
    fn faults(&self, field: &Field, node: &Node, key: Span) -> Vec<(DropCause, Span, bool)> {
        let whole = |cause, logged| vec![(cause, node.span, logged)];
        match field.value {
            ValueKind::ToolList => match node.kind {
                NodeKind::String { .. } | NodeKind::List(_) => Vec::new(),
                _ => whole(DropCause::WrongType, false),
            },
            ValueKind::Choice if node.as_str() == Some("") => Vec::new(),
            ValueKind::Choice | ValueKind::Count | ValueKind::Flag => {
                match value::read(field, node, &self.front_matter.tree, key) {
                    Reading::Dropped(cause, span) => vec![(cause, span, field.logs_bad_values)],
                    Reading::NoEffect(cause, span) => vec![(cause, span, false)],
                    Reading::Taken(_) | Reading::Unset => Vec::new(),
                }
            }
            ValueKind::Map => self.map_faults(field, node),
            ValueKind::ServerMap | ValueKind::Hooks => match &node.kind {
                NodeKind::Map(_) => Vec::new(),
                _ => whole(DropCause::WrongType, true),
            },
            _ => Vec::new(),
        }
    }

    /// Numbers above 0, and whether something is there that has to be; what else stands in the map has no effect.
    fn map_faults(&self, field: &Field, node: &Node) -> Vec<(DropCause, Span, bool)> {
        let NodeKind::Map(pairs) = &node.kind else {
            // Only a map that has to hold something is looked at.
            let is_needed = field.sub_keys.iter().any(|sub| sub.required);
            return vec![(DropCause::WrongType, node.span, is_needed)];
        };
        let mut faults = Vec::new();
        for (key, value) in pairs {
            let tree = &self.front_matter.tree;
            let (Some(key), Some(value)) = (tree.get(*key), tree.get(*value)) else { continue };
            let Some(known) = field.sub_keys.iter().find(|sub| Some(&*sub.key) == key.as_str()) else { continue };
            let whole_number = |number: f64| !known.whole || number.fract() == 0.0;
            match &value.kind {
                NodeKind::Number(number) if known.number && *number > 0.0 && whole_number(*number) => {}
                NodeKind::Number(_) if known.number => faults.push((DropCause::OutOfRange, value.span, true)),
                _ if known.number => faults.push((DropCause::WrongType, value.span, true)),
                _ if known.values.is_empty() => {}
                _ if value.as_str().is_some_and(|text| known.values.iter().any(|v| v.value == text)) => {}
                _ => faults.push((DropCause::NotAChoice, value.span, true)),
            }
        }
        let has = |name: &str| {
            let keys = pairs.iter().filter_map(|(key, _)| self.front_matter.tree.get(*key));
            keys.into_iter().any(|key| key.as_str() == Some(name))
        };
        if field.sub_keys.iter().any(|sub| sub.required && !has(&sub.key)) {
            faults.push((DropCause::MissingSubKey, node.span, true));
        }
        faults
    }

    /// Any value becomes a text, and a text is sent as it stands.
    fn model(&self) -> ModelVerdict {
        let entry = self.entry(Role::Model);
        let node = self.node(Role::Model);
        let raw = entry.map(|entry| entry.raw_value.slice(self.text));
        match node.map(|node| &node.kind) {
            None | Some(NodeKind::Null | NodeKind::String { .. }) => model_in_effect::judge(self.dialect, node, raw),
            Some(_) => {
                let text = node.and_then(|node| as_text(self.text, node, &self.front_matter.tree));
                let effective = text.map_or(EffectiveModel::Inherit, |text| EffectiveModel::Id(text.into_owned()));
                ModelVerdict { declared: raw.map(str::to_owned), effective }
            }
        }
    }
}

/// A value as JavaScript makes a text of it; `None` of a map. Numbers stay as they are written.
fn as_text<'a>(text: &'a str, node: &'a Node, tree: &'a Tree) -> Option<Cow<'a, str>> {
    match &node.kind {
        NodeKind::Null => Some(Cow::Borrowed("")),
        NodeKind::Bool(value) => Some(Cow::Owned(value.to_string())),
        NodeKind::Number(number) => {
            let plain = number.is_finite() && number.abs() < 1e15;
            Some(if plain { Cow::Owned(number.to_string()) } else { Cow::Borrowed(node.span.slice(text)) })
        }
        NodeKind::String { value, .. } => Some(Cow::Borrowed(value)),
        NodeKind::List(items) => {
            let parts: Vec<Cow<'_, str>> = (items.iter().filter_map(|id| tree.get(*id)))
                .map(|item| match &item.kind {
                    NodeKind::List(_) | NodeKind::Map(_) => Cow::Borrowed(item.span.slice(text)),
                    NodeKind::String { value, style: ScalarStyle::Plain } => Cow::Borrowed(&**value),
                    _ => as_scalar(text, item),
                })
                .collect();
            Some(Cow::Owned(parts.join(",")))
        }
        NodeKind::Map(_) => None,
    }
}

fn as_scalar<'a>(text: &'a str, node: &'a Node) -> Cow<'a, str> {
    match &node.kind {
        NodeKind::Null => Cow::Borrowed(""),
        NodeKind::String { value, .. } => Cow::Borrowed(value),
        _ => Cow::Borrowed(node.span.slice(text)),
    }
}

/// `mcp__SERVER__TOOL`, by its full name; patterns count where tools are denied.
fn mcp_fate(entry: &str, around: Surroundings<'_>) -> Option<ToolFate> {
    let rest = entry.strip_prefix("mcp__")?;
    let (server, tool) = match rest.split_once("__") {
        Some((server, tool)) => (server, Some(tool)),
        None => (rest, None),
    };
    let known = around.mcp_servers.is_none_or(|servers| servers.iter().any(|known| known == server));
    let matches = known && !server.is_empty() && !server.contains('*');
    let tool = tool.filter(|tool| *tool != "*").map(str::to_owned);
    Some(ToolFate::Mcp { server: server.to_owned(), tool, matches })
}
