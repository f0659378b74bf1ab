//! Lists of tools where an entry is a name as it stands: nothing is cut off from it.

use super::tool_list::{self, Token, find_tool};
use super::{ToolEntry, ToolFate, ToolsVerdict};
use crate::dialect::{Dialect, Reach, ToolTexts};
use crate::fact::Version;
use crate::syntax::{Entry, FrontMatter, NodeKind};
use rustc_hash::FxHashSet;

/// The names of an entry's value, as the dialect cuts them; `None` where it is neither text nor list.
pub fn names(text: &str, front_matter: &FrontMatter, dialect: &Dialect, entry: &Entry) -> Option<Vec<Token>> {
    let node = front_matter.value(entry)?;
    let mut tokens = Vec::new();
    match &node.kind {
        NodeKind::String { .. } if dialect.tool_texts != ToolTexts::Items => {
            tool_list::split(text, node, dialect.tool_texts, &mut tokens);
        }
        NodeKind::List(items) => {
            for item in items.iter().filter_map(|id| front_matter.tree.get(*id)) {
                tool_list::split(text, item, ToolTexts::Items, &mut tokens);
            }
        }
        _ => return None,
    }
    Some(tokens)
}

/// What becomes of one name; `mcp` says it for the tools of MCP servers.
pub fn fate(dialect: &Dialect, version: Version, text: &str, mcp: impl Fn(&str) -> Option<ToolFate>) -> ToolFate {
    if text == "*" {
        return ToolFate::All;
    }
    if let Some(fate) = mcp(text) {
        return fate;
    }
    let Some((tool, renamed)) = find_tool(dialect, text) else {
        return if is_discovered(dialect, text) {
            ToolFate::Tool { name: text.to_owned(), renamed: false, specifier: None }
        } else {
            ToolFate::Unknown
        };
    };
    let exists = tool.since.is_none_or(|since| since <= version) && tool.until.is_none_or(|until| version < until);
    if !exists || matches!(tool.reach, Reach::Never | Reach::Gone) {
        return ToolFate::NoEffect { name: tool.name.to_string() };
    }
    ToolFate::Tool { name: tool.name.to_string(), renamed, specifier: None }
}

/// A name of the form `prefix_NAME` that a dialect has among its patterns.
fn is_discovered(dialect: &Dialect, text: &str) -> bool {
    let prefixes = dialect.tool_patterns.iter().filter_map(|pattern| pattern.form.strip_suffix("NAME"));
    prefixes.into_iter().any(|prefix| text.starts_with(prefix))
}

/// What the two lists come to. `None` for a list that is not there; of denied tools only names count.
pub fn judge(
    dialect: &Dialect,
    version: Version,
    allowed: Option<&[Token]>,
    denied: &[Token],
    mcp: impl Fn(&str) -> Option<ToolFate>,
) -> ToolsVerdict {
    let entry = |token: &Token| ToolEntry {
        text: token.text.clone(),
        span: token.span,
        fate: fate(dialect, version, &token.text, &mcp),
    };
    let declared: Vec<ToolEntry> = allowed.unwrap_or(&[]).iter().map(entry).collect();
    let denied_entries: Vec<ToolEntry> = denied.iter().map(entry).collect();
    let denied_names: FxHashSet<&str> = denied_entries
        .iter()
        .filter_map(|entry| match &entry.fate {
            ToolFate::Tool { name, .. } => Some(&**name),
            ToolFate::Mcp { matches: true, .. } => Some(&*entry.text),
            _ => None,
        })
        .collect();
    let is_denied = |name: &str| denied_names.contains(name);
    if allowed.is_none() || declared.iter().any(|entry| entry.fate == ToolFate::All) {
        let given = dialect.tools.iter().filter(|tool| matches!(tool.reach, Reach::Always | Reach::WhenInherited));
        let lost = given.filter(|tool| is_denied(&tool.name)).map(|tool| tool.name.to_string()).collect();
        return ToolsVerdict { declared, denied_entries: denied_entries.clone(), effective: None, denied: lost };
    }
    let mut effective: Vec<String> = Vec::new();
    let mut granted: FxHashSet<&str> = FxHashSet::default();
    for entry in &declared {
        let name = match &entry.fate {
            ToolFate::Tool { name, .. } => name,
            ToolFate::Mcp { matches: true, .. } => &entry.text,
            _ => continue,
        };
        let known = find_tool(dialect, name).map(|(tool, _)| tool);
        let brought = known.iter().flat_map(|tool| tool.brings.iter()).map(|name| &**name);
        // A word for several tools is none itself, where it is known which they are.
        let itself = known.is_none_or(|tool| !tool.group || tool.brings.is_empty()).then_some(name.as_str());
        for name in itself.into_iter().chain(brought) {
            if !is_denied(name) && granted.insert(name) {
                effective.push(name.to_owned());
            }
        }
    }
    drop(granted);
    let denied_entries = denied_entries.clone();
    ToolsVerdict { declared, denied_entries, effective: Some(effective), denied: Vec::new() }
}
