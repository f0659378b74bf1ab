//! The front matter of the other tool, entry by entry.

use super::loss::{Fate, Loss, Part};
use super::name::{self, Named};
use super::value::{self, There};
use super::{models, servers, tools, yaml};
use crate::dialect::{Dialect, Field, Role, ValueKind};
use crate::model::AgentFile;
use crate::syntax::{Entry, FrontMatterState, Node, NodeKind};
use crate::text::Span;

/// Front matter that is being written.
#[derive(Clone, Debug)]
pub struct Draft {
    pub lines: Vec<Line>,
    pub losses: Vec<Loss>,
    pub line_end: &'static str,
    /// Whether the agent is to have no tools at all.
    pub no_tools: bool,
    /// What has to stand behind the body.
    pub behind_body: String,
}

/// An entry with what stands before it.
#[derive(Clone, Debug)]
pub struct Line {
    pub key: String,
    /// What stands behind the colon, its blank or line break included.
    pub value: String,
    /// The entry of the source that it comes from.
    pub from: Option<usize>,
    /// Whole lines of comments.
    before: String,
    /// A comment on the same line.
    behind: String,
}

impl Draft {
    fn new(line_end: &'static str) -> Draft {
        Draft { lines: Vec::new(), losses: Vec::new(), line_end, no_tools: false, behind_body: String::new() }
    }

    pub fn lose(&mut self, fate: Fate, part: Part, what: &str, span: Span, reason: String) {
        self.losses.push(Loss { fate, part, what: what.to_owned(), span, reason });
    }

    /// Adds an entry, in place of one of the same key.
    pub fn put(&mut self, key: &str, value: String, from: Option<usize>) {
        match self.lines.iter_mut().find(|line| line.key == key) {
            Some(line) => line.value = value,
            None => {
                self.lines.push(Line { key: key.to_owned(), value, from, before: String::new(), behind: String::new() })
            }
        }
    }

    /// Adds a pair to a map, which is made where it is not there yet.
    fn put_inside(&mut self, key: &str, pair: &str, from: Option<usize>) {
        let pair = format!("{}  {pair}", self.line_end);
        match self.lines.iter_mut().find(|line| line.key == key) {
            Some(line) => line.value.push_str(&pair),
            None => self.put(key, pair, from),
        }
    }

    /// Puts entries in front.
    fn lead(&mut self, key: &str, value: String, at: usize) {
        let line = Line { key: key.to_owned(), value, from: None, before: String::new(), behind: String::new() };
        self.lines.insert(at.min(self.lines.len()), line);
    }

    fn has(&self, key: &str) -> bool {
        self.lines.iter().any(|line| line.key == key)
    }

    /// The whole file, with the body of `file`.
    pub fn text(&self, file: &AgentFile) -> String {
        let end = self.line_end;
        let mut out = format!("---{end}");
        for line in &self.lines {
            out.push_str(&line.before);
            out.push_str(&line.key);
            out.push(':');
            out.push_str(&line.value);
            out.push_str(&line.behind);
            out.push_str(end);
        }
        out.push_str("---");
        out.push_str(end);
        out.push_str(body(file));
        out.push_str(&self.behind_body);
        out
    }

    /// Puts the description behind a body that the target finds too short.
    pub fn body_too_short(&mut self, file: &AgentFile, target: &Dialect) {
        let Some(least) = target.min_body else { return };
        let body = body(file);
        let trimmed = body.trim();
        if trimmed.encode_utf16().count() >= least as usize {
            return;
        }
        let end = self.line_end;
        let words = description(file).unwrap_or_default();
        let words = if words.trim().encode_utf16().count() >= least as usize {
            words
        } else {
            "You do what you are asked to.".to_owned()
        };
        let between = if body.is_empty() || body.ends_with(['\n', '\r']) { "" } else { end };
        self.behind_body = format!("{between}{}{end}", words.trim().replace("\r\n", "\n").replace('\n', end));
        let span = Span::empty(Span::offset(file.text.len()));
        let reason =
            format!("{} wants a body of {least} characters or more: the description stands there", target.label);
        self.lose(Fate::Added, Part::Body, "body", span, reason);
    }
}

