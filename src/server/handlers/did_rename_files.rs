//! `workspace/didRenameFiles`: for clients that do not watch files.

use crate::server::convert::from_lsp;
use crate::server::session::Session;
use std::sync::Arc;
use tower_lsp::ls_types::{RenameFilesParams, Uri};

pub fn did_rename_files(session: &Session, params: &RenameFilesParams) {
    let uris = params.files.iter().flat_map(|renamed| [&renamed.old_uri, &renamed.new_uri]);
    let uris = uris.filter_map(|uri| uri.parse::<Uri>().ok()).filter(from_lsp::is_file);
    let paths: Vec<Arc<str>> = uris.map(|uri| from_lsp::path(&uri)).collect();
    session.workspace.changed_on_disk(paths);
}
