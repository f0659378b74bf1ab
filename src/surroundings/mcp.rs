//! `.mcp.json`: the MCP servers of a workspace.

use super::read::read_text;
use super::stamp::Stamp;
use std::path::{Path, PathBuf};

const FILE_NAME: &str = ".mcp.json";

/// A file of servers as it was last read.
#[derive(Clone, Debug)]
pub struct ServerFile {
    path: PathBuf,
    stamp: Option<Stamp>,
    names: Option<Vec<String>>,
}

impl ServerFile {
    /// The closest file from `folder` up to `root`; `before` is taken over where it has not changed.
    pub fn closest(folder: &Path, root: &Path, before: Option<&ServerFile>) -> Option<ServerFile> {
        let within = folder.ancestors().take_while(|folder| folder.starts_with(root));
        let path = within.map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())?;
        let stamp = Stamp::of(&path);
        if let Some(before) = before.filter(|before| before.path == path && stamp.is_some() && before.stamp == stamp) {
            return Some(before.clone());
        }
        let names = read_text(&path).ok().and_then(|text| names(&text));
        Some(ServerFile { path, stamp, names })
    }

    /// The names of the servers; `None` where the file can't be read.
    pub fn names(&self) -> Option<&[String]> {
        self.names.as_deref()
    }
}

/// The names of the servers that a `.mcp.json` defines.
fn names(text: &str) -> Option<Vec<String>> {
    names_under("mcpServers", text)
}

/// The names of the servers under a key of a file in JSON.
pub(super) fn names_under(key: &str, text: &str) -> Option<Vec<String>> {
    let file: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(file.get(key)?.as_object()?.keys().cloned().collect())
}
