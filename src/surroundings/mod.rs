//! What stands around the agent files of a disk, for the command line and the server. Looking costs
//! time, so what was seen is remembered by folder: a keystroke is answered from memory alone.

mod glossary;
mod mcp;
mod names;
mod paths;
pub mod read;
pub mod stamp;
mod templates;

use crate::glossary::{GLOSSARY_FILE, Glossary};
use crate::model::Files;
use crate::model::verdict::Surroundings;
use crate::template::{TEMPLATE_FOLDER, TemplateSet};
pub use glossary::GlossaryFile;
use mcp::ServerFile;
pub use names::{servers, skills};
use paths::Paths;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub use templates::TemplateFolder;

/// What is known of the folders of agent files. Shared between threads.
#[derive(Debug, Default)]
pub struct Workspaces {
    /// The workspace of files that lie in no repository.
    here: Option<PathBuf>,
    by_folder: Mutex<HashMap<PathBuf, Arc<Folder>>>,
}

/// What was seen around the agent files of one folder.
#[derive(Debug)]
struct Folder {
    servers: Option<ServerFile>,
    glossary: Option<GlossaryFile>,
    templates: Option<TemplateFolder>,
    /// The root of the project, as far as it is known.
    root: PathBuf,
    paths: Paths,
}

impl Workspaces {
    /// Those around the current folder.
    pub fn from_here() -> Workspaces {
        Workspaces { here: std::env::current_dir().ok(), ..Workspaces::default() }
    }

    /// What stands around `file`: looked for once, then remembered.
    pub fn around(&self, file: &Path) -> Around {
        let seen = self.remembered(file);
        if seen.folder.is_some() { Around { may_look: true, ..seen } } else { self.look_again(file) }
    }

    /// What stands around `file` now.
    pub fn look_again(&self, file: &Path) -> Around {
        let Some(folder) = folder_of(file) else { return Around::default() };
        let before = self.known().get(folder).cloned();
        let now = Arc::new(self.look(folder, before.as_deref()));
        self.known().insert(folder.to_owned(), Arc::clone(&now));
        Around { folder: Some(now), may_look: true }
    }

    /// What was seen around `file`; the disk is left alone.
    pub fn remembered(&self, file: &Path) -> Around {
        let folder = folder_of(file).and_then(|folder| self.known().get(folder).cloned());
        Around { folder, may_look: false }
    }

    /// The glossaries of the projects whose files were looked at, each once, by path.
    pub fn glossaries(&self) -> Vec<GlossaryFile> {
        let mut found: Vec<GlossaryFile> = self.known().values().filter_map(|folder| folder.glossary.clone()).collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|later, first| later.path == first.path);
        found
    }

    /// The folders of output formats of the projects whose files were looked at, each once, by path.
    pub fn template_folders(&self) -> Vec<TemplateFolder> {
        let mut found: Vec<TemplateFolder> =
            self.known().values().filter_map(|folder| folder.templates.clone()).collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found.dedup_by(|later, first| later.path == first.path);
        found
    }

    fn known(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Folder>>> {
        self.by_folder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, folder: &Path, before: Option<&Folder>) -> Folder {
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
        let here = self.here.as_deref().filter(|here| folder.starts_with(here));
        let root = repository.or(here);
        let top = root.unwrap_or(folder);
        let servers = ServerFile::closest(folder, top, before.and_then(|b| b.servers.as_ref()));
        let glossary = GlossaryFile::closest(folder, top, before.and_then(|b| b.glossary.as_ref()));
        let templates = TemplateFolder::closest(folder, top, before.and_then(|b| b.templates.as_ref()));
        let paths = Paths::new(folder, root);
        if let Some(before) = before {
            // Other files of the folder are open: what they have asked for stays known.
            before.paths.asked().into_iter().for_each(|path| {
                paths.look(&path);
            });
        }
        Folder { servers, glossary, templates, root: top.to_owned(), paths }
    }
}

/// The folder of a file that lies on a disk.
fn folder_of(file: &Path) -> Option<&Path> {
    file.parent().filter(|_| file.is_absolute())
}

/// What is known of the surroundings of one file.
#[derive(Debug, Default)]
pub struct Around {
    folder: Option<Arc<Folder>>,
    /// Whether the disk may be asked for what is not known yet.
    may_look: bool,
}

impl Around {
    /// The same for the analysis of a file.
    pub fn surroundings(&self) -> Surroundings<'_> {
        let (mcp_servers, glossary, templates) = (self.mcp_servers(), self.glossary(), self.templates());
        Surroundings { mcp_servers, glossary, templates, files: Some(self), ..Surroundings::default() }
    }

    /// The MCP servers that the closest `.mcp.json` names, from the file's folder up to the root of its
    /// repository; `None` where there is no such file, or none that can be read.
    ///
    /// Without a repository the search ends at the current folder, and for files outside of that at
    /// the file's own: a `.mcp.json` further up may belong to anything.
    pub fn mcp_servers(&self) -> Option<&[String]> {
        self.folder.as_ref()?.servers.as_ref()?.names()
    }
}

