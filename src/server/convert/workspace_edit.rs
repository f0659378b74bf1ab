//! Edits of documents, with snippets for clients that take them (protocol 3.18): more than the
//! protocol's types can say.

use super::to_lsp;
use crate::ide::code_actions::Change;
use crate::server::capabilities::Negotiated;
use crate::server::documents::Document;
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

/// An edit of a document, or something done to a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DocumentChange {
    Edit(DocumentEdit),
    Create(CreateFile),
}

/// Make an empty file; one that is there stays.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename = "create")]
pub struct CreateFile {
    pub uri: Uri,
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

/// A new file with a text; for clients that can make files.
pub fn new_file(uri: Uri, text: String) -> WorkspaceEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: None };
    let edits = vec![TextOrSnippet::Text(TextEdit::new(Range::default(), text))];
    WorkspaceEdit::DocumentChanges(vec![
        DocumentChange::Create(CreateFile { uri }),
        DocumentChange::Edit(DocumentEdit { text_document, edits }),
    ])
}
