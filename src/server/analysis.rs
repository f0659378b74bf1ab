//! The seam between the server and what it knows about agent files.

use crate::dialect::Dialect;
use crate::model::AgentFile;
use crate::rules::Diagnostic;
use crate::text::Text;
use std::sync::Arc;

/// What is known of one version of an agent file.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// `None` where the file could not be analysed.
    pub file: Option<Arc<AgentFile>>,
    /// In the order of the text.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// Analyses a document; `None` where no dialect claims it. The path has `/` separators; the
/// language is the editor's name for it, such as `markdown`. Called once for each version of each
/// open document.
pub type Analyse = fn(path: &str, language: &str, text: &Text) -> Option<Analysis>;

/// The analysis that the program runs with.
pub fn analyse(path: &str, language: &str, _text: &Text) -> Option<Analysis> {
    dialect_of(path, language).map(|_| Analysis::default())
}

/// The dialect that claims a document by its path, or by the language that the editor gives it.
pub fn dialect_of(_path: &str, _language: &str) -> Option<&'static Dialect> {
    None
}
