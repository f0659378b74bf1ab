//! Where messages come from: what is there already, and what has to be waited for.

use std::io::Read;

/// The way from the client.
pub trait Input: Read + Send + 'static {
    /// Whether a read would not wait, as far as that can be told. It would not at the end of the input either.
    fn has_more(&self) -> bool;
}

#[cfg(unix)]
impl<T: Read + Send + std::os::fd::AsFd + 'static> Input for T {
    fn has_more(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut wanted = [PollFd::new(self, PollFlags::IN)];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut wanted, Some(&at_once)).is_ok_and(|count| count > 0)
    }
}

/// Nothing tells here whether a read would wait.
#[cfg(not(unix))]
impl<T: Read + Send + 'static> Input for T {
    fn has_more(&self) -> bool {
        false
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_pipe_has_more_once_something_was_written() {
        let (mut reader, mut writer) = std::io::pipe().unwrap();
        assert!(!reader.has_more());
        writer.write_all(b"x").unwrap();
        assert!(reader.has_more());
        reader.read_exact(&mut [0]).unwrap();
        assert!(!reader.has_more());
    }

    #[test]
    fn a_pipe_that_has_ended_is_not_waited_for() {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(writer);
        assert!(reader.has_more());
    }
}
