//! All agent files of a workspace: who is called what, and who names whom. Plain data without IO;
//! the server and the command line fill it.
//!
//! An index knows each file by its [`FileFacts`]. [`Index::replace`] takes the facts of a new
//! version and says which other files this may concern; where the facts are equal, none.

mod place;
mod resolve;
mod team;
#[cfg(test)]
mod tests;

pub use place::Place;
pub use resolve::Target;
pub use team::{Team, TeamId};

use crate::dialect::Dialect;
use crate::model::facts::{Named, Places};
use crate::model::{AgentFile, FileFacts, mentions};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Index of a file. A file that goes and comes back keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One file of the workspace.
#[derive(Clone, Debug)]
pub struct IndexedFile {
    /// With `/` separators.
    pub path: Arc<str>,
    pub dialect: &'static Dialect,
    pub place: Place,
    pub facts: Arc<FileFacts>,
    /// Where the file says it, in the version that was indexed last.
    pub places: Arc<Places>,
}

impl IndexedFile {
    pub fn new(file: &AgentFile, place: Place) -> IndexedFile {
        IndexedFile {
            path: Arc::clone(&file.path),
            dialect: file.dialect,
            place,
            facts: Arc::new(FileFacts::of(file)),
            places: Arc::new(Places::of(file)),
        }
    }

    /// The same for a file whose text is not kept.
    #[must_use]
    pub fn with_spots(mut self, text: &str) -> IndexedFile {
        self.places = Arc::new(Places::clone(&self.places).with_spots(text));
        self
    }

    /// The name that the agent is called by; of a file without one, the file's own.
    pub fn name(&self) -> &str {
        let file = || self.path.rsplit('/').next().unwrap_or(&self.path);
        self.facts.name.as_deref().unwrap_or_else(file)
    }
}

/// What a new version of a file changes for others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// Names whose agents have changed.
    names: Vec<Box<str>>,
    /// Names that are mentioned in other places than before.
    mentions: Vec<Box<str>>,
    /// Teams of which something that all share has changed.
    teams: Vec<TeamId>,
}

impl Affected {
    /// Whether the change is nobody else's concern.
    pub fn nothing(&self) -> bool {
        self.names.is_empty() && self.mentions.is_empty() && self.teams.is_empty()
    }

    /// Takes in what another change concerns.
    pub fn merge(&mut self, other: Affected) {
        self.names.extend(other.names);
        self.mentions.extend(other.mentions);
        self.teams.extend(other.teams);
        self.teams.sort_unstable();
        self.teams.dedup();
    }
}

/// All agent files of a workspace.
#[derive(Debug, Default)]
pub struct Index {
    files: Vec<Slot>,
    ids: FxHashMap<Arc<str>, FileId>,
    by_name: FxHashMap<Box<str>, BTreeSet<FileId>>,
    mentioned: FxHashMap<Box<str>, BTreeSet<FileId>>,
    /// Files by the paths that they link to.
    linked: FxHashMap<Box<str>, BTreeSet<FileId>>,
    teams: Vec<Team>,
    team_ids: FxHashMap<(&'static str, Arc<str>), TeamId>,
    operations: AtomicU64,
}

#[derive(Debug)]
struct Slot {
    path: Arc<str>,
    /// `None` for a file that is gone.
    file: Option<IndexedFile>,
    team: TeamId,
}

impl Index {
    /// Takes the file at `path` in, in place of its version before; `None` for a file that is gone.
    pub fn replace(&mut self, path: &Arc<str>, new: Option<IndexedFile>) -> Affected {
        let id = self.intern(path);
        let Some(slot) = self.files.get_mut(id.0 as usize) else { return Affected::default() };
        self.operations.fetch_add(1, Ordering::Relaxed);
        if let (Some(old), Some(new)) = (&mut slot.file, &new)
            && old.facts == new.facts
            && old.place == new.place
            && std::ptr::eq(old.dialect, new.dialect)
        {
            old.places = Arc::clone(&new.places);
            return Affected::default();
        }
        let mut affected = Affected::default();
        let old = slot.file.take();
        let old_team = slot.team;
        if let Some(old) = &old {
            self.forget(id, old, old_team);
        }
        let team = new.as_ref().map_or(old_team, |new| self.team_for(new));
        if let Some(new) = &new {
            self.learn(id, new, team);
        }
        difference(old.as_ref(), new.as_ref(), old_team, team, &mut affected);
        if let Some(slot) = self.files.get_mut(id.0 as usize) {
            slot.file = new;
            slot.team = team;
        }
        affected
    }

    fn intern(&mut self, path: &Arc<str>) -> FileId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.ids.insert(Arc::clone(path), id);
        self.files.push(Slot { path: Arc::clone(path), file: None, team: TeamId(u32::MAX) });
        id
    }

    fn team_for(&mut self, file: &IndexedFile) -> TeamId {
        let next = TeamId(u32::try_from(self.teams.len()).unwrap_or(u32::MAX));
        let id = *self.team_ids.entry((&file.dialect.id, Arc::clone(&file.place.root))).or_insert(next);
        if id == next {
            self.teams.push(Team::default());
        }
        id
    }

    fn learn(&mut self, id: FileId, file: &IndexedFile, team: TeamId) {
        let mut count = 1;
        if let Some(key) = file.facts.key() {
            self.by_name.entry(key.into()).or_default().insert(id);
        }
        for named in &file.facts.names {
            count += 1;
            match named.is_link {
                true => self.linked.entry(resolve::joined(&file.path, &named.key).into()).or_default().insert(id),
                false => self.mentioned.entry(named.key.clone()).or_default().insert(id),
            };
        }
        if let Some(team) = self.teams.get_mut(team.0 as usize) {
            count += team.add(id, &file.facts);
        }
        self.operations.fetch_add(count, Ordering::Relaxed);
    }

