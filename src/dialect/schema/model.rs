//! Models and their names.

use crate::fact::{List, Str, Version};
use serde::{Deserialize, Serialize};

/// A model alias or id.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub name: Str,
    pub summary: Str,
    pub resolves: Resolves,
    /// The id that is sent, where `resolves` is `to`.
    #[serde(default)]
    pub id: Option<Str>,
    /// Taken, but not offered by completion.
    #[serde(default)]
    pub hidden: bool,
    /// An id that the tool replaces by the model of `id` without a word.
    #[serde(default)]
    pub retired: bool,
    /// Tools of an agent that inherits all of them, lost with this model.
    #[serde(default)]
    pub loses: List<Str>,
    #[serde(default)]
    pub since: Option<Version>,
    pub source: Str,
}

/// How ids of models are written here that other programs write otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignModels {
    /// Elsewhere; `*` stands for anything.
    pub id: Str,
    /// Here; with what the `*` stood for.
    pub write: Str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Resolves {
    /// To `id`.
    To,
    /// To the model of the session.
    Inherit,
    /// To the session's model where that is of the same family, else to `id`.
    Family,
    /// Sent as it is written.
    AsWritten,
    /// Sent as it is written, and there is no such model.
    Nowhere,
}
