//! `textDocument/linkedEditingRange`

use crate::ide::linked_editing::{WORD, linked};
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{LinkedEditingRangeParams, LinkedEditingRanges};

pub fn linked_editing(session: &Session, params: &LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
    let at = &params.text_document_position_params;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let offset = from_lsp::offset(&document, at.position, encoding);
    let spans = session.workspace.read(|index| {
        let facts = index.id(&file.path).and_then(|id| index.file(id)).map(|known| &*known.facts)?;
        Some(linked(file, facts, offset))
    });
    let ranges: Vec<_> =
        spans.into_iter().flatten().map(|span| to_lsp::range(&document.text, span, encoding)).collect();
    Ok((!ranges.is_empty()).then(|| LinkedEditingRanges { ranges, word_pattern: Some(WORD.to_owned()) }))
}
