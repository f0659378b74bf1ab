//! Agent files on the disk, for the index: found, read and analysed.

use super::walk::files_below;
use crate::dialect::{self, Dialect, Scope};
use crate::index::{IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::surroundings::read::{MOST_BYTES, read_file};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that a tool takes for an agent.
#[derive(Clone, Debug)]
pub struct Found {
    /// Absolute, with `/` separators.
    pub path: Arc<str>,
    pub dialect: &'static Dialect,
}

/// The user's home folder, with `/` separators.
pub fn home() -> Option<String> {
    std::env::home_dir().map(|home| slashes(&home))
}

/// `path` with `/` between its parts.
pub fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { slashes_of_windows(&text) } else { text.into_owned() }
}

/// A path of Windows as it is written here, in one way: `C:/agents/x.md`, `//host/share/x.md`. What `\\?\` in front of
/// it says, that it may be long, says nothing about where it leads.
pub fn slashes_of_windows(path: &str) -> String {
    let path = path
        .strip_prefix(r"\\?\UNC\")
        .map(|share| format!(r"\\{share}"))
        .unwrap_or_else(|| path.strip_prefix(r"\\?\").unwrap_or(path).to_owned());
    let path = path.replace('\\', "/");
    match (path.get(..1), path.get(1..)) {
        (Some(drive), Some(rest)) if rest.starts_with(':') => drive.to_ascii_uppercase() + rest,
        _ => path,
    }
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
        dialect::of_path(&path, home).map(|dialect| Found { path: path.into(), dialect })
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
                .map(|found| (Arc::clone(&found.path), indexed(&found.path, found.dialect, home)))
                .collect(),
        );
    }
}

/// The file at `path` as it is on the disk; `None` where it can't be read.
pub fn indexed(path: &Arc<str>, dialect: &'static Dialect, home: Option<&str>) -> Option<IndexedFile> {
    let (text, invalid_utf8) = read(path)?;
    let around = Surroundings { invalid_utf8, ..Surroundings::default() };
    let file = AgentFile::new(Arc::clone(path), text, dialect, around);
    Some(IndexedFile::with_spots(&file, Place::of(path, home, &dialect.id, "")))
}

/// The text of a file, and whether bytes that are not UTF-8 were replaced; `None` for what can't be read or is too long.
pub fn read(path: &str) -> Option<(Arc<str>, bool)> {
    Some(match String::from_utf8(read_file(Path::new(path), MOST_BYTES).ok()?) {
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
        assert!(indexed(&"/nowhere/.claude/agents/a.md".into(), found[0].dialect, None).is_none());
    }
}
