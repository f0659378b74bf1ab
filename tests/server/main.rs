//! The server over pipes, as an editor sees it.

mod diagnostics;
mod editor;
mod features;
mod harness;
mod lifecycle;
mod process;
mod sync;
mod transport;
