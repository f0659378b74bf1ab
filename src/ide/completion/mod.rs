//! Completion in front matter: keys, tools, models, allowed values; in the body: items of expertise,
//! headings with the lines of their sections.

mod headings;
mod inside;
pub mod names;
mod terms;

use super::hover::expertise::concept_page;
use super::hover::{TYPE_OF_HOOK, front_matter as explain};
use super::starters;
use super::tool_reference;
use crate::dialect::{Choice, Field, Reach, Role, Tool, ValueKind};
use crate::fact::Version;
use crate::model::AgentFile;
use crate::syntax::cursor::{self, Cursor, ValueForm};
use crate::text::{Edit, Span};

/// One proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    pub label: String,
    pub kind: CompletionKind,
    /// One line beside the label.
    pub detail: String,
    /// The word under the cursor and what to put in its place: plain text.
    pub edit: Edit,
    /// The same in LSP snippet syntax, where stops help.
    pub snippet: Option<String>,
    /// Edits elsewhere that belong to it.
    pub additional: Vec<Edit>,
    /// Place in the list.
    pub rank: u32,
    /// An old name that still works.
    pub deprecated: bool,
    /// Whether the editor should ask again at once: a value follows.
    pub asks_again: bool,
    /// What [`documentation`] explains.
    pub about: About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    Key,
    Tool,
    Model,
    Value,
    Agent,
    Snippet,
}

/// What a proposal is about: enough to find its documentation again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Field(String),
    Tool(String),
    Model(String),
    /// A key and one of its values.
    Choice(String, String),
    SubKey(String, String),
    Agent(String),
    Skill(String),
    /// An MCP server, by name.
    Server(String),
    FrontMatter,
    /// An entry of the glossary, by id.
    Term(String),
    /// A section, by its heading.
    Section(String),
}

/// The proposals at `offset`, the most useful first.
pub fn completions(file: &AgentFile, offset: u32) -> Vec<Completion> {
    let agents = whole_agents(file);
    let start = front_matter_start(file, offset);
    if !agents.is_empty() || start.is_some() {
        return ranked(agents.into_iter().chain(start).collect());
    }
    if let Some(found) = tool_reference::completions(file, offset).or_else(|| inside::completions(file, offset)) {
        return found;
    }
    if let Some(found) = headings::headings(file, offset) {
        return found;
    }
    if offset >= file.front_matter.body && !file.expertise.items.is_empty() {
        return terms::terms(file, offset);
    }
    let Some(cursor) = cursor::at(&file.text, &file.front_matter, offset) else { return Vec::new() };
    match cursor {
        Cursor::Key { word, has_colon } => keys(file, word, has_colon),
        Cursor::Value { key, word, value, form, needs_blank, needs_comma } => {
            let Some(field) = known_field(file, &key) else { return Vec::new() };
            let needs_blank_after = sign_before(&file.text, word, needs_blank);
            // Only lists hold more than one entry.
            let needs_comma = needs_comma.filter(|_| field.value == ValueKind::ToolList);
            let place = Place { word, value, form, needs_blank_after, needs_comma };
            match field.value {
                ValueKind::ToolList => tools(file, field, &place),
                ValueKind::Model => models(file, &place),
                _ => choices(file, field, &place),
            }
        }
        Cursor::SubKey { key, word, has_colon } => {
            known_field(file, &key).map_or_else(Vec::new, |field| sub_keys(file, field, word, has_colon))
        }
        Cursor::SubValue { key, word, needs_blank, .. } if known_field(file, &key).is_some_and(has_like_parts) => {
            let needs_blank_after = sign_before(&file.text, word, needs_blank);
            let place = Place { word, value: word, form: ValueForm::Line, needs_blank_after, needs_comma: None };
            known_field(file, &key).map_or_else(Vec::new, |field| parts(field, &place))
        }
        Cursor::SubValue { key, sub_key, word, needs_blank }
            if sub_key == TYPE_OF_HOOK && known_field(file, &key).is_some_and(|f| f.value == ValueKind::Hooks) =>
        {
            known_field(file, &key).map_or_else(Vec::new, |field| {
                sub_values(&key, &field.values, word, sign_before(&file.text, word, needs_blank))
            })
        }
        Cursor::SubValue { key, sub_key, word, needs_blank } => known_field(file, &key)
            .and_then(|field| field.sub_keys.iter().find(|sub| sub.key == sub_key))
            .map_or_else(Vec::new, |sub| {
                sub_values(&key, &sub.values, word, sign_before(&file.text, word, needs_blank))
            }),
    }
}

