//! `textDocument/prepareRename`, `textDocument/rename` and `workspace/willRenameFiles`.

use crate::dialect;
use crate::disk;
use crate::ide::agents::{Part, named_at};
use crate::ide::rename::{self as ide, FileToo, Renamed};
use crate::index::{FileId, Index};
use crate::model::AgentFile;
use crate::model::facts::name_span;
use crate::model::mentions::Mentions;
use crate::model::verdict::Surroundings;
use crate::server::convert::{agents, from_lsp, to_lsp};
use crate::server::session::Session;
use crate::text::Text;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse,
    RenameFile, RenameFilesParams, RenameParams, ResourceOp, TextDocumentEdit, TextDocumentPositionParams, TextEdit,
    Uri, WorkspaceEdit,
};

pub fn prepare(session: &Session, at: &TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let encoding = session.negotiated().encoding;
    let offset = from_lsp::offset(&document, at.position, encoding);
    let (span, placeholder) = session.workspace.read(|index| ide::prepare(file, index, offset)).map_err(refused)?;
    let range = to_lsp::range(&document.text, span, encoding);
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
}

pub fn rename(session: &Session, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = &params.text_document_position;
    let Some(document) = session.documents.get(&at.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let offset = from_lsp::offset(&document, at.position, session.negotiated().encoding);
    let file_too = if session.negotiated().renames_files { FileToo::IfItFits } else { FileToo::Never };
    session.workspace.read(|index| {
        ide::prepare(file, index, offset).map_err(refused)?;
        let Some(named) = named_at(file, index, offset) else { return Ok(None) };
        edit(session, index, named.agent, &params.new_name, file_too).map(Some).map_err(refused)
    })
}

/// The client is about to rename files: agents that are called after them are renamed, too.
pub fn will_rename_files(session: &Session, params: &RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    let [only] = params.files.as_slice() else { return Ok(None) };
    let path = |uri: &str| uri.parse::<Uri>().ok().map(|uri| from_lsp::path(&uri));
    let (Some(old), Some(new)) = (path(&only.old_uri), path(&only.new_uri)) else { return Ok(None) };
    Ok(session.workspace.read(|index| {
        let agent = index.id(&old)?;
        let name = ide::name_by_path(index, agent, &new)?;
        // What can't be renamed is left alone: the file itself is the client's business.
        edit(session, index, agent, &name, FileToo::Already).ok()
    }))
}

fn edit(
    session: &Session,
    index: &Index,
    agent: FileId,
    new: &str,
    file_too: FileToo,
) -> std::result::Result<WorkspaceEdit, String> {
    let gone = || "This agent's file is not as it was. Try again.".to_owned();
    let path = index.file(agent).map(|file| Arc::clone(&file.path)).ok_or_else(gone)?;
    let (own, text) = own_file(session, index, agent).ok_or_else(gone)?;
    let renamed = ide::rename(index, agent, &own, new, file_too)?;
    let encoding = session.negotiated().encoding;
    let mut files: Vec<(Arc<str>, Vec<TextEdit>)> = Vec::new();
    let edits = renamed.own.edits().iter();
    let edits: Vec<TextEdit> =
        edits.map(|edit| TextEdit::new(to_lsp::range(&text, edit.span, encoding), edit.text.clone())).collect();
    files.push((Arc::clone(&path), edits));
    let Renamed { mentions, path: new_path, .. } = renamed;
    for (file, at, text) in mentions {
        let (Some(indexed), Some(place)) =
            (index.file(file), agents::location(session, index, file, Part::Mention(at)))
        else {
            continue;
        };
        let edit = TextEdit::new(place.range, text);
        match files.iter_mut().find(|(path, _)| *path == indexed.path) {
            Some((_, edits)) => edits.push(edit),
            None => files.push((Arc::clone(&indexed.path), vec![edit])),
        }
    }
    written(session, files, new_path.map(|new| (path, new))).ok_or_else(gone)
}

/// The file of an agent as it is now: from its open document, else from the disk, where that is what
/// the index knows.
fn own_file(session: &Session, index: &Index, agent: FileId) -> Option<(Arc<AgentFile>, Text)> {
    let indexed = index.file(agent)?;
    if let Some(document) = session.documents.at_path(&indexed.path) {
        return Some((Arc::clone(document.file()?), document.text.clone()));
    }
    let (text, invalid_utf8) = disk::read(&indexed.path)?;
    let dialect = dialect::named(&indexed.dialect.id)?;
    let around = Surroundings { invalid_utf8, ..Surroundings::default() };
    let file = AgentFile::new(Arc::clone(&indexed.path), text, dialect, around);
    let here = |mentions: Mentions<'_>| mentions.iter().map(|mention| mention.span).collect::<Vec<_>>();
    let same = name_span(&file) == indexed.name_span()
        && file.mentions().say_the_same(indexed.mentions())
        && here(file.mentions()) == here(indexed.mentions());
    let text = Text::from(&*file.text);
    same.then(|| (Arc::new(file), text))
}

/// The edits in the form that the client takes.
fn written(
    session: &Session,
    files: Vec<(Arc<str>, Vec<TextEdit>)>,
    moved: Option<(Arc<str>, String)>,
) -> Option<WorkspaceEdit> {
    if !session.negotiated().document_changes {
        let changes = files.into_iter().map(|(path, edits)| Some((agents::uri_of(session, &path)?, edits)));
        let changes = Some(changes.collect::<Option<_>>()?);
        return Some(WorkspaceEdit { changes, ..WorkspaceEdit::default() });
    }
    let mut operations = Vec::with_capacity(files.len() + 1);
    for (path, edits) in files {
        let version = session.documents.at_path(&path).map(|document| document.version);
        let text_document = OptionalVersionedTextDocumentIdentifier { uri: agents::uri_of(session, &path)?, version };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        operations.push(DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }));
    }
    if let Some((old, new)) = moved {
        let (old_uri, new_uri) = (agents::uri_of(session, &old)?, agents::uri_of(session, &new)?);
        let rename = RenameFile { old_uri, new_uri, options: None, annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(rename)));
    }
    Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() })
}

fn refused(why: String) -> Error {
    let mut error = Error::new(ErrorCode::ServerError(REQUEST_FAILED));
    error.message = why.into();
    error
}

/// The protocol's code for a request that was understood and can't be done.
const REQUEST_FAILED: i64 = -32803;
