//! The open documents. The map is read by other threads too; no guard of it leaves this file.

use super::analysis::Analysis;
use super::convert::from_lsp;
use crate::config::Effective;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, workspace};
use crate::text::Text;
use dashmap::DashMap;
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

/// What two URIs of the same document have in common. Clients write `%3A` and `:`, `c:` and `C:`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocId(Arc<str>);

impl DocId {
    pub fn of(uri: &Uri) -> DocId {
        if from_lsp::is_file(uri) { DocId(from_lsp::path(uri)) } else { DocId(uri.as_str().into()) }
    }
}

/// One version of an open document with what is known about it. An edit makes a new one, so a
/// request that holds one sees text, analysis and diagnostics that belong together.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the client wrote it when it opened the document.
    pub uri: Uri,
    /// With `/` separators.
    pub path: Arc<str>,
    /// The editor's name for the language, such as `markdown`.
    pub language: Arc<str>,
    pub version: i32,
    pub text: Text,
    /// What counts for it. Looked up when it is opened and when the configuration changes.
    pub settings: Arc<Effective>,
    /// `None` where no dialect claims the document: it is kept in step, and nothing is said of it.
    pub analysis: Option<Analysis>,
    /// What was found in the file alone; the analysis holds what the workspace tells, too.
    pub alone: Arc<[Diagnostic]>,
    /// What the workspace tells.
    pub among_others: Option<Arc<workspace::Kept>>,
}

impl Document {
    pub fn id(&self) -> DocId {
        DocId::of(&self.uri)
    }

    pub fn file(&self) -> Option<&Arc<AgentFile>> {
        self.analysis.as_ref()?.file.as_ref()
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.analysis.as_ref().map_or(&[], |analysis| &analysis.diagnostics)
    }
}

/// The newest version of each open document.
#[derive(Debug, Default)]
pub struct Documents {
    open: DashMap<DocId, Arc<Document>>,
}

impl Documents {
    pub fn get(&self, uri: &Uri) -> Option<Arc<Document>> {
        self.open.get(&DocId::of(uri)).map(|document| Arc::clone(&document))
    }

    /// The open document of a file.
    pub fn at_path(&self, path: &str) -> Option<Arc<Document>> {
        self.open.get(&DocId(path.into())).map(|document| Arc::clone(&document))
    }

    /// Puts a version in the place of the one before, which is returned.
    pub fn insert(&self, document: Arc<Document>) -> Option<Arc<Document>> {
        self.open.insert(document.id(), document)
    }

    pub fn remove(&self, uri: &Uri) -> Option<Arc<Document>> {
        self.open.remove(&DocId::of(uri)).map(|(_, document)| document)
    }

    /// All open documents, ordered by path.
    pub fn all(&self) -> Vec<Arc<Document>> {
        let mut all: Vec<_> = self.open.iter().map(|document| Arc::clone(&document)).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_the_same_however_its_uri_is_written() {
        let id = |uri: &str| DocId::of(&uri.parse().unwrap());
        assert_eq!(id("file:///c%3A/a%20b.md"), id("file:///C:/a%20b.md"));
        assert_eq!(id("file:///a%2Db.md"), id("file:///a-b.md"));
        assert_ne!(id("file:///a.md"), id("file:///A.md"));
        assert_ne!(id("untitled:a.md"), id("untitled:b.md"));
    }
}
