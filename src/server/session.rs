//! The state of a session and all that changes it.
//!
//! Every change is a plain function: what it does is done when it returns, so the order of the wire
//! is the order of the changes. What the editor sends changes things on the thread that reads; what comes from the disk, and settings
//! that were asked for, on the loop's. One change is made at a time (`Session::turn`): a document that is looked at again
//! would else take the place of the version that was typed meanwhile.

use super::analysis::{Analyse, Analysis};
use super::capabilities::{Negotiated, negotiate};
use super::convert::{agents, from_lsp, to_lsp};
use super::documents::{Document, Documents};
use super::publish::Publisher;
use super::pulled::Pulled;
use super::settings::{Settings, is_config};
use super::transport::{Announce, Announcement};
use super::workspace::Workspace;
use crate::disk;
use crate::index::{Affected, IndexedFile};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::rules::{self, Diagnostic};
use crate::text::{Buffer, Change, Text};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tower_lsp::ls_types::{self as lsp, InitializeParams, InitializeResult, PublishDiagnosticsParams, ServerInfo, Uri};

/// One client's session.
#[derive(Debug)]
pub struct Session {
    pub documents: Documents,
    pub workspace: Workspace,
    pub pulled: Pulled,
    settings: Settings,
    /// What is wrong with the settings that the editor sent with its greeting.
    faults_at_start: Mutex<Vec<Diagnostic>>,
    negotiated: OnceLock<Negotiated>,
    publisher: Publisher,
    analyse: Analyse,
    /// Held by whoever changes documents.
    turn: Mutex<()>,
}

impl Session {
    pub fn new(analyse: Analyse) -> Session {
        Session {
            documents: Documents::default(),
            workspace: Workspace::default(),
            pulled: Pulled::default(),
            settings: Settings::default(),
            faults_at_start: Mutex::default(),
            negotiated: OnceLock::new(),
            publisher: Publisher::default(),
            analyse,
            turn: Mutex::default(),
        }
    }

