//! `agentls/preview`: an agent as its caller sees it, and the verdict on it.

use crate::ide::preview::preview as page;
use crate::server::session::Session;
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::TextDocumentIdentifier;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewParams {
    pub text_document: TextDocumentIdentifier,
}

#[derive(Debug, Serialize)]
pub struct Preview {
    /// One line.
    verdict: String,
    loads: bool,
    launches: bool,
    /// The name that the tool knows the agent by.
    name: Option<String>,
    /// Markdown.
    page: String,
}

/// `None` for what is no agent, or not open.
pub fn preview(session: &Session, params: &PreviewParams) -> Result<Option<Preview>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let shown = document.file().map(|file| page(file));
    Ok(shown.map(|shown| Preview {
        verdict: shown.verdict,
        loads: shown.loads,
        launches: shown.launches,
        name: shown.name,
        page: shown.page,
    }))
}
