//! What the real tool does with a file: whether it loads, what it throws away, which tools and
//! which model are in effect. Rules and hovers only report what the verdict knows.

mod claude_code;
mod copilot_cli;
mod gemini_cli;
pub mod hooks;
pub mod kind;
mod ledger;
pub mod model_in_effect;
pub mod name;
mod named_tools;
mod opencode;
pub mod part;
mod plain;
mod qwen_code;
mod reason;
pub mod tokens;
pub mod tool_list;
mod typed_fields;
pub mod value;
mod vscode;

use crate::dialect::{BadValue, Dialect, Reader, Role};
use crate::fact::Version;
use crate::glossary::Glossary;
use crate::model::Files;
use crate::syntax::FrontMatter;
use crate::template::TemplateSet;
use crate::text::Span;
use std::sync::Arc;

/// What the tool would find around the file; `None` where nobody has looked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The MCP servers of the workspace.
    pub mcp_servers: Option<&'a [String]>,
    /// Whether the file's bytes are not UTF-8, so that its text has replacement characters.
    pub invalid_utf8: bool,
    /// The tools that the project wants its agents to work in; none where it does not say.
    pub targets: &'a [&'static Dialect],
    /// The files that its body may lead to.
    pub files: Option<&'a dyn Files>,
    /// The built-in glossary with the project's own entries in front.
    pub glossary: Option<&'a Arc<Glossary>>,
    /// The project's own output formats.
    pub templates: Option<&'a Arc<TemplateSet>>,
}

/// What a judge looks at.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// With `/` separators.
    pub path: &'a str,
    pub text: &'a str,
    pub front_matter: &'a FrontMatter,
    pub dialect: &'a Dialect,
    pub version: Version,
    pub around: Surroundings<'a>,
}

/// Judges one file as the dialect's tool of a version does.
pub fn judge(asked: Asked<'_>) -> Verdict {
    match asked.dialect.reader {
        Reader::ClaudeCode => claude_code::judge(asked),
        Reader::CopilotCli => copilot_cli::judge(asked),
        Reader::GeminiCli => gemini_cli::judge(asked),
        Reader::Opencode => opencode::judge(asked),
        Reader::Plain => plain::judge(asked),
        Reader::QwenCode => qwen_code::judge(asked),
        Reader::Vscode => vscode::judge(asked),
    }
}

/// The judgement of one file, taken alone.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub loads: bool,
    /// Why not; for a person.
    pub reason: Option<Reason>,
    pub reported: Reported,
    /// Whether the tool starts an agent that it has loaded.
    pub launches: bool,
    /// The name that the tool knows the agent by.
    pub name: Option<String>,
    pub description: Option<String>,
    pub model: ModelVerdict,
    pub tools: ToolsVerdict,
    /// Keys that the tool does not know.
    pub ignored_keys: Vec<IgnoredKey>,
    /// Known keys whose value the tool throws away.
    pub dropped_values: Vec<DroppedValue>,
    pub tokens: Tokens,
}

impl Verdict {
    /// Of an agent that runs without any keys, under the name that its file gives it.
    fn without_keys(name: Option<String>) -> Verdict {
        Verdict {
            loads: true,
            reason: None,
            reported: Reported::Session,
            launches: true,
            name,
            description: None,
            model: ModelVerdict::default(),
            tools: ToolsVerdict::default(),
            ignored_keys: Vec::new(),
            dropped_values: Vec::new(),
            // The body's are filled in by whoever reads it.
            tokens: Tokens { description: 0, body: 0 },
        }
    }

    /// Whether this and `other` say the same of all but single values: the tool loads and starts the agent, takes
    /// each value, and grants the same tools.
    pub fn is_like(&self, other: &Verdict) -> bool {
        let takes_all =
            |verdict: &Verdict| verdict.reason.is_none() && verdict.launches && verdict.dropped_values.is_empty();
        takes_all(self)
            && takes_all(other)
            && self.ignored_keys == other.ignored_keys
            && self.tools.grants_like(&other.tools)
    }

    /// For a file that the tool does not look at.
    pub fn pass_over(&mut self, at: Span) {
        self.loads = false;
        self.launches = false;
        self.reported = Reported::Never;
        self.reason = Some(Reason { kind: ReasonKind::NotAnAgent, span: at });
    }

    /// The keys whose value is sure to have no effect, each once: of a value that the tool takes
    /// without complaint, such as a colour of its own, that can't be said.
    pub fn lost_values(&self, dialect: &Dialect) -> Vec<&str> {
        let certain = |dropped: &&DroppedValue| {
            let field = dialect.fields.iter().find(|field| field.key == dropped.key);
            field.is_none_or(|field| field.bad_value != BadValue::Accepted)
        };
        let mut keys: Vec<&str> = Vec::new();
        for dropped in self.dropped_values.iter().filter(certain) {
            if !keys.contains(&&*dropped.key) {
                keys.push(&dropped.key);
            }
        }
        keys
    }
}

