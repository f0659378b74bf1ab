//! The server over pipes, as an editor sees it.

mod harness;
mod transport;
