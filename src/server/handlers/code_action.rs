//! `textDocument/codeAction` and `codeAction/resolve`: the titles at once, what costs something
//! when it is chosen. Clients that can't wait get all of it at once.

use crate::compose::as_in::section_as_in;
use crate::compose::extract::extracted;
use crate::compose::output_format::{self, Draft};
use crate::config::Disk;
use crate::disk::{self, OwnDisk};
use crate::glossary::project::entry_for;
use crate::heading::SectionKind;
use crate::ide::agents::mention_at;
use crate::ide::code_actions::{ActionKind, Asked, Change, CodeAction, Task, Work, code_actions, work_out};
use crate::ide::conversion::{self, NewFile};
use crate::ide::models::{Model, models};
use crate::ide::new_agent::new_agent;
use crate::model::verdict::Surroundings;
use crate::rules::workspace::dangling_agent;
use crate::server::analysis;
use crate::server::convert::code_action::{self as convert, Data};
use crate::server::convert::workspace_edit::{WorkspaceEdit, appended, new_file, workspace_edit};
use crate::server::convert::{agents, from_lsp, to_lsp};
use crate::server::documents::Document;
use crate::server::session::Session;
use crate::text::{EditSet, Span, Text};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{CodeActionParams, CodeActionTriggerKind, Uri};

pub fn code_action(session: &Session, params: &CodeActionParams) -> Result<Vec<convert::CodeAction>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(Vec::new()) };
    let Some(file) = document.file() else { return Ok(Vec::new()) };
    let only = params.context.only.as_deref();
    let asked = Asked {
        span: from_lsp::span(&document, params.range, session.negotiated().encoding),
        // To name a kind, as fixing on save does, is to ask for it.
        by_hand: only.is_some() || params.context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC),
        wants: &|kind| convert::is_wanted(only, &convert::kind(kind)),
    };
    let actions = code_actions(file, document.diagnostics(), &asked);
    let (last, first): (Vec<_>, Vec<_>) = actions.into_iter().partition(|action| action.kind == ActionKind::Ignore);
    let made = (asked.wants)(ActionKind::QuickFix).then(|| missing_agent(session, &document, asked.span.start));
    let seen = as_in(session, &document, &asked);
    let written =
        |actions: Vec<CodeAction>| actions.into_iter().filter_map(|action| written(session, &document, action));
    Ok(written(first).chain(made.flatten()).chain(written(seen)).chain(written(last)).collect())
}

/// Whether there is anything to mend or to make portable is found out by doing it: an offer of that may come to nothing.
fn nothing_to_do(session: &Session, document: &Document, task: &Task) -> Option<WorkspaceEdit> {
    let nothing = Change { edits: EditSet::default(), snippet: None };
    let may_be = matches!(task, Task::FixAll | Task::MakePortable) && document.file().is_some();
    may_be.then(|| workspace_edit(document, &session.negotiated(), &nothing))
}

/// Does the work of an action that the client has chosen. The rest of it stays as it is.
pub fn resolve(session: &Session, mut action: Value) -> Result<Value> {
    let data = action.get("data").cloned().and_then(|data| serde_json::from_value::<Data>(data).ok());
    // An action that has its edit already has no data.
    let Some(Data { uri, work }) = data else { return Ok(action) };
    let document = session.documents.get(&uri);
    let edit = document.as_ref().and_then(|document| {
        let task = work.into();
        edit_of(session, document, &task).or_else(|| nothing_to_do(session, document, &task))
    });
    let Some(edit) = edit else {
        return Err(Error::new(ErrorCode::ContentModified));
    };
    if let (Some(action), Ok(edit)) = (action.as_object_mut(), serde_json::to_value(edit)) {
        action.insert("edit".to_owned(), edit);
    }
    Ok(action)
}

/// What a task changes, as the client takes it.
fn edit_of(session: &Session, document: &Document, task: &Task) -> Option<WorkspaceEdit> {
    if let Task::ConvertTo(id) = task {
        let home = disk::home();
        return new_file(&conversion::new_file(document.file()?, id, home.as_deref())?);
    }
    if let Task::AddToGlossary(phrase) = task {
        return glossary_entry(session, document, phrase);
    }
    if let Task::ExtractTemplate = task {
        return template_file(document);
    }
    if let Task::AsIn { agent, kind } = task {
        let file = document.file()?;
        let edit = section_as_in(&Draft::from(&**file), *kind, &*session.agent_at(agent)?)?;
        let change = Change { edits: EditSet::one(edit.span, edit.text), snippet: None };
        return Some(workspace_edit(document, &session.negotiated(), &change));
    }
    Some(workspace_edit(document, &session.negotiated(), &work_of(document, task)?))
}

