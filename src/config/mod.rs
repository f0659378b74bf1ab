//! What a project asks of agentls: `agentls.toml`, and the editor's settings of the same shape.
//!
//! A faulty part costs only itself: it is reported with its place, and the rest is in effect. Reading
//! knows no files: `find` is told how to look at them.

mod effective;
mod find;
mod glob;
mod glossary;
mod hints;
mod house;
mod read;
#[cfg(feature = "cli")]
mod schema;
mod templates;
mod tree;

#[cfg(test)]
mod tests;

pub use effective::{Editor, Effective, Origin, Setting};
pub use find::{Configs, Disk, Found};
pub use glossary::glossary_faults;
pub use hints::Wanted;
pub use read::{settings, toml};
#[cfg(feature = "cli")]
pub use schema::schema;
pub use templates::template_faults;
pub use tree::Node;

use crate::dialect::Dialect;
use crate::fact::Version;
use crate::rules::house::HouseRule;
use crate::rules::{Described, Level};
use crate::text::Span;
use glob::Globs;

/// The name of the file.
pub const FILE_NAME: &str = "agentls.toml";

/// The finding of a part that has no effect.
pub const BAD_CONFIG: Code = Code { name: "bad-config", page: include_str!("bad-config.md") };

/// The finding of a pinned version that is newer than the facts.
pub const NEWER_VERSION: Code = Code { name: "newer-version", page: include_str!("newer-version.md") };

/// The finding of something in the project's glossary that can't be used.
pub const BAD_GLOSSARY: Code = Code { name: "bad-glossary", page: include_str!("bad-glossary.md") };

/// The finding of something in the project's own output formats that can't be used.
pub const BAD_TEMPLATE: Code = Code { name: "bad-template", page: include_str!("bad-template.md") };

/// All findings in what a project says to agentls.
pub const CODES: [&Code; 4] = [&BAD_CONFIG, &BAD_GLOSSARY, &BAD_TEMPLATE, &NEWER_VERSION];

/// A kind of finding in a configuration.
#[derive(Debug)]
pub struct Code {
    /// Kebab-case words, stable once released.
    pub name: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// One configuration as it was read.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// For all files.
    base: Part,
    /// For some files; of several that fit, the last one that says something counts.
    overrides: Vec<Override>,
}

/// What may be said for all files or for some.
#[derive(Clone, Debug, Default)]
struct Part {
    targets: Option<Stated<Vec<&'static Dialect>>>,
    versions: Vec<Stated<(&'static Dialect, Version)>>,
    rules: Vec<Stated<(Described, Level)>>,
    lens: Option<Stated<bool>>,
    hints: Option<Stated<Wanted>>,
    house: Vec<Stated<HouseRule>>,
}

/// What counts for the files that some globs match.
#[derive(Clone, Debug)]
struct Override {
    paths: Globs,
    part: Part,
}

/// A value and the words that state it.
#[derive(Clone, Copy, Debug)]
struct Stated<T> {
    value: T,
    span: Span,
}
