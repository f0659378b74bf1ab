//! What OpenCode does with an agent file. Observed with 1.18.33.

use super::ledger::Ledger;
use super::tool_list::field;
use super::{Asked, EffectiveModel, ModelVerdict, Reason, ReasonKind, Reported, Verdict, name, tokens};
use crate::dialect::{Role, ValueKind};
use crate::syntax::{FrontMatter, FrontMatterState, Node, NodeId, NodeKind, ProblemKind, ScalarStyle};

/// The key that leaves an agent out.
const SWITCHED_OFF: &str = "disable";

pub fn judge(asked: Asked<'_>) -> Verdict {
    let Asked { path, text, front_matter, dialect, version, .. } = asked;
    let mut verdict = Verdict::without_keys(Some(name::from_path(&dialect.name, path).to_owned()));
    // What can't be read costs all keys; the agent is there, and its text is the whole file.
    let has_keys = matches!(front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired)
        && front_matter.problems.iter().all(|problem| problem.kind != ProblemKind::NotAMap);
    if !has_keys {
        return verdict;
    }
    let node = |role| front_matter.value(front_matter.entry(&field(dialect, role)?.key)?);
    let mut ledger = Ledger::new(text, front_matter, dialect, version);
    ledger.check(|node| node.as_str().is_some() && !is_date(node));
    if let Some(reason) = ledger.reasons.first() {
        verdict.reason = Some(reason.clone());
    } else if let Some(entry) = front_matter.entry(SWITCHED_OFF)
        && front_matter.value(entry).is_some_and(|node| node.kind == NodeKind::Bool(true))
    {
        verdict.reason = Some(Reason { kind: ReasonKind::SwitchedOff, span: entry.span });
        verdict.reported = Reported::Never;
    }
    verdict.loads = verdict.reason.is_none();
    verdict.launches = verdict.loads;
    if let Some(name) = node(Role::Name) {
        verdict.name = Some(as_text(front_matter, name));
    }
    verdict.description = node(Role::Description).and_then(Node::as_str).map(str::to_owned);
    verdict.tokens.description = verdict.description.as_deref().map_or(0, tokens::estimate);
    let declared = node(Role::Model).and_then(Node::as_str).map(str::to_owned);
    verdict.model = ModelVerdict {
        effective: declared.clone().filter(|id| !id.is_empty()).map_or(EffectiveModel::Inherit, EffectiveModel::Id),
        declared,
    };
    verdict.tools.denied = denied(asked);
    verdict.ignored_keys = ledger.ignored_keys;
    verdict.dropped_values = ledger.dropped_values;
    verdict
}

/// Whether the YAML reader makes a date of a value.
fn is_date(node: &Node) -> bool {
    let NodeKind::String { value, style: ScalarStyle::Plain } = &node.kind else { return false };
    let day = value.get(..10).unwrap_or(value);
    let is_day = day.len() == 10
        && day.char_indices().all(|(at, c)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    is_day
        && value.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['T', 't', ' ']) && rest.contains(':'))
}

/// A value as JavaScript makes a name of it.
fn as_text(front_matter: &FrontMatter, node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "null".into(),
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Number(value) => value.to_string(),
        NodeKind::String { value, .. } if is_date(node) => date_in_words(value).unwrap_or_else(|| value.to_string()),
        NodeKind::String { value, .. } => value.to_string(),
        NodeKind::List(items) => {
            let texts: Vec<&str> = items
                .iter()
                .filter_map(|id| front_matter.tree.get(*id))
                .map(|item| item.as_str().unwrap_or(""))
                .collect();
            texts.join(",")
        }
        NodeKind::Map(_) => "[object Object]".into(),
    }
}

/// `2026-11-22` as JavaScript writes it where the clock shows universal time.
fn date_in_words(day: &str) -> Option<String> {
    const DAYS: [&str; 7] = ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = day.get(..10)?.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, date) = (parts.next()??, parts.next()??, parts.next()??);
    let name = MONTHS.get(month.checked_sub(1)? as usize)?;
    // Zeller's congruence: January and February count with the year before.
    let (y, m) = if month < 3 { (year.checked_sub(1)?, month + 12) } else { (year, month) };
    let weekday = (date + 13 * (m + 1) / 5 + y + y / 4 + y / 400 + 6 * (y / 100)) % 7;
    let weekday = DAYS.get(weekday as usize)?;
    Some(format!("{weekday} {name} {date:02} {year:04} 00:00:00 GMT+0000 (Coordinated Universal Time)"))
}

