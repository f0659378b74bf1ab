//! `agentls/agents`: all agents that are known, and who hands work over to whom.

use crate::dialect::Scope;
use crate::ide::agents::Part;
use crate::index::{FileId, Index, IndexedFile};
use crate::server::convert::agents;
use crate::server::session::Session;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::borrow::Cow;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, Uri};

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
        let mut known: Vec<(FileId, Agent)> =
            index.files().filter_map(|(id, file)| Some((id, agent(session, index, id, file)?))).collect();
        known.sort_by(|(_, a), (_, b)| (&a.tool.title, a.uri.as_str()).cmp(&(&b.tool.title, b.uri.as_str())));
        let places: FxHashMap<FileId, usize> = known.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
        let with_others = |(id, mut agent): (FileId, Agent)| {
            let others = index.hands_over_to(id);
            agent.hands_over_to = others.iter().filter_map(|other| places.get(other).copied()).collect();
            agent
        };
        known.into_iter().map(with_others).collect()
    });
    Ok(Agents { agents, complete })
}

/// Without those that it hands work over to.
fn agent(session: &Session, index: &Index, id: FileId, file: &IndexedFile) -> Option<Agent> {
    let place = agents::location(session, index, id, Part::Name)?;
    let mut areas: Vec<String> = Vec::new();
    for area in file.facts.knows.iter().filter_map(|known| known.area) {
        if !areas.iter().any(|known| known == area) {
            areas.push(area.to_owned());
        }
    }
    Some(Agent {
        uri: place.uri,
        range: place.range,
        name: file.name().to_owned(),
        below: file.place.below.to_string(),
        description: file.facts.description.to_string(),
        tool: Tool { id: &file.dialect.id, title: file.dialect.title() },
        scope: file.place.scope.map(|scope| match scope {
            Scope::Managed => "managed",
            Scope::Project => "project",
            Scope::User => "user",
            Scope::Plugin => "plugin",
        }),
        loads: file.facts.loads,
        areas,
        hands_over_to: Vec::new(),
    })
}
