//! `textDocument/didSave`

use super::configuration::config_changed;
use crate::glossary::is_glossary;
use crate::server::convert::from_lsp;
use crate::server::session::Session;
use crate::server::settings::is_config;
use crate::template::is_template;
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::ls_types::DidSaveTextDocumentParams;

pub fn did_save(session: &Arc<Session>, client: &Client, params: DidSaveTextDocumentParams) {
    let uri = &params.text_document.uri;
    session.save(uri, params.text.as_deref());
    let path = from_lsp::path(uri);
    if is_config(&path) || is_glossary(&path) || is_template(&path) {
        config_changed(session, client);
    }
}
