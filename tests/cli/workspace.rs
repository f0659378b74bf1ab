//! A folder with agent files, and the program started in it.

use snapbox::cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// An agent that nothing is wrong with.
pub const FINE: &str = "\
---
name: backend
description: Builds servers. Use for endpoints and jobs.
tools: Read, Grep
model: sonnet
---

# Backend

You build servers.

## Output Format

A list of what changed and how it was tested.
";

pub struct Workspace {
    folder: TempDir,
}

impl Workspace {
    pub fn new(files: &[(&str, &str)]) -> Workspace {
        let workspace = Workspace { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            workspace.write(path, text.as_bytes());
        }
        workspace
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// `agentls` with arguments that have no spaces in them.
    pub fn agentls(&self, arguments: &str) -> Command {
        Command::new(snapbox::cmd::cargo_bin!("agentls"))
            .args(arguments.split_whitespace())
            .current_dir(self.root())
            .env("HOME", self.path("nobody"))
            .env("USERPROFILE", self.path("nobody"))
            .env_remove("COLUMNS")
    }

    /// What it prints; the status does not matter.
    pub fn stdout(&self, arguments: &str) -> String {
        String::from_utf8(self.agentls(arguments).output().unwrap().stdout).unwrap()
    }

    /// The paths that `check` reports on.
    pub fn checked(&self, arguments: &str) -> Vec<String> {
        let answer: serde_json::Value =
            serde_json::from_str(&self.stdout(&format!("check --format json {arguments}"))).unwrap();
        answer["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect()
    }
}

/// [`FINE`] with another list of tools.
pub fn with_tools(tools: &str) -> String {
    FINE.replace("Read, Grep", tools)
}