/// The documentation of a proposal, in Markdown.
pub fn documentation(file: &AgentFile, about: &About) -> Option<String> {
    let dialect = file.dialect;
    let field = |key: &str| dialect.fields.iter().find(|field| field.key == key);
    match about {
        About::Field(key) => field(key).map(|field| explain::field(dialect, field)),
        About::Tool(name) => {
            dialect.tools.iter().find(|tool| tool.name == *name).map(|tool| explain::tool(dialect, tool))
        }
        About::Model(name) => {
            dialect.models.iter().find(|model| model.name == *name).map(|model| explain::model(dialect, model))
        }
        About::Choice(key, value) => {
            let field = field(key)?;
            let choice = field.values.iter().find(|choice| choice.value == *value)?;
            Some(explain::choice(dialect, field, choice))
        }
        About::SubKey(key, sub) => {
            let deeper = || dialect.shapes.iter().flat_map(|shape| shape.keys.iter());
            let known = field(key)?.sub_keys.iter().chain(deeper()).find(|known| known.key == *sub);
            known.map(explain::sub_key)
        }
        About::Agent(_) | About::Skill(_) | About::Server(_) | About::FrontMatter => None,
        About::Section(heading) => headings::preview(file, heading),
        About::Term(id) => file.glossary.concept(id).map(|concept| concept_page(&file.glossary, concept)),
    }
}

/// Where a value goes.
#[derive(Debug)]
struct Place {
    word: Span,
    value: Span,
    form: ValueForm,
    needs_blank_after: Option<char>,
    needs_comma: Option<u32>,
}

impl Place {
    fn proposal(&self, label: &str, kind: CompletionKind, detail: &str, about: About) -> Completion {
        Completion {
            label: label.to_owned(),
            kind,
            detail: detail.to_owned(),
            edit: Edit { span: self.word, text: label.to_owned() },
            snippet: None,
            additional: self.additional(),
            rank: 0,
            deprecated: false,
            asks_again: false,
            about,
        }
    }

    /// The comma or the blank that is missing before the word. The blank comes with the sign before
    /// it: some editors take nothing that begins with a blank.
    fn additional(&self) -> Vec<Edit> {
        let comma = self.needs_comma.map(|at| Edit { span: Span::empty(at), text: ",".into() });
        let blank = self.needs_blank_after.map(|sign| Edit {
            span: Span::new(self.word.start.saturating_sub(Span::offset(sign.len_utf8())), self.word.start),
            text: format!("{sign} "),
        });
        comma.into_iter().chain(blank).collect()
    }
}

/// The sign before `word`, where a blank has to follow it.
fn sign_before(text: &str, word: Span, needs_blank: bool) -> Option<char> {
    text.get(..word.start as usize)?.chars().next_back().filter(|_| needs_blank)
}

fn ranked(mut proposals: Vec<Completion>) -> Vec<Completion> {
    for (rank, proposal) in proposals.iter_mut().enumerate() {
        proposal.rank = Span::offset(rank);
    }
    proposals
}

fn exists(file: &AgentFile, since: Option<Version>, until: Option<Version>) -> bool {
    since.is_none_or(|since| since <= file.tool_version) && until.is_none_or(|until| file.tool_version < until)
}

fn known_field(file: &AgentFile, key: &str) -> Option<&'static Field> {
    file.dialect.fields.iter().find(|field| field.key == key && exists(file, field.since, field.until))
}

