//! Where messages come from: what is there already, and what has to be waited for.

use std::io::Read;
use std::time::Duration;

/// The way from the client.
pub trait Input: Read + Send + 'static {
    /// Whether there is something to read or comes `within` that time, as far as that can be told. The end of the input
    /// counts as something.
    fn has_more(&self, within: Duration) -> bool;
}

#[cfg(unix)]
impl<T: Read + Send + std::os::fd::AsFd + 'static> Input for T {
    fn has_more(&self, within: Duration) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut wanted = [PollFd::new(self, PollFlags::IN)];
        let within = Timespec::try_from(within).ok();
        poll(&mut wanted, within.as_ref()).is_ok_and(|count| count > 0)
    }
}

/// Nothing tells that here.
#[cfg(not(unix))]
impl<T: Read + Send + 'static> Input for T {
    fn has_more(&self, _: Duration) -> bool {
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
        assert!(!reader.has_more(Duration::from_micros(10)));
        writer.write_all(b"x").unwrap();
        assert!(reader.has_more(Duration::ZERO));
        reader.read_exact(&mut [0]).unwrap();
        assert!(!reader.has_more(Duration::from_micros(10)));
    }

    #[test]
    fn a_pipe_that_has_ended_is_not_waited_for() {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(writer);
        assert!(reader.has_more(Duration::ZERO));
    }
}
