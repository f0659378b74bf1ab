//! The files below a folder.

use crate::dialect;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// So many links lead to a folder at most, one after the other: folders that are full of links to each other have more paths
/// than anybody can walk.
const MOST_LINKS: usize = 2;

/// Bytes of the longest file that says what to ignore.
const MOST_IGNORED: u64 = 1 << 20;

/// Folders that the system makes up: they are full of links to everywhere.
const MADE_UP: [&str; 3] = ["/proc", "/sys", "/dev"];

/// What `keep` makes of each file below `folder`, in no certain order; `keep` runs on several threads, and is told of what
/// can't be looked into, too. Hidden folders are looked into and links are followed, as the tools do; what Git ignores,
/// `.git` and `node_modules` are left out, and so are folders whose ignore files are no files. A link to a folder leads out of `folder` only where tools look for agents.
pub fn files_below<T: Send>(
    folder: &Path,
    keep: impl Fn(Result<PathBuf, ignore::Error>) -> Option<T> + Sync,
) -> Vec<T> {
    let bounds = Bounds { walked: folder.to_owned(), real: folder.canonicalize().ok() };
    let above = bounds.real.iter().flat_map(|real| real.ancestors());
    let may_ignore = above.into_iter().all(says_what_to_ignore);
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(may_ignore)
        .hidden(false)
        .follow_links(true)
        .filter_entry(move |entry| {
            entry.depth() == 0
                || !matches!(entry.file_name().to_str(), Some(".git" | "node_modules"))
                    && (!entry.path_is_symlink() || bounds.allow(entry.path()))
                    && (!entry.file_type().is_some_and(|kind| kind.is_dir()) || says_what_to_ignore(entry.path()))
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

/// Whether the files by which a folder says what to ignore can be read, where there are any. Whoever walks opens them, and
/// would wait for ever at a pipe.
fn says_what_to_ignore(folder: &Path) -> bool {
    [".gitignore", ".ignore", ".git/info/exclude"].iter().all(|name| match folder.join(name).metadata() {
        Ok(data) => data.is_dir() || data.is_file() && data.len() <= MOST_IGNORED,
        Err(_) => true,
    })
}

/// Where a walk may go.
struct Bounds {
    walked: PathBuf,
    /// Without links; `None` where it is not there.
    real: Option<PathBuf>,
}

impl Bounds {
    /// Whether a link is followed. Those to files are.
    fn allow(&self, link: &Path) -> bool {
        let Some(real) = &self.real else { return true };
        // What leads nowhere is reported by whoever walks.
        let Ok(target) = link.canonicalize() else { return true };
        if !target.is_dir() {
            return true;
        }
        if real.starts_with(&target) || MADE_UP.iter().any(|made_up| target.starts_with(made_up)) {
            return false;
        }
        let inside = link.ancestors().take_while(|above| *above != self.walked);
        if inside.filter(|above| above.is_symlink()).count() > MOST_LINKS {
            return false;
        }
        target.starts_with(real) || is_place(link)
    }
}

/// Whether tools look for agents in a folder, or in the one below it that holds them.
fn is_place(folder: &Path) -> bool {
    let home = super::home();
    let claims = |file: &str| dialect::of_path(&super::slashes(&folder.join(file)), home.as_deref()).is_some();
    claims("x.md") || claims("agents/x.md")
}
