//! All agent files of a workspace: who is called what, and who names whom. Plain data without IO;
//! the server and the command line fill it.
//!
//! An index knows each file by its [`FileFacts`]. [`Index::replace`] takes the facts of a new
//! version and says which other files this may concern; where the facts are equal, none.

mod ids;
mod place;
mod resolve;
mod team;
#[cfg(test)]
mod tests;

pub use ids::Ids;
pub use place::Place;
pub use resolve::Target;
pub use team::{Team, TeamId};

use crate::dialect::Dialect;
use crate::model::facts::{self, Named, Places, Spots};
use crate::model::mentions::{self, Mentions};
use crate::model::{AgentFile, FileFacts};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
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
    source: Source,
}

/// What tells where a file says it, in the version that was indexed last.
#[derive(Clone, Debug)]
enum Source {
    /// A file that somebody is typing: nothing is drawn from it before it is asked for.
    Open(Arc<AgentFile>),
    /// A file whose text is not kept.
    Closed(Arc<Places>),
}

impl IndexedFile {
    /// The same file, counted for another place.
    pub fn placed(&self, place: Place) -> IndexedFile {
        IndexedFile { place, ..self.clone() }
    }

    /// A file whose text is not kept, with its places in bytes.
    pub fn new(file: &AgentFile, place: Place) -> IndexedFile {
        IndexedFile::closed(file, place, Places::of(file))
    }

    /// A file whose text is not kept, with its places in lines and columns, too.
    pub fn with_spots(file: &AgentFile, place: Place) -> IndexedFile {
        IndexedFile::closed(file, place, Places::of(file).with_spots(&file.text))
    }

    fn closed(file: &AgentFile, place: Place, places: Places) -> IndexedFile {
        IndexedFile {
            path: Arc::clone(&file.path),
            dialect: file.dialect,
            place,
            facts: Arc::new(FileFacts::of(file)),
            source: Source::Closed(Arc::new(places)),
        }
    }

    /// A file that somebody is typing; `before` is what the index holds of it.
    pub fn open(file: &Arc<AgentFile>, place: Place, before: Option<&IndexedFile>) -> IndexedFile {
        let known = before.and_then(|before| Some((before.text()?, &*before.facts)));
        IndexedFile {
            path: Arc::clone(&file.path),
            dialect: file.dialect,
            place,
            facts: Arc::new(FileFacts::after(file, known)),
            source: Source::Open(Arc::clone(file)),
        }
    }

    /// The same under another path.
    #[must_use]
    pub fn at_path(self, path: &Arc<str>) -> IndexedFile {
        IndexedFile { path: Arc::clone(path), ..self }
    }

    /// The file itself, while somebody is typing it.
    pub fn text(&self) -> Option<&AgentFile> {
        match &self.source {
            Source::Open(file) => Some(file),
            Source::Closed(_) => None,
        }
    }

    /// The value of the name, or the beginning of the file.
    pub fn name_span(&self) -> Span {
        match &self.source {
            Source::Open(file) => facts::name_span(file),
            Source::Closed(places) => places.name,
        }
    }

