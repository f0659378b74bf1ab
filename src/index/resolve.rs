//! From a name to the agent that is meant, and back.

use super::{FileId, Index, IndexedFile};
use crate::dialect::DuplicateWins;
use crate::model::mentions::{self, Form, Mention};

/// What words that name an agent lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Agent(FileId),
    /// An agent that the tool brings along.
    BuiltIn,
    Nobody,
}

/// Agents of one name that are visited to choose between them.
const MOST_NAMESAKES: usize = 64;

impl Index {
    /// The agent that `mention` in the file `from` means.
    pub fn target(&self, from: FileId, mention: &Mention) -> Target {
        match mention.form {
            Form::Link => self.linked_to(from, &mention.name),
            _ => self.called(from, &mention.name),
        }
    }

    /// The agent that is meant by `name` in the file `from`: the one of exactly that name, then the
    /// closest one, then the one that wins.
    pub fn called(&self, from: FileId, name: &str) -> Target {
        let Some(here) = self.file(from) else { return Target::Nobody };
        let key = mentions::key(name);
        let namesakes = self.by_name.get(&*key).into_iter().flatten();
        let mut best: Option<(FileId, &IndexedFile)> = None;
        for id in namesakes.take(MOST_NAMESAKES) {
            self.count(1);
            let Some(file) = self.file(*id) else { continue };
            let fits = file.dialect.id == here.dialect.id && here.place.sees(&file.place);
            if fits && best.is_none_or(|(_, other)| is_meant_before(name, file, other)) {
                best = Some((*id, file));
            }
        }
        if let Some((id, _)) = best {
            return Target::Agent(id);
        }
        let built_in = here.dialect.name.built_in.iter().any(|known| mentions::key(known) == key);
        if built_in { Target::BuiltIn } else { Target::Nobody }
    }

    fn linked_to(&self, from: FileId, path: &str) -> Target {
        self.count(1);
        let target = self.file(from).and_then(|file| self.id(&joined(&file.path, path)));
        target.map_or(Target::Nobody, Target::Agent)
    }

    /// The other agents that have exactly the name of `id` and that count in the same place, in the
    /// order of their paths.
    pub fn namesakes(&self, id: FileId) -> Vec<FileId> {
        let Some(file) = self.file(id) else { return Vec::new() };
        let Some(name) = &file.facts.name else { return Vec::new() };
        let ids = self.by_name.get(&*mentions::key(name)).into_iter().flatten();
        let mut found = Vec::new();
        for other in ids.take(MOST_NAMESAKES) {
            self.count(1);
            let Some(them) = self.file(*other).filter(|_| *other != id) else { continue };
            let same = them.facts.name.as_ref() == Some(name) && them.dialect.id == file.dialect.id;
            if same && them.facts.loads && (file.place.sees(&them.place) || them.place.sees(&file.place)) {
                found.push(*other);
            }
        }
        found.sort_by_key(|id| self.file(*id).map(|file| &file.path));
        found
    }

    /// Of agents of one name in one folder: whether the tool takes `one` and not `other`; `None`
    /// where that is not known.
    pub fn wins(&self, one: FileId, other: FileId) -> Option<bool> {
        let (one, other) = (self.file(one)?, self.file(other)?);
        one.dialect.name.duplicates.map(|wins| before(wins, one, other))
    }

    /// All places that name the agent `id`: files, its own too, and indices in their mentions.
    pub fn mentions_of(&self, id: FileId) -> Vec<(FileId, usize)> {
        let Some(file) = self.file(id) else { return Vec::new() };
        let by_name = file.facts.key().and_then(|key| self.mentioned.get(&*key)).into_iter().flatten();
        let by_link = self.linked.get(&*file.path).into_iter().flatten();
        let mut from: Vec<FileId> = by_name.chain(by_link).copied().collect();
        from.sort_unstable();
        from.dedup();
        // In an order that does not tell which file was read first.
        from.sort_by_key(|id| self.file(*id).map(|file| &file.path));
        let mut found = Vec::new();
        for other in from {
            self.count(1);
            let Some(naming) = self.file(other) else { continue };
            let own = naming.mentions().iter().enumerate();
            let own = own.filter(|(_, mention)| self.target(other, mention) == Target::Agent(id));
            found.extend(own.map(|(at, _)| (other, at)));
        }
        found
    }

