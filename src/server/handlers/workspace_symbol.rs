//! `workspace/symbol`: agents by name, and by what they know.

use crate::ide::agents::{Found, Part, search};
use crate::server::convert::agents;
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SymbolInformation, SymbolKind, WorkspaceSymbolParams, WorkspaceSymbolResponse};

pub fn workspace_symbol(session: &Session, params: &WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
    let found = session.workspace.read(|index| {
        let symbol = |found: Found| {
            #[expect(deprecated, reason = "the field has no default")]
            Some(SymbolInformation {
                location: agents::location(session, index, found.file, found.part)?,
                name: found.name,
                kind: if found.part == Part::Name { SymbolKind::CLASS } else { SymbolKind::FIELD },
                tags: None,
                deprecated: None,
                container_name: Some(found.container),
            })
        };
        search(index, &params.query).into_iter().filter_map(symbol).collect::<Vec<_>>()
    });
    Ok(Some(WorkspaceSymbolResponse::Flat(found)))
}
