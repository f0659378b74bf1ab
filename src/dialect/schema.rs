//! The shape of a dialect's facts. Shared with `build.rs`: only `std`, `serde` and `crate::fact`.

use crate::fact::{List, Str, Version};
use serde::{Deserialize, Serialize};

fn yes() -> bool {
    true
}

/// All facts of one dialect: one file under `src/dialect/data/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialect {
    /// The name used by `--dialect` and in data files.
    pub id: Str,
    /// The tool's name as messages say it: "Claude Code".
    pub label: Str,
    /// What the tool calls an agent: "subagent", "custom agent", "droid".
    pub noun: Str,
    pub evidence: Evidence,
    /// The newest version that the facts were checked with.
    pub version: Version,
    /// How the tool cuts and reads the front matter: see `syntax::front_matter`.
    pub reader: Reader,
    pub places: List<Place>,
    pub name: NameRule,
    /// File names (without folder) that the tool never takes for agents; `_*` is all that begin with `_`.
    #[serde(default)]
    pub skipped_files: List<Str>,
    pub fields: List<Field>,
    /// What becomes of keys that are not among `fields`.
    #[serde(default)]
    pub unknown_keys: UnknownKeys,
    /// What becomes of names in lists of tools that name none.
    #[serde(default)]
    pub unknown_tools: UnknownTools,
    /// How texts are cut into names of tools.
    #[serde(default)]
    pub tool_texts: ToolTexts,
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
    #[serde(default)]
    pub models: List<Model>,
    /// Forms of ids that may well exist without being listed: `#` stands for digits, `*` for anything,
    /// `<family>` for an alias of a family.
    #[serde(default)]
    pub model_ids: List<Str>,
    /// In words, of a model of no known name or form: what the tool does with it, where it does not
    /// send it to an API as it is.
    #[serde(default)]
    pub unknown_model_note: Option<Str>,
    pub sources: List<Source>,
}

/// How sure the facts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Evidence {
    /// The tool itself was asked.
    Observed,
    /// Read in the vendor's documentation or source.
    Documented,
    /// Second hand: completion and hover only, findings are hints.
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
    QwenCode,
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
}

/// What a tool does with a name in a list of tools that is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum UnknownTools {
    /// It loads the agent without it.
    #[default]
    Ignored,
    /// It does not load the file.
    DropFile,
}

/// How a tool cuts texts into names of tools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum ToolTexts {
    /// At commas and blanks outside parentheses, in the items of a list too.
    #[default]
    Words,
    /// At commas; an item of a list is one name.
    Commas,
    /// Not at all: only a list is taken, and an item is one name.
    Items,
}

/// Where the tool looks for agent files.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// A glob against the path with `/` separators; `~/` is the user's home folder.
    pub glob: Str,
    pub scope: Scope,
    /// 1 wins over 2.
    pub precedence: u32,
    /// Whether another tool that names the same place counts before this one.
    #[serde(default)]
    pub gives_way: bool,
    #[serde(default)]
    pub note: Option<Str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Scope {
    Managed,
    Project,
    User,
    Plugin,
}

/// Which names the tool takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRule {
    pub identity: Identity,
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
    pub source: Str,
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
    /// Whether the map has to hold it.
    #[serde(default)]
    pub required: bool,
    /// Whether its value has to be a number above 0.
    #[serde(default)]
    pub number: bool,
    /// Whether that number has to be a whole one.
    #[serde(default)]
    pub whole: bool,
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
    Other,
}

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

/// A built-in tool, or a name that once was one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    pub name: Str,
    /// One line: what it does.
    pub summary: Str,
    #[serde(default)]
    pub detail: Str,
    /// What it lets an agent do.
    #[serde(default)]
    pub does: List<Capability>,
    /// Whether a person is asked before it runs, in the default mode.
    #[serde(default)]
    pub asks: bool,
    pub reach: Reach,
    /// In words, where `reach` needs it: why it has no effect, or when it has.
    #[serde(default)]
    pub reach_note: Option<Str>,
    /// Tools that come in with this one where it is listed.
    #[serde(default)]
    pub brings: List<Str>,
    /// Whether its name and those beside it are taken in any letter case.
    #[serde(default)]
    pub any_case: bool,
    /// Names that the tool takes for this one.
    #[serde(default)]
    pub aliases: List<Alias>,
    /// What to write instead of a name that has no effect any more.
    #[serde(default)]
    pub use_instead: List<Str>,
    /// Tools that do this one's work when they are listed too: this one then stays out.
    #[serde(default)]
    pub folds_into: List<Str>,
    /// Tools that take this one along when they are denied.
    #[serde(default)]
    pub denied_with: List<Str>,
    #[serde(default)]
    pub since: Option<Version>,
    /// The first version without it.
    #[serde(default)]
    pub until: Option<Version>,
    pub source: Str,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    pub name: Str,
    /// Whether it is as good as the tool's own name, and no older one.
    #[serde(default)]
    pub current: bool,
    /// When the tool got its present name.
    #[serde(default)]
    pub renamed_in: Option<Version>,
}

/// What a tool lets an agent do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Capability {
    ReadFiles,
    SearchFiles,
    WriteFiles,
    RunCommands,
    ReadWeb,
    SearchWeb,
    Delegate,
    UseSkills,
    AskUser,
    Plan,
    TrackTasks,
    Schedule,
    Message,
}

/// Whether a listed tool comes into effect in an agent of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Reach {
    /// Granted by default and when listed.
    Always,
    /// Granted by default, not when the agent is kept in the background.
    Foreground,
    /// Granted by default; a list that names it does not bring it in.
    WhenInherited,
    /// Only when listed.
    WhenListed,
    /// Only when listed, and folded into the shell tool where that is listed too.
    UnlessShell,
    /// Only in permission mode `plan`.
    InPlanMode,
    /// Depends on the session: platform, plan, feature flags.
    InSomeSessions,
    /// Never reaches an agent of a file.
    Never,
    /// A name of the past: nothing answers to it.
    Gone,
}

/// A form of tool entry that is not a plain name, as hovers explain it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolPattern {
    /// As a person writes it: `mcp__SERVER__TOOL`.
    pub form: Str,
    /// One line: what it stands for.
    pub summary: Str,
    /// More, in Markdown: what it does in the list of tools, what in the list of denied ones.
    #[serde(default)]
    pub detail: Str,
    /// Words that people write when they mean this form.
    #[serde(default)]
    pub mistaken_names: List<Str>,
}

/// Tools of another program that stand for the same thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignTools {
    /// The program, as messages say it.
    pub of: Str,
    pub names: List<Str>,
    /// What does their work here; empty where nothing does.
    #[serde(default)]
    pub use_instead: List<Str>,
    /// Whether it is the very same thing under another name, so that one can stand for the other.
    #[serde(default)]
    pub same: bool,
    /// Whether that program reads the same files, so that the names may be meant for it.
    #[serde(default)]
    pub reads_same_files: bool,
}

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

/// Where a fact comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: Str,
    pub title: Str,
    #[serde(default)]
    pub url: Option<Str>,
    /// The day it was last checked, as `2026-11-22`.
    pub checked: Str,
}
