//! `textDocument/selectionRange`

use crate::ide::selection::selections;
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use crate::text::Span;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SelectionRange, SelectionRangeParams};

pub fn selection_range(session: &Session, params: &SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let range = |span: Span| to_lsp::range(&document.text, span, encoding);
    // One answer for each position, in their order: a position that has none gets itself.
    let chain = |position| {
        let offset = from_lsp::offset(&document, position, encoding);
        let around = |parent: Option<SelectionRange>, span: Span| {
            Some(SelectionRange { range: range(span), parent: parent.map(Box::new) })
        };
        let outwards = selections(file, offset);
        let itself = || SelectionRange { range: range(Span::empty(offset)), parent: None };
        outwards.into_iter().rev().fold(None, around).unwrap_or_else(itself)
    };
    Ok(Some(params.positions.iter().copied().map(chain).collect()))
}
