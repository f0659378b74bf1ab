//! The command line, as a person or a program calls it. `docs/cli.md` says what is held here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod check;
mod config;
mod convert;
mod explain;
mod files;
mod inspect;
mod new;
mod program;
mod schema;
mod workspace;
