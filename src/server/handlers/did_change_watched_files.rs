//! `workspace/didChangeWatchedFiles`

use crate::server::convert::from_lsp;
use crate::server::session::Session;
use tower_lsp::ls_types::DidChangeWatchedFilesParams;

pub fn did_change_watched_files(session: &Session, params: &DidChangeWatchedFilesParams) {
    let files = params.changes.iter().filter(|change| from_lsp::is_file(&change.uri));
    session.workspace.changed_on_disk(files.map(|change| from_lsp::path(&change.uri)).collect());
}
