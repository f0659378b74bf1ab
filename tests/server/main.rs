//! The server over pipes, as an editor sees it.

mod diagnostics;
mod harness;
mod process;
mod sync;
mod transport;