impl Around {
    /// The entries of the project's own glossary in front of the built-in ones: those of the closest
    /// `.agentls/glossary.yaml`, looked for as `.mcp.json` is. `None` where there is no such file.
    pub fn glossary(&self) -> Option<&Arc<Glossary>> {
        Some(&self.folder.as_ref()?.glossary.as_ref()?.glossary)
    }

    /// The project's own output formats: those of the closest `.agentls/templates`. `None` where there is no such
    /// folder.
    pub fn templates(&self) -> Option<&Arc<TemplateSet>> {
        Some(&self.folder.as_ref()?.templates.as_ref()?.set)
    }

    /// Where the project's own output formats lie, or would lie.
    pub fn template_folder(&self) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        let found = folder.templates.as_ref().map(|found| found.path.clone());
        Some(found.unwrap_or_else(|| folder.root.join(TEMPLATE_FOLDER)))
    }

    /// Where the project's glossary lies, or would lie.
    pub fn glossary_path(&self) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        let found = folder.glossary.as_ref().map(|file| file.path.clone());
        Some(found.unwrap_or_else(|| folder.root.join(GLOSSARY_FILE)))
    }
}

impl Files for Around {
    fn exists(&self, path: &str) -> Option<bool> {
        let paths = &self.folder.as_ref()?.paths;
        match paths.seen(path) {
            Some(answer) => answer,
            None if self.may_look => paths.look(path),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn servers(around: &Around) -> Option<Vec<String>> {
        around.mcp_servers().map(<[String]>::to_vec)
    }

    #[test]
    fn the_closest_servers_of_the_repository_count() {
        let folder = tempfile::tempdir().unwrap();
        let agents = folder.path().join("shop/.claude/agents");
        std::fs::create_dir_all(&agents).unwrap();
        std::fs::create_dir_all(folder.path().join("shop/.git")).unwrap();
        let file = agents.join("backend.md");
        let found = || servers(&Workspaces::default().around(&file));
        let here = || Workspaces { here: Some(folder.path().join("other")), ..Workspaces::default() };
        let other = folder.path().join("other/.claude/agents/a.md");
        assert_eq!(servers(&here().around(&other)), None);
        std::fs::create_dir_all(folder.path().join("other")).unwrap();
        std::fs::write(folder.path().join("other/.mcp.json"), r#"{"mcpServers": {"jira": {}}}"#).unwrap();
        assert_eq!(servers(&here().around(&other)), Some(vec!["jira".to_owned()]));

        std::fs::write(folder.path().join(".mcp.json"), r#"{"mcpServers": {"outside": {}}}"#).unwrap();
        assert_eq!(found(), None);
        std::fs::write(folder.path().join("shop/.mcp.json"), r#"{"mcpServers": {"github": {}}}"#).unwrap();
        assert_eq!(found(), Some(vec!["github".to_owned()]));
        std::fs::write(folder.path().join("shop/.mcp.json"), "{").unwrap();
        assert_eq!(found(), None);
    }

    #[test]
    fn a_projects_glossary_is_found_and_read_anew_when_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".claude/agents/a.md");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::create_dir_all(folder.path().join(".git")).unwrap();
        let path = folder.path().join(GLOSSARY_FILE);
        let workspaces = Workspaces::default();
        let name = |around: &Around| around.glossary().and_then(|all| Some(all.concept("ledger")?.name.to_string()));
        let around = workspaces.around(&file);
        assert_eq!((name(&around), around.glossary_path()), (None, Some(path.clone())));

        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "concepts:\n  - {id: ledger, name: Ledger, definition: All bookings.}\n").unwrap();
        assert_eq!(name(&workspaces.look_again(&file)).as_deref(), Some("Ledger"));
        std::fs::write(&path, "concepts:\n  - {id: ledger, name: Book of bookings, definition: All.}\n").unwrap();
        assert_eq!(name(&workspaces.look_again(&file)).as_deref(), Some("Book of bookings"));
        assert_eq!(workspaces.glossaries().len(), 1);
    }

    #[test]
    fn memory_is_asked_until_somebody_looks_again() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".git")).unwrap();
        std::fs::create_dir_all(folder.path().join("agents")).unwrap();
        let file = folder.path().join("agents/a.md");
        let workspaces = Workspaces::default();
        assert_eq!(workspaces.remembered(&file).exists("docs.md"), None);
        assert_eq!(workspaces.look_again(&file).exists("docs.md"), Some(false));
        std::fs::write(folder.path().join("docs.md"), "").unwrap();
        std::fs::write(folder.path().join(".mcp.json"), r#"{"mcpServers": {"github": {}}}"#).unwrap();

        let before = workspaces.remembered(&file);
        assert_eq!((before.exists("docs.md"), before.exists("new.md"), servers(&before)), (Some(false), None, None));
        workspaces.look_again(&file);
        let after = workspaces.remembered(&file);
        assert_eq!((after.exists("docs.md"), servers(&after)), (Some(true), Some(vec!["github".to_owned()])));
        assert_eq!(after.exists("new.md"), None);
    }

    #[test]
    fn a_document_that_is_no_file_has_no_surroundings() {
        let around = Workspaces::from_here().around(Path::new("Untitled-1"));
        assert_eq!((around.exists("Cargo.toml"), around.mcp_servers()), (None, None));
    }
}
