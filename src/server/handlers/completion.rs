//! `textDocument/completion` and `completionItem/resolve`: the list at once, the documentation of
//! an item when it is looked at.

use crate::ide::completion::names::{self, Named, Names};
use crate::ide::completion::{About, Completion, completions, documentation};
use crate::ide::{agent_completion, trigger};
use crate::index::Target;
use crate::model::AgentFile;
use crate::server::convert::{completion as convert, from_lsp, to_lsp};
use crate::server::session::Session;
use crate::surroundings;
use std::path::Path;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionList, CompletionParams, CompletionResponse, CompletionTriggerKind, Documentation, Uri,
};

pub fn completion(session: &Session, params: &CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = &params.text_document_position;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let negotiated = session.negotiated();
    let offset = from_lsp::offset(&document, at.position, negotiated.encoding);
    let typed =
        params.context.as_ref().filter(|context| context.trigger_kind == CompletionTriggerKind::TRIGGER_CHARACTER);
    if let Some(typed) = typed.and_then(|context| context.trigger_character.as_deref())
        && !trigger::invites(file, offset, typed)
    {
        return Ok(None);
    }
    let agents = session.workspace.read(|index| agent_completion::agents(file, index, offset));
    let mut items = completions(file, offset);
    for proposals in [agents, named(session, file, offset)] {
        // Behind what the tool itself knows.
        let before = items.last().map_or(0, |last| last.rank + 1);
        items.extend(proposals.into_iter().map(|item| Completion { rank: before + item.rank, ..item }));
    }
    let items = items.into_iter().map(|proposal| convert::item(&document, &negotiated, proposal)).collect();
    Ok(Some(CompletionList { is_incomplete: false, items }.into()))
}

/// What the workspace has to offer where front matter names agents, skills or servers.
fn named(session: &Session, file: &AgentFile, offset: u32) -> Vec<Completion> {
    let Some(wanted) = names::wanted(file, offset) else { return Vec::new() };
    let path = Path::new(&*file.path);
    let named = |(name, detail)| Named { name, detail };
    match wanted.names {
        Names::Agents => {
            session.workspace.read(|index| wanted.proposals(file, agent_completion::callable(file, index)))
        }
        Names::Skills => wanted.proposals(file, surroundings::skills(path, file.dialect).into_iter().map(named)),
        Names::Servers | Names::ServersTools { .. } => {
            wanted.proposals(file, surroundings::servers(path, file.dialect).into_iter().map(named))
        }
    }
}

pub fn resolve(session: &Session, mut item: CompletionItem) -> Result<CompletionItem> {
    let Some((uri, about)) = item.data.as_ref().and_then(convert::about) else { return Ok(item) };
    if let About::Agent(name) = &about {
        item.documentation = description_of(session, &uri, name).map(Documentation::String);
        return Ok(item);
    }
    let explained = session.documents.get(&uri).and_then(|document| documentation(document.file()?, &about));
    let markdown = session.negotiated().completion_markdown;
    item.documentation = explained.map(|text| Documentation::MarkupContent(to_lsp::markup(text, markdown)));
    Ok(item)
}

/// What an agent says of itself.
fn description_of(session: &Session, from: &Uri, name: &str) -> Option<String> {
    let document = session.documents.get(from)?;
    session.workspace.read(|index| match index.called(index.id(&document.path)?, name) {
        Target::Agent(agent) => Some(index.file(agent)?.facts.description.to_string()),
        _ => None,
    })
}
