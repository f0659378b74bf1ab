//! `.agentls/templates/`: a project's own output formats.

use super::read::read_text;
use super::stamp::Stamp;
use crate::template::{TEMPLATE_FOLDER, TemplateSet, project};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files past this number are not read.
const MOST_FILES: usize = 200;

/// A project's output formats as they were last read.
#[derive(Clone, Debug)]
pub struct TemplateFolder {
    pub path: PathBuf,
    /// The files, by path, with the text of each.
    pub files: Arc<[(PathBuf, Arc<str>)]>,
    pub set: Arc<TemplateSet>,
    stamps: Vec<(PathBuf, Option<Stamp>)>,
}

impl TemplateFolder {
    /// The closest folder from `folder` up to `root`; `before` is taken over where no file has changed.
    pub fn closest(folder: &Path, root: &Path, before: Option<&TemplateFolder>) -> Option<TemplateFolder> {
        let within = folder.ancestors().take_while(|folder| folder.starts_with(root));
        let path = within.map(|folder| folder.join(TEMPLATE_FOLDER)).find(|folder| folder.is_dir())?;
        let entries = path.read_dir().ok()?.flatten().map(|entry| entry.path());
        let mut paths: Vec<PathBuf> = entries
            .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(project::is_template_name))
            .take(MOST_FILES)
            .collect();
        paths.sort();
        let stamps: Vec<(PathBuf, Option<Stamp>)> =
            paths.into_iter().map(|path| (path.clone(), Stamp::of(&path))).collect();
        if let Some(before) = before.filter(|before| before.path == path && before.stamps == stamps) {
            return Some(before.clone());
        }
        let read = |(path, _): &(PathBuf, Option<Stamp>)| Some((path.clone(), read_text(path).ok()?.into()));
        let files: Arc<[(PathBuf, Arc<str>)]> = stamps.iter().filter_map(read).collect();
        let set = project::joined(files.iter().filter_map(|(_, text)| project::read(text).ok()));
        Some(TemplateFolder { path, files, set: Arc::new(set), stamps })
    }
}
