//! Where a tool looks for agent files.

use crate::fact::Str;
use serde::{Deserialize, Serialize};

/// Where the tool looks for agent files.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// A glob against the path with `/` separators; `~/` is the user's home folder.
    pub glob: Str,
    /// A file that has to be there for the place to count, seen from the folder before the glob's `agents`
    /// or the like: the manifest of a plugin.
    #[serde(default)]
    pub beside: Option<Str>,
    pub scope: Scope,
    /// 1 wins over 2.
    pub precedence: u32,
    /// Whether another tool that names the same place counts before this one.
    #[serde(default)]
    pub gives_way: bool,
    #[serde(default)]
    pub note: Option<Str>,
    /// The id of a source.
    pub source: Str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Scope {
    Managed,
    Project,
    User,
    Plugin,
}
