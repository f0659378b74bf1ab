//! The agents of the workspace, open or not: their index, and how it is kept true.
//!
//! ```text
//! handlers ─ Tasks ─> worker (a thread: walks folders, reads, analyses) ─ Reports ─> background (on the loop) ─> Session
//! ```
//!
//! The index changes on the loop's thread only: by the open documents as they are typed, which
//! always win, and by what the worker has read. A keystroke that leaves a file's facts equal
//! changes one pointer.

pub mod background;
#[cfg(test)]
mod tests;
pub mod worker;

use crate::dialect::Dialect;
use crate::disk;
use crate::index::{Affected, Index, IndexedFile, Place};
use crate::model::AgentFile;
use crate::rules::Severities;
use crate::rules::workspace::{Kept, check_again};
use rustc_hash::FxHashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{Notify, mpsc};
use worker::{Report, Task, Worker};

/// What was done since the session began: a test holds a keystroke to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Files that were analysed on the loop's thread.
    pub files_parsed: u64,
    /// See [`Index::operations`].
    pub index_operations: u64,
    /// How often a rule over the workspace looked at a file.
    pub rules_run: u64,
    /// Of texts that were copied out of their ropes to be read.
    pub bytes_copied: u64,
}

/// The agents of the workspace.
#[derive(Debug)]
pub struct Workspace {
    state: RwLock<State>,
    worker: Worker,
    /// Taken once, by the task that listens.
    reports: Mutex<Option<mpsc::UnboundedReceiver<Report>>>,
    /// Findings of documents that were not edited have changed.
    pub changed: Notify,
    home: Option<String>,
    files_parsed: AtomicU64,
    bytes_copied: AtomicU64,
    rules_run: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    index: Index,
    /// The folders of the workspace, with `/` separators.
    folders: Vec<Arc<str>>,
    /// Folders whose agents are asked for.
    asked: FxHashSet<Arc<str>>,
    /// Folders of which all agents are in the index.
    scanned: Vec<Arc<str>>,
    /// Paths of open documents: the disk does not count for them.
    open: FxHashSet<Arc<str>>,
}

impl Default for Workspace {
    fn default() -> Workspace {
        let home = disk::home();
        let (worker, reports) = Worker::start(home.clone());
        Workspace {
            state: RwLock::default(),
            worker,
            reports: Mutex::new(Some(reports)),
            changed: Notify::new(),
            home,
            files_parsed: AtomicU64::new(0),
            bytes_copied: AtomicU64::new(0),
            rules_run: AtomicU64::new(0),
        }
    }
}

impl Workspace {
    /// Asks the index.
    pub fn read<T>(&self, ask: impl FnOnce(&Index) -> T) -> T {
        ask(&self.state.read().unwrap_or_else(PoisonError::into_inner).index)
    }

    pub fn stats(&self) -> Stats {
        Stats {
            files_parsed: self.files_parsed.load(Ordering::Relaxed),
            bytes_copied: self.bytes_copied.load(Ordering::Relaxed),
            index_operations: self.read(Index::operations),
            rules_run: self.rules_run.load(Ordering::Relaxed),
        }
    }

    /// See [`Index::revision`].
    pub fn revision(&self) -> u64 {
        self.read(Index::revision)
    }

