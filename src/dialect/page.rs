//! A dialect's facts as a page for people: `docs/dialects/`, and `agentls explain DIALECT`.

use super::{Choice, Dialect, Evidence, Field, Model, NameRule, Reach, Resolves, SubKey, Tool, UnknownTools, named};
use crate::fact::{Str, Version};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The page of a dialect, in Markdown. Of one that extends another, what differs.
pub fn page(dialect: &Dialect) -> String {
    let mut out = format!("# {}\n", dialect.title());
    let base = dialect.extends.as_deref().and_then(named);
    introduction(&mut out, dialect, base);
    files(&mut out, dialect);
    places(&mut out, dialect);
    names(&mut out, dialect);
    keys(&mut out, dialect, base);
    if base.is_none() {
        tools(&mut out, dialect);
        models(&mut out, dialect);
    }
    sources(&mut out, dialect);
    out
}

/// What a dialect's facts are known from, and the days between which they were checked.
pub fn evidence(dialect: &Dialect) -> String {
    let version = match dialect.version == Version::default() {
        true => String::new(),
        false => format!(", version {}", dialect.version),
    };
    let days = dialect.sources.iter().map(|source| &*source.checked);
    let checked = match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) if first == last => format!("; checked on {first}"),
        (Some(first), Some(last)) => format!("; checked between {first} and {last}"),
        _ => String::new(),
    };
    format!("{}{version}{checked}", dialect.evidence.in_words())
}

// Writing to a string does not fail: what `write!` says is passed over in this file.

fn introduction(out: &mut String, dialect: &Dialect, base: Option<&Dialect>) {
    let _ = writeln!(out, "\n`{}`, known from {}.", dialect.id, evidence(dialect));
    if let Some(base) = base {
        let _ = writeln!(
            out,
            "\nAs [{}]({}.md), with the differences below; tools and models are the same.",
            base.label, base.id
        );
    }
    if dialect.evidence == Evidence::Unverified {
        out.push_str("\nFindings about such files are hints that claim nothing.\n");
    }
}

fn files(out: &mut String, dialect: &Dialect) {
    heading(out, "How files are read");
    item(out, &format!("Front matter that is missing or can't be read: {}.", dialect.unreadable.in_words()));
    item(out, &format!("Unknown keys: {}.", dialect.unknown_keys.in_words()));
    if !dialect.provider_options.is_empty() {
        item(out, &format!("Options of providers: {}.", codes(&dialect.provider_options)));
    }
    let has_tools = !dialect.tools.is_empty();
    if has_tools && !(dialect.evidence == Evidence::Unverified && dialect.unknown_tools == UnknownTools::Ignored) {
        item(out, &format!("Unknown names in lists of tools: {}.", dialect.unknown_tools.in_words()));
        item(out, &format!("Lists of tools: {}.", dialect.tool_texts.in_words()));
    }
    if !dialect.skipped_files.is_empty() {
        item(out, &format!("Never taken for agents: files called {}.", codes(&dialect.skipped_files)));
    }
    for renamed in dialect.renamed_files.iter() {
        item(
            out,
            &format!(
                "Files that end in `{}`: {}. Today: `{}`, in `{}`.",
                renamed.ending, renamed.note, renamed.write, renamed.folder
            ),
        );
    }
    if let Some(since) = dialect.byte_order_mark_since {
        item(out, &format!("Files that begin with a byte-order mark are read since {since}, and passed over before."));
    }
    if let Some(since) = dialect.refuses_no_tools_since {
        item(out, &format!("Since {since}, an agent is not started when its list of tools names none that exists."));
    }
    if let Some(least) = dialect.min_body {
        item(out, &format!("The body holds at least {least} characters, or the file is not loaded."));
    }
    if let Some(most) = dialect.description_budget {
        item(out, &format!("All descriptions together over `{most}` tokens bring a warning."));
    }
    if let Some(prefix) = &dialect.tool_reference {
        item(out, &format!("`{prefix}NAME` in the body names a tool."));
    }
    source(out, dialect, &dialect.source);
}

