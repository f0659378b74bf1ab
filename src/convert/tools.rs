//! Tools, by what they are for: from lists, permissions and switches to lists or permissions.

use super::entries::Draft;
use super::loss::{Fate, Loss, Part};
use super::yaml;
use crate::dialect::{
    Concept, Dialect, Field, Reach, Role, Tool, ToolTexts, ValueKind, concepts_of, equivalent, equivalents,
    for_concept, known_elsewhere,
};
use crate::model::AgentFile;
use crate::model::verdict::tool_list::find_tool;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::syntax::{Entry, Node, NodeKind};
use crate::text::Span;

/// Whether a key says which tools an agent has.
pub fn is_about_tools(field: &Field) -> bool {
    matches!(field.role, Role::Tools | Role::DeniedTools)
        || matches!(field.value, ValueKind::Permissions | ValueKind::Switches)
}

/// What an agent may use, as its own tool reads its file.
struct Allowed {
    /// `None`: all of the session's.
    only: Option<Vec<Wanted>>,
    denied: Vec<Wanted>,
}

/// A tool that a file names.
struct Wanted {
    text: String,
    span: Span,
    what: What,
}

enum What {
    Tool(&'static Tool),
    Mcp {
        server: String,
        tool: Option<String>,
    },
    /// No tool of the source; perhaps one of another dialect.
    Stranger,
}

/// How the target says which tools an agent has.
enum Form<'d> {
    List { allowed: &'d Field, denied: Option<&'d Field> },
    Permissions(&'d Field),
    Nothing,
}

/// Writes the keys about tools. `at` is the entry in the source that comes first among them.
pub fn write(file: &AgentFile, target: &'static Dialect, at: usize, draft: &mut Draft) {
    let form = form_of(target);
    let allowed = read(file);
    if let Form::Permissions(_) | Form::Nothing = form
        && allowed.only.is_none()
        && allowed.denied.is_empty()
    {
        return;
    }
    match form {
        Form::Nothing => {
            let entry = file.front_matter.entries.get(at);
            let (key, span) = entry.map_or(("", Span::empty(0)), |entry| (&*entry.key, entry.key_span));
            let reason = format!("{} takes no list of tools: the agent has all of the session's", target.label);
            draft.lose(Fate::Lost, Part::Key, key, span, reason);
        }
        Form::Permissions(field) => permissions(file, target, field, &allowed, at, draft),
        Form::List { allowed: field, denied } => lists(file, target, field, denied, allowed, at, draft),
    }
}

fn form_of(target: &Dialect) -> Form<'_> {
    let list = |role| target.fields.iter().find(|field| field.role == role && field.value == ValueKind::ToolList);
    if let Some(allowed) = list(Role::Tools) {
        return Form::List { allowed, denied: list(Role::DeniedTools) };
    }
    let permissions = target.fields.iter().find(|field| field.value == ValueKind::Permissions);
    permissions.map_or(Form::Nothing, Form::Permissions)
}

fn read(file: &AgentFile) -> Allowed {
    let verdict = &file.verdict.tools;
    if matches!(form_of(file.dialect), Form::Permissions(_)) {
        return read_permissions(file);
    }
    let wanted = |entries: &[ToolEntry]| entries.iter().filter_map(|entry| wanted(file, entry)).collect::<Vec<_>>();
    let is_given = file.entry(Role::Tools).is_some();
    let all = verdict.declared.iter().any(|entry| entry.fate == ToolFate::All)
        || verdict.declared.is_empty() && verdict.effective.is_none();
    let given = || file.dialect.tools.iter().filter(|tool| tool.reach == Reach::Always);
    let is_denied = |tool: &Tool| verdict.denied.iter().any(|name| tool.name == *name);
    if verdict.effective.is_none() && !verdict.denied.is_empty() && given().all(is_denied) {
        return Allowed { only: Some(Vec::new()), denied: Vec::new() };
    }
    Allowed { only: (is_given && !all).then(|| wanted(&verdict.declared)), denied: wanted(&verdict.denied_entries) }
}

