//! `textDocument/documentLink`

use crate::ide::agents::{Link, links};
use crate::server::convert::{agents, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams};

pub fn document_link(session: &Session, params: &DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let found = session.workspace.read(|index| links(file, index)).into_iter();
    let link = |link: Link| {
        Some(DocumentLink {
            range: to_lsp::range(&document.text, link.span, encoding),
            target: Some(agents::uri_of(session, &link.path)?),
            tooltip: Some(link.title),
            data: None,
        })
    };
    Ok(Some(found.filter_map(link).collect()))
}
