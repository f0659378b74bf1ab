//! What stands inside values: maps with keys of their own, and lists of them.

use super::SubKey;
use crate::fact::{List, Str};
use serde::{Deserialize, Serialize};

/// What a list or a map inside a value holds. Keys point to it by its id.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    pub id: Str,
    /// What one map of this shape is, for messages: "hook", "permissions".
    pub noun: Str,
    pub keys: List<SubKey>,
    /// In words: what the tool does with a map that it can't use.
    pub bad_value_note: Str,
    /// A map that has this key is of the other shape.
    #[serde(default)]
    pub other: Option<OtherShape>,
}

/// Another shape that may stand in the same place.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherShape {
    /// The key that tells it.
    pub key: Str,
    pub shape: Str,
}

/// A file name of the past.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenamedFile {
    pub ending: Str,
    /// The ending of today.
    pub write: Str,
    /// The folder, from the root of the project, that such files belong into now.
    pub folder: Str,
    /// In words: what has become of such files.
    pub note: Str,
}
