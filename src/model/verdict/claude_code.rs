//! What Claude Code does with an agent file. Observed with 2.1.330.

use super::hooks;
use super::tool_list::{self, Circumstances, ToolList, field};
use super::value::{self, Reading};
use super::{
    Asked, DropCause, DroppedValue, EffectiveModel, IgnoredKey, Reason, ReasonKind, Reported, Surroundings, Tokens,
    Verdict, model_in_effect, name, tokens, typed_fields,
};
use crate::dialect::{Dialect, Field, Identity, Role, Unreadable, ValueKind};
use crate::fact::Version;
use crate::syntax::{Entry, FrontMatter, FrontMatterState, Node, NodeId, NodeKind, ProblemKind};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Larger files are passed over.
const LARGEST_FILE: usize = 1_048_576;

pub fn judge(Asked { path, text, front_matter, dialect, version, around }: Asked<'_>) -> Verdict {
    let judge = Judge { text, front_matter, dialect, version };
    let of_file = || (dialect.name.identity != Identity::Name).then(|| name::from_path(&dialect.name, path).to_owned());
    if dialect.unreadable == Unreadable::LosesKeys && !judge.has_keys() && text.len() <= LARGEST_FILE {
        return Verdict::without_keys(of_file());
    }
    let mut verdict = judge.fields(around);
    verdict.name = verdict.name.or_else(of_file);
    if let Some((reason, reported)) = judge.why_not_loaded() {
        verdict.loads = false;
        verdict.launches = false;
        verdict.reason = Some(reason);
        verdict.reported = reported;
    }
    verdict
}

struct Judge<'a> {
    text: &'a str,
    front_matter: &'a FrontMatter,
    dialect: &'a Dialect,
    version: Version,
}

