//! `textDocument/documentHighlight`

use crate::ide::agents::highlights;
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

pub fn document_highlight(
    session: &Session,
    params: &DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = &params.text_document_position_params;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let offset = from_lsp::offset(&document, at.position, encoding);
    let found = session.workspace.read(|index| highlights(file, index, offset)).into_iter();
    let highlight = |(span, defines)| DocumentHighlight {
        range: to_lsp::range(&document.text, span, encoding),
        kind: Some(if defines { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    Ok(Some(found.map(highlight).collect()))
}
