//! The agents around those that were asked for: what rules over the workspace look at.

use super::files::{self, Source};
use crate::disk;
use crate::index::{Index, IndexedFile, Place};
use crate::model::AgentFile;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files are read in batches of this size.
const BATCH: usize = 256;

/// The index of all files that were read, of the other files in their folders of agents, and of the
/// user's own agents.
pub fn index<'a>(
    checked: impl IntoParallelIterator<Item = (&'a Source, &'a AgentFile)>,
    searched: &[PathBuf],
) -> Index {
    let home = disk::home();
    let home = home.as_deref();
    let files: Vec<(PathBuf, Arc<str>, IndexedFile)> = checked
        .into_par_iter()
        .map(|(source, file)| {
            let folder = searched.iter().find(|folder| source.absolute.starts_with(folder));
            let otherwise = folder.map(|folder| &**folder).or_else(|| source.absolute.parent());
            let absolute = files::slashes(&source.absolute);
            let place =
                Place::of(&absolute, home, &file.dialect.id, &otherwise.map(files::slashes).unwrap_or_default());
            (source.absolute.clone(), Arc::clone(&file.path), IndexedFile::new(file, place))
        })
        .collect();
    let mut index = Index::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut roots: BTreeSet<PathBuf> = BTreeSet::new();
    for (absolute, path, file) in files {
        // A folder that was searched holds all of its files already.
        let root = PathBuf::from(&*file.place.root);
        if file.place.scope.is_some() && !searched.iter().any(|folder| root.starts_with(folder)) {
            roots.insert(root);
        }
        seen.insert(files::slashes(&absolute));
        index.replace(&path, Some(file));
    }
    roots.extend(home.map(disk::user_folders).unwrap_or_default());
    for root in roots {
        let mut found = disk::agents_below(&root, home);
        found.retain(|found| !seen.contains(&*found.path));
        disk::index_all(
            &found,
            home,
            BATCH,
            || true,
            |batch| {
                for (path, file) in batch {
                    let path = shown(&path);
                    index.replace(&path, file.map(|file| file.at_path(&path)));
                }
            },
        );
    }
    index
}

/// `path` as it is printed: below the current folder without that folder.
fn shown(path: &str) -> Arc<str> {
    let here = std::env::current_dir().ok();
    let inside = here.as_deref().and_then(|here| Path::new(path).strip_prefix(here).ok());
    inside.map_or_else(|| path.into(), |inside| files::slashes(inside).into())
}
