//! Reads the new file as its tool does, and takes out what the tool would not put up with.

use super::Converted;
use super::entries::Draft;
use super::loss::{Fate, Part};
use super::name::Named;
use super::{place, tools};
use crate::compose::list_edit::{Change, ListEdit};
use crate::dialect::{Dialect, Role};
use crate::model::AgentFile;
use crate::model::verdict::{Surroundings, ToolFate};
use crate::text::Span;

/// Writes the draft out. Entries that the target throws away, or does not load the file for, go;
/// each of them is reported.
pub fn settle(source: &AgentFile, target: &'static Dialect, mut draft: Draft, named: Named) -> Converted {
    if draft.no_tools {
        take_all_tools(source, target, &mut draft, &named);
    }
    let mut file = read(source, target, &draft, &named);
    let most = draft.lines.len();
    for _ in 0..most {
        let Some(at) = unwanted(&file, &draft) else { break };
        if without_strangers(&file, &mut draft, at) {
            file = read(source, target, &draft, &named);
            continue;
        }
        let line = draft.lines.remove(at);
        // Without its list an agent would have more tools than before.
        let is_list = file.entry(Role::Tools).is_some_and(|entry| *entry.key == *line.key);
        if is_list && !draft.no_tools {
            draft.lines.insert(at, line.clone());
            take_all_tools(source, target, &mut draft, &named);
            draft.no_tools = true;
        }
        let entry = line.from.and_then(|from| source.front_matter.entries.get(from));
        let (key, span) = entry.map_or((&*line.key, Span::empty(0)), |entry| (&*entry.key, entry.key_span));
        draft.lose(Fate::Lost, Part::Key, key, span, format!("{} does not take its value", target.label));
        file = read(source, target, &draft, &named);
    }
    if takes_tools_away(source) && !takes_tools_away(&file) {
        let entry = [Role::Tools, Role::DeniedTools].into_iter().find_map(|role| source.entry(role));
        let (key, span) = entry.map_or(("", Span::empty(0)), |entry| (&*entry.key, entry.key_span));
        let reason = format!("{} is not known to take tools away so: the agent may have them", target.label);
        draft.lose(Fate::Changed, Part::Value, key, span, reason);
    }
    let mut losses = draft.losses.clone();
    losses.sort_by_key(|loss| loss.span.start);
    Converted { text: file.text.to_string(), file_name: named.file_name, losses, file }
}

/// Whether an agent has fewer tools than one that says nothing of them.
fn takes_tools_away(file: &AgentFile) -> bool {
    file.verdict.tools.effective.is_some() || !file.verdict.tools.denied.is_empty()
}

fn read(source: &AgentFile, target: &'static Dialect, draft: &Draft, named: &Named) -> AgentFile {
    let path =
        place::target_path(&source.path, None, target, &named.file_name).unwrap_or_else(|| named.file_name.clone());
    AgentFile::new(path.into(), draft.text(source).into(), target, Surroundings::default())
}

/// The line that the target throws away or stumbles over; what it can't do without stays.
fn unwanted(file: &AgentFile, draft: &Draft) -> Option<usize> {
    let removable = |key: &str| {
        let field = file.dialect.fields.iter().find(|field| field.key == key);
        !field.is_some_and(|field| matches!(field.role, Role::Name | Role::Description))
    };
    let line_of = |key: &str| draft.lines.iter().position(|line| line.key == key && removable(key));
    let lost = file.verdict.lost_values(file.dialect);
    if let Some(at) = lost.iter().find_map(|key| line_of(key)) {
        return Some(at);
    }
    let reason = file.verdict.reason.as_ref().filter(|_| !file.verdict.loads)?;
    let entry = file.front_matter.entries.iter().find(|entry| entry.span.covers(reason.span))?;
    line_of(&entry.key)
}

/// Takes the names out of a list of tools that the target does not know; whether some are left without them.
fn without_strangers(file: &AgentFile, draft: &mut Draft, at: usize) -> bool {
    let tools = file.verdict.tools.declared.iter().enumerate();
    let strangers: Vec<(usize, &str)> =
        tools.filter(|(_, entry)| entry.fate == ToolFate::Unknown).map(|(at, entry)| (at, &*entry.text)).collect();
    let changes: Vec<(usize, Change)> = strangers.iter().map(|(at, _)| (*at, Change::Remove)).collect();
    let Some(line) = draft.lines.get(at).filter(|line| file.entry(Role::Tools).is_some_and(|e| *e.key == *line.key))
    else {
        return false;
    };
    let edits = ListEdit::of(file, Role::Tools).filter(|_| !changes.is_empty()).and_then(|list| list.change(&changes));
    let Some(edits) = edits else { return false };
    let after = edits.apply(&file.text);
    let again = AgentFile::new(file.path.clone(), after.into(), file.dialect, Surroundings::default());
    let Some(value) = again.entry(Role::Tools).map(|entry| entry.raw_value.slice(&again.text).to_owned()) else {
        return false;
    };
    let from = line.from;
    draft.put(&line.key.clone(), format!(" {value}"), from);
    for (_, name) in strangers {
        draft.lose(Fate::Lost, Part::Tool, name, Span::empty(0), format!("{} takes no such name", file.dialect.label));
    }
    true
}

/// Finds a way to say that the agent has no tools: what the tool itself makes of it decides.
fn take_all_tools(source: &AgentFile, target: &'static Dialect, draft: &mut Draft, named: &Named) {
    let keys = tools::list_keys(target);
    let from = draft.lines.iter().find(|line| keys.contains(&&*line.key)).and_then(|line| line.from);
    for (key, value) in tools::none_at_all(target) {
        let mut tried = draft.clone();
        tried.lines.retain(|line| !keys.contains(&&*line.key));
        tried.put(&key, value, from);
        let verdict = read(source, target, &tried, named).verdict;
        let given = target.tools.iter().filter(|tool| tool.reach == crate::dialect::Reach::Always);
        let nothing = match &verdict.tools.effective {
            Some(tools) => tools.is_empty(),
            None => given.into_iter().all(|tool| verdict.tools.denied.iter().any(|name| tool.name == *name)),
        };
        if verdict.loads && nothing {
            *draft = tried;
            return;
        }
    }
    draft.lines.retain(|line| !keys.contains(&&*line.key));
    let entry = from.and_then(|from| source.front_matter.entries.get(from));
    let (key, span) = entry.map_or(("tools", Span::empty(0)), |entry| (&*entry.key, entry.key_span));
    let reason = format!("{} can't take all tools away: the agent has those of the session", target.label);
    draft.lose(Fate::Lost, Part::Key, key, span, reason);
}