    /// The paths of the agent files in the folders of the workspace that are not open, in order; without such folders,
    /// of all that are known.
    pub fn closed_files(&self) -> Vec<Arc<str>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let is_inside =
            |path: &str| state.folders.is_empty() || state.folders.iter().any(|folder| is_below(path, folder));
        let closed = state.index.paths().filter(|path| !state.open.contains(*path) && is_inside(path));
        let mut paths: Vec<Arc<str>> = closed.cloned().collect();
        paths.sort_unstable();
        paths
    }

    /// Whether all folders that were asked for are read.
    pub fn is_read(&self) -> bool {
        self.with(|state| state.asked.iter().all(|folder| state.scanned.contains(folder)))
    }

    /// The folders of the workspace, with `/` separators.
    pub fn folders(&self) -> Vec<Arc<str>> {
        self.with(|state| state.folders.clone())
    }

    /// Sets the folders of the workspace; nothing is read yet.
    pub fn set_folders(&self, folders: Vec<Arc<str>>) {
        self.with(|state| state.folders = folders);
    }

    /// Begins to read the user's own agents and those of the folders.
    pub fn scan(&self) {
        let own = self.home.as_deref().map(disk::user_folders).unwrap_or_default();
        let own = own.iter().map(|folder| disk::slashes(folder).into());
        let folders = self.folders();
        own.chain(folders).for_each(|folder| self.ask_for(folder));
    }

    /// Adds and removes folders of the workspace.
    pub fn change_folders(&self, added: Vec<Arc<str>>, removed: &[Arc<str>]) -> Affected {
        let affected = self.with(|state| {
            state.folders.retain(|folder| !removed.contains(folder));
            state.folders.extend(added.iter().cloned());
            let gone = |path: &str| {
                removed.iter().any(|folder| is_below(path, folder))
                    && !state.folders.iter().any(|folder| is_below(path, folder))
                    && !state.open.contains(path)
            };
            let paths: Vec<Arc<str>> = state.index.paths().filter(|path| gone(path)).cloned().collect();
            // Folders that were asked for by a document alone go along with the one that they lie in.
            let is_left = |folder: &Arc<str>| {
                !removed.iter().any(|removed| is_below(folder, removed))
                    || state.folders.iter().any(|kept| is_below(folder, kept) && kept != folder)
            };
            state.asked.retain(is_left);
            state.scanned.retain(is_left);
            let mut affected = Affected::default();
            paths.iter().for_each(|path| affected.merge(state.index.replace(path, None)));
            affected.merge(self.place_again(state));
            affected
        });
        added.into_iter().for_each(|folder| self.ask_for(folder));
        // What is open in a folder that is gone stands alone now.
        let roots = self.with(|state| {
            let open = state.open.iter().filter_map(|path| state.index.file(state.index.id(path)?));
            open.map(|file| Arc::clone(&file.place.root)).collect::<Vec<_>>()
        });
        roots.into_iter().for_each(|root| self.look_around(root, true));
        affected
    }

    /// Open documents in no known place belong to the folder of the workspace that they lie in.
    fn place_again(&self, state: &mut State) -> Affected {
        let mut affected = Affected::default();
        for path in state.open.clone() {
            let known = state.index.id(&path).and_then(|id| state.index.file(id));
            let Some(known) = known.filter(|known| known.place.scope.is_none()) else { continue };
            let place = self.place(state, &path, known.dialect);
            let moved = known.placed(place);
            affected.merge(state.index.replace(&path, Some(moved)));
        }
        affected
    }

    fn ask_for(&self, folder: Arc<str>) {
        if self.with(|state| state.asked.insert(Arc::clone(&folder))) {
            self.worker.send(Task::ScanAnew(folder));
        }
    }

    /// Counts a text that was copied out of its rope.
    pub fn copied(&self, bytes: u32) {
        self.bytes_copied.fetch_add(u64::from(bytes), Ordering::Relaxed);
    }

    /// Takes a version of an open document in. Says what it changes for others.
    pub fn typed(&self, file: &Arc<AgentFile>) -> Affected {
        self.files_parsed.fetch_add(1, Ordering::Relaxed);
        self.with(|state| {
            if state.index.keep_up(file) {
                return Affected::default();
            }
            let known = state.index.id(&file.path).and_then(|id| state.index.file(id));
            let same_place =
                known.filter(|known| std::ptr::eq(known.dialect, file.dialect)).map(|known| known.place.clone());
            let place = same_place.unwrap_or_else(|| self.place(state, &file.path, file.dialect));
            let next = IndexedFile::open(file, place, known);
            state.index.replace(&file.path, Some(next))
        })
    }

    fn place(&self, state: &State, path: &str, dialect: &Dialect) -> Place {
        let folder = state.folders.iter().find(|folder| is_below(path, folder));
        let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Place::of(path, self.home.as_deref(), &dialect.id, folder.map_or(own, |folder| folder))
    }

    /// A document was opened: from now on the disk does not count for it. The agents around it are
    /// read, where nobody has asked for them; where the client does not watch files, they are looked
    /// at again.
    pub fn opened(&self, file: &AgentFile, is_watched: bool) {
        let root = self.with(|state| {
            state.open.insert(Arc::clone(&file.path));
            self.place(state, &file.path, file.dialect).root
        });
        self.look_around(root, is_watched);
    }

    /// A document was saved: its siblings may have been changed by others meanwhile.
    pub fn saved(&self, path: &str, is_watched: bool) {
        let root = self.read(|index| index.file(index.id(path)?).map(|file| Arc::clone(&file.place.root)));
        if let Some(root) = root.filter(|_| !is_watched) {
            self.look_around(root, is_watched);
        }
    }

    fn look_around(&self, root: Arc<str>, is_watched: bool) {
        let is_asked = self.with(|state| state.asked.iter().any(|folder| is_below(&root, folder)));
        if root.is_empty() {
        } else if !is_asked {
            self.ask_for(root);
        } else if !is_watched {
            self.worker.send(Task::Scan(root));
        }
    }

    /// A document was closed: the disk counts again.
    pub fn closed(&self, path: &Arc<str>) {
        let was_open = self.with(|state| state.open.remove(path));
        if was_open {
            self.worker.send(Task::Look(vec![Arc::clone(path)]));
        }
    }

    /// Files were changed, made or deleted by others.
    pub fn changed_on_disk(&self, paths: Vec<Arc<str>>) {
        let mut looked: Vec<Arc<str>> = Vec::new();
        for path in paths {
            // A folder that is gone takes its files along.
            let inside = self.with(|state| {
                let inside = state.index.paths().filter(|known| known.len() > path.len() && is_below(known, &path));
                inside.cloned().collect::<Vec<_>>()
            });
            looked.extend(inside);
            looked.push(path);
        }
        self.worker.send(Task::Look(looked));
    }

    /// Takes in what the worker has read.
    pub fn merge(&self, files: Vec<(Arc<str>, Option<IndexedFile>)>) -> Affected {
        self.with(|state| {
            let mut affected = Affected::default();
            for (path, file) in files {
                // A folder may have been removed while it was being read.
                let is_asked = || state.asked.iter().any(|folder| is_below(&path, folder));
                if !state.open.contains(&path) {
                    let file = file.filter(|_| is_asked());
                    affected.merge(state.index.replace(&path, file));
                }
            }
            affected
        })
    }

    /// A folder was read to its end.
    pub fn finished(&self, folder: Arc<str>) {
        self.with(|state| {
            if state.asked.contains(&folder) && !state.scanned.contains(&folder) {
                state.scanned.push(folder);
            }
        });
    }

    /// What the rules over the workspace find in a file, once all agents around it are known. `before` is what was
    /// kept of the version before, if the severities are the same.
    pub fn findings(&self, file: &Arc<AgentFile>, severities: &Severities, before: Option<&Kept>) -> Option<Kept> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let root = state.index.id(&file.path).and_then(|id| state.index.file(id)).map(|file| &file.place.root);
        let is_ready = root.is_some_and(|root| state.scanned.iter().any(|folder| is_below(root, folder)));
        if !is_ready {
            return None;
        }
        let kept = check_again(file, &state.index, severities, before)?;
        self.rules_run.fetch_add(u64::from(kept.rules_run), Ordering::Relaxed);
        Some(kept)
    }

    /// Whether a change concerns what is said of the file at `path`.
    pub fn concerns(&self, affected: &Affected, path: &str) -> bool {
        self.read(|index| index.id(path).is_some_and(|id| index.concerns(affected, id)))
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether `path` is `folder` or lies in it.
fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
