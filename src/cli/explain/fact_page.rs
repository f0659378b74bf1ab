//! Pages made of a dialect's facts: itself, its tools, keys and models.

use super::{Kind, Page};
use crate::dialect::{self, Choice, Dialect, Evidence, Field, Model, Reach, Resolves, Take, Tool, ToolPattern};
use crate::fact::Version;
use crate::model::verdict::model_in_effect;
use crate::model::verdict::tool_list::find_tool;
use std::fmt::Write;

/// The tools with a name, present or past; else the form of tool entry that `asked` has.
pub fn tools(dialect: &'static Dialect, asked: &str, is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    let answers = |tool: &&Tool| is(&tool.name) || tool.aliases.iter().any(|alias| is(&alias.name));
    let found: Vec<Page> = dialect
        .tools
        .iter()
        .filter(answers)
        .map(|tool| page(dialect, Kind::Tool, &tool.name, tool_text(dialect, tool)))
        .collect();
    if !found.is_empty() {
        return found;
    }
    let form = form_of(dialect, asked);
    let has_form = |pattern: &&ToolPattern| is(&pattern.form) || Some(&*pattern.form) == form;
    let text = |pattern: &ToolPattern| {
        let mut out = Text::new(&pattern.form, "a form of tool entry", dialect);
        out.paragraph(&pattern.summary);
        out.paragraph(&pattern.detail);
        out.done()
    };
    let patterns = dialect.tool_patterns.iter().filter(has_form);
    patterns.map(|pattern| page(dialect, Kind::Tool, &pattern.form, text(pattern))).collect()
}

/// The dialect, by its id or by its tool's name.
pub fn dialects(dialect: &'static Dialect, is: &dyn Fn(&str) -> bool) -> Option<Page> {
    let title = dialect.title();
    (is(&dialect.id) || is(&title)).then(|| page(dialect, Kind::Dialect, &title, dialect::page::page(dialect)))
}

pub fn keys(dialect: &'static Dialect, is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    let fields = dialect.fields.iter().filter(|field| is(&field.key));
    fields.map(|field| page(dialect, Kind::Key, &field.key, key_text(dialect, field))).collect()
}

/// The models with a name; one of a series, such as `claude-3*`, by its beginning.
pub fn models(dialect: &'static Dialect, asked: &str, is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    let named: Vec<&Model> = dialect.models.iter().filter(|model| is(&model.name)).collect();
    let found = if named.is_empty() { model_in_effect::find(dialect, asked).into_iter().collect() } else { named };
    found.into_iter().map(|model| page(dialect, Kind::Model, &model.name, model_text(dialect, model))).collect()
}

fn page(dialect: &'static Dialect, kind: Kind, name: &str, text: String) -> Page {
    Page { kind, name: name.to_owned(), dialect: Some(&dialect.id), text }
}

