//! Files read with care: what is no file is never opened, and nothing is read without end.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// Longer files are passed over: no tool reads such an agent, and none of what stands around agents is as long.
pub const MOST_BYTES: u64 = 8 << 20;

/// The bytes of the file at `path`. Refuses what is no file, such as pipes and devices, which may never end or keep whoever
/// opens them waiting, and files that are longer than `most`.
pub fn read_file(path: &Path, most: u64) -> Result<Vec<u8>> {
    // Before it is opened: to open a pipe waits for somebody who writes.
    let length = path.metadata().and_then(|data| {
        if !data.is_file() {
            return Err(Error::new(ErrorKind::InvalidInput, "it is not a file"));
        }
        if data.len() > most {
            return Err(Error::new(ErrorKind::FileTooLarge, format!("it is longer than {} MiB", most >> 20)));
        }
        Ok(data.len())
    })?;
    let mut bytes = Vec::new();
    // No more than that: files that the system makes up say that they are empty, and may keep their readers waiting.
    if length > 0 {
        File::open(path)?.take(length).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The text of the file at `path`, which has to be UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = read_file(path, MOST_BYTES)?;
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}
