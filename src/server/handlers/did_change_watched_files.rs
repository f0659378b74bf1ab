//! `workspace/didChangeWatchedFiles`: agent files go into the index, configurations count anew.

use super::configuration::config_changed;
use crate::glossary::is_glossary;
use crate::server::convert::from_lsp;
use crate::server::session::Session;
use crate::server::settings::is_config;
use crate::template::is_template;
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::ls_types::DidChangeWatchedFilesParams;

pub fn did_change_watched_files(session: &Arc<Session>, client: &Client, params: &DidChangeWatchedFilesParams) {
    let files = params.changes.iter().filter(|change| from_lsp::is_file(&change.uri));
    let paths: Vec<Arc<str>> = files.map(|change| from_lsp::path(&change.uri)).collect();
    let is_of_config = paths.iter().any(|path| is_config(path) || is_glossary(path) || is_template(path));
    session.workspace.changed_on_disk(paths);
    session.around_changed();
    if is_of_config {
        config_changed(session, client);
    }
}
