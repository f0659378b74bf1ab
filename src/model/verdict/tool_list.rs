//! Lists of tools: how an entry is cut out, what it names, what becomes of it.

use super::{ToolEntry, ToolFate, ToolsVerdict};
use crate::dialect::{Dialect, Field, Reach, Role, Tool, ToolTexts};
use crate::fact::Version;
use crate::syntax::{Entry, FrontMatter, Node, NodeKind, ScalarStyle};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// What else decides over the tools in effect.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances<'a> {
    /// The agent is kept in the background.
    pub background: bool,
    /// It plans only.
    pub plan_mode: bool,
    /// The id of the model in effect, where it is not the session's.
    pub model: Option<&'a str>,
    /// Tools that other fields bring in.
    pub granted: &'a [String],
    /// MCP servers that are known to be there; `None` where nobody has looked.
    pub mcp_servers: Option<&'a [String]>,
}

/// One entry of a list of tools as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub span: Span,
}

/// A list of tools as the tool reads its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToolList {
    /// The key is not there.
    Absent,
    /// Nothing is written, or something that is no list: no entry.
    Nothing,
    Tokens(Vec<Token>),
}

/// Reads a list of tools: a text cut at commas and blanks outside parentheses, or a list of such texts.
pub fn read_list(text: &str, front_matter: &FrontMatter, entry: Option<&Entry>) -> ToolList {
    let Some(node) = entry.and_then(|entry| front_matter.value(entry)) else { return ToolList::Absent };
    let mut tokens = Vec::new();
    match &node.kind {
        NodeKind::String { .. } => split(text, node, ToolTexts::Words, &mut tokens),
        NodeKind::List(items) => {
            for item in items.iter().filter_map(|id| front_matter.tree.get(*id)) {
                split(text, item, ToolTexts::Words, &mut tokens);
            }
        }
        _ => {}
    }
    if tokens.is_empty() { ToolList::Nothing } else { ToolList::Tokens(tokens) }
}

/// Cuts a text into the names that it gives.
pub fn split(text: &str, node: &Node, texts: ToolTexts, out: &mut Vec<Token>) {
    let NodeKind::String { value, style } = &node.kind else { return };
    let raw = node.span.slice(text);
    // Where the text stands in the file as it reads, each piece has its own place; else the whole value has to do.
    let base = match style {
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => 0,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => usize::from(!raw.starts_with(&**value)),
    };
    let mut searched = base;
    let pieces = match texts {
        ToolTexts::Words => pieces(value),
        ToolTexts::Commas => value.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect(),
        ToolTexts::Items => vec![&**value],
    };
    for piece in pieces {
        let span = match raw.get(searched..).and_then(|rest| rest.find(piece)) {
            Some(at) => {
                let start = searched + at;
                searched = start + piece.len();
                Span::new(node.span.start + Span::offset(start), node.span.start + Span::offset(searched))
            }
            None => node.span,
        };
        out.push(Token { text: piece.to_owned(), span });
    }
}

fn pieces(value: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0_u32;
    let mut start = 0;
    for (at, c) in value.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && (c == ',' || c.is_whitespace()) => {
                pieces.extend(value.get(start..at).filter(|piece| !piece.is_empty()));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.extend(value.get(start..).filter(|piece| !piece.is_empty()));
    pieces
}

/// The tool that answers to `name`: itself, or by an alias.
pub fn find_tool<'a>(dialect: &'a Dialect, name: &str) -> Option<(&'a Tool, bool)> {
    dialect
        .tools
        .iter()
        .find(|tool| tool.name == name)
        .map(|tool| (tool, false))
        .or_else(|| {
            let same = |tool: &Tool, word: &str| word == name || tool.any_case && word.eq_ignore_ascii_case(name);
            let as_good = |tool: &Tool| tool.aliases.iter().any(|alias| alias.current && same(tool, &alias.name));
            dialect.tools.iter().find(|tool| same(tool, &tool.name) || as_good(tool)).map(|tool| (tool, false))
        })
        .or_else(|| {
            let by_alias = |tool: &&Tool| tool.aliases.iter().any(|alias| alias.name == name);
            dialect.tools.iter().find(by_alias).map(|tool| (tool, true))
        })
}

