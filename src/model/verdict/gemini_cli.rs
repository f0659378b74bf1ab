//! What Gemini CLI does with an agent file: it takes what fits its schema to the letter, and rejects
//! the rest. Observed with 0.61.0.

use super::ledger::{Counting, Ledger};
use super::{
    Asked, DropCause, ReasonKind, Reported, Surroundings, Tokens, ToolFate, Verdict, model_in_effect, name,
    named_tools, tokens, typed_fields,
};
use crate::dialect::{Field, Role, ValueKind};
use crate::syntax::{Entry, FrontMatter, FrontMatterState, Node, NodeId, NodeKind, ScalarStyle};
use crate::text::Span;

pub fn judge(Asked { text, front_matter, dialect, version, around, .. }: Asked<'_>) -> Verdict {
    let mut ledger = Ledger::new(text, front_matter, dialect, version);
    let fence = ledger.fence();
    let remote_list = is_remote_list(front_matter);
    let first = ledger.unreadable();
    let kind = Kind::of(&ledger);
    ledger.keys(kind);
    if !remote_list {
        ledger.required(kind, fence);
    }
    let mcp = |entry: &str| mcp_fate(entry, around);
    let tokens = match ledger.entry(Role::Tools) {
        Some(entry) => named_tools::names(text, front_matter, dialect, entry),
        None => None,
    };
    let tools = named_tools::judge(dialect, version, tokens.as_deref(), &[], mcp);
    ledger.bad_tools(tokens.as_deref(), mcp);

    let reason = first.or_else(|| ledger.reasons.first().cloned());
    let model_raw = ledger.entry(Role::Model).map(|entry| entry.raw_value.slice(text));
    let string = |role| ledger.node(role).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let description = string(Role::Description);
    let loads = reason.is_none();
    Verdict {
        loads,
        reason,
        // What can't be loaded is shown when a session begins.
        reported: Reported::Session,
        launches: loads,
        name: string(Role::Name),
        tokens: Tokens {
            description: description.as_deref().map_or(0, tokens::estimate),
            // Filled in by whoever reads the body.
            body: 0,
        },
        description,
        model: model_in_effect::judge(dialect, ledger.node(Role::Model), model_raw),
        tools,
        ignored_keys: ledger.ignored_keys,
        dropped_values: ledger.dropped_values,
    }
}

/// Front matter that is a list defines several remote agents.
fn is_remote_list(front_matter: &FrontMatter) -> bool {
    let root = front_matter.tree.get(NodeId(0)).map(|node| &node.kind);
    front_matter.state == FrontMatterState::Valid && matches!(root, Some(NodeKind::List(_)))
}

/// The two kinds of agents, each with a schema of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Local,
    Remote,
}

impl Kind {
    const REMOTE: &'static str = "remote";

    /// As written; without a word of it, an agent with a card is a remote one.
    fn of(ledger: &Ledger<'_>) -> Kind {
        let has_card = ledger.counting().iter().any(|c| c.field.is_some_and(|field| field.role == Role::AgentCard));
        match ledger.node(Role::Kind).and_then(Node::as_str) {
            Some(Kind::REMOTE) => Kind::Remote,
            None if has_card => Kind::Remote,
            _ => Kind::Local,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Kind::Local => "local",
            Kind::Remote => Kind::REMOTE,
        }
    }

    fn knows(self, field: &Field) -> bool {
        field.kinds.is_empty() || field.kinds.iter().any(|kind| kind == self.word())
    }
}

