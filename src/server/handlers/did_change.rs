//! `textDocument/didChange`

use crate::server::convert::from_lsp;
use crate::server::session::Session;
use tower_lsp::ls_types::DidChangeTextDocumentParams;

pub fn did_change(session: &Session, params: DidChangeTextDocumentParams) {
    let changes: Vec<_> = params.content_changes.into_iter().map(from_lsp::change).collect();
    session.change(&params.text_document.uri, params.text_document.version, &changes);
}
