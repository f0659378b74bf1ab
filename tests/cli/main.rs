//! The command line, as a person or a program calls it. `docs/cli.md` says what is held here.

mod check;
mod explain;
mod files;
mod inspect;
mod program;
mod workspace;
