//! `textDocument/hover`

use crate::ide;
use crate::ide::agents::who_knows as find;
use crate::ide::hover::expertise::Elsewhere;
use crate::ide::hover::{Scene, WhoKnows};
use crate::model::AgentFile;
use crate::server::convert::agents::uri_of;
use crate::server::convert::{from_lsp, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

pub fn hover(session: &Session, params: &HoverParams) -> Result<Option<Hover>> {
    let at = &params.text_document_position_params;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let negotiated = session.negotiated();
    let offset = from_lsp::offset(&document, at.position, negotiated.encoding);
    let knows = |phrases: &[&str]| who_knows(session, file, phrases);
    let who_knows: Option<WhoKnows<'_>> = if session.workspace.is_read() { Some(&knows) } else { None };
    let scene = Scene { uri: Some(document.uri.as_str()), who_knows };
    Ok(ide::hover::hover(file, &file.glossary, scene, offset).map(|hover| Hover {
        contents: HoverContents::Markup(to_lsp::markup(hover.markdown, negotiated.hover_markdown)),
        range: Some(to_lsp::range(&document.text, hover.span, negotiated.encoding)),
    }))
}

/// Agents past this number are not shown.
const MOST_AGENTS: usize = 5;

fn who_knows(session: &Session, file: &AgentFile, phrases: &[&str]) -> Vec<Elsewhere> {
    session.workspace.read(|index| {
        let Some(own) = index.id(&file.path) else { return Vec::new() };
        let found = find(index, own, phrases, MOST_AGENTS).into_iter().filter_map(|id| index.file(id));
        let link = |agent: &crate::index::IndexedFile| Elsewhere {
            title: agent.name().to_owned(),
            uri: uri_of(session, &agent.path).map(|uri| uri.as_str().to_owned()),
        };
        found.map(link).collect()
    })
}
