//! `agentls/agents`: all agents that are known, and who hands work over to whom.

use crate::graph;
use crate::ide::agents::Part;
use crate::index::FileId;
use crate::server::convert::agents;
use crate::server::session::Session;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::borrow::Cow;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, Range, Uri};

#[derive(Debug, Serialize)]
pub struct Agents {
    /// By tool, then by path.
    agents: Vec<Agent>,
    /// Whether all folders are read.
    complete: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    uri: Uri,
    /// Its name in the file; the file's beginning where none stands there.
    range: Range,
    name: String,
    /// Its path below the folder of agents.
    below: String,
    description: String,
    tool: Tool,
    scope: Option<&'static str>,
    loads: bool,
    /// The areas of expertise, in the order of the file.
    areas: Vec<String>,
    /// Places in the list of those that it hands work over to.
    hands_over_to: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub struct Tool {
    id: &'static str,
    title: Cow<'static, str>,
}

pub fn agents(session: &Session) -> Result<Agents> {
    let complete = session.workspace.is_read();
    let agents = session.workspace.read(|index| {
        // What is gone meanwhile has no place.
        let place = |(id, _)| Some((id, agents::location(session, index, id, Part::Name)?));
        let mut places: FxHashMap<FileId, Location> = index.files().filter_map(place).collect();
        let known = graph::agents(index, |id, _| places.contains_key(&id));
        known.into_iter().filter_map(|agent| Some(told(places.remove(&agent.file)?, agent))).collect()
    });
    Ok(Agents { agents, complete })
}

fn told(place: Location, agent: graph::Agent) -> Agent {
    Agent {
        uri: place.uri,
        range: place.range,
        name: agent.name.into(),
        below: agent.below.into(),
        description: agent.description.into(),
        tool: Tool { id: &agent.dialect.id, title: agent.dialect.title() },
        scope: agent.scope.map(graph::scope_name),
        loads: agent.loads,
        areas: agent.areas.into_iter().map(|area| area.name.into()).collect(),
        hands_over_to: agent.hands_over_to,
    }
}
