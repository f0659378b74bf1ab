//! `textDocument/definition`

use crate::ide::agents::{Part, named_at};
use crate::server::convert::{agents, from_lsp, to_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, LocationLink};

pub fn definition(session: &Session, params: &GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
    let at = &params.text_document_position_params;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let negotiated = session.negotiated();
    let offset = from_lsp::offset(&document, at.position, negotiated.encoding);
    Ok(session.workspace.read(|index| {
        let named = named_at(file, index, offset)?;
        let target = agents::location(session, index, named.agent, Part::Name)?;
        Some(if negotiated.definition_links {
            GotoDefinitionResponse::Link(vec![LocationLink {
                origin_selection_range: Some(to_lsp::range(&document.text, named.span, negotiated.encoding)),
                target_uri: target.uri,
                target_range: target.range,
                target_selection_range: target.range,
            }])
        } else {
            GotoDefinitionResponse::Scalar(target)
        })
    }))
}
