//! Which names a tool takes, and where they come from.

use crate::fact::{List, Str, Version};
use serde::{Deserialize, Serialize};

/// Which names the tool takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRule {
    pub identity: Identity,
    /// The first version that refuses names; those before it take any.
    #[serde(default)]
    pub since: Option<Version>,
    /// Endings that a file's name loses where it names the agent; the first that fits.
    #[serde(default)]
    pub file_endings: List<Str>,
    /// Folders below which the path is part of the name; the first that fits.
    #[serde(default)]
    pub path_roots: List<Str>,
    #[serde(default)]
    pub max_chars: Option<u32>,
    #[serde(default)]
    pub min_chars: Option<u32>,
    #[serde(default)]
    pub forbidden_prefix: Option<Str>,
    #[serde(default)]
    pub forbidden_chars: List<Str>,
    /// The only signs that a name may hold.
    #[serde(default)]
    pub alphabet: Option<Alphabet>,
    /// What a name may neither begin nor end with.
    #[serde(default)]
    pub forbidden_edges: List<Str>,
    /// Names that the tool keeps for itself, in any letter case.
    #[serde(default)]
    pub reserved: List<Str>,
    /// Names of agents that the tool brings along.
    #[serde(default)]
    pub built_in: List<Str>,
    /// Which of several agents of one name in one folder the tool takes, where that is known.
    #[serde(default)]
    pub duplicates: Option<DuplicateWins>,
    pub source: Str,
}

/// Which of several agents of one name in one folder counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum DuplicateWins {
    /// The one whose path below the folder is the last in byte order.
    LastPath,
}

/// The signs of which a name is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Alphabet {
    /// `a` to `z`, digits, `-` and `_`.
    Slug,
    /// Letters and digits of any script, `-` and `_`.
    Word,
}

/// What names the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Identity {
    /// The key `name` alone.
    Name,
    /// The key `name`, else the file's name.
    NameElseFile,
    /// The key `name`, else the file's path below the folder of agents.
    NameElsePath,
    /// The file's name alone.
    File,
}