/// The prompt with the blank lines before it; a byte order mark is none of it.
pub fn body(file: &AgentFile) -> &str {
    let front_matter = &file.front_matter;
    let behind_fence =
        front_matter.closing.and_then(|closing| file.text.get(closing.end as usize..front_matter.body as usize));
    let blank = behind_fence.filter(|gap| gap.trim().is_empty()).unwrap_or("");
    // The rest of the fence's own line is no part of it.
    let kept = blank.find(['\n', '\r']).and_then(|at| blank.get(at..)).unwrap_or("");
    let kept = kept.strip_prefix("\r\n").or_else(|| kept.strip_prefix(['\n', '\r'])).unwrap_or("");
    let text = file.text.get(front_matter.body as usize - kept.len()..).unwrap_or("");
    if file.front_matter.body == 0 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text }
}

/// Writes what the target can express, and reports the rest.
pub fn draft(file: &AgentFile, target: &'static Dialect, named: &Named) -> Draft {
    let line_end = if file.line_end() == "\r\n" { "\r\n" } else { "\n" };
    let mut draft = Draft::new(line_end);
    let front_matter = &file.front_matter;
    let is_read = matches!(front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired);
    if !is_read && !front_matter.entries.is_empty() {
        let reason = format!(
            "{} can't read it and goes by none of its keys: they are taken as they were meant",
            file.dialect.label
        );
        let span = front_matter.opening.unwrap_or(Span::empty(0));
        draft.lose(Fate::Changed, Part::Key, "front matter", span, reason);
    }
    let mut done_until = front_matter.content.start;
    let mut tools_are_written = false;
    for (at, entry) in front_matter.entries.iter().enumerate() {
        let comments = comments(file, done_until, entry.span.start, line_end);
        let lines = draft.lines.len();
        done_until = done_until.max(entry.span.end);
        // Of equal keys the last one counts.
        if front_matter.entries.iter().skip(at + 1).any(|later| later.key == entry.key) {
            continue;
        }
        match file.dialect.fields.iter().find(|field| field.key == *entry.key) {
            None => unknown_key(file, target, entry, &mut draft),
            Some(field) if tools::is_about_tools(field) => {
                patterns(file, field, entry, target, &mut draft);
                if !std::mem::replace(&mut tools_are_written, true) {
                    tools::write(file, target, at, &mut draft);
                }
            }
            Some(field) => known_key(file, target, field, at, entry, named, &mut draft),
        }
        if draft.lines.len() == lines + 1
            && let Some(line) = draft.lines.last_mut()
        {
            line.before = comments;
            if !line.value.contains(['\n', '\r']) {
                line.behind = comment_behind(file, entry);
            }
        }
    }
    complete(file, target, named, &mut draft);
    draft
}

/// The whole lines of comments between two entries.
fn comments(file: &AgentFile, from: u32, to: u32, line_end: &str) -> String {
    let gap = file.text.get(from as usize..to as usize).unwrap_or("");
    let lines = gap.lines().map(str::trim).filter(|line| line.starts_with('#') && !line.contains("---"));
    lines.map(|line| format!("{line}{line_end}")).collect()
}

/// The comment at the end of an entry on one line.
fn comment_behind(file: &AgentFile, entry: &Entry) -> String {
    let rest = file.text.get(entry.raw_value.end as usize..entry.span.end as usize).unwrap_or("").trim();
    let is_comment = rest.starts_with('#') && !rest.contains("---") && !rest.contains(['\n', '\r', '\t']);
    if is_comment { format!(" {rest}") } else { String::new() }
}

fn unknown_key(file: &AgentFile, target: &Dialect, entry: &Entry, draft: &mut Draft) {
    let own = match file.dialect.unknown_keys {
        crate::dialect::UnknownKeys::SentToProvider => {
            format!("{} sends it to the model's provider; {} does not", file.dialect.label, target.label)
        }
        _ => format!("{} does not know it either", file.dialect.label),
    };
    draft.lose(Fate::Lost, Part::Key, &entry.key, entry.key_span, own);
}

