//! `textDocument/foldingRange`

use crate::ide::folding::{Fold, folds};
use crate::server::convert::to_lsp;
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

pub fn folding_range(session: &Session, params: &FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let negotiated = session.negotiated();
    let fold = |fold: Fold| {
        let range = to_lsp::range(&document.text, fold.span, negotiated.encoding);
        let column = |character: u32| (!negotiated.folds_lines_only).then_some(character);
        FoldingRange {
            start_line: range.start.line,
            start_character: column(range.start.character),
            end_line: range.end.line,
            end_character: column(range.end.character),
            kind: fold.is_comment.then_some(FoldingRangeKind::Comment),
            collapsed_text: None,
        }
    };
    let most = negotiated.most_folds.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    Ok(Some(folds(file).into_iter().take(most).map(fold).collect()))
}
