//! Which configuration counts for the files of a command.

use super::args::ConfigChoice;
use super::files::absolute;
use crate::config::{Configs, Effective, Found};
use crate::disk::OwnDisk;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The configurations that a command honours.
#[derive(Debug, Default)]
pub struct Configuration {
    /// The folder that the search of files in no repository ends at.
    here: Option<PathBuf>,
    source: Source,
}

#[derive(Debug)]
enum Source {
    /// What lies around each file.
    Around(Configs),
    /// One for all files, named on the command line.
    Given(Arc<Found>),
    None,
}

impl Default for Source {
    fn default() -> Source {
        Source::Around(Configs::default())
    }
}

impl Configuration {
    /// What is found around each file.
    pub fn from_here() -> Configuration {
        Configuration { here: std::env::current_dir().ok(), source: Source::default() }
    }

    /// What the command line asks for.
    ///
    /// # Errors
    ///
    /// Where the file that it names can't be read: what to tell the user.
    pub fn chosen(choice: &ConfigChoice) -> Result<Configuration, String> {
        let here = std::env::current_dir().ok();
        let source = match &choice.config {
            _ if choice.no_config => Source::None,
            None => Source::default(),
            Some(path) => {
                let found = Found::read(&OwnDisk, &absolute(path));
                let found = found
                    .ok_or_else(|| format!("{}: does not exist. Check the path after --config", path.display()))?;
                Source::Given(Arc::new(found))
            }
        };
        Ok(Configuration { here, source })
    }

    /// The configuration for a file; `path` is absolute.
    pub fn file_for(&self, path: &Path) -> Option<Arc<Found>> {
        match &self.source {
            Source::Around(configs) => configs.of(&OwnDisk, path, self.here.as_deref()),
            Source::Given(found) => Some(Arc::clone(found)),
            Source::None => None,
        }
    }

    /// What counts for a file; `path` is absolute.
    pub fn effective(&self, path: &Path) -> Effective {
        let found = self.file_for(path);
        Effective::new(path, found.as_deref().map(|found| (&found.config, found.folder())), None)
    }

    /// The configurations that counted for some file so far, ordered by path.
    pub fn used(&self) -> Vec<Arc<Found>> {
        match &self.source {
            Source::Around(configs) => configs.all(),
            Source::Given(found) => vec![Arc::clone(found)],
            Source::None => Vec::new(),
        }
    }

    /// A path as it is printed: from the current folder where it lies in that.
    pub fn shown(&self, path: &Path) -> String {
        let below = self.here.as_deref().and_then(|here| path.strip_prefix(here).ok());
        below.unwrap_or(path).to_string_lossy().into_owned()
    }
}
