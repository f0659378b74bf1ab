//! The server over pipes, as an editor sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod agents;
mod configuration;
mod diagnostics;
mod editor;
mod features;
mod harness;
mod lifecycle;
mod own_methods;
mod process;
mod program;
mod surroundings;
mod sync;
mod templates;
mod transport;
mod workspace;
