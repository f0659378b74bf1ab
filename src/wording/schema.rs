//! The shape of the facts about languages. Shared with `build.rs`: only `std`, `serde` and `crate::fact`.

use crate::fact::{List, Str};
use serde::{Deserialize, Serialize};

/// How one language says things: one file under `src/wording/data/`. All words are in small letters.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The language's English name.
    pub language: Str,
    pub script: Script,
    /// Whether texts in other languages are full of its words.
    #[serde(default)]
    pub is_mixed_in: bool,
    /// The words that make up most of its texts, where languages share the script. A word that is
    /// frequent in more than one language stands in each of them.
    #[serde(default)]
    pub frequent: List<Str>,
    pub cues: Cues,
    #[serde(default)]
    pub answers: Answers,
    #[serde(default)]
    pub orders: List<Order>,
}

/// What a language is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Script {
    Latin,
    Cyrillic,
    Hangul,
    /// Chinese characters together with kana.
    Kana,
    /// Chinese characters alone.
    Han,
}

/// By what a description says when to use an agent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    /// Whole words.
    #[serde(default)]
    pub words: List<Str>,
    /// Beginnings of words.
    #[serde(default)]
    pub stems: List<Str>,
    /// Anything in the text: phrases, and words of languages that put no blanks between them.
    #[serde(default)]
    pub parts: List<Str>,
}

/// By what a sentence leads to what the agent's answer looks like.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Anything in a sentence that ends with a colon.
    #[serde(default)]
    pub parts: List<Str>,
    /// The first word of a label.
    #[serde(default)]
    pub starts: List<Str>,
}

/// Sentences that tell an agent to do something with its tools.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    pub deed: Deed,
    /// How the sentence begins. A "`" is the beginning of inline code.
    pub starts: List<Str>,
    /// What has to stand in it behind that: one of them. None: nothing has to.
    #[serde(default)]
    pub with: List<Str>,
}

/// What an agent may be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Deed {
    RunCommands,
    WriteFiles,
    SearchWeb,
    Delegate,
}
