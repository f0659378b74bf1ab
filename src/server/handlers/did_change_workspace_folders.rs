//! `workspace/didChangeWorkspaceFolders`

use crate::server::convert::from_lsp;
use crate::server::session::Session;
use std::sync::Arc;
use tower_lsp::ls_types::{DidChangeWorkspaceFoldersParams, WorkspaceFolder};

pub fn did_change_workspace_folders(session: &Session, params: &DidChangeWorkspaceFoldersParams) {
    let paths = |folders: &[WorkspaceFolder]| -> Vec<Arc<str>> {
        let files = folders.iter().filter(|folder| from_lsp::is_file(&folder.uri));
        files.map(|folder| from_lsp::path(&folder.uri)).collect()
    };
    session.change_folders(paths(&params.event.added), &paths(&params.event.removed));
}
