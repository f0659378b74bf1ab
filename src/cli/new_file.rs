//! New files: never over one that is there, unless that is asked for.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a file and the folders above it. Without `force` a file that is there is left alone; a link always is: what it
/// leads to is another file. The fault as words for a person otherwise.
pub fn write(path: &Path, text: &str, force: bool) -> Result<(), String> {
    if path.is_symlink() {
        return Err(format!("{}: is a link, and is left alone. Delete it, or take another name", path.display()));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|fault| {
            format!("{}: can't be made: {fault}. Allow writing there, or name another place", folder.display())
        })?;
    }
    let mut options = OpenOptions::new();
    options.write(true);
    let file = if force { options.create(true).truncate(true).open(path) } else { options.create_new(true).open(path) };
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|fault| match fault.kind() {
        ErrorKind::AlreadyExists => format!("{}: is there already, and is left alone", path.display()),
        _ => format!("{}: can't be written: {fault}. Allow writing there, or name another place", path.display()),
    })
}