fn places(out: &mut String, dialect: &Dialect) {
    heading(out, "Places");
    out.push_str("Where agents of one name stand in several places, the lowest rank counts.\n\n");
    out.push_str("| rank | place | agents of | what to know |\n|---|---|---|---|\n");
    for place in dialect.places.iter() {
        let beside = place.beside.as_ref().map(|file| format!(", beside `{file}`")).unwrap_or_default();
        let note = place.note.as_deref().unwrap_or_default();
        let gives_way = if place.gives_way { " Another tool that names the same place comes first." } else { "" };
        let _ = writeln!(
            out,
            "| {} | `{}`{beside} | {} | {}{gives_way} |",
            place.precedence,
            cell(&place.glob),
            place.scope.in_words(),
            cell(note)
        );
    }
    let mut said: Vec<&Str> = Vec::new();
    for place in dialect.places.iter().filter(|place| place.source != dialect.source) {
        if !said.contains(&&place.source) {
            said.push(&place.source);
            source(out, dialect, &place.source);
        }
    }
}

fn names(out: &mut String, dialect: &Dialect) {
    let NameRule { identity, since, file_endings, path_roots, max_chars, min_chars, forbidden_prefix, .. } =
        &dialect.name;
    let NameRule { forbidden_chars, alphabet, forbidden_edges, reserved, built_in, duplicates, .. } = &dialect.name;
    heading(out, "Names");
    item(out, &format!("An agent is called by {}.", identity.in_words()));
    if !file_endings.is_empty() {
        item(out, &format!("Where the file names it, without its ending: {}.", codes(file_endings)));
    }
    if !path_roots.is_empty() {
        item(out, &format!("Folders below are part of the name, after {}.", codes(path_roots)));
    }
    if let Some(alphabet) = alphabet {
        item(out, &format!("A name holds {}.", alphabet.in_words()));
    }
    match (min_chars, max_chars) {
        (Some(least), Some(most)) => item(out, &format!("{least} to {most} characters.")),
        (Some(least), None) => item(out, &format!("At least {least} characters.")),
        (None, Some(most)) => item(out, &format!("At most {most} characters.")),
        (None, None) => {}
    }
    if let Some(prefix) = forbidden_prefix {
        item(out, &format!("It does not begin with `{prefix}`."));
    }
    if !forbidden_edges.is_empty() {
        item(out, &format!("It neither begins nor ends with {}.", codes(forbidden_edges)));
    }
    if !forbidden_chars.is_empty() {
        item(out, &format!("It does not hold {}.", codes(forbidden_chars)));
    }
    if !reserved.is_empty() {
        item(out, &format!("Kept for the tool itself, in any letter case: {}.", codes(reserved)));
    }
    if let Some(since) = since {
        item(out, &format!("Other names are refused since {since}."));
    }
    if !built_in.is_empty() {
        item(out, &format!("The tool brings along {}.", codes(built_in)));
    }
    if let Some(wins) = duplicates {
        item(out, &format!("Of several agents of one name in one folder, {}.", wins.in_words()));
    }
    source(out, dialect, &dialect.name.source);
}

fn keys(out: &mut String, dialect: &Dialect, base: Option<&Dialect>) {
    let mut texts: Vec<(&Field, String)> = dialect.fields.iter().map(|field| (field, key(dialect, field))).collect();
    if let Some(base) = base {
        let same =
            |field: &Field| base.fields.iter().find(|other| other.key == field.key).map(|other| key(base, other));
        texts.retain(|(field, text)| same(field).as_ref() != Some(text));
    }
    heading(out, "Keys");
    out.push_str("| key | value | without it |\n|---|---|---|\n");
    for (field, _) in &texts {
        let without = match &field.default {
            _ if field.required => "required",
            Some(default) => default,
            None => "",
        };
        let value = match &field.without_effect {
            Some(_) => "without effect",
            None => value_in_short(dialect, field),
        };
        let _ = writeln!(out, "| [`{0}`](#{1}) | {value} | {2} |", field.key, anchor(&field.key), cell(without));
    }
    texts.iter().for_each(|(_, text)| out.push_str(text));
    for shape in dialect.shapes.iter().filter(|_| base.is_none()) {
        let _ = writeln!(out, "\n### A {} in a value\n", shape.noun);
        keys_inside(out, dialect, &shape.keys);
        item(out, &format!("One that can't be used: {} {}.", dialect.label, shape.bad_value_note));
        if let Some(other) = &shape.other
            && let Some(noun) = dialect.shapes.iter().find(|shape| shape.id == other.shape).map(|shape| &shape.noun)
        {
            item(out, &format!("With a key `{}` it is a {noun} instead.", other.key));
        }
    }
}

