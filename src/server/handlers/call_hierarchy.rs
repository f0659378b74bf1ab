//! Call hierarchy: which agents name which.

use crate::ide::agents::{self as ide, Call, Part, named_at};
use crate::index::{FileId, Index};
use crate::server::convert::{agents, from_lsp};
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range, SymbolKind,
};

pub fn prepare(session: &Session, params: &CallHierarchyPrepareParams) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = &params.text_document_position_params;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let offset = from_lsp::offset(&document, at.position, session.negotiated().encoding);
    Ok(session.workspace.read(|index| {
        let named = named_at(file, index, offset)?;
        Some(vec![item(session, index, named.agent)?])
    }))
}

pub fn incoming(
    session: &Session,
    params: &CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let path = from_lsp::path(&params.item.uri);
    Ok(session.workspace.read(|index| {
        let call = |call: Call| {
            let from_ranges = ranges(session, index, call.agent, &call);
            Some(CallHierarchyIncomingCall { from: item(session, index, call.agent)?, from_ranges })
        };
        Some(ide::incoming(index, index.id(&path)?).into_iter().filter_map(call).collect())
    }))
}

pub fn outgoing(
    session: &Session,
    params: &CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let path = from_lsp::path(&params.item.uri);
    Ok(session.workspace.read(|index| {
        let caller = index.id(&path)?;
        let call = |call: Call| {
            let from_ranges = ranges(session, index, caller, &call);
            Some(CallHierarchyOutgoingCall { to: item(session, index, call.agent)?, from_ranges })
        };
        Some(ide::outgoing(index, caller).into_iter().filter_map(call).collect())
    }))
}

/// Where the caller names the other one.
fn ranges(session: &Session, index: &Index, caller: FileId, call: &Call) -> Vec<Range> {
    let places = call.mentions.iter();
    places.filter_map(|at| Some(agents::location(session, index, caller, Part::Mention(*at))?.range)).collect()
}

fn item(session: &Session, index: &Index, agent: FileId) -> Option<CallHierarchyItem> {
    let file = index.file(agent)?;
    let place = agents::location(session, index, agent, Part::Name)?;
    Some(CallHierarchyItem {
        name: file.name().to_owned(),
        kind: SymbolKind::CLASS,
        tags: None,
        detail: Some(file.place.below.to_string()),
        uri: place.uri,
        range: place.range,
        selection_range: place.range,
        data: None,
    })
}
