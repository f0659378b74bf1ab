//! Code actions as the protocol writes them.

use super::workspace_edit::WorkspaceEdit;
use crate::heading::SectionKind;
use crate::ide::code_actions::{ActionKind, Task};
use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{CodeActionKind, Diagnostic, Uri};

/// A code action, with edits that may be snippets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeAction {
    pub title: String,
    pub kind: CodeActionKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostics: Option<Vec<Diagnostic>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_preferred: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<WorkspaceEdit>,
    /// The work that is left to do where there is no edit yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
}

/// What a client gives back to have the work done. It names no version: the work is done in what
/// the document has become, and is of use there or has nothing left to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Data {
    pub uri: Uri,
    #[serde(flatten)]
    pub work: Work,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "work", content = "kind", rename_all = "kebab-case")]
pub enum Work {
    InsertOutputFormat(String),
    ReplaceOutputFormat(String),
    AddSection(String),
    NewAgent(String),
    ConvertTo(String),
    AddToGlossary(String),
    ExtractTemplate,
    AsIn { agent: String, section: String },
    MakePortable,
    FixAll,
}

/// What we offer.
pub const KINDS: [CodeActionKind; 4] =
    [CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR, CodeActionKind::REFACTOR_REWRITE, FIX_ALL];

/// Under our own name, so that fixing on save can be told to do ours only.
const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.agentls");

/// A refactoring that makes another file.
const CONVERT: CodeActionKind = CodeActionKind::new("refactor.convert");

pub fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix | ActionKind::Ignore => CodeActionKind::QUICKFIX,
        ActionKind::Insert => CodeActionKind::REFACTOR,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Convert => CONVERT,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::FixAll => FIX_ALL,
    }
}

/// Whether `only` lets a kind through: itself, or a kind that it is a part of.
pub fn is_wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let holds = |wanted: &CodeActionKind| {
        let behind = kind.as_str().strip_prefix(wanted.as_str());
        behind.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
    };
    only.is_none_or(|only| only.iter().any(holds))
}

impl From<Task> for Work {
    fn from(task: Task) -> Work {
        match task {
            Task::InsertOutputFormat(kind) => Work::InsertOutputFormat(kind),
            Task::ReplaceOutputFormat(kind) => Work::ReplaceOutputFormat(kind),
            Task::AddSection(heading) => Work::AddSection(heading),
            Task::NewAgent(kind) => Work::NewAgent(kind),
            Task::ConvertTo(id) => Work::ConvertTo(id),
            Task::AddToGlossary(phrase) => Work::AddToGlossary(phrase),
            Task::ExtractTemplate => Work::ExtractTemplate,
            Task::AsIn { agent, kind } => Work::AsIn { agent, section: kind.name().to_owned() },
            Task::MakePortable => Work::MakePortable,
            Task::FixAll => Work::FixAll,
        }
    }
}

impl From<Work> for Task {
    fn from(work: Work) -> Task {
        match work {
            Work::InsertOutputFormat(kind) => Task::InsertOutputFormat(kind),
            Work::ReplaceOutputFormat(kind) => Task::ReplaceOutputFormat(kind),
            Work::AddSection(heading) => Task::AddSection(heading),
            Work::NewAgent(kind) => Task::NewAgent(kind),
            Work::ConvertTo(id) => Task::ConvertTo(id),
            Work::AddToGlossary(phrase) => Task::AddToGlossary(phrase),
            Work::ExtractTemplate => Task::ExtractTemplate,
            Work::AsIn { agent, section } => {
                Task::AsIn { agent, kind: SectionKind::named(&section).unwrap_or_default() }
            }
            Work::MakePortable => Task::MakePortable,
            Work::FixAll => Task::FixAll,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_wanted_by_name_or_by_the_kind_above() {
        let wanted = |only: &'static str, kind: &CodeActionKind| is_wanted(Some(&[CodeActionKind::new(only)]), kind);
        assert!(wanted("refactor", &CodeActionKind::REFACTOR_REWRITE));
        assert!(wanted("source.fixAll", &FIX_ALL) && wanted("source", &FIX_ALL) && wanted("", &FIX_ALL));
        assert!(!wanted("refactor.rewrite", &CodeActionKind::REFACTOR));
        assert!(!wanted("quick", &CodeActionKind::QUICKFIX));
        assert!(is_wanted(None, &FIX_ALL) && !is_wanted(Some(&[]), &FIX_ALL));
    }
}