/// Keys that are not there yet; the one under the cursor may be replaced by any.
fn keys(file: &AgentFile, word: Span, has_colon: bool) -> Vec<Completion> {
    let entries = &file.front_matter.entries;
    let given = |key: &str| entries.iter().any(|entry| *entry.key == *key && !entry.key_span.touches(word.start));
    let mut proposals = Vec::new();
    for field in file.dialect.fields.iter() {
        if given(&field.key) || field.without_effect.is_some() || !exists(file, field.since, field.until) {
            continue;
        }
        let text = if has_colon { field.key.to_string() } else { format!("{}: ", field.key) };
        let snippet = field.snippet.as_ref().filter(|_| !has_colon).map(|snippet| {
            let blank = if snippet.starts_with('\n') { "" } else { " " };
            let value = if field.role == Role::Name {
                snippet.replacen("agent-name", &escape_snippet(file.name_from_path()), 1)
            } else {
                snippet.to_string()
            };
            format!("{}:{blank}{value}", field.key)
        });
        proposals.push(Completion {
            label: field.key.to_string(),
            kind: CompletionKind::Key,
            detail: field.summary.to_string(),
            edit: Edit { span: word, text },
            asks_again: !has_colon && snippet.is_none(),
            snippet,
            additional: Vec::new(),
            rank: 0,
            deprecated: false,
            about: About::Field(field.key.to_string()),
        });
    }
    ranked(proposals)
}

fn escape_snippet(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// Tools that come into effect here and are not listed yet.
fn tools(file: &AgentFile, field: &Field, place: &Place) -> Vec<Completion> {
    let written = words(&file.text, place, file.front_matter.content.end);
    let denying = field.role == Role::DeniedTools;
    let offered = |tool: &&Tool| {
        exists(file, tool.since, tool.until)
            && match tool.reach {
                Reach::Always | Reach::Foreground | Reach::WhenListed | Reach::UnlessShell => true,
                Reach::WhenInherited => denying,
                Reach::InPlanMode => !denying && plans(file),
                Reach::InSomeSessions => true,
                Reach::Split | Reach::Never | Reach::Gone => false,
            }
            && !written.iter().any(|name| name == &tool.name || tool.aliases.iter().any(|alias| *name == alias.name))
    };
    let (sure, some): (Vec<&Tool>, Vec<&Tool>) =
        file.dialect.tools.iter().filter(offered).partition(|tool| tool.reach != Reach::InSomeSessions);
    let proposals = sure.into_iter().chain(some).map(|tool| {
        let name = tool.name_in(file.tool_version);
        place.proposal(name, CompletionKind::Tool, &tool.summary, About::Tool(tool.name.to_string()))
    });
    ranked(proposals.collect())
}

fn plans(file: &AgentFile) -> bool {
    let Some(field) = file.field(Role::PermissionMode) else { return false };
    let mode = file.value(Role::PermissionMode).and_then(|node| node.as_str());
    field.values.iter().any(|choice| choice.plans && Some(&*choice.value) == mode)
}

/// The words of the value but the one under the cursor.
fn words(text: &str, place: &Place, content_end: u32) -> Vec<String> {
    let mut words = Vec::new();
    // An item's own line is not the whole list: the value begins behind the key.
    let whole = match place.form {
        ValueForm::Item => list_around(text, place.word, content_end),
        ValueForm::Line | ValueForm::Flow => place.value,
    };
    let mut at = whole.start;
    for piece in whole.slice(text).split(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\'' | '`'))
    {
        let span = Span::new(at, at + Span::offset(piece.len()));
        at = next_start(text, span.end);
        if !piece.is_empty() && piece != "-" && !span.touches(place.word.start) {
            words.push(piece.split('(').next().unwrap_or(piece).to_owned());
        }
    }
    words
}

/// Behind the separator at `end`.
fn next_start(text: &str, end: u32) -> u32 {
    end + text.get(end as usize..).and_then(|rest| rest.chars().next()).map_or(0, |c| Span::offset(c.len_utf8()))
}

