//! `textDocument/didClose`

use crate::server::session::Session;
use tower_lsp::ls_types::DidCloseTextDocumentParams;

pub fn did_close(session: &Session, params: DidCloseTextDocumentParams) {
    session.close(&params.text_document.uri);
}
