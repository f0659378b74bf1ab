//! `agentls/choices` and `agentls/newAgent`: what a new agent may be, and the agent itself. Nothing is
//! written: the editor makes the file, where it can be undone.

use crate::convert::starter::{Wish, new_agent as made};
use crate::convert::{file_name, path_in, slug};
use crate::dialect::{self, Evidence, Scope};
use crate::disk;
use crate::format::laid_out;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::server::convert::from_lsp;
use crate::template::Library;
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Uri;

#[derive(Debug, Serialize)]
pub struct Choices {
    /// Those whose facts are sure first.
    tools: Vec<Tool>,
    kinds: Vec<Kind>,
    /// BCP 47 tags.
    languages: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct Tool {
    id: &'static str,
    title: String,
    /// Where its agents can be put: `project`, `user`.
    places: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct Kind {
    id: &'static str,
    title: &'static str,
}

pub fn choices() -> Result<Choices> {
    let library = Library::built_in();
    let place = |tool, (scope, name)| path_in(tool, scope, "", "x.md").map(|_| name);
    let tools = dialect::all().iter().map(|tool| {
        let places = PLACES.into_iter().filter_map(|known| place(tool, known)).collect();
        (tool.evidence == Evidence::Unverified, Tool { id: &tool.id, title: tool.title().into_owned(), places })
    });
    let mut tools: Vec<(bool, Tool)> = tools.filter(|(_, tool)| !tool.places.is_empty()).collect();
    tools.sort_by_key(|(is_unsure, _)| *is_unsure);
    let kinds = library.kinds().into_iter().filter_map(|kind| {
        Some(Kind {
            id: kind,
            title: &library.template(kind, "en").filter(|_| library.starter(kind, "en").is_some())?.label,
        })
    });
    let languages = library.wordings().map(|wording| &*wording.language);
    Ok(Choices {
        tools: tools.into_iter().map(|(_, tool)| tool).collect(),
        kinds: kinds.collect(),
        languages: languages.collect(),
    })
}

const PLACES: [(Scope, &str); 2] = [(Scope::Project, "project"), (Scope::User, "user")];

#[derive(Debug, Deserialize)]
pub struct NewAgentParams {
    name: String,
    /// The id of a tool, of a kind and of a language, as in [`Choices`].
    tool: String,
    kind: String,
    language: String,
    /// One of the tool's places.
    place: String,
    /// The folder of the project; not needed for the user's own agents.
    folder: Option<Uri>,
}

#[derive(Debug, Serialize)]
pub struct NewAgent {
    uri: Uri,
    /// As the tool takes it: it may differ from the one that was asked for.
    name: String,
    text: String,
}

pub fn new_agent(params: &NewAgentParams) -> Result<NewAgent> {
    let wrong = |what: &str| Error::invalid_params(what.to_owned());
    let target = dialect::named(&params.tool).ok_or_else(|| wrong("no such tool"))?;
    let (scope, _) =
        PLACES.into_iter().find(|(_, name)| *name == params.place).ok_or_else(|| wrong("no such place"))?;
    let root = match scope {
        Scope::User => disk::home(),
        _ => params.folder.as_ref().filter(|uri| from_lsp::is_file(uri)).map(|uri| from_lsp::path(uri).to_string()),
    };
    let root = root.ok_or_else(|| wrong("no folder to put it into"))?;
    let name = slug(&target.name, &params.name);
    let wish = Wish { name: &name, target, kind: &params.kind, language: &params.language, line_end: "\n" };
    let agent = made(&Library::built_in(), wish).ok_or_else(|| wrong("no such kind"))?;
    let path = path_in(target, scope, &root, &file_name(target, &name));
    let uri = path.and_then(Uri::from_file_path).ok_or_else(|| wrong("the tool has no such place"))?;
    let around = Surroundings::default();
    let file = AgentFile::new(file_name(target, &name).into(), agent.plain.into(), target, around);
    Ok(NewAgent { uri, name, text: laid_out(file, around).text.to_string() })
}