/// The neighbouring lines that begin with a dash.
fn list_around(text: &str, word: Span, content_end: u32) -> Span {
    let is_item = |line: &str| line.trim_start().starts_with('-') && !line.starts_with("---") || line.trim().is_empty();
    let before = text.get(..word.start as usize).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut start = line_start;
    for line in before.get(..line_start).unwrap_or("").split_inclusive('\n').rev() {
        if !is_item(line) {
            break;
        }
        start -= line.len();
    }
    let mut end = line_start;
    for line in text.get(line_start..content_end as usize).unwrap_or("").split_inclusive('\n') {
        if !is_item(line) {
            break;
        }
        end += line.len();
    }
    Span::of(start..end.max(word.end as usize))
}

fn models(file: &AgentFile, place: &Place) -> Vec<Completion> {
    let offered = file.dialect.models.iter().filter(|model| !model.hidden && exists(file, model.since, None));
    let proposals = offered.map(|model| {
        let detail = match &model.id {
            Some(id) => format!("{id} · {}", model.summary),
            None => model.summary.to_string(),
        };
        place.proposal(&model.name, CompletionKind::Model, &detail, About::Model(model.name.to_string()))
    });
    ranked(proposals.collect())
}

fn choices(file: &AgentFile, field: &Field, place: &Place) -> Vec<Completion> {
    // The values of some fields are those of their parts.
    if matches!(field.value, ValueKind::Hooks | ValueKind::Map) {
        return Vec::new();
    }
    if field.value == ValueKind::Flag && field.values.is_empty() {
        let flag =
            |value| place.proposal(value, CompletionKind::Value, &field.summary, About::Field(field.key.to_string()));
        return ranked(["true", "false"].map(flag).into());
    }
    let offered = field.values.iter().filter(|choice| !choice.hidden && exists(file, choice.since, None));
    let proposals = offered.map(|choice| {
        let about = About::Choice(field.key.to_string(), choice.value.to_string());
        let mut proposal = place.proposal(&choice.value, CompletionKind::Value, &choice.summary, about);
        proposal.deprecated = choice.same_as.is_some();
        proposal
    });
    ranked(proposals.collect())
}

/// Whether all parts of the field's map take the same values.
fn has_like_parts(field: &Field) -> bool {
    matches!(field.value, ValueKind::Permissions | ValueKind::Switches)
}

/// The values of each part of such a map.
fn parts(field: &Field, place: &Place) -> Vec<Completion> {
    if field.value != ValueKind::Switches {
        return sub_values(&field.key, &field.values, place.word, place.needs_blank_after);
    }
    let proposal = |(value, summary): (&str, &str)| {
        place.proposal(value, CompletionKind::Value, summary, About::Field(field.key.to_string()))
    };
    ranked([("false", "taken away"), ("true", "granted")].map(proposal).into())
}

fn sub_keys(file: &AgentFile, field: &Field, word: Span, has_colon: bool) -> Vec<Completion> {
    if field.value == ValueKind::Switches {
        let tools = file.dialect.tools.iter().filter(|tool| exists(file, tool.since, tool.until));
        let names = tools.map(|tool| Completion {
            label: tool.name.to_string(),
            kind: CompletionKind::Key,
            detail: tool.summary.to_string(),
            edit: Edit { span: word, text: if has_colon { tool.name.to_string() } else { format!("{}: ", tool.name) } },
            snippet: None,
            additional: Vec::new(),
            rank: 0,
            deprecated: false,
            asks_again: !has_colon,
            about: About::Tool(tool.name.to_string()),
        });
        return ranked(names.collect());
    }
    let proposals = field.sub_keys.iter().filter(|sub| sub.same_as.is_none()).map(|sub| Completion {
        label: sub.key.to_string(),
        kind: CompletionKind::Key,
        detail: sub.summary.to_string(),
        edit: Edit { span: word, text: if has_colon { as_key(&sub.key) } else { format!("{}: ", as_key(&sub.key)) } },
        snippet: None,
        additional: Vec::new(),
        rank: 0,
        deprecated: false,
        asks_again: !has_colon && (!sub.values.is_empty() || has_like_parts(field)),
        about: About::SubKey(field.key.to_string(), sub.key.to_string()),
    });
    ranked(proposals.collect())
}

