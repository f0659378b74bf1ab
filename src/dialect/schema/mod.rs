//! The shape of a dialect's facts. Shared with `build.rs`: only `std`, `serde` and `crate::fact`.

mod concept;
mod field;
mod model;
mod name;
mod place;
mod shape;
mod source;
mod tool;
mod value;

pub use concept::Concept;
pub use field::{Choice, Field, Rewrite, Role, SubKey};
pub use model::{ForeignModels, Model, Resolves};
pub use name::{Alphabet, DuplicateWins, Identity, NameRule};
pub use place::{Place, Scope};
pub use shape::{OtherShape, RenamedFile, Shape};
pub use source::{FactKind, Source, Sourced};
pub use tool::{Alias, Capability, ForeignTools, Reach, Tool, ToolPattern, ToolTexts, UnknownTools};
pub use value::{BadValue, Take, ValueKind};

use crate::fact::{List, Str, Version};
use serde::{Deserialize, Serialize};

/// All facts of one dialect: one file under `src/dialect/data/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialect {
    /// The name used by `--dialect` and in data files.
    pub id: Str,
    /// The dialect of the same tool whose facts this one shares: its file gives only what differs (`compile.rs`).
    #[serde(default)]
    pub extends: Option<Str>,
    /// The tool's name as messages say it: "Claude Code".
    pub label: Str,
    /// What the tool calls an agent: "subagent", "custom agent", "droid".
    pub noun: Str,
    pub evidence: Evidence,
    /// The newest version that the facts were checked with; 0 where no version is known.
    #[serde(default)]
    pub version: Version,
    /// How the tool cuts and reads the front matter: see `syntax::front_matter`.
    pub reader: Reader,
    /// The id of the source of what is said of files as a whole: the reader, and what becomes of files, keys and names
    /// of tools that the tool can't use.
    pub source: Str,
    pub places: List<Place>,
    pub name: NameRule,
    /// File names (without folder) that the tool never takes for agents; `_*` is all that begin with `_`.
    #[serde(default)]
    pub skipped_files: List<Str>,
    pub fields: List<Field>,
    /// What stands inside values, where fields and keys point to it.
    #[serde(default)]
    pub shapes: List<Shape>,
    /// File names of the past.
    #[serde(default)]
    pub renamed_files: List<RenamedFile>,
    /// What editors call the language of such files, where they have a name of its own for it.
    #[serde(default)]
    pub language_ids: List<Str>,
    /// What names of tools begin with in the body, where the tool looks for them there.
    #[serde(default)]
    pub tool_reference: Option<Str>,
    /// The first version that reads a file with a byte-order mark; those before it pass it over.
    #[serde(default)]
    pub byte_order_mark_since: Option<Version>,
    /// The first version that refuses to start an agent whose list names no tool; those before it
    /// start it without any.
    #[serde(default)]
    pub refuses_no_tools_since: Option<Version>,
    /// What becomes of a file whose front matter is missing or can't be read.
    #[serde(default)]
    pub unreadable: Unreadable,
    /// What becomes of keys that are not among `fields`.
    #[serde(default)]
    pub unknown_keys: UnknownKeys,
    /// Keys that are options of a model's provider, where unknown keys go there.
    #[serde(default)]
    pub provider_options: List<Str>,
    /// What becomes of names in lists of tools that name none.
    #[serde(default)]
    pub unknown_tools: UnknownTools,
    /// How texts are cut into names of tools.
    #[serde(default)]
    pub tool_texts: ToolTexts,
    /// The number of tokens of all descriptions together above which the tool warns.
    #[serde(default)]
    pub description_budget: Option<u32>,
    /// The shortest body that the tool takes, in UTF-16 units without the blanks around it.
    #[serde(default)]
    pub min_body: Option<u32>,
    #[serde(default)]
    pub tools: List<Tool>,
    #[serde(default)]
    pub tool_patterns: List<ToolPattern>,
    /// Names of tools of other programs that people write here.
    #[serde(default)]
    pub foreign_tools: List<ForeignTools>,
    /// Files of a project that define MCP servers. Not measured, and without a source: only what is offered while somebody
    /// types comes of these and of `skill_folders`, and no finding.
    #[serde(default)]
    pub server_files: List<ServerFile>,
    /// Folders of skills, below a project's root or the home folder (`~/`): each skill is a folder with a
    /// `SKILL.md`, and is called as its folder is.
    #[serde(default)]
    pub skill_folders: List<Str>,
    #[serde(default)]
    pub models: List<Model>,
    /// Forms of ids that may well exist without being listed: `#` stands for digits, `*` for anything,
    /// `<family>` for an alias of a family.
    #[serde(default)]
    pub model_ids: List<Str>,
    /// Ids of models as other programs write them, and how they are written here.
    #[serde(default)]
    pub foreign_models: List<ForeignModels>,
    /// In words, of a model of no known name or form: what the tool does with it, where it does not
    /// send it to an API as it is.
    #[serde(default)]
    pub unknown_model_note: Option<Str>,
    pub sources: List<Source>,
}

/// A file of a project, in JSON, that defines MCP servers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerFile {
    /// Below the project's root, with `/` separators.
    pub path: Str,
    /// The key of the map of servers by name.
    pub key: Str,
}

/// How sure the facts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Evidence {
    /// The tool itself was asked.
    Observed,
    /// Read in the vendor's documentation or source.
    Documented,
    /// Second hand: completion and hover, and findings are hints.
    Unverified,
}

/// How a tool cuts and reads front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Reader {
    ClaudeCode,
    CopilotCli,
    GeminiCli,
    Opencode,
    /// Two lines of three dashes and YAML between them, values of any type: nothing peculiar is known.
    Plain,
    QwenCode,
    Vscode,
}

/// What a tool does with a file whose front matter is missing or can't be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Unreadable {
    /// It does not load the file.
    #[default]
    DropsFile,
    /// It runs the agent under the file's name, without any keys.
    LosesKeys,
    /// Nobody says.
    NotDocumented,
}

/// What a tool does with keys that it does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum UnknownKeys {
    /// It loads the agent without them.
    #[default]
    Ignored,
    /// It does not load the file.
    DropFile,
    /// They go to the model's provider as options.
    SentToProvider,
    /// Nobody says.
    NotDocumented,
}
