//! What is known of all agents: one list, for the command line and for editors.

use crate::dialect::{Dialect, Scope};
use crate::index::{FileId, Index, IndexedFile};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// An agent of the workspace, and whom it hands work over to.
#[derive(Clone, Debug)]
pub struct Agent {
    pub file: FileId,
    /// As the index knows it, with `/` separators.
    pub path: Arc<str>,
    /// Its path below the folder of agents.
    pub below: Box<str>,
    pub dialect: &'static Dialect,
    /// `None` for a file in no place of its tool.
    pub scope: Option<Scope>,
    /// What it is called by; of a file without a name, the file's own.
    pub name: Box<str>,
    pub description: Box<str>,
    pub loads: bool,
    /// What it knows, in the order of the file.
    pub areas: Vec<Area>,
    /// Places in the list of those that it hands work over to, in the order of its mentions.
    pub hands_over_to: Vec<usize>,
    /// How many other agents name it.
    pub named_by: usize,
}

/// An area of expertise and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    pub name: Box<str>,
    /// Whether the name is only the heading of a list: it tells where things stand, not what they are.
    pub is_heading: bool,
    pub items: Vec<Box<str>>,
}

/// The agents for which `keep` holds, by tool, then by path.
pub fn agents(index: &Index, keep: impl Fn(FileId, &IndexedFile) -> bool) -> Vec<Agent> {
    let mut kept: Vec<(FileId, &IndexedFile)> = index.files().filter(|(id, file)| keep(*id, file)).collect();
    kept.sort_by(|(_, a), (_, b)| (a.dialect.title(), &a.path).cmp(&(b.dialect.title(), &b.path)));
    let places: FxHashMap<FileId, usize> = kept.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let agent = |(id, file): (FileId, &IndexedFile)| Agent {
        file: id,
        path: Arc::clone(&file.path),
        below: (&*file.place.below).into(),
        dialect: file.dialect,
        scope: file.place.scope,
        name: file.name().into(),
        description: file.facts.description.clone(),
        loads: file.facts.loads,
        areas: areas(file),
        hands_over_to: index.hands_over_to(id).iter().filter_map(|other| places.get(other).copied()).collect(),
        named_by: index.named_by(id).len(),
    };
    kept.into_iter().map(agent).collect()
}

fn areas(file: &IndexedFile) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for known in file.facts.knows.iter() {
        let (name, item) = match known.area {
            Some(area) => (area, Some(known.text)),
            None => (known.text, None),
        };
        match areas.iter_mut().find(|area| *area.name == *name) {
            Some(area) => area.items.extend(item.map(Into::into)),
            // Areas stand before all items: one that comes with an item is none by itself.
            None => areas.push(Area {
                name: name.into(),
                is_heading: item.is_some(),
                items: item.map(Into::into).into_iter().collect(),
            }),
        }
    }
    areas
}

/// A scope, as answers in JSON call it.
pub fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Managed => "managed",
        Scope::Project => "project",
        Scope::User => "user",
        Scope::Plugin => "plugin",
    }
}
