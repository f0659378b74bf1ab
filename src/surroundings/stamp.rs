//! How a file is known to be the same as before.

use std::path::Path;
use std::time::SystemTime;

/// When a file was written and how long it is: another one means that it has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(SystemTime, u64);

impl Stamp {
    /// The stamp of the file at `path`; `None` where there is none, or where the system does not say when it was written.
    pub fn of(path: &Path) -> Option<Stamp> {
        let data = path.metadata().ok()?;
        Some(Stamp(data.modified().ok()?, data.len()))
    }
}
