//! Where messages go: what can be written without waiting, and what has to wait.

use std::io::{self, Write};

/// The way to the client.
pub trait Output: Write + Send + 'static {
    /// Writes as much of `bytes` as fits without waiting for the client to read, and returns how
    /// many bytes that were. It may be none.
    ///
    /// # Errors
    ///
    /// When the client can't be reached any more.
    fn write_at_once(&mut self, bytes: &[u8]) -> io::Result<usize>;
}

/// A pipe that says it has room takes at least this many bytes (`PIPE_BUF`); a socket takes more.
#[cfg(target_os = "linux")]
const SURE_ROOM: usize = 4096;
#[cfg(all(unix, not(target_os = "linux")))]
const SURE_ROOM: usize = 512;

#[cfg(unix)]
impl<T: Write + Send + std::os::fd::AsFd + 'static> Output for T {
    fn write_at_once(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
            if !has_room(self)? {
                break;
            }
            match self.write(rest.get(..SURE_ROOM).unwrap_or(rest)) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(written)
    }
}

/// Whether a write would not wait. One that fails does not wait either.
#[cfg(unix)]
fn has_room(output: &impl std::os::fd::AsFd) -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let mut wanted = [PollFd::new(output, PollFlags::OUT)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut wanted, Some(&at_once)) {
        Ok(count) => Ok(count > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(fault) => Err(fault.into()),
    }
}

/// Nothing tells here whether a write would wait.
#[cfg(not(unix))]
impl<T: Write + Send + 'static> Output for T {
    fn write_at_once(&mut self, _: &[u8]) -> io::Result<usize> {
        Ok(0)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_full_pipe_takes_nothing_and_never_waits() {
        let (mut reader, mut writer) = io::pipe().unwrap();
        let bytes = vec![b'x'; 10 << 20];
        let written = writer.write_at_once(&bytes).unwrap();
        assert!(written > 0 && written < bytes.len());
        assert_eq!(writer.write_at_once(&bytes).unwrap(), 0);
        let mut read = vec![0; written];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(writer.write_at_once(b"more").unwrap(), 4);
    }

    #[test]
    fn a_closed_pipe_is_a_fault() {
        let (reader, mut writer) = io::pipe().unwrap();
        drop(reader);
        assert!(writer.write_at_once(b"x").is_err());
    }
}