/// Permissions that say more than yes or no.
fn patterns(file: &AgentFile, field: &Field, entry: &Entry, target: &Dialect, draft: &mut Draft) {
    if field.value != ValueKind::Permissions || target.fields.iter().any(|field| field.value == ValueKind::Permissions)
    {
        return;
    }
    let tree = &file.front_matter.tree;
    let Some(Node { kind: NodeKind::Map(pairs), .. }) = file.front_matter.value(entry) else { return };
    for (key, value) in pairs {
        let (Some(key), Some(value)) = (tree.get(*key), tree.get(*value)) else { continue };
        let is_plain = matches!(value.as_str(), Some("allow" | "deny"));
        if !is_plain {
            let reason = format!("{} can only give a tool or not: no asking, no patterns", target.label);
            draft.lose(Fate::Lost, Part::Value, key.as_str().unwrap_or_default(), value.span, reason);
        }
    }
}

fn known_key(
    file: &AgentFile,
    target: &'static Dialect,
    field: &'static Field,
    at: usize,
    entry: &Entry,
    named: &Named,
    draft: &mut Draft,
) {
    let Some(node) = file.front_matter.value(entry) else { return };
    let there = |role| target.fields.iter().find(|field| field.role == role);
    match role_of(file.dialect, field) {
        Role::Name => {
            if let Some(key) = there(Role::Name).filter(|_| name::is_written(named, target)) {
                draft.put(&key.key, format!(" {}", yaml::text(&named.target)), Some(at));
            }
            if named.target != named.source {
                let reason = format!("{} does not take this name: it is {} there", target.label, named.target);
                draft.lose(Fate::Changed, Part::Name, &named.source, node.span, reason);
            }
            return;
        }
        Role::Description => {
            if let (Some(key), Some(words)) = (there(Role::Description), description(file)) {
                draft.put(&key.key, text_behind(&words, node, draft.line_end), Some(at));
            }
            return;
        }
        Role::Model => return model(file, target, node, at, draft),
        _ => {}
    }
    if node.kind == NodeKind::Null || is_thrown_away(file, at, node) {
        if node.kind != NodeKind::Null {
            let reason = format!("{} has no use for this value either", file.dialect.label);
            draft.lose(Fate::Lost, Part::Value, &entry.key, node.span, reason);
        }
        return;
    }
    carry(file, target, field, at, entry, node, draft);
}

/// A key's meaning; that of the key that it is another spelling of.
fn role_of(dialect: &Dialect, field: &Field) -> Role {
    let other = field.same_as.as_ref().and_then(|key| dialect.fields.iter().find(|field| field.key == *key));
    other.map_or(field.role, |field| field.role)
}

fn is_thrown_away(file: &AgentFile, at: usize, node: &Node) -> bool {
    file.verdict.dropped_values.iter().any(|dropped| dropped.entry == at && dropped.span.covers(node.span))
}

fn carry(
    file: &AgentFile,
    target: &'static Dialect,
    field: &'static Field,
    at: usize,
    entry: &Entry,
    node: &Node,
    draft: &mut Draft,
) {
    let tree = &file.front_matter.tree;
    let role = role_of(file.dialect, field);
    if matches!(field.value, ValueKind::ServerList | ValueKind::ServerMap) && role == Role::McpServers {
        return mcp_servers(file, target, at, entry, node, draft);
    }
    if field.value == ValueKind::Map && field.sub_keys.iter().any(|sub| sub.role.is_some()) {
        return inner_roles(file, target, field, at, node, draft);
    }
    let says_the_usual = node_word(node).is_some_and(|word| {
        field.usual.as_deref() == Some(&*word)
            || field.default.as_deref().is_some_and(|text| text.starts_with(&format!("`{word}`")))
    });
    let Some(there) = counterpart(target, role, &field.key, field.value) else {
        if inside(target, role, node, at, draft) || says_the_usual {
            return;
        }
        let reason = format!("{} has nothing like it", target.label);
        return draft.lose(Fate::Lost, Part::Key, &entry.key, entry.key_span, reason);
    };
    if draft.has(&there.key) {
        return;
    }
    match value::there(field, there, node, tree, draft.line_end) {
        There::Same(text) => draft.put(&there.key, text, Some(at)),
        There::Close(text, reason) => {
            let words = node.span.slice(&file.text).to_owned();
            draft.put(&there.key, text.clone(), Some(at));
            draft.lose(
                Fate::Changed,
                Part::Value,
                &words,
                node.span,
                format!("{} has {}: {reason}", target.label, text.trim()),
            );
        }
        There::Nothing if says_the_usual => {}
        There::Nothing => {
            let words = node.span.slice(&file.text).lines().next().unwrap_or_default().to_owned();
            let reason = format!("{} has no value for {} that means this", target.label, there.key);
            draft.lose(Fate::Lost, Part::Value, &words, node.span, reason);
        }
    }
}

