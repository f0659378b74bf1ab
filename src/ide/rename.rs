//! Renaming an agent: its name, the headings that repeat it, every mention, and its file where that
//! is called after it.

use super::agents::{named_at, titles};
use crate::compose::entry_edit;
use crate::compose::quoting::quoted;
use crate::dialect::{Alphabet, Role};
use crate::index::{FileId, Index};
use crate::model::AgentFile;
use crate::model::mentions::{Form, Mention, key};
use crate::model::verdict::name::{NameFault, fault};
use crate::text::{Edit, EditSet, Span};

/// What renaming changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// In the agent's own file.
    pub own: EditSet,
    /// In other files: the index of a mention, and what to put there.
    pub mentions: Vec<(FileId, usize, String)>,
    /// The path that the agent's file gets.
    pub path: Option<String>,
}

/// Whether the agent's file is renamed, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileToo {
    /// Where it is called after the agent.
    IfItFits,
    /// The client can't.
    Never,
    /// The client does so already.
    Already,
}

/// The words to rename at `offset` and the name that they stand for; why not, else.
pub fn prepare(file: &AgentFile, index: &Index, offset: u32) -> Result<(Span, String), String> {
    let named = named_at(file, index, offset)
        .ok_or_else(|| "Only agents can be renamed: put the cursor on a name of one.".to_owned())?;
    let agent = index.file(named.agent).ok_or_else(|| "This agent is gone.".to_owned())?;
    Ok((named.span, agent.name().to_owned()))
}

/// Renames `agent`, whose file is `own`, to `new`.
pub fn rename(index: &Index, agent: FileId, own: &AgentFile, new: &str, file_too: FileToo) -> Result<Renamed, String> {
    let indexed = index.file(agent).ok_or_else(|| "This agent is gone.".to_owned())?;
    let (old, new) = (indexed.name(), new.trim());
    let label = &own.dialect.label;
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err("An agent needs a name of one line.".to_owned());
    }
    if let Some(fault) = fault(&own.dialect.name, new) {
        return Err(refusal(&fault, own, new));
    }
    let taken = index.files().filter(|(id, file)| {
        let same = file.facts.name.as_deref() == Some(new) && file.dialect.id == own.dialect.id;
        *id != agent && same && file.place.root == indexed.place.root
    });
    if let Some((_, file)) = taken.min_by_key(|(_, file)| &file.path) {
        return Err(format!(
            "There is an agent called \"{new}\" already: {}. {label} would take only one of them.",
            file.path
        ));
    }
    let path = new_path(index, own, old, new).filter(|_| file_too == FileToo::IfItFits);
    let moves = path.is_some() || file_too == FileToo::Already;
    let mut edits: Vec<Edit> = Vec::new();
    match own.entry(Role::Name) {
        Some(entry) => {
            let value = if is_plain(new) { new.to_owned() } else { quoted(new) };
            let edit = entry_edit::set_value(own, entry, &value)
                .ok_or_else(|| "The name can't be read in its file.".to_owned())?;
            edits.extend(edit.edits().iter().cloned());
        }
        None if !moves => return Err("This agent is called by its file's name: rename the file.".to_owned()),
        None => {}
    }
    for span in titles(own, &indexed.facts) {
        edits.push(Edit { span, text: as_written(span.slice(&own.text), old, new) });
    }
    let mut mentions = Vec::new();
    for (file, at) in index.mentions_of(agent) {
        let Some(mention) = index.file(file).and_then(|file| file.mentions().get(at)) else { continue };
        let Some(text) = replacement(&mention, old, new, moves) else { continue };
        if file == agent {
            let taken = edits.iter().any(|edit| edit.span.overlaps(mention.span));
            if !taken {
                edits.push(Edit { span: mention.span, text });
            }
        } else {
            mentions.push((file, at, text));
        }
    }
    let own = EditSet::new(edits).ok_or_else(|| "The places that name the agent overlap.".to_owned())?;
    Ok(Renamed { own, mentions, path })
}

/// What to rename when the file of an agent gets another path in the same folder: the agent, where it
/// is called after its file. The name that it gets then.
pub fn name_by_path(index: &Index, agent: FileId, new_path: &str) -> Option<String> {
    let indexed = index.file(agent)?;
    let (old_folder, old_file) = indexed.path.rsplit_once('/')?;
    let (new_folder, new_file) = new_path.rsplit_once('/')?;
    let rest = old_file.strip_prefix(indexed.name()).filter(|rest| rest.starts_with('.'))?;
    let new = new_file.strip_suffix(rest).filter(|_| old_folder == new_folder)?;
    (!new.is_empty()).then(|| new.to_owned())
}

fn replacement(mention: &Mention, old: &str, new: &str, file_too: bool) -> Option<String> {
    match mention.form {
        Form::Link => file_too.then(|| new.to_owned()),
        _ => Some(as_written(&mention.name, old, new)),
    }
}

/// `new` as `words` write `old`: with capitals and blanks, or without the word "agent" at the end.
fn as_written(words: &str, old: &str, new: &str) -> String {
    if words == old {
        return new.to_owned();
    }
    let without = |name: &str| {
        let lower = name.to_lowercase();
        let end = lower.strip_suffix("agent").map(|rest| rest.trim_end_matches(['-', '_', ' ']).len());
        end.filter(|end| *end > 0).and_then(|end| name.get(..end)).unwrap_or(name).to_owned()
    };
    let is_short = key(words) == key(old) && !words.to_lowercase().ends_with("agent");
    let new = if is_short && old.to_lowercase().ends_with("agent") { without(new) } else { new.to_owned() };
    let has_capitals = words.chars().any(char::is_uppercase) && !old.chars().any(char::is_uppercase);
    if !has_capitals && !words.contains(' ') {
        return new;
    }
    let parts = new.split(['-', '_', ' ']).filter(|part| !part.is_empty());
    let words: Vec<String> = parts
        .map(|part| {
            let mut letters = part.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            if has_capitals { first + letters.as_str() } else { part.to_owned() }
        })
        .collect();
    words.join(" ")
}

/// The path of the file under its agent's new name, where it is called after the old one.
fn new_path(index: &Index, own: &AgentFile, old: &str, new: &str) -> Option<String> {
    let (folder, file) = own.path.rsplit_once('/')?;
    let rest = file.strip_prefix(old).filter(|rest| rest.starts_with('.'))?;
    let fits = new.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let path = format!("{folder}/{new}{rest}");
    (fits && index.id(&path).is_none()).then_some(path)
}

fn is_plain(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.'))
        && !matches!(name.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n")
}

fn refusal(fault: &NameFault<'_>, own: &AgentFile, new: &str) -> String {
    let (label, rule) = (&own.dialect.label, &own.dialect.name);
    let why = match fault {
        NameFault::TooLong => format!("it is longer than {} characters", rule.max_chars.unwrap_or(0)),
        NameFault::TooShort => format!("it is shorter than {} characters", rule.min_chars.unwrap_or(0)),
        NameFault::Start(sign) => format!("it begins with \"{sign}\""),
        NameFault::End(sign) => format!("it ends with \"{sign}\""),
        NameFault::Holds(sign) => match rule.alphabet {
            Some(Alphabet::Slug) => {
                format!("it holds \"{sign}\"; only small letters, digits, \"-\" and \"_\" are allowed")
            }
            Some(Alphabet::Word) => format!("it holds \"{sign}\"; only letters, digits, \"-\" and \"_\" are allowed"),
            None => format!("it holds \"{sign}\""),
        },
        NameFault::Reserved => "the name is reserved".to_owned(),
    };
    format!("{label} takes no agent called \"{new}\": {why}.")
}
