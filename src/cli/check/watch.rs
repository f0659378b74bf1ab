//! `check --watch`: again whenever a file changes.

use super::once;
use crate::cli::Status;
use crate::cli::args::CheckArgs;
use crate::cli::files;
use crate::cli::output::{self, complain};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

/// How often the files are looked at. Asking for their times costs little, and works on every disk.
const EVERY: Duration = Duration::from_millis(400);

/// Where looking at them takes long, the time between is so many times as long.
const REST: u32 = 5;

/// When a file was changed last, and its length.
type Seen = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

/// Runs until it is interrupted, or can't read what it needs.
pub fn run(args: &CheckArgs) -> Status {
    if args.files.paths.iter().any(|path| path.as_os_str() == "-") {
        complain("--watch can't watch standard input. Name a file or a folder");
        return Status::Failed;
    }
    let mut before: Option<Seen> = None;
    loop {
        let start = Instant::now();
        let now = seen(args);
        let took = start.elapsed();
        if before.as_ref() != Some(&now) {
            if before.is_some() && output::colours() {
                // From the top of a clean screen.
                let _ = output::print("\u{1b}[2J\u{1b}[H");
            }
            if let Err(message) = once(args) {
                complain(&message);
            }
            before = Some(now);
        }
        std::thread::sleep(EVERY.max(took * REST));
    }
}

/// The files that count: agents, and the configurations above them.
fn seen(args: &CheckArgs) -> Seen {
    let state = |path: PathBuf| {
        let data = path.metadata().ok();
        let state = data.and_then(|data| Some((data.modified().ok()?, data.len())));
        (path, state)
    };
    files::watched(&args.files).into_iter().chain(args.config.config.clone()).map(state).collect()
}
