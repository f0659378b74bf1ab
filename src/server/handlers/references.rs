//! `textDocument/references`

use crate::ide::agents::{self as ide, named_at};
use crate::server::convert::{agents, from_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams};

pub fn references(session: &Session, params: &ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = &params.text_document_position;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let offset = from_lsp::offset(&document, at.position, session.negotiated().encoding);
    Ok(session.workspace.read(|index| {
        let named = named_at(file, index, offset)?;
        let found = ide::references(index, named.agent, params.context.include_declaration).into_iter();
        Some(found.filter_map(|(file, part)| agents::location(session, index, file, part)).collect())
    }))
}
