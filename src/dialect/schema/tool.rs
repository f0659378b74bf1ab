//! Built-in tools, and what stands where their names belong.

use super::Concept;
use crate::fact::{List, Str, Version};
use serde::{Deserialize, Serialize};

/// A built-in tool, or a name that once was one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    pub name: Str,
    /// One line: what it does.
    pub summary: Str,
    #[serde(default)]
    pub detail: Str,
    /// What it is for, whatever other dialects call it; a set of tools is for several things.
    #[serde(default)]
    pub concepts: List<Concept>,
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
    /// Whether it is a word for several tools, and none itself.
    #[serde(default)]
    pub group: bool,
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

impl Tool {
    /// Whether a version has the tool.
    pub fn exists_in(&self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version < until)
    }

    /// The alias that is the tool's own name in a version from before it was renamed.
    pub fn named_before(&self, version: Version) -> Option<&Alias> {
        self.aliases.iter().find(|alias| alias.renamed_in.is_some_and(|renamed| version < renamed))
    }

    /// What the tool is called in a version.
    pub fn name_in(&self, version: Version) -> &str {
        self.named_before(version).map_or(&self.name, |alias| &alias.name)
    }
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
    /// An old name that stands for all tools of `use_instead`.
    Split,
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
    /// Whether it works only where tools are denied.
    #[serde(default)]
    pub only_denied: bool,
    /// Words that people write when they mean this form.
    #[serde(default)]
    pub mistaken_names: List<Str>,
    /// The id of a source.
    pub source: Str,
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

/// What a tool does with a name in a list of tools that is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum UnknownTools {
    /// It loads the agent without it.
    #[default]
    Ignored,
    /// It loads the agent without it; but others add tools of their own, and it may be one of theirs.
    MayBeAdded,
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
