//! `textDocument/documentLink`

use crate::ide::agents::{Link, LinkTarget, links};
use crate::server::convert::{agents, to_lsp};
use crate::server::session::Session;
use std::path::Path;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

pub fn document_link(session: &Session, params: &DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let found = session.workspace.read(|index| links(file, index)).into_iter();
    let link = |link: Link| {
        Some(DocumentLink {
            range: to_lsp::range(&document.text, link.span, encoding),
            target: Some(target(session, &document.path, &link.target)?),
            tooltip: Some(link.title),
            data: None,
        })
    };
    Ok(Some(found.filter_map(link).collect()))
}

fn target(session: &Session, from: &str, target: &LinkTarget) -> Option<Uri> {
    match target {
        LinkTarget::File(path) => agents::uri_of(session, path),
        LinkTarget::Url(url) => url.parse().ok(),
        LinkTarget::Near(path) => {
            let folder = session.workspace.folders().into_iter().find(|folder| from.starts_with(&**folder));
            let above = Path::new(from).ancestors().skip(1);
            let within = above.take_while(|above| folder.as_ref().is_none_or(|folder| above.starts_with(&**folder)));
            let found = within.map(|above| above.join(path)).find(|path| path.is_file())?;
            Uri::from_file_path(found)
        }
    }
}
