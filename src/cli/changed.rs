//! Which files differ from a commit, as Git tells.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files of the repository around the current folder that differ from `rev`, or from where the current branch
/// left it, and those that Git does not know yet. What to tell the user where that fails.
pub fn since(rev: &str) -> Result<HashSet<PathBuf>, String> {
    if rev.starts_with('-') {
        return Err(format!("`{rev}` is not a commit. Name a commit, a branch or a tag after --changed-since"));
    }
    let root = git(None, &["rev-parse", "--show-toplevel"])
        .map_err(|fault| format!("--changed-since asks Git, and Git says: {fault}. Run it inside of a repository"))?;
    let root = PathBuf::from(root.trim_end_matches(['\n', '\r']));
    let changed = ["diff", "--name-only", "-z", "--diff-filter=d", "--merge-base", rev, "--"];
    let plainly = ["diff", "--name-only", "-z", "--diff-filter=d", rev, "--"];
    // Without a common ancestor, as in a shallow clone, or with an old Git: what differs from it as it is.
    let changed = git(Some(&root), &changed)
        .or_else(|_| git(Some(&root), &plainly))
        .map_err(|fault| format!("`{rev}`: Git says: {fault}. Name a commit, a branch or a tag, and fetch it first"))?;
    let new = git(Some(&root), &["ls-files", "--others", "--exclude-standard", "-z"])
        .map_err(|fault| format!("--changed-since asks Git, and Git says: {fault}"))?;
    let paths = changed.split('\0').chain(new.split('\0')).filter(|path| !path.is_empty());
    Ok(paths.map(|path| canonical(&root.join(path))).collect())
}

/// A path as [`since`] gives it.
pub fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// What Git answers, or the first line of what it complains of.
fn git(folder: Option<&Path>, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    if let Some(folder) = folder {
        command.arg("-C").arg(folder);
    }
    let output = command.args(arguments).output().map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => "git is not installed".to_owned(),
        _ => fault.to_string(),
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("").trim_start_matches("fatal: ");
    Err(said.trim_end_matches('.').to_owned())
}
