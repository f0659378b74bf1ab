//! What the values of keys are, and what a tool does with others.

use serde::{Deserialize, Serialize};

/// What a value is, and how the tool reads it (`model::value`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum ValueKind {
    Text,
    /// One of `values`.
    Choice,
    /// An integer above 0.
    Count,
    /// A number of any kind.
    Number,
    /// A boolean.
    Flag,
    /// A comma-separated string or a list of tools.
    ToolList,
    Model,
    /// A comma-separated string or a list of names.
    NameList,
    /// A list of texts.
    TextList,
    /// A map of names to texts.
    TextMap,
    /// A list of maps; their keys are those inside the field, or of its shape.
    MapList,
    /// A list of server names and one-key maps.
    ServerList,
    /// A map of server names to their configurations.
    ServerMap,
    /// The address of something, with its scheme.
    Url,
    /// A text that holds JSON.
    Json,
    /// A map of hook events.
    Hooks,
    /// A map of names to booleans.
    Switches,
    /// An action, or a map of names to an action or to a map of patterns to actions. The actions are `values`.
    Permissions,
    Map,
}

/// What a tool takes for a value although it is of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Take {
    /// Nothing, or null: as if the key were not there.
    Empty,
    /// A list of one value: as that value.
    OneItemList,
    /// Any number; it then has no effect.
    AnyNumber,
    /// `"true"` and `"false"` in quotes.
    QuotedFlag,
    /// A text that begins with digits: as the number that they make.
    LeadingDigits,
    /// A text that is a number as a whole.
    QuotedNumber,
    /// A list of texts: as the first of them.
    List,
    /// `[]`, which says that there is to be none.
    EmptyList,
    /// A colour as `#RRGGBB`, beside the choices.
    HexColor,
}

/// What the tool does with a value it can't use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum BadValue {
    /// The whole file is not loaded.
    DropsFile,
    /// The tool does not start at all.
    StopsProgram,
    /// The value is thrown away, the agent loads without it.
    DropsValue,
    /// Something else comes into effect: see the note.
    Misread,
    /// Any value is taken.
    Accepted,
}
