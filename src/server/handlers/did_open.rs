//! `textDocument/didOpen`

use crate::server::session::Session;
use tower_lsp::ls_types::DidOpenTextDocumentParams;

pub fn did_open(session: &Session, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    session.open(document.uri, &document.language_id, document.version, &document.text);
}