impl<'a> Judge<'a> {
    /// The entry that counts for a role; none where the tool never heeds its key.
    fn entry(&self, role: Role) -> Option<&'a Entry> {
        let field = field(self.dialect, role).filter(|field| field.without_effect.is_none())?;
        self.front_matter.entry(&field.key)
    }

    fn node(&self, role: Role) -> Option<&'a Node> {
        self.entry(role).and_then(|entry| self.front_matter.value(entry))
    }

    fn has_keys(&self) -> bool {
        matches!(self.front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired)
            && self.front_matter.problems.iter().all(|problem| problem.kind != ProblemKind::NotAMap)
    }

    fn is_required(&self, role: Role) -> bool {
        field(self.dialect, role).is_some_and(|field| field.required)
    }

    /// The first thing that keeps the file from being loaded, in the order in which the tool looks.
    fn why_not_loaded(&self) -> Option<(Reason, Reported)> {
        let fence = self.front_matter.opening.unwrap_or(Span::empty(0));
        let because = |kind, span, reported| Some((Reason { kind, span }, reported));
        if self.text.len() > LARGEST_FILE {
            return because(ReasonKind::TooBig, fence, Reported::Log);
        }
        if let Some(mark) = byte_order_mark(self.text)
            && self.dialect.byte_order_mark_since.is_some_and(|since| self.version < since)
        {
            return because(ReasonKind::ByteOrderMark, mark, Reported::Never);
        }
        match self.front_matter.state {
            FrontMatterState::None => return because(ReasonKind::NoFrontMatter, fence, Reported::Never),
            FrontMatterState::Lost => {
                let cause = self.front_matter.problems.iter().find(|p| p.kind != ProblemKind::CutInsideLine);
                return because(ReasonKind::LostFrontMatter, cause.map_or(fence, |p| p.span), Reported::Log);
            }
            FrontMatterState::Valid | FrontMatterState::Repaired => {}
        }
        if self.front_matter.problems.iter().any(|problem| problem.kind == ProblemKind::NotAMap) {
            return because(ReasonKind::NotAMap, fence, Reported::Never);
        }
        let name = || self.is_required(Role::Name).then(|| self.name_fault(fence)).flatten();
        let description = || self.is_required(Role::Description).then(|| self.description_fault(fence)).flatten();
        name().or_else(description).or_else(|| self.hooks_fault())
    }

    fn name_fault(&self, fence: Span) -> Option<(Reason, Reported)> {
        let because = |kind, span, reported| Some((Reason { kind, span }, reported));
        let Some(entry) = self.entry(Role::Name) else {
            return because(ReasonKind::MissingName, fence, Reported::Never);
        };
        let node = self.front_matter.value(entry)?;
        match &node.kind {
            NodeKind::Null => because(ReasonKind::MissingName, entry.key_span, Reported::Never),
            NodeKind::String { value, .. } if value.is_empty() => {
                because(ReasonKind::MissingName, entry.key_span, Reported::Never)
            }
            NodeKind::String { .. } if self.dialect.name.since.is_some_and(|since| self.version < since) => None,
            NodeKind::String { value, .. } => {
                let span = name::fault(&self.dialect.name, value)?.place(self.text, node.span);
                because(ReasonKind::BadName, span, Reported::Log)
            }
            _ => because(ReasonKind::BadName, node.span, Reported::Log),
        }
    }

    fn description_fault(&self, fence: Span) -> Option<(Reason, Reported)> {
        let because = |kind, span| Some((Reason { kind, span }, Reported::Log));
        let Some(entry) = self.entry(Role::Description) else { return because(ReasonKind::MissingDescription, fence) };
        let node = self.front_matter.value(entry)?;
        match &node.kind {
            NodeKind::Null => because(ReasonKind::MissingDescription, entry.key_span),
            NodeKind::String { value, .. } if value.is_empty() => {
                because(ReasonKind::MissingDescription, entry.key_span)
            }
            NodeKind::String { .. } => None,
            _ => because(ReasonKind::BadDescription, node.span),
        }
    }

    fn hooks_fault(&self) -> Option<(Reason, Reported)> {
        let field = field(self.dialect, Role::Hooks)?;
        let value = self.entry(Role::Hooks)?.value?;
        let fault = hooks::check(field, &self.front_matter.tree, value).into_iter().find(|fault| fault.fatal)?;
        Some((Reason { kind: ReasonKind::BadHooks, span: fault.span }, Reported::Log))
    }

    /// Everything but whether the file loads.
    fn fields(&self, around: Surroundings<'_>) -> Verdict {
        let mut ignored_keys = Vec::new();
        let mut dropped_values = Vec::new();
        let mut background = false;
        let mut plan_mode = false;
        let mut granted: Vec<String> = Vec::new();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        // Of equal keys the last one counts.
        let last: FxHashMap<&str, usize> =
            self.front_matter.entries.iter().enumerate().map(|(at, entry)| (&*entry.key, at)).collect();
        for (at, entry) in self.front_matter.entries.iter().enumerate() {
            let Some(field) = typed_fields::known_field(self.dialect, self.version, &entry.key) else {
                if seen.insert(&entry.key) {
                    ignored_keys.push(IgnoredKey { key: entry.key.to_string(), entry: at });
                }
                continue;
            };
            let counts = last.get(&*entry.key) == Some(&at);
            let Some(node) = self.front_matter.value(entry).filter(|_| counts) else { continue };
            let mut lose = |cause, span, logged| {
                dropped_values.push(DroppedValue {
                    role: field.role,
                    key: entry.key.to_string(),
                    entry: at,
                    span,
                    cause,
                    logged,
                });
            };
            if field.without_effect.is_some() {
                lose(DropCause::WithoutEffect, entry.key_span, false);
                continue;
            }
            match self.read(field, entry, node) {
                FieldReading::Plain(Reading::Taken(value)) => {
                    granted.extend(field.grants.iter().map(ToString::to_string));
                    background |= field.role == Role::Background && value == "true";
                    plan_mode |= field.role == Role::PermissionMode
                        && field.values.iter().any(|choice| choice.value == value && choice.plans);
                }
                FieldReading::Plain(Reading::Dropped(cause, span)) => lose(cause, span, field.logs_bad_values),
                FieldReading::Plain(Reading::NoEffect(cause, span)) => lose(cause, span, false),
                FieldReading::Plain(Reading::Unset) => {}
                FieldReading::Parts(parts) => {
                    parts.into_iter().for_each(|(cause, span, logged)| lose(cause, span, logged))
                }
            }
        }

        let model_raw = self.entry(Role::Model).map(|entry| entry.raw_value.slice(self.text));
        let model = model_in_effect::judge_by(self.version, self.dialect, self.node(Role::Model), model_raw);
        let model_id = match &model.effective {
            EffectiveModel::Id(id) => Some(id.clone()),
            EffectiveModel::Inherit => None,
        };
        let inline_servers = self.inline_servers();
        let known_servers: Option<Vec<String>> =
            around.mcp_servers.map(|servers| servers.iter().cloned().chain(inline_servers).collect());
        let read_tools = |role| tool_list::read_list(self.text, self.front_matter, self.entry(role));
        let allowed = read_tools(Role::Tools);
        let denied = match read_tools(Role::DeniedTools) {
            ToolList::Nothing => ToolList::Absent,
            list => list,
        };
        let circumstances = Circumstances {
            background,
            plan_mode,
            model: model_id.as_deref(),
            granted: &granted,
            mcp_servers: known_servers.as_deref(),
        };
        let (tools, launches) = tool_list::judge(self.dialect, self.version, &allowed, &denied, circumstances);
        let string = |role| self.node(role).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let description = string(Role::Description);
        Verdict {
            loads: true,
            reason: None,
            reported: Reported::Session,
            launches,
            name: string(Role::Name),
            tokens: Tokens {
                description: description.as_deref().map_or(0, tokens::estimate),
                // Filled in by whoever reads the body.
                body: 0,
            },
            description,
            model,
            tools,
            ignored_keys,
            dropped_values,
        }
    }

    fn read(&self, field: &Field, entry: &Entry, node: &Node) -> FieldReading {
        let tree = &self.front_matter.tree;
        match field.value {
            ValueKind::Choice | ValueKind::Count | ValueKind::Flag => {
                FieldReading::Plain(value::read_by(self.version, field, node, tree, entry.key_span))
            }
            // Those have reasons of their own.
            ValueKind::Text if field.required => FieldReading::Plain(Reading::Unset),
            ValueKind::Text => FieldReading::Plain(value::read(field, node, tree, entry.key_span)),
            ValueKind::NameList => FieldReading::Parts(self.name_list(node)),
            ValueKind::Number => FieldReading::Plain(value::read(field, node, tree, entry.key_span)),
            ValueKind::ServerList => FieldReading::Parts(self.server_list(node)),
            ValueKind::Map => FieldReading::Parts(self.map(field, node)),
            ValueKind::Hooks => {
                let faults = entry.value.map_or_else(Vec::new, |id| hooks::check(field, tree, id));
                let ignored = faults.into_iter().filter(|fault| !fault.fatal);
                FieldReading::Parts(ignored.map(|fault| (DropCause::UnknownSubKey, fault.span, false)).collect())
            }
            ValueKind::ToolList
            | ValueKind::Model
            | ValueKind::Switches
            | ValueKind::Permissions
            | ValueKind::ServerMap
            | ValueKind::Url
            | ValueKind::TextList
            | ValueKind::TextMap
            | ValueKind::MapList
            | ValueKind::Json => FieldReading::Plain(Reading::Unset),
        }
    }

    /// Names in a text or a list; anything else is taken without a word and has no effect.
    fn name_list(&self, node: &Node) -> Vec<Part> {
        match &node.kind {
            NodeKind::String { .. } | NodeKind::Null => Vec::new(),
            NodeKind::List(items) => self
                .nodes(items)
                .filter(|item| !matches!(item.kind, NodeKind::String { .. } | NodeKind::Null))
                .map(|item| (DropCause::WrongType, item.span, false))
                .collect(),
            _ => vec![(DropCause::WrongType, node.span, false)],
        }
    }

    fn server_list(&self, node: &Node) -> Vec<Part> {
        let NodeKind::List(items) = &node.kind else {
            let nothing = match &node.kind {
                NodeKind::Null => true,
                NodeKind::Map(pairs) => pairs.is_empty(),
                _ => false,
            };
            return if nothing { Vec::new() } else { vec![(DropCause::WrongType, node.span, false)] };
        };
        self.nodes(items)
            .filter(|item| match &item.kind {
                NodeKind::String { .. } => false,
                NodeKind::Map(pairs) => !pairs
                    .iter()
                    .all(|(_, config)| self.front_matter.tree.get(*config).is_some_and(|c| self.is_server(c))),
                _ => true,
            })
            .map(|item| (DropCause::WrongType, item.span, true))
            .collect()
    }

    /// A server needs a command to start or an address to reach.
    fn is_server(&self, config: &Node) -> bool {
        let NodeKind::Map(pairs) = &config.kind else { return false };
        pairs.iter().any(|(key, value)| {
            let key = self.front_matter.tree.get(*key).and_then(Node::as_str);
            let is_text = self.front_matter.tree.get(*value).is_some_and(|value| value.as_str().is_some());
            matches!(key, Some("command" | "url")) && is_text
        })
    }

    /// The servers that the file itself defines.
    fn inline_servers(&self) -> Vec<String> {
        let Some(Node { kind: NodeKind::List(items), .. }) = self.node(Role::McpServers) else { return Vec::new() };
        self.nodes(items)
            .flat_map(|item| match &item.kind {
                NodeKind::Map(pairs) => pairs.iter().map(|(key, _)| *key).collect(),
                NodeKind::String { .. } => Vec::new(),
                _ => Vec::new(),
            })
            .filter_map(|key| self.front_matter.tree.get(key).and_then(Node::as_str).map(str::to_owned))
            .collect()
    }

    /// A map with keys and values of its own; what the tool does not know in it has no effect.
    fn map(&self, field: &Field, node: &Node) -> Vec<Part> {
        let pairs = match &node.kind {
            NodeKind::Null => return Vec::new(),
            NodeKind::Map(pairs) => pairs,
            _ => return vec![(DropCause::WrongType, node.span, false)],
        };
        pairs
            .iter()
            .filter_map(|(key, value)| {
                let (key, value) = (self.front_matter.tree.get(*key)?, self.front_matter.tree.get(*value)?);
                let Some(known) = field.sub_keys.iter().find(|sub| Some(&*sub.key) == key.as_str()) else {
                    return Some((DropCause::UnknownSubKey, key.span, false));
                };
                let original =
                    known.same_as.as_ref().and_then(|name| field.sub_keys.iter().find(|sub| sub.key == *name));
                let values = &original.unwrap_or(known).values;
                let fits =
                    values.is_empty() || value.as_str().is_some_and(|text| values.iter().any(|v| v.value == text));
                (!fits).then_some((DropCause::NotAChoice, value.span, false))
            })
            .collect()
    }

    fn nodes(&self, ids: &'a [NodeId]) -> impl Iterator<Item = &'a Node> {
        ids.iter().filter_map(|id| self.front_matter.tree.get(*id))
    }
}

/// The mark that some editors put at the beginning of a file.
fn byte_order_mark(text: &str) -> Option<Span> {
    let rest = text.strip_prefix('\u{feff}')?;
    Some(Span::of(0..text.len() - rest.len()))
}

enum FieldReading {
    Plain(Reading),
    Parts(Vec<Part>),
}

/// A part of a value that is thrown away: why, which words, and whether the tool logs it.
type Part = (DropCause, Span, bool);
