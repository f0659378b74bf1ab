//! The command line, as a person or a program calls it. `docs/cli.md` says what is held here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod answers;
mod check;
mod choice;
mod config;
mod convert;
mod documentation;
mod explain;
mod files;
mod fix;
mod fmt;
mod formats;
mod graph;
mod inspect;
mod list;
mod new;
mod newcomer;
mod paper;
mod program;
mod schema;
mod schemas;
mod workspace;
