//! Whether the paths that agent files of a folder name are there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The paths that files of one folder have asked for.
#[derive(Debug)]
pub struct Paths {
    /// Where a path may begin: the files' own folder and those above it, up to the root of the workspace.
    starts: Vec<PathBuf>,
    /// Whether the workspace is known: else a path that is not found may still mean something.
    is_sure: bool,
    seen: Mutex<HashMap<Box<str>, Option<bool>>>,
}

impl Paths {
    pub fn new(folder: &Path, root: Option<&Path>) -> Paths {
        let top = root.unwrap_or(folder);
        let starts = folder.ancestors().take_while(|folder| folder.starts_with(top)).map(Path::to_owned).collect();
        Paths { starts, is_sure: root.is_some(), seen: Mutex::default() }
    }

    /// What was found out about a path before; `None` where nobody has asked for it.
    pub fn seen(&self, path: &str) -> Option<Option<bool>> {
        self.known().get(path).copied()
    }

    /// Asks the disk. `None` where the path may begin at a place that is not known.
    pub fn look(&self, path: &str) -> Option<bool> {
        let is_there = self.starts.iter().any(|start| start.join(path).exists());
        let answer = (is_there || self.is_sure).then_some(is_there);
        self.known().insert(path.into(), answer);
        answer
    }

    /// All paths that were asked for.
    pub fn asked(&self) -> Vec<Box<str>> {
        self.known().keys().cloned().collect()
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Box<str>, Option<bool>>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
