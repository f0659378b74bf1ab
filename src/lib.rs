//! agentls: what the real tools do with an agent definition file, and help with writing the rest.
//!
//! # Layers
//!
//! ```text
//! text ← syntax ← model ← index ← compose ← { convert, format, rules } ← { ide, graph, config, surroundings } ← disk ← { cli, server } ← main
//!           fact, dialect, glossary, heading, template, wording: data, read from model upward
//! ```
//!
//! An arrow points to what a layer may use. Everything below `surroundings` is pure: no
//! protocol types, no IO, no async, no clock. `tests/architecture.rs` holds the `use crate::`
//! lines against this picture; `docs/ARCHITECTURE.md` walks through it.
//!
//! # Where do I add …?
//!
//! | what | where |
//! |---|---|
//! | a key, tool or model of a dialect | `src/dialect/data/<dialect>.yaml` |
//! | a rule | `src/rules/<area>/<code>.rs` and its page beside it, one line in `src/rules/registry.rs` |
//! | a term of the glossary | `src/glossary/data/<field of work>.yaml` |
//! | a heading's meaning | `src/heading/data/*.yaml` |
//! | an output format | `src/template/data/*.yaml` |
//! | a cue or an order of a language | `src/wording/data/<language>.yaml` |
//! | an editor feature | `src/ide/<feature>.rs`, then a handler in `src/server/handlers/` |
#![forbid(unsafe_code)]

pub mod compose;
pub mod config;
pub mod convert;
pub mod dialect;
pub mod fact;
pub mod format;
pub mod glossary;
pub mod graph;
pub mod heading;
pub mod ide;
pub mod index;
pub mod model;
pub mod rules;
pub mod syntax;
pub mod template;
pub mod text;
pub mod wording;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(any(feature = "cli", feature = "lsp"))]
pub mod disk;
#[cfg(feature = "lsp")]
pub mod server;
#[cfg(any(feature = "cli", feature = "lsp"))]
pub mod surroundings;