    fn forget(&mut self, id: FileId, file: &IndexedFile, team: TeamId) {
        let mut count = 1;
        if let Some(key) = file.facts.key() {
            take_out(&mut self.by_name, &key, id);
        }
        for named in &file.facts.names {
            count += 1;
            match named.is_link {
                true => take_out(&mut self.linked, &resolve::joined(&file.path, &named.key), id),
                false => take_out(&mut self.mentioned, &named.key, id),
            }
        }
        if let Some(team) = self.teams.get_mut(team.0 as usize) {
            count += team.remove(id, &file.facts);
        }
        self.operations.fetch_add(count, Ordering::Relaxed);
    }

    /// The file with an id; `None` where it is gone.
    pub fn file(&self, id: FileId) -> Option<&IndexedFile> {
        self.files.get(id.0 as usize)?.file.as_ref()
    }

    pub fn id(&self, path: &str) -> Option<FileId> {
        let id = *self.ids.get(path)?;
        self.file(id).map(|_| id)
    }

    /// All files, in the order in which they came.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &IndexedFile)> {
        let slots = self.files.iter().enumerate();
        slots.filter_map(|(at, slot)| Some((FileId(u32::try_from(at).ok()?), slot.file.as_ref()?)))
    }

    /// The paths of all files that are there.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.files.iter().filter(|slot| slot.file.is_some()).map(|slot| &slot.path)
    }

    pub fn len(&self) -> usize {
        self.files().count()
    }

    pub fn is_empty(&self) -> bool {
        self.files().next().is_none()
    }

    /// The team of a file, and what all of it have in common.
    pub fn team(&self, id: FileId) -> Option<&Team> {
        let slot = self.files.get(id.0 as usize)?;
        slot.file.as_ref()?;
        self.count(1);
        self.teams.get(slot.team.0 as usize)
    }

    /// Whether a change may concern what is said of the file `id`.
    pub fn concerns(&self, affected: &Affected, id: FileId) -> bool {
        let Some(slot) = self.files.get(id.0 as usize) else { return false };
        let Some(file) = &slot.file else { return false };
        let names = |key: &str| file.facts.names.iter().any(|named| *named.key == *key || named.is_link);
        let own = file.facts.key();
        let is_own = |keys: &[Box<str>]| own.as_deref().is_some_and(|own| keys.iter().any(|key| **key == *own));
        affected.teams.contains(&slot.team)
            || affected.names.iter().any(|key| names(key))
            || is_own(&affected.names)
            || is_own(&affected.mentions)
    }

    /// How many entries were looked at or changed since the index was made: what a test can hold
    /// a keystroke to, where a clock would tell of the machine.
    pub fn operations(&self) -> u64 {
        self.operations.load(Ordering::Relaxed)
    }

    fn count(&self, operations: u64) {
        self.operations.fetch_add(operations, Ordering::Relaxed);
    }
}

fn take_out(map: &mut FxHashMap<Box<str>, BTreeSet<FileId>>, key: &str, id: FileId) {
    if let Some(ids) = map.get_mut(key) {
        ids.remove(&id);
        if ids.is_empty() {
            map.remove(key);
        }
    }
}

/// What differs between two versions of a file, as far as others may depend on it.
fn difference(
    old: Option<&IndexedFile>,
    new: Option<&IndexedFile>,
    old_team: TeamId,
    new_team: TeamId,
    affected: &mut Affected,
) {
    let key = |file: Option<&IndexedFile>| file.and_then(|file| file.facts.key());
    let name = |file: Option<&IndexedFile>| file.and_then(|file| file.facts.name.clone());
    let can =
        |file: Option<&IndexedFile>| file.map(|file| (file.facts.loads, file.facts.delegates, file.place.clone()));
    let (old_key, new_key) = (key(old), key(new));
    if name(old) != name(new) || can(old) != can(new) {
        affected.names.extend(old_key.into_iter().chain(new_key).map(Into::into));
        affected.names.dedup();
    }
    let empty = Vec::new();
    let named = |file: Option<&IndexedFile>| file.map(|file| Arc::clone(&file.facts));
    let (old_facts, new_facts) = (named(old), named(new));
    let old_names = old_facts.as_ref().map_or(&empty, |facts| &facts.names);
    let new_names = new_facts.as_ref().map_or(&empty, |facts| &facts.names);
    let only = |these: &[Named], those: &[Named]| -> Vec<Box<str>> {
        let gone = these.iter().filter(|named| those.binary_search(named).is_err());
        gone.map(|named| mentions::key(&named.key).into()).collect()
    };
    if old_names != new_names {
        affected.mentions.extend(only(old_names, new_names));
        affected.mentions.extend(only(new_names, old_names));
    }
    let shared = |facts: &Option<Arc<FileFacts>>| {
        facts.as_ref().map(|facts| (facts.loads, facts.tokens, facts.words.clone(), facts.sections.clone()))
    };
    if shared(&old_facts) != shared(&new_facts) || old_team != new_team {
        let teams = [(old, old_team), (new, new_team)];
        affected.teams.extend(teams.into_iter().filter(|(file, _)| file.is_some()).map(|(_, team)| team));
        affected.teams.dedup();
    }
}
