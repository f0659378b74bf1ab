//! `textDocument/hover`

use crate::ide;
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

pub fn hover(session: &Session, params: &HoverParams) -> Result<Option<Hover>> {
    let at = &params.text_document_position_params;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let negotiated = session.negotiated();
    let offset = from_lsp::offset(&document, at.position, negotiated.encoding);
    Ok(ide::hover::hover(file, &file.glossary, Some(document.uri.as_str()), offset).map(|hover| Hover {
        contents: HoverContents::Markup(to_lsp::markup(hover.markdown, negotiated.hover_markdown)),
        range: Some(to_lsp::range(&document.text, hover.span, negotiated.encoding)),
    }))
}
