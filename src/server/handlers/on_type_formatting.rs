//! `textDocument/onTypeFormatting`: the next item of a list.

use crate::ide::new_line::{TRIGGER, new_line};
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentOnTypeFormattingParams, TextEdit};

pub fn on_type_formatting(session: &Session, params: &DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let at = &params.text_document_position;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file().filter(|_| params.ch == TRIGGER) else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let edit = new_line(file, from_lsp::offset(&document, at.position, encoding));
    Ok(edit.map(|edit| vec![TextEdit::new(to_lsp::range(&document.text, edit.span, encoding), edit.text)]))
}