impl Ledger<'_> {
    /// Unknown keys, and values of another type or form than the schema has.
    fn keys(&mut self, kind: Kind) {
        let counting = self.counting();
        let unknown: Vec<Counting<'_>> =
            counting.iter().copied().filter(|c| !c.field.is_some_and(|field| kind.knows(field))).collect();
        for counting in &counting {
            let Some(field) = counting.field.filter(|field| kind.knows(field)) else {
                self.because(ReasonKind::UnknownKey, counting.entry.key_span);
                continue;
            };
            // These two have reasons of their own.
            if matches!(field.role, Role::Name | Role::Description) {
                continue;
            }
            if let Some((cause, span)) = self.fault(field, counting.entry) {
                self.lose(field, counting.at, cause, span, true);
            }
        }
        self.ignore(&unknown);
        let cards: Vec<Counting<'_>> = (counting.into_iter())
            .filter(|c| c.field.is_some_and(|field| field.role == Role::AgentCard && kind.knows(field)))
            .collect();
        if let [_, second, ..] = cards.as_slice()
            && let Some(field) = second.field
        {
            self.lose(field, second.at, DropCause::Excluded, second.entry.key_span, true);
        }
    }

    fn fault(&self, field: &Field, entry: &Entry) -> Option<(DropCause, Span)> {
        let node = self.front_matter.value(entry)?;
        if node.kind == NodeKind::Null {
            return Some((DropCause::Empty, entry.key_span));
        }
        let text = Some(node).filter(|node| !is_date(node)).and_then(Node::as_str);
        let unless = |fits: bool, cause| if fits { None } else { Some((cause, node.span)) };
        match field.value {
            ValueKind::ToolList => unless(matches!(node.kind, NodeKind::List(_)), DropCause::WrongType),
            ValueKind::Url | ValueKind::Json => match text {
                None => Some((DropCause::WrongType, node.span)),
                Some(text) if field.value == ValueKind::Url => unless(is_url(text), DropCause::WrongForm),
                Some(text) => unless(looks_like_json(text), DropCause::WrongForm),
            },
            ValueKind::ServerMap => self.server_fault(node),
            ValueKind::Map => self.map_fault(field, node),
            _ => typed_fields::fault(field, entry, &self.front_matter.tree, &|node| {
                node.as_str().is_some() && !is_date(node)
            }),
        }
    }

    /// Each server is a map; keys in it that are not known do no harm.
    fn server_fault(&self, node: &Node) -> Option<(DropCause, Span)> {
        let NodeKind::Map(pairs) = &node.kind else { return Some((DropCause::WrongType, node.span)) };
        let nodes = pairs.iter().filter_map(|(_, config)| self.front_matter.tree.get(*config));
        nodes.into_iter().find(|c| !matches!(c.kind, NodeKind::Map(_))).map(|c| (DropCause::WrongType, c.span))
    }

    /// A map whose known keys have to hold one of their values.
    fn map_fault(&self, field: &Field, node: &Node) -> Option<(DropCause, Span)> {
        let NodeKind::Map(pairs) = &node.kind else { return Some((DropCause::WrongType, node.span)) };
        pairs.iter().find_map(|(key, value)| {
            let key = self.front_matter.tree.get(*key)?.as_str()?;
            let value = self.front_matter.tree.get(*value)?;
            let known = field.sub_keys.iter().find(|sub| sub.key == key && !sub.values.is_empty())?;
            let fits = value.as_str().is_some_and(|text| known.values.iter().any(|choice| choice.value == text));
            (!fits).then_some((DropCause::NotAChoice, value.span))
        })
    }

    /// Name and description, and the card of a remote agent.
    fn required(&mut self, kind: Kind, fence: Span) {
        match self.entry(Role::Name).and_then(|entry| Some((entry, self.front_matter.value(entry)?))) {
            None if self.entry(Role::Name).is_none() => self.because(ReasonKind::MissingName, fence),
            None => {}
            Some((entry, node)) => match node.as_str() {
                Some("") => self.because(ReasonKind::MissingName, entry.key_span),
                Some(text) if !is_date(node) => {
                    if let Some(fault) = name::fault(&self.dialect.name, text) {
                        let span = fault.place(self.text, node.span);
                        self.because(ReasonKind::BadName, span);
                    }
                }
                _ if node.kind == NodeKind::Null => self.because(ReasonKind::MissingName, entry.key_span),
                _ => self.because(ReasonKind::BadName, node.span),
            },
        }
        let description = self.entry(Role::Description);
        match description.and_then(|entry| Some((entry, self.front_matter.value(entry)?))) {
            None if description.is_none() && kind == Kind::Local => {
                self.because(ReasonKind::MissingDescription, fence);
            }
            None => {}
            Some((entry, node)) => match node.as_str() {
                Some("") if kind == Kind::Local => self.because(ReasonKind::MissingDescription, entry.key_span),
                Some(_) if !is_date(node) => {}
                _ if node.kind == NodeKind::Null => self.because(ReasonKind::MissingDescription, entry.key_span),
                _ => self.because(ReasonKind::BadDescription, node.span),
            },
        }
        let has_card = self.counting().iter().any(|c| c.field.is_some_and(|field| field.role == Role::AgentCard));
        if kind == Kind::Remote && !has_card {
            let span = self.entry(Role::Kind).map_or(fence, |entry| entry.key_span);
            self.because(ReasonKind::MissingKey, span);
        }
        // The first thing a person should mend comes first.
        self.reasons.sort_by_key(|reason| match reason.kind {
            ReasonKind::MissingName | ReasonKind::BadName => 0,
            ReasonKind::MissingDescription | ReasonKind::BadDescription => 1,
            _ => 2,
        });
    }
}

/// `mcp_SERVER_TOOL`, where the tool may be `*`, and `mcp_*`; nothing else that begins like them is a name.
fn mcp_fate(entry: &str, around: Surroundings<'_>) -> Option<ToolFate> {
    let rest = entry.strip_prefix("mcp_")?;
    if rest == "*" {
        return Some(ToolFate::Mcp { server: "*".into(), tool: None, matches: true });
    }
    let Some((server, tool)) = rest.split_once('_') else { return Some(ToolFate::Unknown) };
    let is_slug = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-'))
    };
    let named = tool == "*" || is_slug(tool) && tool.contains(|c| c != '_');
    if !is_slug(server) || !named {
        return Some(ToolFate::Unknown);
    }
    let known = around.mcp_servers.is_none_or(|servers| servers.iter().any(|known| known == server));
    let tool = Some(tool).filter(|tool| *tool != "*").map(str::to_owned);
    Some(ToolFate::Mcp { server: server.to_owned(), tool, matches: known })
}

/// Whether its YAML reader makes a date of a text without quotes: `2026-11-22`, with or without a time.
fn is_date(node: &Node) -> bool {
    let NodeKind::String { value, style: ScalarStyle::Plain } = &node.kind else { return false };
    let day = value.get(..10).unwrap_or("");
    let is_day = day.chars().enumerate().all(|(at, c)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    let time = value.get(10..).unwrap_or("").trim_start_matches(['T', 't', ' ', '\t']);
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | '+' | '-' | ' ');
    day.len() == 10 && is_day && (value.len() == 10 || time.contains(':') && time.chars().all(is_time))
}

/// A scheme, a colon and something behind it.
fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "ws" | "wss" | "ftp");
    named && if web { !rest.trim_matches('/').is_empty() } else { true }
}

/// Whether a text begins and ends as JSON does; what stands between is not looked at.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim();
    let wrapped = |open, close| text.len() > 1 && text.starts_with(open) && text.ends_with(close);
    let is_word = matches!(text, "true" | "false" | "null");
    wrapped('{', '}') || wrapped('[', ']') || wrapped('"', '"') || is_word || text.parse::<f64>().is_ok()
}
