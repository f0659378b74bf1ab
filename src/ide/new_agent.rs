//! The file of an agent that others name and that is not there yet.

use super::conversion::NewFile;
use crate::dialect::{Identity, Role};
use crate::model::AgentFile;
use crate::model::mentions::{Mention, key};

/// The file of the missing agent that `mention` names, in the folder of the file that names it.
pub fn new_agent(file: &AgentFile, mention: &Mention) -> Option<NewFile> {
    let (folder, own) = file.path.rsplit_once('/')?;
    let name = key(&mention.name);
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let ending = own.split_once('.').map_or("md", |(_, ending)| ending);
    let title: Vec<String> = name
        .split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).collect::<String>() + letters.as_str()
        })
        .collect();
    let field = |role: Role| file.dialect.fields.iter().find(|field| field.role == role);
    let mut text = String::from("---\n");
    if let Some(field) = field(Role::Name).filter(|_| file.dialect.name.identity != Identity::File) {
        text += &format!("{}: {name}\n", field.key);
    }
    if let Some(field) = field(Role::Description) {
        text += &format!("{}: What it does. Use when it is needed.\n", field.key);
    }
    text += &format!(
        "---\n\n# {}\n\nYou are called by other agents. Say here what you do, step by step.\n",
        title.join(" ")
    );
    Some(NewFile { path: format!("{folder}/{name}.{ending}"), text })
}
