//! What stands around the files of a workspace, as far as the command line looks.

use super::configuration::Configuration;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Names of MCP servers.
type Servers = Option<Arc<[String]>>;

/// Looks for the MCP servers of workspaces, once for each folder.
#[derive(Debug, Default)]
pub struct Workspaces {
    /// The workspace of files that lie in no repository.
    here: Option<PathBuf>,
    by_folder: Mutex<HashMap<PathBuf, Servers>>,
    /// Which configuration counts for which file.
    pub configuration: Configuration,
}

impl Workspaces {
    /// Those around the current folder.
    pub fn from_here() -> Workspaces {
        let here = std::env::current_dir().ok();
        Workspaces { here, configuration: Configuration::from_here(), ..Workspaces::default() }
    }

    /// With a configuration of one's own choice.
    #[must_use]
    pub fn configured(self, configuration: Configuration) -> Workspaces {
        Workspaces { configuration, ..self }
    }

    /// The servers that the closest `.mcp.json` names, from the file's folder up to the root of its
    /// repository; `None` where there is no such file, or none that can be read.
    ///
    /// Without a repository the search ends at the current folder, and for files outside of that at
    /// the file's own: a `.mcp.json` further up may belong to anything.
    pub fn mcp_servers(&self, file: &Path) -> Servers {
        let folder = file.parent()?;
        if let Some(known) = self.known().get(folder) {
            return known.clone();
        }
        let servers = self.search(folder);
        self.known().insert(folder.to_owned(), servers.clone());
        servers
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Servers>> {
        self.by_folder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn search(&self, folder: &Path) -> Servers {
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
        let here = self.here.as_deref().filter(|here| folder.starts_with(here));
        let root = repository.or(here).unwrap_or(folder);
        let within = folder.ancestors().take_while(|folder| folder.starts_with(root));
        let file = within.map(|folder| folder.join(".mcp.json")).find(|file| file.is_file())?;
        names(&std::fs::read_to_string(file).ok()?)
    }
}

/// The names of the servers that a `.mcp.json` defines.
fn names(text: &str) -> Servers {
    let file: serde_json::Value = serde_json::from_str(text).ok()?;
    let servers = file.get("mcpServers")?.as_object()?;
    Some(servers.keys().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_file_of_the_repository_counts() {
        let folder = tempfile::tempdir().unwrap();
        let agents = folder.path().join("shop/.claude/agents");
        std::fs::create_dir_all(&agents).unwrap();
        std::fs::create_dir_all(folder.path().join("shop/.git")).unwrap();
        let file = agents.join("backend.md");
        let servers = || Workspaces::default().mcp_servers(&file).map(|names| names.to_vec());
        let here = Workspaces { here: Some(folder.path().join("other")), ..Workspaces::default() };
        assert_eq!(here.mcp_servers(&folder.path().join("other/.claude/agents/a.md")), None);
        std::fs::create_dir_all(folder.path().join("other")).unwrap();
        std::fs::write(folder.path().join("other/.mcp.json"), r#"{"mcpServers": {"jira": {}}}"#).unwrap();
        let here = Workspaces { here: Some(folder.path().join("other")), ..Workspaces::default() };
        let found = here.mcp_servers(&folder.path().join("other/.claude/agents/a.md"));
        assert_eq!(found.unwrap().to_vec(), ["jira"]);

        std::fs::write(folder.path().join(".mcp.json"), r#"{"mcpServers": {"outside": {}}}"#).unwrap();
        assert_eq!(servers(), None);
        std::fs::write(folder.path().join("shop/.mcp.json"), r#"{"mcpServers": {"github": {}}}"#).unwrap();
        assert_eq!(servers(), Some(vec!["github".to_owned()]));
        std::fs::write(folder.path().join("shop/.mcp.json"), "{").unwrap();
        assert_eq!(servers(), None);
    }
}
