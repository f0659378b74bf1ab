//! Edits of documents, with snippets for clients that take them (protocol 3.18): more than the
//! protocol's types can say.

use super::to_lsp;
use crate::ide::code_actions::Change;
use crate::ide::conversion::NewFile;
use crate::server::capabilities::Negotiated;
use crate::server::documents::Document;
use crate::text::{Span, Text};
use serde::Serialize;
use std::collections::BTreeMap;
use tower_lsp::ls_types::{OptionalVersionedTextDocumentIdentifier, Range, TextEdit, Uri};

/// Edits by document: either with the versions that they are for or, for clients that know no
/// versions, without.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WorkspaceEdit {
    Changes(BTreeMap<String, Vec<TextEdit>>),
    DocumentChanges(Vec<DocumentChange>),
}

/// One step of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DocumentChange {
    Create(CreateFile),
    Edit(DocumentEdit),
}

/// A file that must not be there yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename = "create")]
pub struct CreateFile {
    pub uri: Uri,
    pub options: CreateOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateOptions {
    pub overwrite: bool,
    pub ignore_if_exists: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentEdit {
    pub text_document: OptionalVersionedTextDocumentIdentifier,
    pub edits: Vec<TextOrSnippet>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum TextOrSnippet {
    Text(TextEdit),
    Snippet { range: Range, snippet: Snippet },
}

/// A text with stops and placeholders.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename = "snippet")]
pub struct Snippet {
    pub value: String,
}

/// A change of one document, in the form that the client takes.
pub fn workspace_edit(document: &Document, negotiated: &Negotiated, change: &Change) -> WorkspaceEdit {
    let range = |span| to_lsp::range(&document.text, span, negotiated.encoding);
    let texts = change.edits.edits().iter().map(|edit| TextEdit::new(range(edit.span), edit.text.clone()));
    if !negotiated.document_changes {
        return WorkspaceEdit::Changes(BTreeMap::from([(document.uri.as_str().to_owned(), texts.collect())]));
    }
    let edits = match (&change.snippet, change.edits.edits()) {
        (Some(snippet), [only]) if negotiated.snippet_edits => {
            vec![TextOrSnippet::Snippet { range: range(only.span), snippet: Snippet { value: snippet.clone() } }]
        }
        _ => texts.map(TextOrSnippet::Text).collect(),
    };
    let version = Some(document.version);
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: document.uri.clone(), version };
    WorkspaceEdit::DocumentChanges(vec![DocumentChange::Edit(DocumentEdit { text_document, edits })])
}

/// `added` at `end` of a document that need not be open.
pub fn appended(
    uri: &Uri,
    version: Option<i32>,
    negotiated: &Negotiated,
    text: &Text,
    end: Span,
    added: String,
) -> WorkspaceEdit {
    let edit = TextEdit::new(to_lsp::range(text, end, negotiated.encoding), added);
    if !negotiated.document_changes {
        return WorkspaceEdit::Changes(BTreeMap::from([(uri.as_str().to_owned(), vec![edit])]));
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
    let edits = vec![TextOrSnippet::Text(edit)];
    WorkspaceEdit::DocumentChanges(vec![DocumentChange::Edit(DocumentEdit { text_document, edits })])
}

/// A new file with its text; `None` for a path that can't be named. The client refuses where the file is there.
pub fn new_file(file: &NewFile) -> Option<WorkspaceEdit> {
    let uri = Uri::from_file_path(&file.path)?;
    let options = CreateOptions { overwrite: false, ignore_if_exists: false };
    let text = TextEdit::new(Range::default(), file.text.clone());
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: None };
    let edit = DocumentEdit { text_document, edits: vec![TextOrSnippet::Text(text)] };
    Some(WorkspaceEdit::DocumentChanges(vec![
        DocumentChange::Create(CreateFile { uri, options }),
        DocumentChange::Edit(edit),
    ]))
}