/// A key as it has to be written.
fn as_key(key: &str) -> String {
    if key.starts_with(|c: char| c.is_alphanumeric()) { key.to_owned() } else { format!("\"{key}\"") }
}

fn sub_values(key: &str, values: &[Choice], word: Span, needs_blank_after: Option<char>) -> Vec<Completion> {
    let place = Place { word, value: word, form: ValueForm::Line, needs_blank_after, needs_comma: None };
    let proposals = values.iter().map(|choice| {
        place.proposal(
            &choice.value,
            CompletionKind::Value,
            &choice.summary,
            About::Choice(key.to_owned(), choice.value.to_string()),
        )
    });
    ranked(proposals.collect())
}

/// In a file with no more than a word on its first line: whole agents, by kind of work.
fn whole_agents(file: &AgentFile) -> Vec<Completion> {
    let word = file.text.trim_start_matches('\u{feff}').trim_end();
    if word.contains(|c: char| !c.is_alphanumeric() && c != '-') || word.starts_with('-') {
        return Vec::new();
    }
    let start = Span::offset(file.text.len() - file.text.trim_start_matches('\u{feff}').len());
    let span = Span::new(start, start + Span::offset(word.len()));
    let proposals = starters::kinds(file).into_iter().filter_map(|(kind, label)| {
        let agent = starters::agent(file, kind)?;
        Some(Completion {
            label: format!("agent: {label}"),
            kind: CompletionKind::Snippet,
            detail: format!("A complete {} {}", file.dialect.label, file.dialect.noun),
            edit: Edit { span, text: agent.plain },
            snippet: Some(agent.snippet),
            additional: Vec::new(),
            rank: 0,
            deprecated: false,
            asks_again: false,
            about: About::FrontMatter,
        })
    });
    proposals.collect()
}

/// On line 1 of a file without front matter, where nothing or only dashes are typed: all of it at once.
fn front_matter_start(file: &AgentFile, offset: u32) -> Option<Completion> {
    if !file.front_matter.entries.is_empty() || file.front_matter.closing.is_some() {
        return None;
    }
    let line_end = file.text.find(['\n', '\r']).unwrap_or(file.text.len());
    let line = file.text.get(..line_end)?.trim_start_matches('\u{feff}');
    let on_line_1 = offset <= Span::offset(line_end);
    if !on_line_1 || !line.trim_end().chars().all(|c| c == '-') || line.len() > 3 {
        return None;
    }
    let end = file.line_end();
    let mut plain = format!("---{end}");
    let mut snippet = plain.clone();
    // Where no key is required, the one by which an agent is chosen.
    let wanted = |field: &&Field| field.required || field.role == Role::Description;
    for (at, field) in file.dialect.fields.iter().filter(wanted).enumerate() {
        let value = if field.role == Role::Name { file.name_from_path() } else { "" };
        plain.push_str(&format!("{}: {value}{end}", field.key));
        snippet.push_str(&format!("{}: ${{{}:{}}}{end}", field.key, at + 1, escape_snippet(value)));
    }
    plain.push_str("---");
    snippet.push_str("---$0");
    let start = Span::offset(line_end - line.len());
    Some(Completion {
        label: "---".into(),
        kind: CompletionKind::Snippet,
        detail: format!("Front matter of a {} {}", file.dialect.label, file.dialect.noun),
        edit: Edit { span: Span::new(start, Span::offset(line_end)), text: plain },
        snippet: Some(snippet),
        additional: Vec::new(),
        rank: 0,
        deprecated: false,
        asks_again: false,
        about: About::FrontMatter,
    })
}

#[cfg(test)]
mod tests;
