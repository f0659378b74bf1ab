//! How far a long run is, on a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Runs that are done sooner show nothing.
const SILENT: Duration = Duration::from_millis(700);
const BETWEEN: Duration = Duration::from_millis(100);

/// A counter on standard error.
pub struct Progress {
    of: usize,
    done: AtomicUsize,
    start: Instant,
    /// When something was shown last; `None` before that.
    shown: Mutex<Option<Instant>>,
    visible: bool,
}

impl Progress {
    /// Of so many files.
    pub fn of(of: usize) -> Progress {
        let visible = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Progress { of, done: AtomicUsize::new(0), start: Instant::now(), shown: Mutex::new(None), visible }
    }

    /// One more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.visible || self.start.elapsed() < SILENT {
            return;
        }
        // Whoever comes while another thread writes has nothing to add.
        let Ok(mut shown) = self.shown.try_lock() else { return };
        if shown.is_none_or(|shown| shown.elapsed() >= BETWEEN) {
            const WIDTH: usize = 24;
            let full = done * WIDTH / self.of.max(1);
            let bar: String = (0..WIDTH).map(|at| if at < full { '█' } else { '░' }).collect();
            let _ = write!(io::stderr(), "\r{bar} {done} of {} files", self.of);
            *shown = Some(Instant::now());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.lock().is_ok_and(|shown| shown.is_some()) {
            let _ = write!(io::stderr(), "\r\u{1b}[2K");
        }
    }
}
