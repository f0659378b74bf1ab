//! `.agentls/glossary.yaml`: what a project says of its own terms.

use super::read::read_text;
use super::stamp::Stamp;
use crate::glossary::{GLOSSARY_FILE, Glossary, ProjectGlossary};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A project's glossary as it was last read.
#[derive(Clone, Debug)]
pub struct GlossaryFile {
    pub path: PathBuf,
    pub text: Arc<str>,
    pub glossary: Arc<Glossary>,
    stamp: Option<Stamp>,
}

impl GlossaryFile {
    /// The closest file from `folder` up to `root`; `before` is taken over where it has not changed.
    pub fn closest(folder: &Path, root: &Path, before: Option<&GlossaryFile>) -> Option<GlossaryFile> {
        let within = folder.ancestors().take_while(|folder| folder.starts_with(root));
        let path = within.map(|folder| folder.join(GLOSSARY_FILE)).find(|file| file.is_file())?;
        let stamp = Stamp::of(&path);
        if let Some(before) = before.filter(|before| before.path == path && stamp.is_some() && before.stamp == stamp) {
            return Some(before.clone());
        }
        let text = read_text(&path).ok()?;
        let glossary = Arc::new(ProjectGlossary::read(&text).glossary);
        Some(GlossaryFile { path, text: text.into(), glossary, stamp })
    }
}