/// A line of the permissions: which of them, for what, and whether it is denied.
struct Permission<'a> {
    key: &'a str,
    pattern: &'a str,
    denies: bool,
}

/// The tools that the file takes away altogether.
fn denied(asked: Asked<'_>) -> Vec<String> {
    let permissions = permissions(asked);
    let is_denied = |key: &str| {
        let last = permissions.iter().rev().find(|permission| fits(permission.key, key));
        last.is_some_and(|permission| permission.denies && permission.pattern == ANYTHING)
    };
    let tools = asked.dialect.tools.iter();
    tools
        .filter(|tool| is_denied(tool.denied_with.first().map_or(&tool.name, |with| with)))
        .map(|tool| tool.name.to_string())
        .collect()
}

const ANYTHING: &str = "*";

/// All permissions in order: those that switches stand for, and over them those written as such.
fn permissions(asked: Asked<'_>) -> Vec<Permission<'_>> {
    let tree = &asked.front_matter.tree;
    let value_of = |kind: ValueKind| {
        let field = asked.dialect.fields.iter().find(|field| field.value == kind)?;
        asked.front_matter.value(asked.front_matter.entry(&field.key)?)
    };
    let pairs_of = |node: Option<&'_ Node>| -> Vec<(NodeId, NodeId)> {
        match node.map(|node| &node.kind) {
            Some(NodeKind::Map(pairs)) => pairs.clone(),
            _ => Vec::new(),
        }
    };
    let text = |id: NodeId| tree.get(id).and_then(Node::as_str);
    let denies = |text: Option<&str>| text == Some("deny");
    let mut groups: Vec<(&str, Vec<Permission<'_>>)> = Vec::new();
    for (key, value) in pairs_of(value_of(ValueKind::Switches)) {
        let Some(key) = text(key) else { continue };
        let tool = asked.dialect.tools.iter().find(|tool| tool.name == key);
        let key = tool.and_then(|tool| tool.denied_with.first()).map_or(key, |with| &**with);
        let off = tree.get(value).is_some_and(|node| node.kind == NodeKind::Bool(false));
        insert(&mut groups, key, vec![Permission { key, pattern: ANYTHING, denies: off }]);
    }
    let written = value_of(ValueKind::Permissions);
    if let Some(action) = written.and_then(Node::as_str) {
        insert(
            &mut groups,
            ANYTHING,
            vec![Permission { key: ANYTHING, pattern: ANYTHING, denies: denies(Some(action)) }],
        );
    }
    for (key, value) in pairs_of(written) {
        let Some(key) = text(key) else { continue };
        let patterns = pairs_of(tree.get(value));
        let lines = if patterns.is_empty() {
            vec![Permission { key, pattern: ANYTHING, denies: denies(text(value)) }]
        } else {
            let line = |(pattern, action): &(NodeId, NodeId)| {
                Some(Permission { key, pattern: text(*pattern)?, denies: denies(text(*action)) })
            };
            patterns.iter().filter_map(line).collect()
        };
        insert(&mut groups, key, lines);
    }
    groups.into_iter().flat_map(|(_, lines)| lines).collect()
}

/// Like a key of an object: written again, it keeps its place.
fn insert<'a>(groups: &mut Vec<(&'a str, Vec<Permission<'a>>)>, key: &'a str, lines: Vec<Permission<'a>>) {
    match groups.iter_mut().find(|(known, _)| *known == key) {
        Some((_, old)) => *old = lines,
        None => groups.push((key, lines)),
    }
}

/// Whether `name` fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(start) else { return false };
    let Some((middle, end)) = rest.rsplit_once('*') else { return left.ends_with(rest) };
    for part in middle.split('*') {
        let Some(at) = left.find(part) else { return false };
        left = left.get(at + part.len()..).unwrap_or("");
    }
    left.ends_with(end)
}
