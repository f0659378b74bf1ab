//! `textDocument/inlayHint`

use crate::ide::inlay_hints::{HintKind, InlayHint as Hint, hints};
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use crate::text::Span;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};

pub fn inlay_hint(session: &Session, params: &InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let offset = |position| from_lsp::offset(&document, position, encoding);
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let hint = |hint: Hint| InlayHint {
        position: to_lsp::range(&document.text, Span::empty(hint.at), encoding).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: (!hint.tooltip.is_empty()).then_some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    let wanted = document.settings.hints.value;
    let is_wanted = |hint: &Hint| {
        let shown = match hint.kind {
            HintKind::Model => wanted.model,
            HintKind::Tools => wanted.tools,
            HintKind::Tokens => wanted.tokens,
        };
        shown && (start..=end).contains(&hint.at)
    };
    Ok(Some(hints(file).into_iter().filter(is_wanted).map(hint).collect()))
}