/// The kind of a value, where the values themselves stand elsewhere.
fn value_in_short(dialect: &Dialect, field: &Field) -> &'static str {
    match field.values.is_empty() {
        false if field.value == super::ValueKind::Choice => "one of its values",
        _ => dialect.value_in_words(field),
    }
}

/// The anchor that a page gives to the section of a key.
pub fn anchor(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect::<String>().to_lowercase()
}

fn key(dialect: &Dialect, field: &Field) -> String {
    let mut out = format!("\n### `{}`\n\n{}\n", field.key, field.summary);
    paragraph(&mut out, &field.detail);
    out.push('\n');
    item(&mut out, &format!("Value: {}.", dialect.value_in_words(field)));
    if !field.takes.is_empty() {
        let taken: Vec<&str> = field.takes.iter().map(|take| take.in_words()).collect();
        item(&mut out, &format!("Taken too: {}.", taken.join("; ")));
    }
    if field.any_case {
        item(&mut out, "Letter case does not count.");
    }
    if let Some(why) = &field.without_effect {
        item(&mut out, &format!("Without effect here: {why}."));
    }
    match &field.default {
        _ if field.required => item(&mut out, "Required."),
        Some(default) => item(&mut out, &format!("Without it: {default}.")),
        None => {}
    }
    if let Some(same) = &field.same_as {
        item(&mut out, &format!("Another spelling of `{same}`."));
    }
    if !field.kinds.is_empty() {
        item(&mut out, &format!("Known to agents of the kind {}.", codes(&field.kinds)));
    }
    if !field.replaced_by.is_empty() {
        item(&mut out, &format!("Write instead: {}.", codes(&field.replaced_by)));
    }
    item(&mut out, &format!("A value that does not fit: {} {}.", dialect.label, field.bad_value_note));
    if let Some(note) = &field.bad_item_note {
        item(&mut out, &format!("An item that does not fit: {} {note}.", dialect.label));
    }
    if let Some(tool) = &field.needs_tool {
        item(&mut out, &format!("Needs the tool `{tool}`, where tools are listed."));
    }
    if !field.grants.is_empty() {
        item(&mut out, &format!("Brings in {}.", codes(&field.grants)));
    }
    if !field.mistaken_keys.is_empty() {
        item(&mut out, &format!("Written by mistake: {}.", codes(&field.mistaken_keys)));
    }
    versions(&mut out, field.since, field.until);
    if field.values.iter().any(|choice| !choice.hidden) {
        out.push_str("\nValues:\n\n");
        values(&mut out, &field.values, "");
    }
    if !field.sub_keys.is_empty() {
        out.push_str("\nKeys inside:\n\n");
        keys_inside(&mut out, dialect, &field.sub_keys);
    }
    if let Some(noun) = shape_noun(dialect, field.shape.as_deref()) {
        let _ = writeln!(out, "\nEach is a {noun}: see below.");
    }
    source(&mut out, dialect, &field.source);
    out
}

fn shape_noun<'d>(dialect: &'d Dialect, id: Option<&str>) -> Option<&'d str> {
    dialect.shapes.iter().find(|shape| Some(&*shape.id) == id).map(|shape| &*shape.noun)
}