/// An entry for `phrase` at the end of the project's glossary, which may be open, lie on the disk or be new.
fn glossary_entry(session: &Session, document: &Document, phrase: &str) -> Option<WorkspaceEdit> {
    let path = analysis::remembered(&document.path).glossary_path()?;
    let shown = disk::slashes(&path);
    let open = session.documents.at_path(&shown);
    let text = match &open {
        Some(open) => open.text.clone(),
        None => match OwnDisk.read(&path) {
            Some(read) => Text::from(&*read.ok()?),
            None => return new_file(&NewFile { path: shown, text: entry_for(phrase, true) }),
        },
    };
    let has_entries = text.as_str().lines().any(|line| line.starts_with("concepts:"));
    let gap = if text.as_str().is_empty() || text.as_str().ends_with('\n') { "" } else { "\n" };
    let added = format!("{gap}{}", entry_for(phrase, !has_entries));
    let uri = Uri::from_file_path(&path)?;
    let end = Span::empty(Span::offset(text.as_str().len()));
    Some(appended(&uri, open.as_ref().map(|open| open.version), &session.negotiated(), &text, end, added))
}

/// The output format of a file as one of the project's own, under a name that is free.
fn template_file(document: &Document) -> Option<WorkspaceEdit> {
    let file = document.file()?;
    let made = extracted(&Draft::from(&**file), &output_format::library(file))?;
    let folder = analysis::remembered(&document.path).template_folder()?;
    let names = std::iter::once(made.kind.clone()).chain((2..100).map(|number| format!("{}-{number}", made.kind)));
    let mut paths = names.map(|name| folder.join(format!("{name}.yaml")));
    let path = paths.find(|path| !path.exists())?;
    new_file(&NewFile { path: disk::slashes(&path), text: made.text })
}

/// Sections as the agent's siblings have them: the output format of the closest ones, and one of each other kind that
/// is lacking.
fn as_in(session: &Session, document: &Document, asked: &Asked<'_>) -> Vec<CodeAction> {
    let Some(file) = document.file().filter(|file| asked.span.end >= file.front_matter.body) else { return Vec::new() };
    if !asked.by_hand || !(asked.wants)(ActionKind::Insert) || file.text.trim().is_empty() {
        return Vec::new();
    }
    let found = session.workspace.read(|index| models(file, index));
    let action = |model: Model| CodeAction {
        title: match model.kind {
            SectionKind::OutputFormat => format!("Insert output format as in {}", model.name),
            _ => format!("Add section: {}, as in {}", model.title, model.name),
        },
        kind: ActionKind::Insert,
        preferred: false,
        mends: None,
        work: Work::Later(Task::AsIn { agent: model.path, kind: model.kind }),
    };
    found.into_iter().map(action).collect()
}

/// Making the agent that is named under the cursor and not there.
fn missing_agent(session: &Session, document: &Document, offset: u32) -> Option<convert::CodeAction> {
    let negotiated = session.negotiated();
    let found = document.diagnostics().iter();
    let mut ours = found.filter(|found| found.code == dangling_agent::RULE.code && found.span.touches(offset));
    let finding = ours.next().filter(|_| negotiated.creates_files)?;
    let file = document.file()?;
    let made = new_agent(file, &*mention_at(file, finding.span.start)?)?;
    let diagnostic =
        to_lsp::diagnostic(document, &negotiated, |path, span| agents::place(session, path, span), finding);
    Some(convert::CodeAction {
        title: format!("Create the agent {}", made.path.rsplit('/').next().unwrap_or(&made.path)),
        kind: convert::kind(ActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic]),
        is_preferred: None,
        edit: Some(new_file(&made)?),
        data: None,
    })
}

fn work_of(document: &Document, task: &Task) -> Option<Change> {
    let settings = &document.settings;
    let around = analysis::remembered(&document.path);
    let around = Surroundings { targets: &settings.targets.value, ..around.surroundings() };
    work_out(document.file()?, task, &settings.severities, around)
}

/// An action with its edit, or with what it takes to make it; `None` where there is none.
fn written(session: &Session, document: &Document, action: CodeAction) -> Option<convert::CodeAction> {
    let negotiated = session.negotiated();
    let (edit, data) = match action.work {
        // What is no file yet has no folder to put another one into.
        Work::Later(Task::ConvertTo(_) | Task::AddToGlossary(_) | Task::ExtractTemplate)
            if !negotiated.creates_files || !from_lsp::is_file(&document.uri) =>
        {
            return None;
        }
        Work::Ready(change) => (Some(workspace_edit(document, &negotiated, &change)), None),
        Work::Later(task) if negotiated.resolves_code_actions => {
            (None, Some(Data { uri: document.uri.clone(), work: task.into() }))
        }
        Work::Later(task) => (Some(edit_of(session, document, &task)?), None),
    };
    let mends = action.mends.and_then(|at| document.diagnostics().get(at));
    let diagnostic = mends
        .map(|found| to_lsp::diagnostic(document, &negotiated, |path, span| agents::place(session, path, span), found));
    Some(convert::CodeAction {
        title: action.title,
        kind: convert::kind(action.kind),
        diagnostics: diagnostic.map(|diagnostic| vec![diagnostic]),
        is_preferred: action.preferred.then_some(true),
        edit,
        data,
    })
}
