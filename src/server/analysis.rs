//! The seam between the server and what it knows about agent files.

use super::settings::is_config;
use crate::config::{self, Effective};
use crate::dialect::{self, Dialect};
use crate::disk;
use crate::glossary::is_glossary;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::rules::{self, Diagnostic, Kept};
use crate::surroundings::{Around, Workspaces};
use crate::template::is_template;
use crate::text::Text;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// What is known of one version of an agent file.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// `None` where the file could not be analysed.
    pub file: Option<Arc<AgentFile>>,
    /// In the order of the text.
    pub diagnostics: Arc<[Diagnostic]>,
    /// What the rules keep for the next version.
    pub kept: Option<Arc<Kept>>,
}

/// Analyses a document as its settings have it; `None` where no dialect claims it. The path has `/`
/// separators; the language is the editor's name for it, such as `markdown`. Called once for each
/// version of each open document; `before` is the analysis of the version before, if the settings are the
/// same. Without one (the document was opened or saved) what stands around the file is looked at; else
/// what is remembered of it has to do.
pub type Analyse =
    fn(path: &str, language: &str, text: &Text, settings: &Effective, before: Option<&Analysis>) -> Option<Analysis>;

/// The analysis that the program runs with.
pub fn analyse(
    path: &str,
    language: &str,
    text: &Text,
    settings: &Effective,
    before: Option<&Analysis>,
) -> Option<Analysis> {
    let faults = match () {
        () if is_config(path) => Some(config::toml(text.as_str()).1),
        () if is_glossary(path) => Some(config::glossary_faults(text.as_str())),
        () if is_template(path) => Some(config::template_faults(text.as_str())),
        () => None,
    };
    if let Some(faults) = faults {
        return Some(Analysis { file: None, diagnostics: faults.into(), kept: None });
    }
    let targets = &settings.targets.value;
    let file = match before.and_then(|before| before.file.as_ref()) {
        Some(before) => {
            let around = remembered(path);
            before.revised(text.arc(), Surroundings { targets, ..around.surroundings() })
        }
        None => {
            let dialect = dialect_of(path, language)?;
            let around = WORKSPACES.look_again(Path::new(path));
            let around = Surroundings { targets, ..around.surroundings() };
            AgentFile::for_version(path.into(), text.arc(), dialect, settings.version(dialect), around)
        }
    };
    let before = before.and_then(|before| before.kept.as_deref());
    let (mut diagnostics, mut kept) = rules::check_again(&file, &settings.severities, before);
    if !settings.house.is_empty() {
        let house_rules = settings.house.iter().map(|rule| &rule.value);
        let before = before.and_then(|before| before.house.as_deref());
        let (house, house_kept) = rules::house::check_again(&file, house_rules, &settings.severities, before);
        kept.house = Some(Arc::new(house_kept));
        if !house.is_empty() {
            diagnostics = rules::in_order(diagnostics.iter().cloned().chain(house).collect()).into();
        }
    }
    Some(Analysis { file: Some(Arc::new(file)), diagnostics, kept: Some(Arc::new(kept)) })
}

/// The dialect that claims a document by its path, by the manifest of a plugin that it is part of, or by
/// what its editor calls the language of such files.
pub fn dialect_of(path: &str, language: &str) -> Option<&'static Dialect> {
    let by_manifest = || dialect::of_manifest(path, |file| std::path::Path::new(file).is_file());
    dialect::of_path(path, HOME.as_deref()).or_else(by_manifest).or_else(|| dialect::of_language(language))
}

/// What is known of the surroundings of a file; the disk is left alone.
pub fn remembered(path: &str) -> Around {
    WORKSPACES.remembered(Path::new(path))
}

static WORKSPACES: LazyLock<Workspaces> = LazyLock::new(Workspaces::from_here);

/// The user's home folder, with `/` separators.
static HOME: LazyLock<Option<String>> = LazyLock::new(disk::home);

#[cfg(test)]
mod tests {
    use super::dialect_of;

    #[test]
    fn the_path_tells_the_dialect_before_the_language_does() {
        let id = |path, language| dialect_of(path, language).map(|dialect| &*dialect.id);
        assert_eq!(id("Untitled-1", "chatagent"), Some("vscode"));
        assert_eq!(id("Untitled-1", "markdown"), None);
        assert_eq!(id("/srv/shop/.claude/agents/a.md", "chatagent"), Some("claude-code"));
    }
}