    /// The other files that name the agent `id`.
    pub fn named_by(&self, id: FileId) -> Vec<FileId> {
        let mut files: Vec<FileId> = self.mentions_of(id).into_iter().map(|(file, _)| file).collect();
        files.dedup();
        files.retain(|file| *file != id);
        files
    }

    /// Whether any other file names the agent `id`.
    pub fn is_named(&self, id: FileId) -> bool {
        let Some(file) = self.file(id) else { return false };
        let Some(key) = file.facts.key() else { return false };
        let others = self.mentioned.get(&*key).into_iter().flatten().filter(|other| **other != id);
        let links = self.linked.get(&*file.path).into_iter().flatten().filter(|other| **other != id);
        others.chain(links).take(MOST_NAMESAKES).any(|other| {
            self.count(1);
            let Some(naming) = self.file(*other) else { return false };
            naming.mentions().iter().any(|mention| {
                let may_be = mention.form == Form::Link || mentions::key(&mention.name) == key;
                may_be && self.target(*other, &mention) == Target::Agent(id)
            })
        })
    }

    /// The agents that a file hands work over to, each once, in the order of its mentions.
    pub fn hands_over_to(&self, id: FileId) -> Vec<FileId> {
        let Some(file) = self.file(id) else { return Vec::new() };
        let mut found = Vec::new();
        for mention in file.mentions().iter().filter(|mention| mention.delegates) {
            if let Target::Agent(target) = self.target(id, &mention)
                && target != id
                && !found.contains(&target)
            {
                found.push(target);
            }
        }
        found
    }

    /// The path that a link in the file at `path` leads to.
    pub fn joined(&self, path: &str, link: &str) -> String {
        joined(path, link)
    }

    /// The names of all agents that can be called from a file, in order of the alphabet; its own
    /// team's come first.
    pub fn callable(&self, from: FileId) -> Vec<FileId> {
        let Some(here) = self.file(from) else { return Vec::new() };
        let mut found: Vec<(bool, &str, &str, FileId)> = self
            .files()
            .filter(|(id, file)| {
                *id != from && file.facts.loads && file.dialect.id == here.dialect.id && here.place.sees(&file.place)
            })
            .map(|(id, file)| (file.place.root != here.place.root, file.name(), &*file.path, id))
            .collect();
        found.sort_unstable();
        found.dedup_by(|next, kept| next.1 == kept.1);
        found.into_iter().map(|(.., id)| id).collect()
    }
}

/// Whether `one` is meant by `name` rather than `other`.
fn is_meant_before(name: &str, one: &IndexedFile, other: &IndexedFile) -> bool {
    let exact = |file: &IndexedFile| file.facts.name.as_deref() == Some(name.rsplit(':').next().unwrap_or(name));
    let rank = |file: &IndexedFile| (exact(file), file.facts.loads);
    if rank(one) != rank(other) {
        return rank(one) > rank(other);
    }
    if one.place.root != other.place.root {
        let wins = one.place.wins_over(&other.place);
        // Where no folder is closer, it is not to be a matter of which one was read first.
        return wins || !other.place.wins_over(&one.place) && one.path < other.path;
    }
    before(one.dialect.name.duplicates.unwrap_or(DuplicateWins::LastPath), one, other)
}

/// Whether the tool takes `one` of two agents of one folder.
fn before(wins: DuplicateWins, one: &IndexedFile, other: &IndexedFile) -> bool {
    match wins {
        DuplicateWins::LastPath => one.place.below.as_bytes() > other.place.below.as_bytes(),
    }
}

/// The path that `link` means in the file at `path`.
pub(super) fn joined(path: &str, link: &str) -> String {
    if link.starts_with('/') {
        return link.to_owned();
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