/// Why a file does not load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub kind: ReasonKind,
    /// The words to point at.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReasonKind {
    NoFrontMatter,
    LostFrontMatter,
    NotAMap,
    MissingName,
    BadName,
    MissingDescription,
    BadDescription,
    BadHooks,
    /// A key that the tool does not know, and does not put up with.
    UnknownKey,
    /// A key that has to be there beside others.
    MissingKey,
    /// A value that the tool does not put up with.
    BadValue,
    /// An entry of a list of tools that names none.
    BadTool,
    /// Less of a body than the tool asks for, or none.
    ShortBody,
    TooBig,
    /// A value that the tool does not put up with, and nothing else runs either.
    StopsProgram,
    /// The file itself says that it is not to count.
    SwitchedOff,
    /// The file is not UTF-8.
    NotUtf8,
    /// A byte-order mark, which newer versions of the tool read over.
    ByteOrderMark,
    /// The tool takes the file for something else than an agent.
    NotAnAgent,
}

/// Where the tool says that it did not load a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reported {
    /// On the screen.
    Session,
    /// In a log that has to be asked for.
    Log,
    /// Nowhere.
    Never,
}

/// The model that an agent runs with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelVerdict {
    /// As written.
    pub declared: Option<String>,
    pub effective: EffectiveModel,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EffectiveModel {
    /// The session's own.
    #[default]
    Inherit,
    /// This id.
    Id(String),
}

/// The tools that an agent runs with.
#[derive(Clone, Debug, Default)]
pub struct ToolsVerdict {
    /// The entries of the list of tools, in order.
    pub declared: Vec<ToolEntry>,
    /// The entries of the list of denied tools, in order.
    pub denied_entries: Vec<ToolEntry>,
    /// `None` where the session's tools are inherited.
    pub effective: Option<Vec<String>>,
    /// Where the session's tools are inherited: those that this agent loses.
    pub denied: Vec<String>,
}

impl ToolsVerdict {
    /// Whether both grant and deny the same by the same entries, wherever these stand.
    fn grants_like(&self, other: &ToolsVerdict) -> bool {
        let alike = |(ours, others): (&ToolEntry, &ToolEntry)| {
            let of_tools = matches!((&ours.fate, &others.fate), (ToolFate::Tool { .. }, ToolFate::Tool { .. }));
            ours.text == others.text && (of_tools || ours.fate == others.fate)
        };
        let same =
            |ours: &[ToolEntry], others: &[ToolEntry]| ours.len() == others.len() && ours.iter().zip(others).all(alike);
        self.effective == other.effective
            && self.denied == other.denied
            && same(&self.declared, &other.declared)
            && same(&self.denied_entries, &other.denied_entries)
    }
}

/// One entry of a list of tools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolEntry {
    /// As written, specifier included.
    pub text: String,
    pub span: Span,
    pub fate: ToolFate,
}

/// What becomes of an entry of a list of tools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToolFate {
    /// Granted (or denied) under this name.
    Tool { name: String, renamed: bool, specifier: Option<Span> },
    /// All tools.
    All,
    /// Tools of an MCP server: one, or all of it.
    Mcp { server: String, tool: Option<String>, matches: bool },
    /// A tool that does not come into effect here.
    NoEffect { name: String },
    /// No tool is called so.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoredKey {
    pub key: String,
    /// Index in `FrontMatter::entries`.
    pub entry: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedValue {
    pub role: Role,
    pub key: String,
    /// Index in `FrontMatter::entries`.
    pub entry: usize,
    /// The words that are thrown away: the value, or a part of it.
    pub span: Span,
    pub cause: DropCause,
    /// Whether the tool logs it; else the value is taken and has no effect.
    pub logged: bool,
}

/// Why a value is thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DropCause {
    /// A text, number, list or map where another type belongs.
    WrongType,
    /// Not one of the allowed values.
    NotAChoice,
    /// Below the smallest allowed number.
    OutOfRange,
    /// A text of another form: no address, no JSON.
    WrongForm,
    /// An item of a list that is passed over; the others count.
    Item,
    /// Beside another key that excludes it.
    Excluded,
    /// Nothing is written.
    Empty,
    /// A key inside the value that the tool does not know.
    UnknownSubKey,
    /// A key that has to stand inside the value does not.
    MissingSubKey,
    /// The tool knows the key and never heeds it.
    WithoutEffect,
}

/// About how many tokens the agent costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// In every session.
    pub description: u32,
    /// When it runs.
    pub body: u32,
}

#[cfg(test)]
mod claude_code_tests;
#[cfg(test)]
mod dialect_tests;
#[cfg(test)]
mod tests;