/// A value of one word.
fn node_word(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::String { value, .. } => Some(value.to_string()),
        NodeKind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// The key of the target that means the same. Keys without a meaning of their own have to be called the same.
fn counterpart(target: &'static Dialect, role: Role, key: &str, kind: ValueKind) -> Option<&'static Field> {
    let usable =
        |field: &&Field| field.same_as.is_none() && !tools::is_about_tools(field) && is_of_usual_kind(target, field);
    let vague = matches!(role, Role::Other | Role::Kind | Role::Experimental);
    target.fields.iter().filter(usable).find(|field| {
        if vague { field.role == role && field.key == key && field.value == kind } else { field.role == role }
    })
}

/// Whether a key belongs to the kind of agents that files define when they do not say which.
fn is_of_usual_kind(target: &Dialect, field: &Field) -> bool {
    let usual = target.fields.iter().find(|field| field.role == Role::Kind).and_then(|field| field.default.as_deref());
    field.kinds.is_empty() || usual.is_none_or(|usual| field.kinds.iter().any(|kind| usual.contains(&**kind)))
}

/// Writes a value into a map of the target that has a place for what it means.
fn inside(target: &Dialect, role: Role, node: &Node, at: usize, draft: &mut Draft) -> bool {
    let NodeKind::Number(number) = node.kind else { return false };
    let found = target
        .fields
        .iter()
        .find_map(|field| Some((field, field.sub_keys.iter().find(|sub| sub.role == Some(role) && sub.number)?)));
    let Some((field, sub)) = found else { return false };
    draft.put_inside(&field.key, &format!("{}: {number}", sub.key), Some(at));
    true
}

/// A map whose parts are keys of their own elsewhere.
fn inner_roles(
    file: &AgentFile,
    target: &'static Dialect,
    field: &'static Field,
    at: usize,
    node: &Node,
    draft: &mut Draft,
) {
    let tree = &file.front_matter.tree;
    let NodeKind::Map(pairs) = &node.kind else { return };
    for (key, value) in pairs {
        let (Some(key), Some(value)) = (tree.get(*key), tree.get(*value)) else { continue };
        let sub = field.sub_keys.iter().find(|sub| Some(&*sub.key) == key.as_str());
        let Some(role) = sub.and_then(|sub| sub.role) else { continue };
        let there =
            counterpart(target, role, &field.key, ValueKind::Count).filter(|there| there.value == ValueKind::Count);
        let whole = match value.kind {
            NodeKind::Number(number) if number >= 1.0 && number.is_finite() => Some(number.round()),
            _ => None,
        };
        match (there, whole) {
            (Some(there), Some(number)) if !draft.has(&there.key) => {
                draft.put(&there.key, format!(" {number}"), Some(at))
            }
            (Some(there), Some(_)) if draft.has(&there.key) => {}
            (None, _) if inside(target, role, value, at, draft) => {}
            // Only where the file says nothing of it elsewhere does the older form of the model count.
            _ if role == Role::Model => {}
            _ => {
                let reason = format!("{} has nothing like it", target.label);
                draft.lose(Fate::Lost, Part::Key, key.as_str().unwrap_or_default(), key.span, reason);
            }
        }
    }
}

fn model(file: &AgentFile, target: &'static Dialect, node: &Node, at: usize, draft: &mut Draft) {
    let there = models::there(file, target);
    let field = target.fields.iter().find(|field| field.role == Role::Model);
    let declared = file.verdict.model.declared.clone().unwrap_or_default();
    if let (Some(field), Some(name)) = (field, &there.name) {
        draft.put(&field.key, format!(" {}", yaml::text(name)), Some(at));
    }
    match (field, there.said) {
        (None, _) if there.name.is_some() => {
            draft.lose(Fate::Lost, Part::Model, &declared, node.span, format!("{} has no key for it", target.label));
        }
        (_, Some((fate, reason))) => draft.lose(fate, Part::Model, &declared, node.span, reason),
        _ => {}
    }
}

fn mcp_servers(file: &AgentFile, target: &'static Dialect, at: usize, entry: &Entry, node: &Node, draft: &mut Draft) {
    let tree = &file.front_matter.tree;
    let all = servers::read(tree, node);
    let Some(there) = counterpart(target, Role::McpServers, &entry.key, ValueKind::ServerMap) else {
        let reason = format!("{} has nothing like it: set the servers up in its configuration", target.label);
        return draft.lose(Fate::Lost, Part::Key, &entry.key, entry.key_span, reason);
    };
    let written = match there.value {
        ValueKind::ServerList => servers::as_list(tree, &all, draft.line_end),
        _ => {
            for server in all.iter().filter(|server| !server.is_defined()) {
                let reason = format!(
                    "{} takes only servers that are defined here; the session's own are there anyway",
                    target.label
                );
                draft.lose(Fate::Lost, Part::Server, &server.name, server.span, reason);
            }
            servers::as_map(tree, &all, draft.line_end)
        }
    };
    if let Some(text) = written {
        draft.put(&there.key, text, Some(at));
    }
}

/// A text, as a block where the source has it so and it holds more than one line.
fn text_behind(words: &str, node: &Node, line_end: &str) -> String {
    let is_block = words.contains('\n')
        && matches!(&node.kind, NodeKind::String { style, .. } if matches!(style, crate::syntax::ScalarStyle::Literal | crate::syntax::ScalarStyle::Folded));
    let block = if is_block { crate::compose::quoting::block(words, "  ", line_end) } else { None };
    block.map_or_else(|| format!(" {}", yaml::text(words)), |block| format!(" {block}"))
}

fn description(file: &AgentFile) -> Option<String> {
    let own = file.verdict.description.clone().filter(|words| !words.trim().is_empty());
    own.or_else(|| file.value(Role::Description)?.as_str().map(str::to_owned)).filter(|words| !words.trim().is_empty())
}

/// Adds what the target needs and the source has not.
fn complete(file: &AgentFile, target: &'static Dialect, named: &Named, draft: &mut Draft) {
    let start = file.front_matter.opening.unwrap_or(Span::empty(0));
    let field = |role| target.fields.iter().find(|field| field.role == role);
    if let Some(name) = field(Role::Name).filter(|_| name::is_written(named, target))
        && !draft.has(&name.key)
    {
        draft.lead(&name.key, format!(" {}", yaml::text(&named.target)), 0);
        if file.verdict.name.as_deref() != Some(&named.target) {
            draft.lose(Fate::Added, Part::Name, &named.target, start, format!("{} needs a name", target.label));
        }
    }
    if let Some(description) = field(Role::Description).filter(|field| field.required)
        && !draft.has(&description.key)
    {
        let words = first_words(file).unwrap_or_else(|| format!("{} agent", named.target));
        let at = usize::from(field(Role::Name).is_some_and(|name| draft.has(&name.key)));
        draft.lead(&description.key, format!(" {}", yaml::text(&words)), at);
        let reason = format!(
            "{} needs a description: these are the first words of the body. Say when to use the agent",
            target.label
        );
        draft.lose(Fate::Added, Part::Description, &words, start, reason);
    }
    for field in target
        .fields
        .iter()
        .filter(|field| is_of_usual_kind(target, field) && !draft.has(&field.key))
        .collect::<Vec<_>>()
    {
        if let Some(usual) = &field.usual {
            draft.put(&field.key, format!(" {}", yaml::text(usual)), None);
        } else if let (true, Some(choice)) = (field.required, field.values.first()) {
            draft.put(&field.key, format!(" {}", yaml::text(&choice.value)), None);
            let reason = format!("{} needs the key {}", target.label, field.key);
            draft.lose(Fate::Added, Part::Key, &field.key, start, reason);
        }
    }
}

/// The first sentence of the body, or its title.
fn first_words(file: &AgentFile) -> Option<String> {
    const MOST: usize = 160;
    let lines = || body(file).lines().map(str::trim).filter(|line| !line.is_empty());
    let is_prose = |line: &&str| line.starts_with(char::is_alphanumeric) && line.len() > 20;
    let line = lines().find(is_prose).or_else(|| lines().find(|line| line.starts_with('#')))?;
    let line = line.trim_start_matches('#').trim();
    let sentence = line.split_inclusive(". ").next().unwrap_or(line).trim();
    let clean: String = sentence.chars().filter(|c| !c.is_control()).take(MOST).collect();
    (!clean.trim().is_empty()).then(|| clean.trim().to_owned())
}
