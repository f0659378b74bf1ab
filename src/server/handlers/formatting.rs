//! `textDocument/formatting`. The layout is the file's own or ours: what the editor says of tabs does not count.

use crate::format::formatted;
use crate::model::verdict::Surroundings;
use crate::server::analysis;
use crate::server::convert::to_lsp;
use crate::server::session::Session;
use crate::text::{Edit, EditSet};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentFormattingParams, TextEdit};

pub fn formatting(session: &Session, params: &DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let around = analysis::remembered(&document.path);
    let around = Surroundings { targets: &document.settings.targets.value, ..around.surroundings() };
    let Some(text) = formatted(file, around) else { return Ok(Some(Vec::new())) };
    let encoding = session.negotiated().encoding;
    let edit = |edit: &Edit| TextEdit::new(to_lsp::range(&document.text, edit.span, encoding), edit.text.clone());
    Ok(Some(EditSet::one_between(&file.text, &text).edits().iter().map(edit).collect()))
}
