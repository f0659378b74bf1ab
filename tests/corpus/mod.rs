//! The Markdown files below a folder, for tests that run over real files.

use std::path::{Path, PathBuf};

/// All `*.md` files below a folder, ordered by path. Links are not followed.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|ext| ext == "md") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}