    /// Agrees with the client on what both can do. The first time holds.
    pub fn initialize(&self, params: &InitializeParams) -> InitializeResult {
        let (capabilities, negotiated) = negotiate(&params.capabilities, params.initialization_options.as_ref());
        if self.negotiated.set(negotiated).is_ok() {
            let faults = self.settings.start(params);
            *self.faults_at_start.lock().unwrap_or_else(PoisonError::into_inner) = faults;
        }
        let folders = folders(params);
        self.settings.set_roots(&folders);
        self.workspace.set_folders(folders);
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

    /// Waits until no other change is being made. Each public function that changes documents begins with this.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn open(&self, uri: Uri, language: &str, version: i32, text: &str) {
        let _turn = self.turn();
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
            alone: Arc::new([]),
            among_others: None,
        });
        let (document, affected) = self.placed(document);
        if let Some(file) = document.file() {
            self.workspace.opened(file, self.negotiated().watches_files);
        }
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
        self.check_again(&affected, Some(&document));
    }

    /// Makes changes one after the other, each in the text that the one before has left.
    pub fn change(&self, uri: &Uri, version: i32, changes: &[Change]) {
        let _turn = self.turn();
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
        let text = buffer.snapshot();
        self.workspace.copied(text.len());
        self.replace(&before, version, text);
    }

    /// Takes the text of a saved document as the truth, and looks again at what stands around it.
    pub fn save(&self, uri: &Uri, text: Option<&str>) {
        let _turn = self.turn();
        let Some(before) = self.documents.get(uri) else { return };
        self.pulled.around_changed();
        self.workspace.saved(&before.path, self.negotiated().watches_files);
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
        let _turn = self.turn();
        let Some(document) = self.documents.remove(uri) else {
            tracing::warn!("{} was closed but never opened", uri.as_str());
            return;
        };
        self.workspace.closed(&document.path);
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
        let _turn = self.turn();
        let faults = self.settings.take(said);
        self.settings_changed();
        faults
    }

    /// Reads every configuration again, and looks at every open document afresh.
    pub fn config_changed(&self) {
        let _turn = self.turn();
        self.settings.forget_files();
        self.settings_changed();
    }

    fn settings_changed(&self) {
        self.pulled.around_changed();
        for before in self.documents.all() {
            let settings = self.settings.of(&before.uri, &before.path);
            let document = Document { settings, analysis: None, ..Document::clone(&before) };
            self.place(document);
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

    /// Adds and removes folders of the workspace.
    pub fn change_folders(&self, added: Vec<Arc<str>>, removed: &[Arc<str>]) {
        let _turn = self.turn();
        let affected = self.workspace.change_folders(added, removed);
        self.check_again(&affected, None);
        // Outside of repositories, a folder of the workspace is as far as configurations are looked for.
        self.settings.set_roots(&self.workspace.folders());
        self.settings.forget_files();
        self.settings_changed();
    }

    /// Takes in files that were read from the disk.
    pub fn merge(&self, files: Vec<(Arc<str>, Option<IndexedFile>)>) {
        let _turn = self.turn();
        let affected = self.workspace.merge(files);
        self.check_again(&affected, None);
        // While folders are being read, the end of that is told.
        if self.workspace.is_read() {
            self.tell_of_files();
        }
    }

    /// Files that are not open may have other findings now.
    fn tell_of_files(&self) {
        if self.pulled.was_asked() {
            self.workspace.changed.notify_one();
        }
    }

    /// Something around the files has changed: what they lead to, or what counts for them.
    pub fn around_changed(&self) {
        self.pulled.around_changed();
        self.tell_of_files();
    }

    /// All agents of a folder are known: now it can be said which ones are missing.
    pub fn scanned(&self, folder: Arc<str>) {
        let _turn = self.turn();
        self.workspace.finished(folder);
        self.documents.all().iter().for_each(|document| self.check_one_again(document));
        self.around_changed();
    }

    /// Looks again at the open documents that a change concerns, `but` the one that made it.
    fn check_again(&self, affected: &Affected, but: Option<&Arc<Document>>) {
        if affected.nothing() {
            return;
        }
        for document in self.documents.all() {
            let is_other = but.is_none_or(|but| but.path != document.path);
            if is_other && self.workspace.concerns(affected, &document.path) {
                self.check_one_again(&document);
            }
        }
    }

    fn check_one_again(&self, document: &Arc<Document>) {
        let again = Arc::new(self.with_findings(Document::clone(document)));
        // What was found is kept for the next keystroke, also where it is the same.
        self.documents.insert(Arc::clone(&again));
        if again.diagnostics() == document.diagnostics() {
            return;
        }
        if self.publishes(&again) {
            self.publisher.changed(&again);
        } else {
            self.workspace.changed.notify_one();
        }
    }

    /// The document as a part of the workspace, and what it changes there.
    fn placed(&self, document: Document) -> (Arc<Document>, Affected) {
        let affected = document.file().map(|file| self.workspace.typed(file)).unwrap_or_default();
        (Arc::new(self.with_findings(document)), affected)
    }

    /// The document with what the workspace tells of it beside what it tells alone.
    fn with_findings(&self, mut document: Document) -> Document {
        let before = document.among_others.take();
        let severities = &document.settings.severities;
        let among_others =
            document.file().and_then(|file| self.workspace.findings(file, severities, before.as_deref()));
        let found = among_others.as_ref().map_or(&[][..], |kept| &kept.found);
        if let Some(analysis) = &mut document.analysis {
            analysis.diagnostics = if found.is_empty() {
                Arc::clone(&document.alone)
            } else {
                rules::in_order(document.alone.iter().chain(found).cloned().collect()).into()
            };
        }
        document.among_others = among_others.map(Arc::new);
        document
    }

    /// The findings of a document as the client is told of them.
    pub fn told_of(&self, document: &Document) -> Vec<lsp::Diagnostic> {
        to_lsp::diagnostics(document, &self.negotiated(), |path, span| agents::place(self, path, span))
    }

    /// The agent at `path`, as it is open or else as it is on the disk.
    pub fn agent_at(&self, path: &str) -> Option<Arc<AgentFile>> {
        if let Some(document) = self.documents.at_path(path) {
            return document.file().cloned();
        }
        let dialect = self.workspace.read(|index| Some(index.file(index.id(path)?)?.dialect))?;
        let (text, invalid_utf8) = disk::read(path)?;
        let around = Surroundings { invalid_utf8, ..Surroundings::default() };
        Some(Arc::new(AgentFile::new(path.into(), text, dialect, around)))
    }

    /// The file at `path` as it is on the disk, with its findings; `None` where it can't be read or is open.
    pub fn not_open(&self, path: &Arc<str>, uri: &Uri) -> Option<Document> {
        if self.documents.get(uri).is_some() {
            return None;
        }
        let (text, _) = disk::read(path)?;
        let document = self.analysed(Document {
            uri: uri.clone(),
            path: Arc::clone(path),
            language: "markdown".into(),
            version: 0,
            text: text.into(),
            settings: self.settings.of(uri, path),
            analysis: None,
            alone: Arc::new([]),
            among_others: None,
        });
        Some(self.with_findings(document))
    }

    fn publishes(&self, document: &Document) -> bool {
        document.analysis.is_some() && !self.negotiated().pulls_diagnostics
    }

    fn replace(&self, before: &Document, version: i32, text: Text) {
        self.place(Document { version, text, ..before.clone() });
    }

    /// Analyses the next version of an open document and puts it in place of the one before.
    fn place(&self, document: Document) {
        let (document, affected) = self.placed(self.analysed(document));
        self.documents.insert(Arc::clone(&document));
        if self.publishes(&document) {
            self.publisher.changed(&document);
        }
        self.check_again(&affected, Some(&document));
    }

    /// The document with a fresh analysis. Should that fail, the text is kept all the same: without
    /// it every later change would land in the wrong place.
    fn analysed(&self, mut document: Document) -> Document {
        let before = document.analysis.take();
        if before.is_none() {
            // Other settings may count.
            document.among_others = None;
        }
        let analyse =
            || (self.analyse)(&document.path, &document.language, &document.text, &document.settings, before.as_ref());
        document.analysis = catch_unwind(AssertUnwindSafe(analyse)).unwrap_or_else(|_| {
            tracing::error!("the analysis of {} panicked", document.path);
            Some(Analysis::default())
        });
        document.alone =
            document.analysis.as_ref().map(|analysis| Arc::clone(&analysis.diagnostics)).unwrap_or_default();
        document
    }
}

/// Diagnostics, as they become due.
impl Announce for Session {
    type Params = PublishDiagnosticsParams;

    fn hold(&self) {
        self.publisher.hold();
    }

    fn release(&self) {
        self.publisher.release();
    }

    fn due(&self) -> impl Future<Output = ()> {
        self.publisher.due()
    }

    fn next(&self) -> Option<Announcement<PublishDiagnosticsParams>> {
        let message = self.publisher.next(|document| self.told_of(document))?;
        Some(Announcement::new("textDocument/publishDiagnostics", message))
    }
}

/// The folders that the client has open; older clients name one.
fn folders(params: &InitializeParams) -> Vec<Arc<str>> {
    let several = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    #[expect(deprecated, reason = "what older clients send")]
    let one = params.root_uri.iter().filter(|_| params.workspace_folders.is_none());
    several.chain(one).filter(|uri| from_lsp::is_file(uri)).map(from_lsp::path).collect()
}
