//! `workspace/diagnostic`: the findings of all agent files of the workspace, open or not, for clients that ask for
//! them. Files that are not open are read and analysed on a thread of its own; what is done is sent at once to a
//! client that takes an answer in parts.

use super::diagnostic::result_id;
use crate::server::convert::agents::uri_of;
use crate::server::documents::DocId;
use crate::server::pulled::World;
use crate::server::session::Session;
use crate::surroundings::stamp::Stamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, ProgressToken, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport as Report, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

/// Files are analysed and told of in batches of this size.
const BATCH: usize = 128;

/// The answer; its first part is worked out before it waits.
pub fn workspace_diagnostic(
    session: &Arc<Session>,
    client: &Client,
    params: WorkspaceDiagnosticParams,
) -> impl Future<Output = Result<WorkspaceDiagnosticReportResult>> + Send + use<> {
    session.pulled.ask();
    let token = params.partial_result_params.partial_result_token;
    let mut known = Known(
        params.previous_result_ids.into_iter().map(|known| (DocId::of(&known.uri), (known.uri, known.value))).collect(),
    );
    let mut open = Vec::new();
    for document in session.documents.all() {
        let before = known.take(&document.uri);
        if document.analysis.is_none() {
            continue;
        }
        let items = session.told_of(&document);
        let result_id = result_id(document.diagnostics(), &items);
        let version = Some(i64::from(document.version));
        open.push(report(document.uri.clone(), version, before.as_deref(), result_id, items));
    }
    let parts = not_open(Arc::clone(session), known);
    let client = client.clone();
    async move { answer(&client, token, open, parts).await }
}

async fn answer(
    client: &Client,
    token: Option<ProgressToken>,
    mut found: Vec<Report>,
    mut parts: UnboundedReceiver<Vec<Report>>,
) -> Result<WorkspaceDiagnosticReportResult> {
    loop {
        if let Some(token) = token.as_ref().filter(|_| !found.is_empty()) {
            let value = WorkspaceDiagnosticReport { items: std::mem::take(&mut found) };
            client.send_notification::<Part>(PartParams { token: token.clone(), value }).await;
        }
        match parts.recv().await {
            Some(part) => found.extend(part),
            None => return Ok(WorkspaceDiagnosticReport { items: found }.into()),
        }
    }
}

/// A part of the answer.
enum Part {}

#[derive(Debug, Serialize, serde::Deserialize)]
struct PartParams {
    token: ProgressToken,
    value: WorkspaceDiagnosticReport,
}

impl Notification for Part {
    type Params = PartParams;
    const METHOD: &'static str = "$/progress";
}

/// What the client knows, by document: its address as the client writes it, and the result id.
struct Known(FxHashMap<DocId, (Uri, String)>);

impl Known {
    fn take(&mut self, uri: &Uri) -> Option<String> {
        self.0.remove(&DocId::of(uri)).map(|(_, result_id)| result_id)
    }
}

/// The reports of the files that are not open, as they come. The work ends when nobody takes them any more.
fn not_open(session: Arc<Session>, mut known: Known) -> UnboundedReceiver<Vec<Report>> {
    let (send, receive) = unbounded_channel();
    let work = move || {
        let paths = session.workspace.closed_files();
        let files: Vec<(Arc<str>, Uri, Option<String>)> = paths
            .into_iter()
            .filter_map(|path| {
                let uri = uri_of(&session, &path)?;
                let before = known.take(&uri);
                Some((path, uri, before))
            })
            .collect();
        if tell(&session, &files, &send) {
            // Of what is gone nothing is found.
            let gone = known
                .0
                .into_values()
                .map(|(uri, before)| report(uri, None, Some(&before), result_id(&[], &[]), Vec::new()));
            let _ = send.send(gone.collect());
        }
    };
    let started = std::thread::Builder::new().name("diagnostics of files".to_owned()).spawn(work);
    if let Err(fault) = started {
        tracing::error!("no thread for the diagnostics of files that are not open: {fault}");
    }
    receive
}

/// Whether somebody took it all.
fn tell(session: &Session, files: &[(Arc<str>, Uri, Option<String>)], send: &UnboundedSender<Vec<Report>>) -> bool {
    files.chunks(BATCH).all(|batch| {
        let world = session.pulled.world(session.workspace.revision());
        let reports =
            batch.par_iter().filter_map(|(path, uri, before)| of_file(session, path, uri, before.as_deref(), world));
        send.send(reports.collect()).is_ok()
    })
}

/// The report of a file that is not open; `None` where it is gone or was opened meanwhile.
fn of_file(session: &Session, path: &Arc<str>, uri: &Uri, before: Option<&str>, world: World) -> Option<Report> {
    let stamp = Stamp::of(Path::new(&**path));
    if let Some(stamp) = stamp
        && let Some(known) = session.pulled.result_id(path, stamp, world)
        && before == Some(&*known)
    {
        return Some(unchanged(uri.clone(), None, known.into()));
    }
    let Some(document) = session.not_open(path, uri) else {
        session.pulled.forget(path);
        let is_open = session.documents.get(uri).is_some();
        return (!is_open).then(|| report(uri.clone(), None, before, result_id(&[], &[]), Vec::new()));
    };
    let items = session.told_of(&document);
    let result_id = result_id(document.diagnostics(), &items);
    if let Some(stamp) = stamp {
        session.pulled.told(path, stamp, world, &result_id);
    }
    Some(report(uri.clone(), None, before, result_id, items))
}

fn report(uri: Uri, version: Option<i64>, before: Option<&str>, result_id: String, items: Vec<Diagnostic>) -> Report {
    if before == Some(&*result_id) {
        return unchanged(uri, version, result_id);
    }
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    Report::Full(WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report })
}

fn unchanged(uri: Uri, version: Option<i64>, result_id: String) -> Report {
    let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
    Report::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report })
}
