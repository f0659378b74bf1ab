//! Which `agentls.toml` is for a file. How to look at the disk, the caller says.

use super::{Config, FILE_NAME, read};
use crate::rules::{Diagnostic, Severity};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What has to be known of a disk.
pub trait Disk {
    /// Whether something lies there.
    fn exists(&self, path: &Path) -> bool;

    /// The text of a file; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Where there is a file that can't be read: why, in words.
    fn read(&self, path: &Path) -> Option<Result<String, String>>;
}

/// A configuration that was found.
#[derive(Debug)]
pub struct Found {
    pub path: PathBuf,
    pub text: Arc<str>,
    pub config: Config,
    /// What is wrong with it, in the order of its text.
    pub faults: Vec<Diagnostic>,
}

impl Found {
    /// Reads the configuration at `path`; `None` where there is none.
    pub fn read(disk: &impl Disk, path: &Path) -> Option<Found> {
        let (text, (config, faults)) = match disk.read(path)? {
            Ok(text) => {
                let read = read::toml(&text);
                (text, read)
            }
            Err(reason) => {
                let message = format!("This file can't be read, so nothing in it has an effect: {reason}.");
                let fault = Diagnostic::new(Severity::Error, Span::empty(0), message);
                let fault = Diagnostic { code: super::BAD_CONFIG.name, ..fault };
                (String::new(), (Config::default(), vec![fault]))
            }
        };
        Some(Found { path: path.to_owned(), text: text.into(), config, faults })
    }

    /// The folder that its globs count from.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}

/// The configurations of folders. Each folder is looked at once, until all is forgotten.
#[derive(Debug, Default)]
pub struct Configs {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    by_folder: FxHashMap<PathBuf, Option<Arc<Found>>>,
    /// By the folder that the file lies in.
    files: FxHashMap<PathBuf, Arc<Found>>,
}

impl Configs {
    /// The configuration for the file at `path`, which is absolute: the closest `agentls.toml` from its
    /// folder up to the root of its repository. Of a file in no repository, up to the closest of
    /// `roots` that it lies in, else in its own folder alone: one further up may belong to anything.
    pub fn of<'r>(
        &self,
        disk: &impl Disk,
        path: &Path,
        roots: impl IntoIterator<Item = &'r Path>,
    ) -> Option<Arc<Found>> {
        let folder = path.parent()?;
        if let Some(known) = self.with(|known| known.by_folder.get(folder).cloned()) {
            return known;
        }
        let found = self.search(disk, folder, roots);
        self.with(|known| known.by_folder.insert(folder.to_owned(), found.clone()));
        found
    }

    /// All configurations that were found, ordered by path.
    pub fn all(&self) -> Vec<Arc<Found>> {
        let mut all: Vec<_> = self.with(|known| known.files.values().cloned().collect());
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// Forgets all that was found.
    pub fn forget(&self) {
        self.with(|known| *known = Known::default());
    }

    fn with<T>(&self, work: impl FnOnce(&mut Known) -> T) -> T {
        work(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn search<'r>(
        &self,
        disk: &impl Disk,
        folder: &Path,
        roots: impl IntoIterator<Item = &'r Path>,
    ) -> Option<Arc<Found>> {
        let repository = folder.ancestors().find(|folder| disk.exists(&folder.join(".git")));
        let around = || {
            let roots = roots.into_iter().filter(|root| folder.starts_with(root));
            roots.max_by_key(|root| root.components().count())
        };
        let top = repository.or_else(around).unwrap_or(folder);
        let within = folder.ancestors().take_while(|folder| folder.starts_with(top));
        within.into_iter().find_map(|folder| {
            if let Some(found) = self.with(|known| known.files.get(folder).cloned()) {
                return Some(found);
            }
            let found = Arc::new(Found::read(disk, &folder.join(FILE_NAME))?);
            // Of two threads that read the same file, the first one is kept.
            Some(self.with(|known| Arc::clone(known.files.entry(folder.to_owned()).or_insert(found))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A disk of a few files.
    struct Few {
        files: &'static [(&'static str, &'static str)],
        asked: Cell<usize>,
    }

    impl Disk for Few {
        fn exists(&self, path: &Path) -> bool {
            self.asked.set(self.asked.get() + 1);
            self.files.iter().any(|(file, _)| Path::new(file) == path)
        }

        fn read(&self, path: &Path) -> Option<Result<String, String>> {
            self.asked.set(self.asked.get() + 1);
            let (_, text) = self.files.iter().find(|(file, _)| Path::new(file) == path)?;
            Some(if *text == "?" { Err("permission denied".to_owned()) } else { Ok((*text).to_owned()) })
        }
    }

    fn few(files: &'static [(&'static str, &'static str)]) -> Few {
        Few { files, asked: Cell::new(0) }
    }

    fn found(disk: &Few, file: &str, roots: &[&str]) -> Option<String> {
        let found = Configs::default().of(disk, Path::new(file), roots.iter().map(Path::new))?;
        Some(found.path.to_string_lossy().into_owned())
    }

    #[test]
    fn the_closest_file_within_the_repository_counts() {
        let disk = few(&[
            ("/agentls.toml", ""),
            ("/shop/.git", ""),
            ("/shop/agentls.toml", ""),
            ("/shop/api/agentls.toml", ""),
            ("/plain/agentls.toml", ""),
        ]);
        assert_eq!(found(&disk, "/shop/api/.claude/agents/a.md", &[]).as_deref(), Some("/shop/api/agentls.toml"));
        assert_eq!(found(&disk, "/shop/.claude/agents/a.md", &[]).as_deref(), Some("/shop/agentls.toml"));
        assert_eq!(found(&disk, "/shop/web/a.md", &["/shop/web"]).as_deref(), Some("/shop/agentls.toml"));
        assert_eq!(found(&disk, "/plain/agents/a.md", &[]), None);
        assert_eq!(found(&disk, "/plain/agents/a.md", &["/", "/plain"]).as_deref(), Some("/plain/agentls.toml"));
        assert_eq!(found(&disk, "/plain/a.md", &["/shop"]).as_deref(), Some("/plain/agentls.toml"));
        assert_eq!(found(&disk, "a.md", &[]), None);
    }

    #[test]
    fn a_folder_is_looked_at_once() {
        let disk = few(&[("/shop/.git", ""), ("/shop/agentls.toml", "lens = false")]);
        let configs = Configs::default();
        let ask = |file| configs.of(&disk, Path::new(file), []);
        let first = ask("/shop/agents/a.md").unwrap();
        let asked = disk.asked.get();
        assert!(Arc::ptr_eq(&first, &ask("/shop/agents/b.md").unwrap()));
        assert_eq!(disk.asked.get(), asked);
        assert!(Arc::ptr_eq(&first, &ask("/shop/other/b.md").unwrap()), "a file is read once");
        assert_eq!(configs.all().len(), 1);
        configs.forget();
        assert!(!Arc::ptr_eq(&first, &ask("/shop/agents/a.md").unwrap()));
    }

    #[test]
    fn a_file_that_can_not_be_read_is_a_fault() {
        let disk = few(&[("/shop/.git", ""), ("/shop/agentls.toml", "?")]);
        let found = Configs::default().of(&disk, Path::new("/shop/a.md"), []).unwrap();
        assert_eq!(
            found.faults[0].message,
            "This file can't be read, so nothing in it has an effect: permission denied."
        );
    }
}
