//! `textDocument/codeLens`

use crate::ide::code_lens::lenses_among;
use crate::server::convert::to_lsp;
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command};

pub fn code_lens(session: &Session, params: &CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    if !document.settings.lens.value {
        return Ok(Some(Vec::new()));
    }
    let encoding = session.negotiated().encoding;
    let lens = |lens: crate::ide::code_lens::Lens| CodeLens {
        range: to_lsp::range(&document.text, lens.span, encoding),
        // A command without a name: there is something to read, and nothing to run.
        command: Some(Command { title: lens.title, command: String::new(), arguments: None }),
        data: None,
    };
    let lenses = session.workspace.read(|index| lenses_among(file, index));
    Ok(Some(lenses.into_iter().map(lens).collect()))
}