/// The form of tool entry that a person typed an example of.
fn form_of(dialect: &'static Dialect, asked: &str) -> Option<&'static str> {
    if let Some(rest) = asked.strip_prefix("mcp__") {
        return match rest.split_once("__") {
            None => Some("mcp__SERVER"),
            Some((_, "*")) => Some("mcp__SERVER__*"),
            Some(_) => Some("mcp__SERVER__TOOL"),
        };
    }
    let (tool, specifier) = asked.split_once('(')?;
    if !specifier.ends_with(')') || tool.is_empty() {
        return None;
    }
    let (known, _) = find_tool(dialect, tool)?;
    let mut forms =
        dialect.tool_patterns.iter().filter_map(|pattern| Some((pattern.form.split_once('(')?.0, &*pattern.form)));
    // The form of this tool, else that of any tool.
    let own = forms.clone().find(|(name, _)| *name == known.name);
    own.or_else(|| forms.find(|(name, _)| find_tool(dialect, name).is_none())).map(|(_, form)| form)
}

fn tool_text(dialect: &Dialect, tool: &Tool) -> String {
    let mut out = Text::new(&tool.name, "tool", dialect);
    out.paragraph(&tool.summary);
    out.paragraph(&tool.detail);
    let note = tool.reach_note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
    out.item(&format!("{}{note}.", tool.reach.in_words()));
    if !matches!(tool.reach, Reach::Gone | Reach::Never) && dialect.evidence == Evidence::Observed {
        out.item(if tool.asks { "A person is asked before it runs." } else { "It runs without asking." });
    }
    for alias in tool.aliases.iter() {
        let since = alias.renamed_in.map(|version| format!(", renamed in {version}")).unwrap_or_default();
        out.item(&if alias.current {
            format!("Also called `{}`{}.", alias.name, if tool.any_case { ", in any letter case" } else { "" })
        } else {
            format!("Older name: `{}`{since}; it still works.", alias.name)
        });
    }
    if !tool.use_instead.is_empty() {
        out.item(&format!("Write instead: {}.", codes(tool.use_instead.iter().map(|name| &**name))));
    }
    if !tool.denied_with.is_empty() {
        out.item(&format!("Denied along with {}.", codes(tool.denied_with.iter().map(|name| &**name))));
    }
    out.versions(tool.since, tool.until);
    out.source(dialect, &tool.source);
    out.done()
}

fn key_text(dialect: &Dialect, field: &Field) -> String {
    let mut out = Text::new(&field.key, "key of the front matter", dialect);
    out.paragraph(&field.summary);
    out.paragraph(&field.detail);
    let quoted = if field.takes.contains(&Take::QuotedFlag) { ", quoted too" } else { "" };
    out.item(&format!("Value: {}{quoted}.", dialect.value_in_words(field)));
    if let Some(why) = &field.without_effect {
        out.item(&format!("Without effect here: {why}."));
        out.source(dialect, &field.source);
        return out.done();
    }
    match &field.default {
        _ if field.required => out.item("Required."),
        Some(default) => out.item(&format!("Without it: {default}.")),
        None => {}
    }
    out.item(&format!("A value that does not fit: {} {}.", dialect.label, field.bad_value_note));
    out.versions(field.since, field.until);
    out.choices("Values", &field.values);
    let inside = field.sub_keys.iter().filter(|key| key.same_as.is_none());
    out.list("Keys inside", inside.map(|key| (&*key.key, key.summary.to_string())));
    out.source(dialect, &field.source);
    out.done()
}

fn model_text(dialect: &Dialect, model: &Model) -> String {
    let mut out = Text::new(&model.name, "model", dialect);
    out.paragraph(&model.summary);
    match (model.resolves, &model.id) {
        (Resolves::Inherit, _) => out.item("Stands for the session's model."),
        (Resolves::Family, Some(id)) => {
            out.item(&format!("Stands for `{id}`, or the session's own model of that family."))
        }
        (Resolves::To, Some(id)) => out.item(&format!("Stands for `{id}`.")),
        _ => out.item("Sent as it is written."),
    }
    if !model.loses.is_empty() {
        out.item(&format!("An agent that inherits all tools loses {}.", codes(model.loses.iter().map(|name| &**name))));
    }
    out.versions(model.since, None);
    out.source(dialect, &model.source);
    out.done()
}

fn codes<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Markdown in the making: paragraphs and lists with one empty line between them.
struct Text {
    out: String,
    in_list: bool,
}

impl Text {
    fn new(name: &str, what: &str, dialect: &Dialect) -> Text {
        Text { out: format!("# {name} · {what} · {}\n", dialect.title()), in_list: false }
    }

    fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            // Writing to a string does not fail.
            let _ = write!(self.out, "\n{}\n", text.trim());
            self.in_list = false;
        }
    }

    fn item(&mut self, text: &str) {
        if !self.in_list {
            self.out.push('\n');
        }
        let _ = writeln!(self.out, "- {text}");
        self.in_list = true;
    }

    fn versions(&mut self, since: Option<Version>, until: Option<Version>) {
        if let Some(since) = since {
            self.item(&format!("Since {since}."));
        }
        if let Some(until) = until {
            self.item(&format!("Gone in {until}."));
        }
    }

    fn list<'a>(&mut self, title: &str, items: impl Iterator<Item = (&'a str, String)>) {
        for (at, (name, summary)) in items.enumerate() {
            if at == 0 {
                self.paragraph(&format!("{title}:"));
            }
            self.item(&format!("`{name}`: {summary}"));
        }
    }

    fn choices(&mut self, title: &str, choices: &[Choice]) {
        let shown = choices.iter().filter(|choice| !choice.hidden);
        let line = |choice: &Choice| match choice.since {
            Some(since) => format!("{} (since {since})", choice.summary),
            None => choice.summary.to_string(),
        };
        self.list(title, shown.map(|choice| (&*choice.value, line(choice))));
    }

    fn source(&mut self, dialect: &Dialect, id: &str) {
        let Some(source) = dialect.source_called(id) else { return };
        let title = match &source.url {
            Some(url) => format!("{} <{url}>", source.title),
            None => source.title.to_string(),
        };
        let sure = if dialect.evidence == Evidence::Unverified { "; not verified with the tool" } else { "" };
        self.paragraph(&format!("Source: {title}, checked {}{sure}", source.checked));
    }

    fn done(self) -> String {
        self.out
    }
}
