//! The state of a session and all that changes it.
//!
//! Every change is a plain function: what it does is done when it returns, so the order of the wire
//! is the order of the changes.

use super::analysis::{Analyse, Analysis};
use super::capabilities::{Negotiated, negotiate};
use super::convert::from_lsp;
use super::documents::{Document, Documents};
use super::publish::Publisher;
use crate::text::{Buffer, Change, Text};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use tower_lsp::Client;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, ServerInfo, Uri};

/// One client's session.
#[derive(Debug)]
pub struct Session {
    pub documents: Documents,
    negotiated: OnceLock<Negotiated>,
    publisher: Publisher,
    analyse: Analyse,
}

impl Session {
    pub fn new(analyse: Analyse) -> Session {
        Session {
            documents: Documents::default(),
            negotiated: OnceLock::new(),
            publisher: Publisher::default(),
            analyse,
        }
    }

    /// Agrees with the client on what both can do. The first time holds.
    pub fn initialize(&self, params: &InitializeParams) -> InitializeResult {
        let (capabilities, negotiated) = negotiate(&params.capabilities);
        let _ = self.negotiated.set(negotiated);
        InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: "agentls".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        }
    }

    /// What was agreed on; before that, what every client can do.
    pub fn negotiated(&self) -> Negotiated {
        self.negotiated.get().copied().unwrap_or_default()
    }

    pub fn open(&self, uri: Uri, language: &str, version: i32, text: &str) {
        let path = from_lsp::path(&uri);
        let document = self.analysed(Document {
            uri,
            path,
            language: language.into(),
            version,
            text: text.into(),
            analysis: None,
        });
        if let Some(before) = self.documents.insert(Arc::clone(&document)) {
            tracing::warn!("{} was opened twice", before.path);
        }
        if self.publishes(&document) {
            self.publisher.opened(&document);
        }
    }

    /// Makes changes one after the other, each in the text that the one before has left.
    pub fn change(&self, uri: &Uri, version: i32, changes: &[Change]) {
        let Some(before) = self.documents.get(uri) else {
            tracing::warn!("{} was changed but never opened", uri.as_str());
            return;
        };
        if version <= before.version {
            tracing::warn!("{} went from version {} to {version}", before.path, before.version);
        }
        let mut buffer = Buffer::from(&before.text);
        for change in changes {
            buffer.apply(change, self.negotiated().encoding);
        }
        self.replace(&before, version, buffer.snapshot());
    }

    /// Takes the text of a saved document as the truth, and looks again at what stands around it.
    pub fn save(&self, uri: &Uri, text: Option<&str>) {
        let Some(before) = self.documents.get(uri) else { return };
        let text = match text.filter(|text| before.text.as_str() != *text) {
            Some(text) => {
                tracing::error!("{} differed from the text that was saved, and is set right", before.path);
                text.into()
            }
            None => before.text.clone(),
        };
        self.replace(&Document { analysis: None, ..Document::clone(&before) }, before.version, text);
    }

    pub fn close(&self, uri: &Uri) {
        let Some(document) = self.documents.remove(uri) else {
            tracing::warn!("{} was closed but never opened", uri.as_str());
            return;
        };
        if self.publishes(&document) {
            self.publisher.closed(&document);
        }
    }

    /// Sends diagnostics as they become due, for ever.
    pub async fn publish(&self, client: &Client) {
        self.publisher.run(client, &self.documents, || self.negotiated()).await;
    }

    fn publishes(&self, document: &Document) -> bool {
        document.analysis.is_some() && !self.negotiated().pulls_diagnostics
    }

    fn replace(&self, before: &Document, version: i32, text: Text) {
        let document = self.analysed(Document { version, text, ..before.clone() });
        self.documents.insert(Arc::clone(&document));
        if self.publishes(&document) {
            self.publisher.changed(&document);
        }
    }

    /// The document with a fresh analysis. Should that fail, the text is kept all the same: without
    /// it every later change would land in the wrong place.
    fn analysed(&self, mut document: Document) -> Arc<Document> {
        let before = document.analysis.take();
        let analyse = || (self.analyse)(&document.path, &document.language, &document.text, before.as_ref());
        document.analysis = catch_unwind(AssertUnwindSafe(analyse)).unwrap_or_else(|_| {
            tracing::error!("the analysis of {} panicked", document.path);
            Some(Analysis::default())
        });
        Arc::new(document)
    }
}
