//! The disk of this machine, for the command line and the server.

mod agents;
mod walk;

pub use agents::{Found, agents_below, home, index_all, indexed, read, slashes, slashes_of_windows, user_folders};
pub use walk::files_below;

use crate::config::Disk;
use crate::surroundings::read::read_text;
use std::io::ErrorKind;
use std::path::Path;

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub struct OwnDisk;

impl Disk for OwnDisk {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn read(&self, path: &Path) -> Option<Result<String, String>> {
        match read_text(path) {
            Ok(text) => Some(Ok(text)),
            Err(fault) if matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => None,
            Err(fault) if fault.kind() == ErrorKind::InvalidData => Some(Err("it is not UTF-8".to_owned())),
            Err(fault) => Some(Err(fault.to_string())),
        }
    }
}