    /// Where the file names agents, its own too.
    pub fn mentions(&self) -> Mentions<'_> {
        match &self.source {
            Source::Open(file) => file.mentions(),
            Source::Closed(places) => Mentions::all_read(&places.mentions),
        }
    }

    /// The place of an entry of what the agent knows; `None` where only [`IndexedFile::spots`] tell it.
    pub fn known_span(&self, at: usize) -> Option<Span> {
        match &self.source {
            Source::Open(file) => facts::known_span(file, at),
            Source::Closed(places) => places.knows.get(at).copied(),
        }
    }

    /// The places in lines and columns, where they were kept.
    pub fn spots(&self) -> Option<&Spots> {
        match &self.source {
            Source::Open(_) => None,
            Source::Closed(places) => places.spots.as_ref(),
        }
    }

    /// What the index holds of the file, in bytes, without what an allocator adds; of an open file without the file
    /// itself, which its document holds anyway. The folders of its place are shared with the other files there.
    pub fn heap_bytes(&self) -> usize {
        let places = match &self.source {
            Source::Open(_) => 0,
            Source::Closed(places) => size_of::<Places>() + places.heap_bytes(),
        };
        let place = self.path.len() + self.place.below.len();
        size_of::<IndexedFile>() + place + size_of::<FileFacts>() + self.facts.heap_bytes() + places
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
    by_name: FxHashMap<Box<str>, Ids>,
    mentioned: FxHashMap<Box<str>, Ids>,
    /// Files by the paths that they link to.
    linked: FxHashMap<Box<str>, Ids>,
    /// Folders, names that are mentioned and titles of files on the disk, each once.
    shared: FxHashSet<Arc<str>>,
    teams: Vec<Team>,
    team_ids: FxHashMap<(&'static str, Arc<str>), TeamId>,
    operations: AtomicU64,
    revision: u64,
}

#[derive(Debug)]
struct Slot {
    path: Arc<str>,
    /// `None` for a file that is gone.
    file: Option<IndexedFile>,
    team: TeamId,
}

impl Index {
    /// Takes the next version of a file in that somebody is typing, if it changes nothing for anybody: its facts are
    /// those of the version before. Else [`Index::replace`] has to take it in.
    pub fn keep_up(&mut self, file: &Arc<AgentFile>) -> bool {
        let known = self.ids.get(&file.path).and_then(|id| self.files.get_mut(id.0 as usize));
        let Some(known) = known.and_then(|slot| slot.file.as_mut()) else { return false };
        let Source::Open(before) = &known.source else { return false };
        let holds = std::ptr::eq(before.dialect, file.dialect) && known.facts.hold_for(file, before);
        if holds {
            self.operations.fetch_add(1, Ordering::Relaxed);
            known.source = Source::Open(Arc::clone(file));
        }
        holds
    }

    /// Counts the changes that others may see: while it is the same, so is all that the index tells but for places.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes the file at `path` in, in place of its version before; `None` for a file that is gone.
    pub fn replace(&mut self, path: &Arc<str>, mut new: Option<IndexedFile>) -> Affected {
        let id = self.intern(path);
        if let Some(new) = &mut new {
            self.share(id, new);
        }
        let Some(slot) = self.files.get_mut(id.0 as usize) else { return Affected::default() };
        self.operations.fetch_add(1, Ordering::Relaxed);
        if let (Some(old), Some(new)) = (&mut slot.file, &new)
            && old.facts == new.facts
            && old.place == new.place
            && std::ptr::eq(old.dialect, new.dialect)
        {
            old.source = new.source.clone();
            old.facts = Arc::clone(&new.facts);
            return Affected::default();
        }
        let mut affected = Affected::default();
        let old = slot.file.take();
        let old_team = slot.team;
        self.revision += 1;
        let team = new.as_ref().map_or(old_team, |new| self.team_for(new));
        // What both versions have is left where it is.
        let (old_facts, new_facts) = (old.as_ref().map(|old| &*old.facts), new.as_ref().map(|new| &*new.facts));
        if let Some(old) = &old {
            self.forget(id, old, new_facts);
        }
        if let Some(new) = &new {
            self.learn(id, new, old_facts);
        }
        let teams = if old_team == team {
            vec![(team, old_facts, new_facts)]
        } else {
            vec![(old_team, old_facts, None), (team, None, new_facts)]
        };
        for (team, old, new) in teams {
            if let Some(team) = self.teams.get_mut(team.0 as usize) {
                let count = team.change(id, old, new);
                self.count(count);
            }
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

    /// Lets a file have in common with others what many of them say.
    fn share(&mut self, id: FileId, file: &mut IndexedFile) {
        if let Some(slot) = self.files.get(id.0 as usize).filter(|slot| slot.path == file.path) {
            file.path = Arc::clone(&slot.path);
        }
        let mut share = |text: &mut Arc<str>| match self.shared.get(text) {
            Some(known) => *text = Arc::clone(known),
            None => drop(self.shared.insert(Arc::clone(text))),
        };
        share(&mut file.place.root);
        share(&mut file.place.base);
        // What is being typed would leave every beginning of a name behind.
        let Source::Closed(places) = &mut file.source else { return };
        if let Some(places) = Arc::get_mut(places) {
            places.mentions.iter_mut().for_each(|mention| share(&mut mention.name));
        }
        let Some(facts) = Arc::get_mut(&mut file.facts) else { return };
        for named in Arc::get_mut(&mut facts.names).into_iter().flatten() {
            share(&mut named.key);
        }
        for kept in Arc::get_mut(&mut facts.sections).into_iter().flatten() {
            share(&mut kept.title);
        }
    }

    fn team_for(&mut self, file: &IndexedFile) -> TeamId {
        let next = TeamId(u32::try_from(self.teams.len()).unwrap_or(u32::MAX));
        let id = *self.team_ids.entry((&file.dialect.id, Arc::clone(&file.place.root))).or_insert(next);
        if id == next {
            self.teams.push(Team::default());
        }
        id
    }

    /// Enters what a file says and `before` did not.
    fn learn(&mut self, id: FileId, file: &IndexedFile, before: Option<&FileFacts>) {
        let mut count = 1;
        if let Some(key) = file.facts.key() {
            enter(&mut self.by_name, &key, id);
        }
        let known = before.map_or(&[][..], |before| &before.names);
        for named in only(&file.facts.names, known) {
            count += 1;
            match named.is_link {
                true => enter(&mut self.linked, &resolve::joined(&file.path, &named.key), id),
                false => enter(&mut self.mentioned, &named.key, id),
            }
        }
        self.count(count);
    }

    /// Takes out what a file said and `next` does not.
    fn forget(&mut self, id: FileId, file: &IndexedFile, next: Option<&FileFacts>) {
        let mut count = 1;
        if let Some(key) = file.facts.key() {
            take_out(&mut self.by_name, &key, id);
        }
        let kept = next.map_or(&[][..], |next| &next.names);
        for named in only(&file.facts.names, kept) {
            count += 1;
            match named.is_link {
                true => take_out(&mut self.linked, &resolve::joined(&file.path, &named.key), id),
                false => take_out(&mut self.mentioned, &named.key, id),
            }
        }
        self.count(count);
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

/// Those of `these` that are not among `those`; both are in order.
fn only<'a, T: Ord>(these: &'a [T], those: &'a [T]) -> impl Iterator<Item = &'a T> {
    these.iter().filter(|one| those.binary_search(one).is_err())
}

fn enter(map: &mut FxHashMap<Box<str>, Ids>, key: &str, id: FileId) {
    match map.get_mut(key) {
        Some(ids) => ids.insert(id),
        None => drop(map.insert(key.into(), Ids::from(id))),
    }
}

fn take_out(map: &mut FxHashMap<Box<str>, Ids>, key: &str, id: FileId) {
    if let Some(ids) = map.get_mut(key) {
        ids.remove(id);
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
    let named = |file: Option<&IndexedFile>| file.map(|file| Arc::clone(&file.facts));
    let (old_facts, new_facts) = (named(old), named(new));
    let old_names = old_facts.as_ref().map_or(&[][..], |facts| &facts.names);
    let new_names = new_facts.as_ref().map_or(&[][..], |facts| &facts.names);
    let keys = |named: &Named| mentions::key(&named.key).into();
    affected.mentions.extend(only(old_names, new_names).chain(only(new_names, old_names)).map(keys));
    let shared = |facts: &Option<Arc<FileFacts>>| {
        facts.as_ref().map(|facts| (facts.loads, facts.tokens, facts.words_mark, Arc::clone(&facts.sections)))
    };
    if shared(&old_facts) != shared(&new_facts) || old_team != new_team {
        let teams = [(old, old_team), (new, new_team)];
        affected.teams.extend(teams.into_iter().filter(|(file, _)| file.is_some()).map(|(_, team)| team));
        affected.teams.dedup();
    }
}
