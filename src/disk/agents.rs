//! Agent files on the disk, for the index: found, read and analysed.

use super::walk::files_below;
use crate::dialect::{self, Dialect, Scope};
use crate::index::{IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Larger files are no agents: they are passed over in folders, and refused where one is named.
pub const MOST_BYTES: u64 = 8 << 20;

/// A file that a tool takes for an agent.
#[derive(Clone, Debug)]
pub struct Found {
    /// Absolute, with `/` separators.
    pub path: String,
    pub dialect: &'static Dialect,
}

/// The user's home folder, with `/` separators.
pub fn home() -> Option<String> {
    std::env::home_dir().map(|home| slashes(&home))
}

/// `path` with `/` between its parts.
pub fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The folders of the user's own agents, of all tools, that are there.
pub fn user_folders(home: &str) -> Vec<PathBuf> {
    let places = dialect::all().iter().flat_map(|dialect| dialect.places.iter());
    let globs = places.filter(|place| place.scope == Scope::User).filter_map(|place| place.glob.strip_prefix("~/"));
    let folders: BTreeSet<PathBuf> = globs
        .map(|glob| {
            let names = glob.split('/').take_while(|name| !name.contains(['*', '[', '?', '{']));
            names.fold(PathBuf::from(home), |folder, name| folder.join(name))
        })
        .filter(|folder| folder.is_dir())
        .collect();
    folders.into_iter().collect()
}

/// All agent files below `folder`, ordered by path.
pub fn agents_below(folder: &Path, home: Option<&str>) -> Vec<Found> {
    let mut found = files_below(folder, |file| {
        let path = slashes(&file.ok()?);
        dialect::of_path(&path, home).map(|dialect| Found { path, dialect })
    });
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Reads and analyses files on several threads and hands the results on in batches. `go_on` is asked
/// before each batch.
pub fn index_all(
    found: &[Found],
    home: Option<&str>,
    batch: usize,
    mut go_on: impl FnMut() -> bool,
    mut take: impl FnMut(Vec<(Arc<str>, Option<IndexedFile>)>),
) {
    for batch in found.chunks(batch.max(1)) {
        if !go_on() {
            return;
        }
        take(
            batch
                .par_iter()
                .map(|found| (found.path.as_str().into(), indexed(&found.path, found.dialect, home)))
                .collect(),
        );
    }
}

/// The file at `path` as it is on the disk; `None` where it can't be read.
pub fn indexed(path: &str, dialect: &'static Dialect, home: Option<&str>) -> Option<IndexedFile> {
    let (text, invalid_utf8) = read(path)?;
    let around = Surroundings { invalid_utf8, ..Surroundings::default() };
    let file = AgentFile::new(path.into(), text, dialect, around);
    Some(IndexedFile::with_spots(&file, Place::of(path, home, &dialect.id, "")))
}

/// The text of a file, and whether bytes that are no UTF-8 were replaced.
pub fn read(path: &str) -> Option<(Arc<str>, bool)> {
    let data = std::fs::metadata(path).ok()?;
    if !data.is_file() || data.len() > MOST_BYTES {
        return None;
    }
    Some(match String::from_utf8(std::fs::read(path).ok()?) {
        Ok(text) => (text.into(), false),
        Err(fault) => (String::from_utf8_lossy(fault.as_bytes()).into(), true),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_are_found_in_hidden_folders_and_ignored_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(".claude/agents/a.md", "---\nname: a\ndescription: A.\n---\n");
        write("web/.opencode/agents/b.md", "");
        write("node_modules/x/.claude/agents/c.md", "");
        write("old/.claude/agents/d.md", "");
        write(".ignore", "old/\n");
        write("notes.md", "");
        let found = agents_below(folder.path(), None);
        let names: Vec<&str> = found.iter().filter_map(|found| found.path.rsplit('/').next()).collect();
        assert_eq!(names, ["a.md", "b.md"]);
        let mut batches = Vec::new();
        index_all(&found, None, 1, || true, |batch| batches.push(batch));
        let [a, b] = batches.as_slice() else { panic!("two batches") };
        assert_eq!(a[0].1.as_ref().unwrap().name(), "a");
        assert_eq!(b[0].1.as_ref().unwrap().name(), "b");
        assert!(indexed("/nowhere/.claude/agents/a.md", found[0].dialect, None).is_none());
    }
}