fn wanted(file: &AgentFile, entry: &ToolEntry) -> Option<Wanted> {
    let what = match &entry.fate {
        ToolFate::All => return None,
        ToolFate::Tool { name, .. } | ToolFate::NoEffect { name } => {
            find_tool(file.dialect, name).map_or(What::Stranger, |(tool, _)| What::Tool(tool))
        }
        ToolFate::Mcp { server, tool, .. } => What::Mcp { server: server.clone(), tool: tool.clone() },
        ToolFate::Unknown => What::Stranger,
    };
    Some(Wanted { text: entry.text.clone(), span: entry.span, what })
}

/// Of permissions only what is given or taken away altogether can be said in a list. Where that is most of
/// the tools, the rest is what the agent has.
fn read_permissions(file: &AgentFile) -> Allowed {
    let tree = &file.front_matter.tree;
    let about_tools =
        |entry: &&Entry| file.dialect.fields.iter().any(|field| field.key == *entry.key && is_about_tools(field));
    let entries: Vec<&Entry> = file.front_matter.entries.iter().filter(about_tools).collect();
    let whole = entries.first().map_or(Span::empty(0), |entry| entry.key_span);
    // The keys that are written, with their places and whether they grant something.
    let mut written: Vec<(&str, Span, bool)> = Vec::new();
    for entry in &entries {
        let Some(Node { kind: NodeKind::Map(pairs), .. }) = file.front_matter.value(entry) else { continue };
        for (key, value) in pairs {
            let (Some(key), Some(value)) = (tree.get(*key), tree.get(*value)) else { continue };
            let denies = value.as_str() == Some("deny") || value.kind == NodeKind::Bool(false);
            written.extend(key.as_str().map(|name| (name, key.span, !denies)));
        }
    }
    let place = |name: &str| written.iter().find(|(key, ..)| *key == name).map(|(_, span, _)| *span);
    let is_denied = |tool: &Tool| file.verdict.tools.denied.iter().any(|name| tool.name == *name);
    let counts = |tool: &&'static Tool| tool.reach == Reach::Always || place(&tool.name).is_some();
    let (denied, left): (Vec<&'static Tool>, Vec<&'static Tool>) =
        file.dialect.tools.iter().filter(counts).partition(|tool| is_denied(tool));
    let wanted = |tools: &[&'static Tool]| -> Vec<Wanted> {
        let span = |tool: &Tool| place(&tool.name).unwrap_or(whole);
        tools
            .iter()
            .map(|tool| Wanted { text: tool.name.to_string(), span: span(tool), what: What::Tool(tool) })
            .collect()
    };
    let servers = |granted: bool| {
        let is_server = move |(name, _, grants): &&(&str, Span, bool)| {
            let known = |field: &Field| field.sub_keys.iter().any(|sub| sub.key == *name);
            *grants == granted
                && name.contains('_')
                && !file.dialect.fields.iter().any(known)
                && find_tool(file.dialect, name).is_none()
        };
        written.iter().filter(is_server).filter_map(|(name, span, _)| {
            let (server, tool) = name.split_once('_')?;
            let tool = Some(tool).filter(|tool| *tool != "*").map(str::to_owned);
            let what = What::Mcp { server: server.to_owned(), tool };
            Some(Wanted { text: (*name).to_owned(), span: *span, what })
        })
    };
    if denied.len() > left.len() {
        return Allowed { only: Some(wanted(&left).into_iter().chain(servers(true)).collect()), denied: Vec::new() };
    }
    Allowed { only: None, denied: wanted(&denied).into_iter().chain(servers(false)).collect() }
}

