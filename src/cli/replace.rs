//! Writes over a file at once or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces the content of a file, which was `before` when it was read. A link stays a link: the file that it
/// leads to is written. Permissions stay. The fault as words for a person otherwise; then the file is as it was.
pub fn replace(path: &Path, before: &str, after: &str) -> Result<(), String> {
    let shown = path.display();
    let failed = |fault: io::Error| match fault.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("{shown}: can't be written: permission denied. Allow writing its folder, or leave it out")
        }
        _ => format!("{shown}: can't be written: {fault}"),
    };
    let target = path.canonicalize().map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(format!("{shown}: is read-only, and is left alone. Allow writing it, or leave it out"));
    }
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(format!("{shown}: is not a file"));
    };
    let temporary = folder.join(format!(".{}.{}.agentls", name.to_string_lossy(), std::process::id()));
    let written = write(&temporary, &target, after).and_then(|()| {
        if fs::read(&target)? != before.as_bytes() {
            return Ok(false);
        }
        fs::rename(&temporary, &target).map(|()| true)
    });
    match written {
        Ok(true) => Ok(()),
        Ok(false) => {
            let _ = fs::remove_file(&temporary);
            Err(format!("{shown}: has changed since it was read, and is left alone. Run the command again"))
        }
        Err(fault) => {
            let _ = fs::remove_file(&temporary);
            Err(failed(fault))
        }
    }
}

/// A new file with the permissions, and where that can be had the owner, of another one.
fn write(temporary: &Path, like: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    file.write_all(text.as_bytes())?;
    let data = fs::metadata(like)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (data.uid(), data.gid()) {
            // Only some may give files away; whoever may write the folder may have this one anyway.
            let _ = chown(temporary, Some(data.uid()), Some(data.gid()));
        }
    }
    fs::set_permissions(temporary, data.permissions())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "now").unwrap();
        assert!(replace(&path, "before", "after").unwrap_err().contains("has changed"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "now");
        assert_eq!(replace(&path, "now", "after"), Ok(()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
