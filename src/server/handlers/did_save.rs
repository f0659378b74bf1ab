//! `textDocument/didSave`

use crate::server::session::Session;
use tower_lsp::ls_types::DidSaveTextDocumentParams;

pub fn did_save(session: &Session, params: DidSaveTextDocumentParams) {
    session.save(&params.text_document.uri, params.text.as_deref());
}
