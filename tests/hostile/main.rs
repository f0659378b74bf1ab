//! Workspaces that mean harm, or look as if they did: the program ends, says what it has to say, reads nothing that it was
//! not asked to and writes nothing. `AGENTLS_HOSTILE=full` makes the files as large as they come.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod bounds;
mod contents;
mod folder;
#[path = "../server/harness.rs"]
#[allow(dead_code, reason = "its own client is for the tests of the protocol")]
mod harness;
mod names;
mod paths;
#[path = "../server/program.rs"]
#[allow(dead_code, reason = "some of it is for the tests of the protocol")]
mod program;