/// What the two lists come to.
pub fn judge(
    dialect: &Dialect,
    version: Version,
    allowed: &ToolList,
    denied: &ToolList,
    around: Circumstances<'_>,
) -> (ToolsVerdict, bool) {
    let denied_entries: Vec<ToolEntry> = match denied {
        ToolList::Tokens(tokens) => tokens.iter().map(|token| denied_fate(dialect, version, token, around)).collect(),
        _ => Vec::new(),
    };
    let denied_names: FxHashSet<&str> = denied_entries
        .iter()
        .filter_map(|entry| match &entry.fate {
            ToolFate::Tool { name, .. } => Some(&**name),
            _ => None,
        })
        .collect();
    let is_denied = |name: &str| denied_names.contains(name);
    let taken_along = |tool: &Tool| tool.denied_with.iter().any(|with| is_denied(with));
    let names_all = |tokens: &[Token]| tokens.iter().any(|token| token.text == "*");

    let mut verdict = ToolsVerdict { denied_entries: denied_entries.clone(), ..ToolsVerdict::default() };
    let tokens = match allowed {
        ToolList::Absent => None,
        ToolList::Nothing => Some(&[][..]),
        ToolList::Tokens(tokens) => Some(tokens.as_slice()),
    };
    let inherits = tokens.is_none_or(names_all);
    if inherits {
        verdict.declared =
            tokens.unwrap_or(&[]).iter().map(|token| inherited_fate(dialect, version, token, around)).collect();
        let lost = |tool: &Tool| {
            is_denied(&tool.name)
                || taken_along(tool)
                || around.background && tool.reach == Reach::Foreground
                || around.model.is_some_and(|model| loses(dialect, model, &tool.name))
        };
        let inherited = dialect.tools.iter().filter(|tool| is_inherited(tool) && tool.exists_in(version));
        let (lost, kept): (Vec<&Tool>, Vec<&Tool>) = inherited.partition(|tool| lost(tool));
        verdict.denied = lost.iter().map(|tool| tool.name_in(version).to_owned()).collect();
        let planning = dialect.tools.iter().filter(|tool| {
            around.plan_mode && tool.reach == Reach::InPlanMode && tool.exists_in(version) && !is_denied(&tool.name)
        });
        let added: Vec<String> = planning.map(|tool| tool.name.to_string()).collect();
        if !added.is_empty() {
            verdict.effective = Some(kept.iter().map(|tool| tool.name_in(version).to_owned()).chain(added).collect());
        }
        return (verdict, true);
    }

    let tokens = tokens.unwrap_or(&[]);
    let listed: FxHashSet<&str> = tokens.iter().map(|token| bare_name(&token.text)).collect();
    let lists = |name: &str| listed.contains(name);
    verdict.declared = tokens
        .iter()
        .map(|token| {
            let fate = allowed_fate(dialect, version, token, around, &lists);
            ToolEntry { text: token.text.clone(), span: token.span, fate }
        })
        .collect();
    let mut granted = Granted::default();
    let mut grant = |name: &str| {
        if !is_denied(name) {
            granted.add(name);
        }
    };
    let mut resolved = false;
    for entry in &verdict.declared {
        match &entry.fate {
            ToolFate::Tool { name, .. } => {
                resolved = true;
                if !find_tool(dialect, name).is_some_and(|(tool, _)| taken_along(tool)) {
                    grant(name);
                }
            }
            ToolFate::Mcp { matches: true, .. } => {
                resolved = true;
                grant(&entry.text);
            }
            _ => {}
        }
    }
    around.granted.iter().for_each(|name| grant(name));
    let refuses = dialect.refuses_no_tools_since.is_none_or(|since| since <= version);
    let launches = resolved || tokens.is_empty() || !around.granted.is_empty() || !refuses;
    verdict.effective = Some(granted.names);
    (verdict, launches)
}

/// The tools that an agent runs with, each once, in the order in which they were granted.
#[derive(Default)]
pub struct Granted {
    pub names: Vec<String>,
    seen: FxHashSet<String>,
}

impl Granted {
    pub fn add(&mut self, name: &str) {
        if self.seen.insert(name.to_owned()) {
            self.names.push(name.to_owned());
        }
    }
}

fn is_inherited(tool: &Tool) -> bool {
    matches!(tool.reach, Reach::Always | Reach::Foreground | Reach::WhenInherited)
}

