//! What happens on the loop without being asked for: taking in what the worker has read, telling
//! the client of it.

use super::worker::Report;
use crate::server::session::Session;
use std::sync::{Arc, PoisonError};
use tower_lsp::Client;
use tower_lsp::ls_types::notification::Progress;
use tower_lsp::ls_types::{
    ProgressParams, ProgressParamsValue, ProgressToken, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd,
    WorkDoneProgressReport,
};

/// Fewer files are read before a person could see that it happens.
const WORTH_SHOWING: usize = 500;

/// Takes in what the worker has read, for ever.
pub async fn take_in(session: Arc<Session>, client: Client) {
    let reports = session.workspace.reports.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut reports) = reports else { return };
    let mut shown = None;
    while let Some(report) = reports.recv().await {
        match report {
            Report::Started(files) => {
                let shows = files >= WORTH_SHOWING && session.negotiated().work_done_progress;
                shown = if shows { Shown::begin(&client, files).await } else { None };
            }
            Report::Batch(files) => {
                if let Some(shown) = &mut shown {
                    shown.report(&client, files.len()).await;
                }
                session.merge(files);
            }
            Report::Scanned(folder) => {
                session.scanned(folder);
                if let Some(shown) = shown.take() {
                    shown.end(&client).await;
                }
            }
        }
    }
}

/// Tells a client that asks for diagnostics when those of documents that were not edited have
/// changed, for ever.
pub async fn tell_of_changes(session: Arc<Session>, client: Client) {
    loop {
        session.workspace.changed.notified().await;
        if session.negotiated().refreshes_diagnostics && client.workspace_diagnostic_refresh().await.is_err() {
            tracing::warn!("the client did not take the word that diagnostics have changed");
        }
    }
}

/// Progress that the client shows.
struct Shown {
    token: ProgressToken,
    done: usize,
    all: usize,
}

impl Shown {
    async fn begin(client: &Client, all: usize) -> Option<Shown> {
        let token = ProgressToken::String("agentls/index".to_owned());
        // A client that takes its time to answer would hold up the index: it gets its progress anyway.
        let asking = client.clone();
        let asked = token.clone();
        tokio::spawn(async move { drop(asking.create_work_done_progress(asked).await) });
        tokio::task::yield_now().await;
        let shown = Shown { token, done: 0, all };
        let begin = WorkDoneProgressBegin {
            title: "Reading agents".to_owned(),
            cancellable: Some(false),
            message: Some(format!("{all} files")),
            percentage: Some(0),
        };
        shown.send(client, WorkDoneProgress::Begin(begin)).await;
        Some(shown)
    }

    async fn report(&mut self, client: &Client, files: usize) {
        self.done += files;
        let percentage = u32::try_from(self.done * 100 / self.all.max(1)).unwrap_or(100).min(100);
        let report = WorkDoneProgressReport { cancellable: None, message: None, percentage: Some(percentage) };
        self.send(client, WorkDoneProgress::Report(report)).await;
    }

    async fn end(self, client: &Client) {
        self.send(client, WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
    }

    async fn send(&self, client: &Client, value: WorkDoneProgress) {
        let params = ProgressParams { token: self.token.clone(), value: ProgressParamsValue::WorkDone(value) };
        client.send_notification::<Progress>(params).await;
    }
}