/// The names of tools in the target for those of the source; what has none is reported.
fn translated(
    file: &AgentFile,
    target: &'static Dialect,
    wanted: &[Wanted],
    denying: bool,
    draft: &mut Draft,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in wanted {
        let mut lose = |fate, reason: String| draft.lose(fate, Part::Tool, &entry.text, entry.span, reason);
        let found = match &entry.what {
            What::Tool(tool) if denying => {
                let names: Vec<String> = equivalents(tool, target).iter().map(|tool| tool.name.to_string()).collect();
                if !names.is_empty() && !equivalent(tool, target).same {
                    lose(Fate::Changed, format!("{} comes closest, and is taken away", names.join(", ")));
                }
                names
            }
            What::Tool(tool) => of_tool(file, target, tool, &mut lose),
            What::Mcp { server, tool } => match of_server(target, server, tool.as_deref(), denying) {
                Some(name) => vec![name],
                None => {
                    lose(Fate::Lost, format!("{} has no way to name it", target.label));
                    Vec::new()
                }
            },
            What::Stranger => of_stranger(file, target, entry, denying, &mut lose),
        };
        if denying && found.is_empty() && matches!(entry.what, What::Tool(_)) {
            lose(Fate::Lost, format!("nothing in {} does its work, so there is nothing to take away", target.label));
            continue;
        }
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn of_tool(file: &AgentFile, target: &'static Dialect, tool: &Tool, lose: &mut dyn FnMut(Fate, String)) -> Vec<String> {
    if tool.reach == Reach::Never {
        lose(Fate::Lost, format!("it never reaches an agent in {} either", file.dialect.label));
        return Vec::new();
    }
    if tool.reach == Reach::Split {
        let now = tool.use_instead.iter().filter_map(|name| find_tool(file.dialect, name));
        return now.flat_map(|(tool, _)| of_tool(file, target, tool, lose)).collect();
    }
    let found = equivalent(tool, target);
    let names: Vec<String> = found.tools.iter().map(|tool| tool.name.to_string()).collect();
    let note =
        found.tools.iter().find(|tool| tool.reach == Reach::InSomeSessions).and_then(|t| t.reach_note.as_deref());
    if names.is_empty() {
        lose(Fate::Lost, format!("nothing in {} does its work", target.label));
    } else if tool.reach == Reach::Gone {
        lose(Fate::Changed, format!("{} has it no more; {} does its work", file.dialect.label, names.join(", ")));
    } else if !found.same || !holds_all_of(file, target, tool, &names) {
        lose(Fate::Changed, format!("{} comes closest", names.join(", ")));
    } else if let (Some(note), true) = (note, tool.reach != Reach::InSomeSessions) {
        lose(Fate::Changed, format!("{}: {note}", names.join(", ")));
    }
    names
}

/// Whether the names stand for each tool of a group; of a tool that is none, they do.
fn holds_all_of(file: &AgentFile, target: &'static Dialect, tool: &Tool, names: &[String]) -> bool {
    let inside = tool.brings.iter().filter(|_| tool.group).filter_map(|name| find_tool(file.dialect, name));
    inside.into_iter().all(|(inside, _)| {
        let there = equivalent(inside, target).tools;
        let held =
            |tool: &&Tool| names.iter().any(|name| *name == tool.name || tool.aliases.iter().any(|a| a.name == *name));
        !there.is_empty() && there.iter().all(held)
    })
}

/// A name that the source does not know: by what it is for where some other tool has it.
fn of_stranger(
    file: &AgentFile,
    target: &'static Dialect,
    entry: &Wanted,
    denying: bool,
    lose: &mut dyn FnMut(Fate, String),
) -> Vec<String> {
    let known = known_elsewhere(&entry.text, file.dialect);
    let tools = known.map_or(Vec::new(), |(of, tool)| {
        let own = if of.id == target.id { vec![tool] } else { Vec::new() };
        if own.is_empty() { equivalent(tool, target).tools } else { own }
    });
    let names: Vec<String> = tools.iter().map(|tool| tool.name.to_string()).collect();
    let (label, effect) = (&file.dialect.label, if denying { "takes nothing away" } else { "has no effect" });
    match known {
        Some((of, _)) if !names.is_empty() => {
            lose(
                Fate::Changed,
                format!("a tool of {}, which {effect} in {label}; here it is {}", of.label, names.join(", ")),
            );
        }
        _ => lose(Fate::Lost, format!("{label} has no such tool, so it {effect} there either")),
    }
    names
}

/// The name of an MCP server's tool, or of all of them, in the form that the target has for it.
fn of_server(target: &Dialect, server: &str, tool: Option<&str>, denying: bool) -> Option<String> {
    const SERVER: &str = "SERVER";
    const TOOL: &str = "TOOL";
    let every = server == "*";
    let fits = |form: &&str| match (every, tool) {
        (true, _) => !form.contains(SERVER) && form.contains("mcp"),
        (false, Some(_)) => form.contains(SERVER) && form.contains(TOOL),
        (false, None) => form.contains(SERVER) && !form.contains(TOOL),
    };
    let usable = target.tool_patterns.iter().filter(|pattern| denying || !pattern.only_denied);
    let form = usable.map(|pattern| &*pattern.form).find(fits)?;
    let name = form.replace(SERVER, server).replace(TOOL, tool.unwrap_or_default());
    // Where a server's name ends at a sign, it can't hold that sign.
    let cut = form.split_once(SERVER).and_then(|(_, rest)| rest.chars().next());
    let ambiguous =
        target.unknown_tools == crate::dialect::UnknownTools::DropFile && cut.is_some_and(|sign| server.contains(sign));
    (!ambiguous).then_some(name)
}

fn permissions(
    file: &AgentFile,
    target: &'static Dialect,
    field: &Field,
    allowed: &Allowed,
    at: usize,
    draft: &mut Draft,
) {
    let end = draft.line_end;
    let mut text = String::new();
    let (names, action) = match &allowed.only {
        Some(only) => {
            text.push_str(&permission("*", "deny", end));
            let left: Vec<Wanted> = without_denied(only, &allowed.denied);
            (translated(file, target, &left, false, draft), "allow")
        }
        None => (translated(file, target, &allowed.denied, true, draft), "deny"),
    };
    let keys = granted(target, &names);
    keys.iter().for_each(|key| text.push_str(&permission(key, action, end)));
    for key in &keys {
        let beside = target.tools.iter().filter(|tool| {
            (tool.name == *key || tool.denied_with.iter().any(|with| with == key))
                && !names.contains(&tool.name.to_string())
        });
        let beside: Vec<&str> = beside.map(|tool| &*tool.name).collect();
        if !beside.is_empty() {
            let span = file.front_matter.entries.get(at).map_or(Span::empty(0), |entry| entry.key_span);
            let reason = format!("the permission covers {} too", beside.join(", "));
            draft.lose(Fate::Changed, Part::Tool, key, span, reason);
        }
    }
    if !text.is_empty() {
        draft.put(&field.key, text, Some(at));
    }
}

fn without_denied(only: &[Wanted], denied: &[Wanted]) -> Vec<Wanted> {
    let denied_tool = |name: &str| denied.iter().any(|d| matches!(&d.what, What::Tool(tool) if tool.name == name));
    let is_denied = |entry: &Wanted| {
        match &entry.what {
        What::Tool(tool) => denied_tool(&tool.name) || tool.denied_with.iter().any(|with| denied_tool(with)),
        What::Mcp { server, tool } => denied.iter().any(|other| {
            matches!(&other.what, What::Mcp { server: s, tool: t } if (s == server || s == "*") && (t.is_none() || t == tool))
        }),
        What::Stranger => denied.iter().any(|other| other.text == entry.text),
    }
    };
    let copy = |entry: &Wanted| Wanted {
        text: entry.text.clone(),
        span: entry.span,
        what: match &entry.what {
            What::Tool(tool) => What::Tool(tool),
            What::Mcp { server, tool } => What::Mcp { server: server.clone(), tool: tool.clone() },
            What::Stranger => What::Stranger,
        },
    };
    only.iter().filter(|entry| !is_denied(entry)).map(copy).collect()
}

fn lists(
    file: &AgentFile,
    target: &'static Dialect,
    field: &Field,
    denied_field: Option<&Field>,
    allowed: Allowed,
    at: usize,
    draft: &mut Draft,
) {
    let (only, denied) = (allowed.only, allowed.denied);
    if let Some(only) = only {
        let left = without_denied(&only, &denied);
        let names = translated(file, target, &left, false, draft);
        if names.is_empty() {
            draft.no_tools = true;
        }
        draft.put(&field.key, list(target, field, &names), Some(at));
        // A memory gives tools that the list leaves out, but none that are denied.
        let has_memory =
            file.entry(Role::Memory).is_some() && target.fields.iter().any(|field| field.role == Role::Memory);
        if let Some(denied_field) = denied_field.filter(|_| has_memory && !denied.is_empty()) {
            let names = translated(file, target, &denied, true, draft);
            if !names.is_empty() {
                draft.put(&denied_field.key, list(target, denied_field, &names), Some(at));
            }
        }
        return;
    }
    if denied.is_empty() {
        return;
    }
    let names = translated(file, target, &denied, true, draft);
    if names.is_empty() {
        return;
    }
    if let Some(denied_field) = denied_field {
        draft.put(&denied_field.key, list(target, denied_field, &names), Some(at));
        return;
    }
    // What only comes along with a tool, and is for nothing else, goes with it.
    let goes = |name: &String| {
        let of_denied = |tool: &&Tool| names.contains(&tool.name.to_string()) && tool.brings.iter().any(|b| b == name);
        let own = find_tool(target, name).is_some_and(|(tool, _)| !concepts_of(tool).is_empty());
        names.contains(name) || !own && target.tools.iter().any(|tool| of_denied(&tool))
    };
    let left: Vec<String> = inherited(target).filter(|name| !goes(name)).collect();
    if let Some(entry) = file.front_matter.entries.get(at) {
        let reason = format!(
            "{} can't take single tools away: its list names all the others that it has, and no MCP server",
            target.label
        );
        draft.losses.push(Loss {
            fate: Fate::Changed,
            part: Part::Key,
            what: entry.key.to_string(),
            span: entry.key_span,
            reason,
        });
    }
    draft.no_tools = left.is_empty();
    draft.put(&field.key, list(target, field, &left), Some(at));
}

/// The tools that an agent of the target has without a list.
fn inherited(target: &'static Dialect) -> impl Iterator<Item = String> {
    let given = |tool: &&Tool| matches!(tool.reach, Reach::Always | Reach::Foreground | Reach::UnlessShell);
    target.tools.iter().filter(given).map(|tool| tool.name.to_string())
}

/// Names in the form that the target's own documentation uses; what it takes as a text only where it does.
fn list(target: &Dialect, field: &Field, names: &[String]) -> String {
    let as_text = target.tool_texts != ToolTexts::Items
        && !names.is_empty()
        && !field.snippet.as_deref().is_some_and(|snippet| snippet.starts_with('['));
    if as_text {
        return format!(" {}", yaml::text(&names.join(", ")));
    }
    let names: Vec<String> = names.iter().map(|name| yaml::flow_text(name)).collect();
    format!(" [{}]", names.join(", "))
}

/// The key and the value that give an agent the tools for these concepts and no others; `None` where the
/// target takes no list of tools.
pub fn of_concepts(target: &'static Dialect, concepts: &[Concept], line_end: &str) -> Option<(String, String)> {
    let mut names: Vec<String> = Vec::new();
    // What may not be there is nothing to begin with.
    let sure = |tool: &&'static Tool| tool.reach != Reach::InSomeSessions;
    for tool in concepts.iter().filter_map(|concept| for_concept(target, *concept)).filter(sure) {
        if !names.iter().any(|name| *name == tool.name) {
            names.push(tool.name.to_string());
        }
    }
    match form_of(target) {
        Form::List { allowed, .. } => Some((allowed.key.to_string(), list(target, allowed, &names))),
        Form::Permissions(field) => {
            let granted = granted(target, &names);
            let mut text = permission("*", "deny", line_end);
            granted.iter().for_each(|key| text.push_str(&permission(key, "allow", line_end)));
            Some((field.key.to_string(), text))
        }
        Form::Nothing => None,
    }
}

/// One line of a map of permissions.
fn permission(key: &str, action: &str, line_end: &str) -> String {
    format!("{line_end}  {}: {action}", yaml::flow_text(key))
}

/// The permissions that stand for tools, each once.
fn granted(target: &Dialect, names: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for name in names {
        let tool = target.tools.iter().find(|tool| tool.name == *name);
        let key = tool.and_then(|tool| tool.denied_with.first()).map_or_else(|| name.clone(), ToString::to_string);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The ways to say that an agent has no tools at all, to be tried one after the other: key and value.
pub fn none_at_all(target: &'static Dialect) -> Vec<(String, String)> {
    let Form::List { allowed, denied } = form_of(target) else { return Vec::new() };
    let mut ways = vec![(allowed.key.to_string(), " []".to_owned())];
    if let Some(denied) = denied {
        let all: Vec<String> =
            target.tools.iter().filter(|tool| tool.reach == Reach::Always).map(|t| t.name.to_string()).collect();
        ways.push((denied.key.to_string(), list(target, denied, &all)));
    }
    ways
}

/// The keys of lists of tools.
pub fn list_keys(target: &Dialect) -> Vec<&str> {
    target.fields.iter().filter(|field| is_about_tools(field)).map(|field| &*field.key).collect()
}