fn loses(dialect: &Dialect, model: &str, tool: &str) -> bool {
    dialect
        .models
        .iter()
        .filter(|known| match known.name.strip_suffix('*') {
            Some(prefix) => model.starts_with(prefix),
            None => known.name == model,
        })
        .any(|known| known.loses.iter().any(|lost| lost == tool))
}

/// Without the specifier in parentheses.
fn bare_name(token: &str) -> &str {
    token.split('(').next().unwrap_or(token)
}

fn specifier(token: &Token) -> Option<Span> {
    let at = token.text.find('(')?;
    let whole = token.span.len() as usize == token.text.len();
    Some(if whole { Span::new(token.span.start + Span::offset(at), token.span.end) } else { token.span })
}

fn allowed_fate(
    dialect: &Dialect,
    version: Version,
    token: &Token,
    around: Circumstances<'_>,
    lists: &dyn Fn(&str) -> bool,
) -> ToolFate {
    if let Some(fate) = mcp_fate(&token.text, around, false) {
        return fate;
    }
    let name = bare_name(&token.text);
    let closed = !token.text.contains('(') || token.text.ends_with(')');
    let Some((tool, renamed)) = find_tool(dialect, name).filter(|_| closed) else { return ToolFate::Unknown };
    let before = tool.named_before(version);
    let in_effect = tool.exists_in(version)
        && (before.is_none() || name != tool.name)
        && match tool.reach {
            Reach::Always | Reach::WhenListed | Reach::Split => true,
            Reach::Foreground => !around.background,
            Reach::UnlessShell => !tool.folds_into.iter().any(|shell| lists(shell)),
            Reach::InPlanMode => around.plan_mode,
            Reach::WhenInherited | Reach::InSomeSessions | Reach::Never | Reach::Gone => false,
        };
    if !in_effect {
        return ToolFate::NoEffect { name: tool.name.to_string() };
    }
    let renamed = renamed && before.is_none();
    ToolFate::Tool { name: tool.name_in(version).to_owned(), renamed, specifier: specifier(token) }
}

/// An entry beside `*`: it adds nothing, but it may still be no tool at all.
fn inherited_fate(dialect: &Dialect, version: Version, token: &Token, around: Circumstances<'_>) -> ToolEntry {
    let fate =
        if token.text == "*" { ToolFate::All } else { allowed_fate(dialect, version, token, around, &|_| false) };
    ToolEntry { text: token.text.clone(), span: token.span, fate }
}

fn denied_fate(dialect: &Dialect, version: Version, token: &Token, around: Circumstances<'_>) -> ToolEntry {
    let fate =
        mcp_fate(&token.text, around, true).unwrap_or_else(|| match find_tool(dialect, bare_name(&token.text)) {
            Some((tool, renamed)) if tool.exists_in(version) && tool.reach != Reach::Gone => {
                let renamed = renamed && tool.named_before(version).is_none();
                ToolFate::Tool { name: tool.name.to_string(), renamed, specifier: specifier(token) }
            }
            Some((tool, _)) => ToolFate::NoEffect { name: tool.name.to_string() },
            None => ToolFate::Unknown,
        });
    ToolEntry { text: token.text.clone(), span: token.span, fate }
}

/// `mcp__server`, `mcp__server__*` and `mcp__server__tool`; of other patterns only `mcp__*`, where tools are denied.
fn mcp_fate(token: &str, around: Circumstances<'_>, denying: bool) -> Option<ToolFate> {
    let rest = token.strip_prefix("mcp__")?;
    let (server, tool) = match rest.split_once("__") {
        Some((server, tool)) => (server, Some(tool)),
        None => (rest, None),
    };
    let named = !server.contains('*') && tool.is_none_or(|tool| tool == "*" || !tool.contains('*'));
    let known = around.mcp_servers.is_none_or(|servers| servers.iter().any(|known| known == server));
    let matches = if denying && rest == "*" { true } else { named && !server.is_empty() && known };
    let tool = tool.filter(|tool| *tool != "*").map(str::to_owned);
    Some(ToolFate::Mcp { server: server.to_owned(), tool, matches })
}

/// The field that plays a role.
pub fn field(dialect: &Dialect, role: Role) -> Option<&Field> {
    dialect.fields.iter().find(|field| field.role == role)
}
