//! The files below a folder.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// What `keep` makes of each file below `folder`, in no certain order; `keep` runs on several threads, and is told of what
/// can't be looked into, too. Hidden folders are looked into and links are followed, as the tools do; what Git ignores,
/// `.git` and `node_modules` are left out.
pub fn files_below<T: Send>(
    folder: &Path,
    keep: impl Fn(Result<PathBuf, ignore::Error>) -> Option<T> + Sync,
) -> Vec<T> {
    let walk = ignore::WalkBuilder::new(folder)
        .hidden(false)
        .follow_links(true)
        .filter_entry(|entry| {
            entry.depth() == 0 || !matches!(entry.file_name().to_str(), Some(".git" | "node_modules"))
        })
        .build_parallel();
    let (send, receive) = mpsc::channel();
    walk.run(|| {
        let (send, keep) = (send.clone(), &keep);
        Box::new(move |entry| {
            let file = match entry {
                Ok(entry) if !entry.file_type().is_some_and(|kind| kind.is_file()) => None,
                entry => Some(entry.map(ignore::DirEntry::into_path)),
            };
            if let Some(kept) = file.and_then(keep) {
                // The receiver outlives the walk.
                let _ = send.send(kept);
            }
            ignore::WalkState::Continue
        })
    });
    drop(send);
    receive.into_iter().collect()
}
