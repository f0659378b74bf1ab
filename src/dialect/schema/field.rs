//! The keys of the front matter.

use super::{BadValue, Take, ValueKind};
use crate::fact::{List, Str, Version};
use serde::{Deserialize, Serialize};

fn yes() -> bool {
    true
}

/// A key of the front matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub key: Str,
    /// What the key means, whatever a dialect calls it.
    pub role: Role,
    /// One line: for completion lists and the first line of a hover.
    pub summary: Str,
    /// More, in Markdown: what it does, what to know. May be empty.
    #[serde(default)]
    pub detail: Str,
    pub value: ValueKind,
    /// Whether a value may stand in other letter case.
    #[serde(default)]
    pub any_case: bool,
    /// What else the tool takes without a word.
    #[serde(default)]
    pub takes: List<Take>,
    #[serde(default)]
    pub required: bool,
    /// Where the files are of more than one kind (`Role::Kind`): those that know the key. None: all of them.
    #[serde(default)]
    pub kinds: List<Str>,
    /// In words: what is in effect without the key.
    #[serde(default)]
    pub default: Option<Str>,
    /// The key that this one is another spelling of.
    #[serde(default)]
    pub same_as: Option<Str>,
    /// What other tools' agents are without saying so, where the default is something else: written
    /// into new agents.
    #[serde(default)]
    pub usual: Option<Str>,
    /// The value with which people alone start the agent: no other agent ever chooses it by its description.
    #[serde(default)]
    pub by_people: Option<Str>,
    #[serde(default)]
    pub since: Option<Version>,
    /// The first version without it.
    #[serde(default)]
    pub until: Option<Version>,
    #[serde(default)]
    pub values: List<Choice>,
    pub bad_value: BadValue,
    /// Whether the tool writes a line to its log for a bad value.
    #[serde(default = "yes")]
    pub logs_bad_values: bool,
    /// In words: what the tool does with a bad value.
    pub bad_value_note: Str,
    /// Wrong keys that people write when they mean this one.
    #[serde(default)]
    pub mistaken_keys: List<Str>,
    /// What completion inserts after `key: `, in LSP snippet syntax; plain text where it has no `$`.
    /// Where it begins with a line break, the space after the colon is left out.
    #[serde(default)]
    pub snippet: Option<Str>,
    /// Keys known inside a map value; for hooks, the events, of which a newer version may know more.
    #[serde(default)]
    pub sub_keys: List<SubKey>,
    /// In words, where the tool knows the key and never heeds it: why.
    #[serde(default)]
    pub without_effect: Option<Str>,
    /// What stands inside a list or a map value, where `sub_keys` do not say it.
    #[serde(default)]
    pub shape: Option<Str>,
    /// In words, of a list of maps: what the tool does with an item that it can't use.
    #[serde(default)]
    pub bad_item_note: Option<Str>,
    /// The keys to write instead, of one that is on its way out.
    #[serde(default)]
    pub replaced_by: List<Str>,
    /// What to write instead for each of its values.
    #[serde(default)]
    pub rewrites: List<Rewrite>,
    /// A tool that has to be listed beside a value that names something.
    #[serde(default)]
    pub needs_tool: Option<Str>,
    /// Tools that a value in effect brings in, whatever the list of tools says; a denied one stays out.
    #[serde(default)]
    pub grants: List<Str>,
    /// The id of a source.
    pub source: Str,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubKey {
    pub key: Str,
    pub summary: Str,
    #[serde(default)]
    pub values: List<Choice>,
    /// The key that this one is another spelling of: taken, but not offered.
    #[serde(default)]
    pub same_as: Option<Str>,
    /// What it means, where other dialects have a key of its own for it.
    #[serde(default)]
    pub role: Option<Role>,
    /// Whether the map has to hold it.
    #[serde(default)]
    pub required: bool,
    /// Whether its value has to be a number above 0.
    #[serde(default)]
    pub number: bool,
    /// Whether that number has to be a whole one.
    #[serde(default)]
    pub whole: bool,
    /// What its value is, where the tool looks at it.
    #[serde(default)]
    pub value: Option<ValueKind>,
    /// The shape of what stands inside its value.
    #[serde(default)]
    pub shape: Option<Str>,
    /// Where the files are of more than one kind (`Role::Kind`): those that know the key. None: all of them.
    #[serde(default)]
    pub kinds: List<Str>,
    /// Whether its text may not be blank.
    #[serde(default)]
    pub not_empty: bool,
    /// Whether its text has to hold a letter or a digit.
    #[serde(default)]
    pub wordy: bool,
    /// Whether two items of a list may not have the same text here, whatever the letter case.
    #[serde(default)]
    pub unique: bool,
    /// Whether the map has to hold at least one of the keys that are marked so.
    #[serde(default)]
    pub one_of: bool,
}

/// What to write in place of a key with a certain value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rewrite {
    pub value: Str,
    /// The lines to write.
    pub lines: List<Str>,
}

/// What a key means across dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Role {
    Name,
    Description,
    Tools,
    DeniedTools,
    Model,
    PermissionMode,
    MaxTurns,
    Skills,
    McpServers,
    Hooks,
    Memory,
    Background,
    ProjectInstructions,
    Effort,
    Isolation,
    Color,
    InitialPrompt,
    Experimental,
    /// Which kind of agent the file defines.
    Kind,
    Temperature,
    TimeLimit,
    /// Where an agent that runs elsewhere is described.
    AgentCard,
    /// The agents that it may start.
    Agents,
    /// Agents that take the work on; inside of each, a key of the role `Agents` names it.
    Handoffs,
    Other,
}

/// One allowed value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub value: Str,
    pub summary: Str,
    #[serde(default)]
    pub since: Option<Version>,
    /// The value that this one is another spelling of.
    #[serde(default)]
    pub same_as: Option<Str>,
    /// What it means, where other dialects have another word for it.
    #[serde(default)]
    pub means: Option<Str>,
    /// Of a colour: about how it looks, as `#RRGGBB`. Our own estimate, to find the nearest one elsewhere.
    #[serde(default)]
    pub rgb: Option<Str>,
    /// Taken, but not offered.
    #[serde(default)]
    pub hidden: bool,
    /// Keys that have to stand beside this value.
    #[serde(default)]
    pub needs: List<Str>,
    /// A mode in which the agent only plans.
    #[serde(default)]
    pub plans: bool,
    /// In words, where the value is taken and changes nothing: why.
    #[serde(default)]
    pub without_effect: Option<Str>,
}
