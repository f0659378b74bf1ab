//! The seam between the server and what it knows about agent files.

use crate::dialect::{self, Dialect};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::rules::{self, Diagnostic};
use crate::text::Text;
use std::sync::{Arc, LazyLock};

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
/// open document; `before` is the analysis of the version before, if there was one.
pub type Analyse = fn(path: &str, language: &str, text: &Text, before: Option<&Analysis>) -> Option<Analysis>;

/// The analysis that the program runs with.
pub fn analyse(path: &str, language: &str, text: &Text, before: Option<&Analysis>) -> Option<Analysis> {
    let file = match before.and_then(|before| before.file.as_ref()) {
        Some(before) => before.revised(text.arc(), Surroundings::default()),
        None => {
            let dialect = dialect_of(path, language)?;
            AgentFile::new(path.into(), text.arc(), dialect, Surroundings::default())
        }
    };
    let diagnostics = rules::check(&file).into();
    Some(Analysis { file: Some(Arc::new(file)), diagnostics })
}

/// The dialect that claims a document by its path, or by the manifest of a plugin that it is part of.
pub fn dialect_of(path: &str, _language: &str) -> Option<&'static Dialect> {
    let by_manifest = || dialect::of_manifest(path, |file| std::path::Path::new(file).is_file());
    dialect::of_path(path, HOME.as_deref()).or_else(by_manifest)
}

/// The user's home folder, with `/` separators.
static HOME: LazyLock<Option<String>> =
    LazyLock::new(|| std::env::home_dir().map(|home| home.to_string_lossy().replace('\\', "/")));
