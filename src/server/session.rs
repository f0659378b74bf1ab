//! The state of a session and all that changes it.
//!
//! Every change is a plain function: what it does is done when it returns, so the order of the wire
//! is the order of the changes.

use super::analysis::{Analyse, Analysis};
use super::capabilities::{Negotiated, negotiate};
use super::convert::from_lsp;
use super::documents::{Document, Documents};
use super::publish::Publisher;
use super::settings::{Settings, is_config};
use crate::rules::Diagnostic;
use crate::text::{Buffer, Change, Text};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tower_lsp::Client;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, ServerInfo, Uri};

/// One client's session.
#[derive(Debug)]
pub struct Session {
    pub documents: Documents,
    settings: Settings,
    /// What is wrong with the settings that the editor sent with its greeting.
    faults_at_start: Mutex<Vec<Diagnostic>>,
    negotiated: OnceLock<Negotiated>,
    publisher: Publisher,
    analyse: Analyse,
}

impl Session {
    pub fn new(analyse: Analyse) -> Session {
        Session {
            documents: Documents::default(),
            settings: Settings::default(),
            faults_at_start: Mutex::default(),
            negotiated: OnceLock::new(),
            publisher: Publisher::default(),
            analyse,
        }
    }

    /// Agrees with the client on what both can do. The first time holds.
    pub fn initialize(&self, params: &InitializeParams) -> InitializeResult {
        let (capabilities, negotiated) = negotiate(&params.capabilities);
        if self.negotiated.set(negotiated).is_ok() {
            let faults = self.settings.start(params);
            *self.faults_at_start.lock().unwrap_or_else(PoisonError::into_inner) = faults;
        }
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

    /// What is wrong with the settings that came with the greeting; told once.
    pub fn faults_at_start(&self) -> Vec<Diagnostic> {
        std::mem::take(&mut *self.faults_at_start.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn open(&self, uri: Uri, language: &str, version: i32, text: &str) {
        let path = from_lsp::path(&uri);
        let settings = self.settings.of(&uri, &path);
        let document = self.analysed(Document {
            uri,
            path,
            language: language.into(),
            version,
            text: text.into(),
            settings,
            analysis: None,
        });
        if let Some(before) = self.documents.insert(Arc::clone(&document)) {
            tracing::warn!("{} was opened twice", before.path);
        }
        if self.publishes(&document) {
            self.publisher.opened(&document);
        } else if is_config(&document.path) {
            // The client asks for the findings of what is open: what was sent for the file would stay beside them.
            self.publisher.closed(&document);
        }
        self.tell_of_configs(true);
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
        // One message, whatever becomes of it: the publisher may send the first of two before the second comes.
        let on_disk = is_config(&document.path).then(|| self.settings.on_disk(&document.id())).flatten();
        if let Some(on_disk) = on_disk {
            self.publisher.unopened(on_disk);
        } else if self.publishes(&document) {
            self.publisher.closed(&document);
        }
    }

    /// Takes what the editor says, and looks at every open document afresh. Returns what is wrong with it.
    pub fn take_settings(&self, said: &serde_json::Value) -> Vec<Diagnostic> {
        let faults = self.settings.take(said);
        self.settings_changed();
        faults
    }

    /// Reads every configuration again, and looks at every open document afresh.
    pub fn config_changed(&self) {
        self.settings.forget_files();
        self.settings_changed();
    }

    fn settings_changed(&self) {
        for before in self.documents.all() {
            let settings = self.settings.of(&before.uri, &before.path);
            let document = self.analysed(Document { settings, analysis: None, ..Document::clone(&before) });
            self.documents.insert(Arc::clone(&document));
            if self.publishes(&document) {
                self.publisher.changed(&document);
            }
        }
        self.tell_of_configs(false);
    }

    /// Sends the findings of configurations that are not open.
    fn tell_of_configs(&self, only_new: bool) {
        for config in self.settings.to_tell(only_new) {
            if self.documents.get(&config.uri).is_none() {
                self.publisher.unopened(config);
            }
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
        let analyse =
            || (self.analyse)(&document.path, &document.language, &document.text, &document.settings, before.as_ref());
        document.analysis = catch_unwind(AssertUnwindSafe(analyse)).unwrap_or_else(|_| {
            tracing::error!("the analysis of {} panicked", document.path);
            Some(Analysis::default())
        });
        Arc::new(document)
    }
}
