//! What a tool does with an agent file of which nothing peculiar is known: it takes what its documentation
//! says, and the rest is not known.

use super::ledger::{Counting, Ledger};
use super::{
    Asked, ReasonKind, Reported, Surroundings, Tokens, ToolFate, Verdict, model_in_effect, name, named_tools, tokens,
};
use crate::dialect::{BadValue, Dialect, Identity, Role, UnknownTools};
use crate::syntax::{Node, NodeKind};

pub fn judge(Asked { path, text, front_matter, dialect, version, around }: Asked<'_>) -> Verdict {
    let mut ledger = Ledger::new(text, front_matter, dialect, version);
    let first = ledger.unreadable();
    ledger.required_keys();
    ledger.check(|node| node.as_str().is_some());
    ledger.body();
    let mcp = |entry: &str| mcp_fate(dialect, entry, around);
    let tokens_of = |role| named_tools::names(text, front_matter, dialect, ledger.entry(role)?);
    let (allowed, denied) = (tokens_of(Role::Tools), tokens_of(Role::DeniedTools).unwrap_or_default());
    if dialect.unknown_tools == UnknownTools::DropFile {
        ledger.bad_tools(allowed.as_deref(), mcp);
    }
    let tools = named_tools::judge(dialect, version, allowed.as_deref(), &denied, mcp);
    let reason = first.or_else(|| ledger.reasons.first().cloned());
    let model_raw = ledger.entry(Role::Model).map(|entry| entry.raw_value.slice(text));
    let string = |role| ledger.node(role).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let description = string(Role::Description);
    let of_file = || (dialect.name.identity != Identity::Name).then(|| name::from_path(&dialect.name, path).to_owned());
    let loads = reason.is_none();
    Verdict {
        loads,
        reason,
        reported: Reported::Log,
        launches: loads,
        name: string(Role::Name).or_else(of_file),
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

impl Ledger<'_> {
    /// Keys that have to be there and are not, and a name that the tool refuses.
    fn required_keys(&mut self) {
        for field in self.dialect.fields.iter().filter(|field| field.required) {
            let entry = self.front_matter.entry(&field.key);
            let is_empty = |node: &Node| node.kind == NodeKind::Null || node.as_str() == Some("");
            let at = match entry {
                None => self.fence(),
                Some(entry) if self.front_matter.value(entry).is_some_and(is_empty) => entry.key_span,
                Some(_) => continue,
            };
            match field.role {
                Role::Name => self.because(ReasonKind::MissingName, at),
                Role::Description => self.because(ReasonKind::MissingDescription, at),
                _ => self.because(ReasonKind::MissingKey, at),
            }
        }
        let refuses = |c: &Counting<'_>| {
            c.field.is_some_and(|field| field.role == Role::Name && field.bad_value == BadValue::DropsFile)
        };
        let Some(counting) = self.counting().into_iter().find(refuses) else { return };
        let Some(node) = self.front_matter.value(counting.entry) else { return };
        match node.as_str() {
            Some(name) => {
                if let Some(fault) = name::fault(&self.dialect.name, name).filter(|_| !name.is_empty()) {
                    let span = fault.place(self.text, node.span);
                    self.because(ReasonKind::BadName, span);
                }
            }
            None if node.kind == NodeKind::Null => {}
            None => self.because(ReasonKind::BadName, node.span),
        }
    }
}

/// What becomes of a name that is no tool of the tool's own: where those are not known, any name may be one.
fn mcp_fate(dialect: &Dialect, entry: &str, around: Surroundings<'_>) -> Option<ToolFate> {
    let server = entry.strip_prefix("mcp__").map(|rest| rest.split("__").next().unwrap_or(rest));
    let server = server.or_else(|| entry.strip_prefix('@').map(|rest| rest.split('/').next().unwrap_or(rest)));
    let known = dialect.tools.iter().any(|tool| tool.name == entry);
    if let Some(server) = server.filter(|server| !server.is_empty() && !known) {
        let matches = around.mcp_servers.is_none_or(|servers| servers.iter().any(|known| known == server));
        return Some(ToolFate::Mcp { server: server.to_owned(), tool: None, matches });
    }
    let any_name = dialect.tools.is_empty();
    any_name.then(|| ToolFate::Tool { name: entry.to_owned(), renamed: false, specifier: None })
}
