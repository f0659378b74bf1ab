//! The name that an agent takes from its file.

use crate::dialect::NameRule;

/// The name that the file at `path` gives its agent: without folders, or with those below a folder of agents.
pub fn from_path<'a>(rule: &NameRule, path: &'a str) -> &'a str {
    let below = rule.path_roots.iter().find_map(|root| path.split_once(&**root).map(|(_, below)| below));
    let name = below.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
    rule.file_endings.iter().find_map(|ending| name.strip_suffix(&**ending)).unwrap_or(name)
}
