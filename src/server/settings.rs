//! What counts for the open documents: the `agentls.toml` around each of them, and what the editor
//! says, which wins. Looked up when a document is opened and when something changes, never at an edit.

use super::convert::from_lsp;
use super::documents::{DocId, Document};
use crate::config::{self, Config, Configs, Editor, Effective, Found, Node};
use crate::disk::OwnDisk;
use crate::rules::Diagnostic;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::ls_types::{InitializeParams, Uri};

/// The section of the editor's settings that is ours.
pub const SECTION: &str = "agentls";

/// The settings of a session.
#[derive(Debug, Default)]
pub struct Settings {
    configs: Configs,
    /// What the editor says.
    editor: Mutex<Arc<Config>>,
    /// The folders of the editor's workspace.
    roots: Mutex<Vec<PathBuf>>,
    /// The configurations whose faults the client has been told of.
    told: Mutex<FxHashMap<PathBuf, Uri>>,
}

impl Settings {
    /// Takes what the editor says at the start. Returns what is wrong with it.
    pub fn start(&self, params: &InitializeParams) -> Vec<Diagnostic> {
        params.initialization_options.as_ref().map_or_else(Vec::new, |options| self.take(options))
    }

    /// Takes what the editor says: the section itself, or all with the section in it. Returns what is wrong with it.
    pub fn take(&self, said: &Value) -> Vec<Diagnostic> {
        let section = said.get(SECTION).unwrap_or(said);
        let Ok(node) = Node::deserialize(section) else { return Vec::new() };
        let (config, faults) = config::settings(&node);
        *self.editor.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
        faults
    }

    /// What counts for a document.
    pub fn of(&self, uri: &Uri, path: &str) -> Arc<Effective> {
        let path = Path::new(path);
        let all_roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let roots = || all_roots.iter().map(PathBuf::as_path);
        let found = from_lsp::is_file(uri).then(|| self.configs.of(&OwnDisk, path, roots())).flatten();
        let editor = Arc::clone(&self.editor.lock().unwrap_or_else(PoisonError::into_inner));
        let root = roots().filter(|root| path.starts_with(root)).max_by_key(|root| root.components().count());
        let file = found.as_deref().map(|found| (&found.config, found.folder()));
        Arc::new(Effective::new(path, file, Some(Editor { config: &editor, root })))
    }

    /// Forgets the files, so that they are read again.
    pub fn forget_files(&self) {
        self.configs.forget();
    }

    /// The configurations of which the client is to be told something: those with faults, and those
    /// that had some. `only_new` leaves out those that it has been told of already.
    pub fn to_tell(&self, only_new: bool) -> Vec<Arc<Document>> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.configs.all();
        let mut documents = Vec::new();
        for found in &found {
            let known = told.contains_key(&found.path);
            if known && only_new || !known && found.faults.is_empty() {
                continue;
            }
            let Some(uri) = Uri::from_file_path(&found.path) else { continue };
            told.insert(found.path.clone(), uri.clone());
            documents.push(as_document(uri, found));
        }
        if !only_new {
            let gone: Vec<PathBuf> =
                told.keys().filter(|path| !found.iter().any(|found| found.path == **path)).cloned().collect();
            for path in gone {
                let Some(uri) = told.remove(&path) else { continue };
                let nothing = Found { path, text: "".into(), config: Config::default(), faults: Vec::new() };
                documents.push(as_document(uri, &nothing));
            }
        }
        documents
    }

    /// The configuration on the disk that a document is the open version of.
    pub fn on_disk(&self, id: &DocId) -> Option<Arc<Document>> {
        let found = self.configs.all().into_iter().find_map(|found| {
            let uri = Uri::from_file_path(&found.path)?;
            (DocId::of(&uri) == *id).then_some((uri, found))
        });
        let (uri, found) = found?;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(found.path.clone(), uri.clone());
        Some(as_document(uri, &found))
    }

    /// Takes the workspace's folders.
    pub fn set_roots(&self, roots: &[Arc<str>]) {
        *self.roots.lock().unwrap_or_else(PoisonError::into_inner) =
            roots.iter().map(|root| PathBuf::from(&**root)).collect();
    }
}

/// Whether a document is a configuration.
pub fn is_config(path: &str) -> bool {
    path.rsplit('/').next() == Some(config::FILE_NAME)
}

/// A configuration as a document that nobody has opened.
fn as_document(uri: Uri, found: &Found) -> Arc<Document> {
    let path = from_lsp::path(&uri);
    Arc::new(Document {
        uri,
        path,
        language: "toml".into(),
        version: 0,
        text: (&*found.text).into(),
        settings: Arc::default(),
        alone: found.faults.as_slice().into(),
        among_others: None,
        analysis: Some(super::analysis::Analysis {
            file: None,
            diagnostics: found.faults.as_slice().into(),
            kept: None,
        }),
    })
}