fn keys_inside(out: &mut String, dialect: &Dialect, keys: &[SubKey]) {
    for sub in keys {
        let mut more = Vec::new();
        if sub.required {
            more.push("required".to_owned());
        }
        more.extend(sub.same_as.iter().map(|same| format!("another spelling of `{same}`")));
        more.extend(shape_noun(dialect, sub.shape.as_deref()).map(|noun| format!("holds a {noun}")));
        if !sub.kinds.is_empty() {
            more.push(format!("only for the kind {}", codes(&sub.kinds)));
        }
        let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join("; ")) };
        item(out, &format!("`{}`: {}{more}", sub.key, sub.summary));
        values(out, &sub.values, "  ");
    }
}

fn values(out: &mut String, choices: &[Choice], indent: &str) {
    for choice in choices.iter().filter(|choice| !choice.hidden) {
        let since = choice.since.map(|since| format!(" (since {since})")).unwrap_or_default();
        let _ = writeln!(out, "{indent}- `{}`: {}{since}", choice.value, choice.summary);
    }
}

fn tools(out: &mut String, dialect: &Dialect) {
    let present: Vec<&Tool> = dialect.tools.iter().filter(|tool| tool.reach != Reach::Gone).collect();
    if !present.is_empty() {
        heading(out, "Tools");
        for (reach, tools) in grouped(&present) {
            let _ = writeln!(out, "{reach}:\n");
            tools.iter().for_each(|tool| tool_item(out, dialect, tool));
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    let gone: Vec<&Tool> = dialect.tools.iter().filter(|tool| tool.reach == Reach::Gone).collect();
    if !gone.is_empty() {
        heading(out, "Names of the past");
        out.push_str("No tool answers to them any more.\n\n");
        gone.iter().for_each(|tool| tool_item(out, dialect, tool));
    }
    if !dialect.tool_patterns.is_empty() {
        heading(out, "Forms of entries in lists of tools");
        for form in dialect.tool_patterns.iter() {
            let denied = if form.only_denied { " Only where tools are denied." } else { "" };
            item(out, &format!("`{}`: {}{denied} {}", form.form, form.summary, one_line(&form.detail)));
        }
    }
    if !dialect.foreign_tools.is_empty() {
        heading(out, "Names of other programs");
        out.push_str("What people write who know the tools of another program, and what does the work here.\n\n");
        out.push_str("| program | written | here |\n|---|---|---|\n");
        for group in dialect.foreign_tools.iter() {
            let here = if group.use_instead.is_empty() { "nothing".to_owned() } else { codes(&group.use_instead) };
            let _ = writeln!(out, "| {} | {} | {here} |", cell(&group.of), codes(&group.names));
        }
    }
}

/// The tools by how they come into effect, the groups in the order of their first tools.
fn grouped<'d>(tools: &[&'d Tool]) -> Vec<(&'static str, Vec<&'d Tool>)> {
    let mut groups: Vec<(&'static str, Vec<&Tool>)> = Vec::new();
    for tool in tools {
        let reach = tool.reach.in_words();
        match groups.iter_mut().find(|(other, _)| *other == reach) {
            Some((_, tools)) => tools.push(tool),
            None => groups.push((reach, vec![tool])),
        }
    }
    groups
}

fn tool_item(out: &mut String, dialect: &Dialect, tool: &Tool) {
    let mut text = format!("`{}`: {}", tool.name, tool.summary);
    if !tool.detail.is_empty() {
        let _ = write!(text, " {}", one_line(&tool.detail));
    }
    if let Some(note) = &tool.reach_note {
        let _ = write!(text, " When: {note}.");
    }
    if tool.asks && dialect.evidence == Evidence::Observed {
        text.push_str(" A person is asked before it runs.");
    }
    if !tool.use_instead.is_empty() {
        let _ = write!(text, " Write instead: {}.", codes(&tool.use_instead));
    }
    if !tool.brings.is_empty() {
        let _ = write!(text, " Brings in {}.", codes(&tool.brings));
    }
    for alias in tool.aliases.iter() {
        let renamed = alias.renamed_in.map(|version| format!(", renamed in {version}")).unwrap_or_default();
        let kind = if alias.current { "Also" } else { "Once" };
        let _ = write!(text, " {kind} `{}`{renamed}.", alias.name);
    }
    if let Some(since) = tool.since {
        let _ = write!(text, " Since {since}.");
    }
    if let Some(until) = tool.until {
        let _ = write!(text, " Gone in {until}.");
    }
    let _ = write!(text, " [{}]", tool.source);
    item(out, &text);
}

fn models(out: &mut String, dialect: &Dialect) {
    if dialect.models.is_empty() && dialect.unknown_model_note.is_none() {
        return;
    }
    heading(out, "Models");
    for model in dialect.models.iter() {
        model_item(out, model);
    }
    if !dialect.model_ids.is_empty() && !dialect.models.is_empty() {
        item(out, &format!("Other ids of these forms may well exist: {}.", codes(&dialect.model_ids)));
    }
    if let Some(note) = &dialect.unknown_model_note {
        item(out, &format!("Of a name that it does not know: {} {note}.", dialect.label));
    }
}

fn model_item(out: &mut String, model: &Model) {
    let mut text = format!("`{}`: {}", model.name, model.summary);
    match (model.resolves, &model.id) {
        (Resolves::Family, Some(id)) => {
            let _ = write!(text, " Stands for `{id}`, or the session's own model of that family.");
        }
        (_, Some(id)) => {
            let _ = write!(text, " Stands for `{id}`.");
        }
        _ => {}
    }
    if model.retired {
        text.push_str(" No longer offered.");
    }
    if !model.loses.is_empty() {
        let _ = write!(text, " An agent that inherits all tools loses {}.", codes(&model.loses));
    }
    if let Some(since) = model.since {
        let _ = write!(text, " Since {since}.");
    }
    let _ = write!(text, " [{}]", model.source);
    item(out, &text);
}

fn sources(out: &mut String, dialect: &Dialect) {
    heading(out, "Sources");
    out.push_str("| source | checked | what comes from it |\n|---|---|---|\n");
    for source in dialect.sources.iter() {
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for fact in dialect.sourced().filter(|fact| fact.source == source.id) {
            *counts.entry(fact.kind).or_default() += 1;
        }
        let counts: Vec<String> = counts
            .into_iter()
            .map(|(kind, count)| match (kind.in_words(), count) {
                ((one, several), _) if one == several => one.to_owned(),
                ((one, _), 1) => format!("1 {one}"),
                ((_, several), count) => format!("{count} {several}"),
            })
            .collect();
        let title = match &source.url {
            Some(url) => format!("[{}]({url})", cell(&source.title)),
            None => cell(&source.title),
        };
        let _ = writeln!(out, "| `{}`: {title} | {} | {} |", source.id, source.checked, counts.join(", "));
    }
}

fn heading(out: &mut String, text: &str) {
    let _ = write!(out, "\n## {text}\n\n");
}

fn paragraph(out: &mut String, text: &str) {
    if !text.is_empty() {
        let _ = write!(out, "\n{}\n", text.trim());
    }
}

fn item(out: &mut String, text: &str) {
    let _ = writeln!(out, "- {}", text.trim_end());
}

fn versions(out: &mut String, since: Option<Version>, until: Option<Version>) {
    if let Some(since) = since {
        item(out, &format!("Since {since}."));
    }
    if let Some(until) = until {
        item(out, &format!("Gone in {until}."));
    }
}

fn source(out: &mut String, dialect: &Dialect, id: &str) {
    let Some(source) = dialect.source_called(id) else { return };
    let title = match &source.url {
        Some(url) => format!("[{}]({url})", source.title),
        None => source.title.to_string(),
    };
    let _ = writeln!(out, "\nSource: {title}, checked {}", source.checked);
}

fn codes(names: &[Str]) -> String {
    names.iter().map(|name| format!("`{}`", cell(name))).collect::<Vec<_>>().join(", ")
}

/// On one line, and without the sign that ends a cell.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
