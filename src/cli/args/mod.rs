//! What can be typed.

mod check;
mod graph;
mod list;

pub use check::{CheckArgs, CheckFormat, FailOn, FixArgs, FmtArgs, Level, RuleChoice};
pub use graph::{GraphArgs, GraphFormat, Show};
pub use list::{CompletionsArgs, ListArgs, ManArgs, SortBy, StatsArgs};

use crate::dialect::{self, Dialect};
use crate::template::Library;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const STATUS: &str = "Exit status: 0 nothing at or above the level asked for, 1 findings, 2 wrong usage or a file that \
                      can't be read.";

/// Tells what the real tools do with agent definition files, and helps with writing them.
#[derive(Debug, Parser)]
#[command(name = "agentls", version = env!("AGENTLS_VERSION"), propagate_version = true, after_help = STATUS, max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    /// Reads the program's own arguments. Ends the program for `--help`, `--version` and wrong usage.
    pub fn read() -> Args {
        Args::parse()
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Server(ServerArgs),
    Check(CheckArgs),
    Fix(FixArgs),
    Fmt(FmtArgs),
    Inspect(InspectArgs),
    List(ListArgs),
    Stats(StatsArgs),
    Graph(GraphArgs),
    Config(ConfigArgs),
    Explain(ExplainArgs),
    Convert(ConvertArgs),
    New(NewArgs),
    Schema(SchemaArgs),
    Doctor(DoctorArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Run the language server over standard input and output
///
/// Editors start it. Set AGENTLS_LOG=debug to see on standard error what it does.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example, for Helix's languages.toml:\n  [language-server.agentls]\n  command = \"agentls\"\n  \
                        args = [\"server\"]"
)]
pub struct ServerArgs {
    /// Taken because editors pass it; there is no other way.
    #[arg(long, hide = true)]
    pub stdio: bool,
    /// Taken because editors pass it.
    #[arg(long = "clientProcessId", hide = true, value_name = "ID")]
    pub client_process_id: Option<u32>,
}

/// Show what the real tool makes of each agent file
///
/// Whether it loads, why not, the model and the tools in effect, and what is thrown away.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls inspect .claude/agents/backend.md\n  \
                        agentls inspect --format json --expertise | jq '.agents[].name'")]
pub struct InspectArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Add what each agent knows, and whether it can be explained
    #[arg(long)]
    pub expertise: bool,
    /// Add where each agent names others
    #[arg(long)]
    pub mentions: bool,
}

/// Show the settings that count for a file, and where each comes from
///
/// An agentls.toml pins versions of tools, names targets and sets severities: see docs/configuration.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls config\n  agentls config .claude/agents/backend.md --format json")]
pub struct ConfigArgs {
    /// A file or folder [default: the current folder]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub config: ConfigChoice,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// Explain a rule, a tool, a key of the front matter, a model or a term
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls explain unknown-tool\n  agentls explain Task\n  \
                        agentls explain maxTurns --format json")]
pub struct ExplainArgs {
    /// A rule's code, a tool's name, a key, a model or a term of expertise
    #[arg(value_name = "CODE|TOOL|KEY|MODEL|TERM")]
    pub name: String,
    /// Explain it for this tool only
    #[arg(long, value_name = "NAME", value_parser = dialect_parser())]
    pub dialect: Option<&'static Dialect>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// Write agents of one tool for another, and report what is lost
///
/// The new file goes into the other tool's folder of the same project. Nothing is overwritten without --force. What
/// the other tool can't express is listed on standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls convert --to gemini-cli .claude/agents/backend.md\n  \
                        agentls convert --to opencode .claude/agents --stdout\n  \
                        agentls convert --to qwen-code .claude/agents --out converted --format json")]
pub struct ConvertArgs {
    /// The tool that is to read them
    #[arg(long, value_name = "NAME", value_parser = dialect_parser())]
    pub to: &'static Dialect,
    #[command(flatten)]
    pub files: FileArgs,
    /// Write into this folder instead; `-` is standard output
    #[arg(long, value_name = "FOLDER", conflicts_with = "stdout")]
    pub out: Option<PathBuf>,
    /// Print the new files and write nothing
    #[arg(long)]
    pub stdout: bool,
    /// Overwrite files that are there already
    #[arg(long)]
    pub force: bool,
    /// How to report what was done and lost
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// Write a new agent, complete as it stands
///
/// Front matter, role, expertise, when it is called, process, escalation and output format for a kind of work. A file
/// that is there already is left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls new api-reviewer --kind review\n  \
                        agentls new backend --dialect opencode --kind implement --user\n  \
                        agentls new revisora --kind review --language es --stdout")]
pub struct NewArgs {
    /// The agent's name
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The tool that is to read it [default: the first of the project's targets, else claude-code]
    #[arg(long, value_name = "NAME", value_parser = dialect_parser())]
    pub dialect: Option<&'static Dialect>,
    /// The kind of work
    #[arg(long, value_name = "KIND", value_parser = kind_parser(), default_value = "implement")]
    pub kind: String,
    /// The language of the text
    #[arg(long, value_name = "TAG", value_parser = ["en", "es"], default_value = "en")]
    pub language: String,
    /// Put it into your own agents instead of the project's
    #[arg(long)]
    pub user: bool,
    /// Print it and write nothing
    #[arg(long)]
    pub stdout: bool,
}

/// Print a JSON Schema: of a tool's front matter, of agentls.toml, or of a command's answer
///
/// For editors and other programs. Without a name: the list of schemas that there are.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls schema claude-code > claude-agent.schema.json\n  \
                        agentls schema config > agentls.schema.json\n  agentls schema check")]
pub struct SchemaArgs {
    /// A tool, `config`, or a command
    #[arg(value_name = "NAME", value_parser = PossibleValuesParser::new(super::schema::names()), hide_possible_values = true)]
    pub name: Option<String>,
}

/// Try the server out on a sample agent, and look for editors
///
/// Starts this program's own server as an editor would and shows what it answers, and how fast. With --facts it tells
/// instead where its knowledge of the tools comes from, and when that was last checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls doctor\n  agentls doctor --facts\n  \
                        agentls doctor --facts --dialect claude-code --format json")]
pub struct DoctorArgs {
    /// List the sources of what is known of the tools, those first that were checked longest ago
    #[arg(long)]
    pub facts: bool,
    /// The facts of this tool only
    #[arg(long, value_name = "NAME", value_parser = dialect_parser(), requires = "facts")]
    pub dialect: Option<&'static Dialect>,
    /// How to print the facts
    #[arg(long, value_enum, default_value_t = Format::Human, requires = "facts")]
    pub format: Format,
    /// Give up on an answer after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
}

/// Which configuration counts.
#[derive(Debug, Default, clap::Args)]
pub struct ConfigChoice {
    /// Take this configuration for all files, whatever agentls.toml lies around them
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Take no configuration
    #[arg(long)]
    pub no_config: bool,
}

/// Which files, and how to read them.
#[derive(Clone, Debug, clap::Args)]
pub struct FileArgs {
    /// Files and folders; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Take all files for agents of this tool; by default their paths tell
    #[arg(long, value_name = "NAME", value_parser = dialect_parser())]
    pub dialect: Option<&'static Dialect>,
    /// The path that the text on standard input belongs to
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
}

/// Takes the id of a dialect.
fn dialect_parser() -> impl TypedValueParser<Value = &'static Dialect> {
    let values =
        dialect::all().iter().map(|dialect| PossibleValue::new(&*dialect.id).help(dialect.title().into_owned()));
    PossibleValuesParser::new(values).try_map(|id| dialect::named(&id).ok_or("no such dialect"))
}

/// Takes a kind of work that there are starters for.
fn kind_parser() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(Library::built_in().kinds().into_iter().map(PossibleValue::new))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs; the shape is stable
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn each_command_shows_an_example() {
        for command in Args::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Example"), "{}", command.get_name());
            assert!(help.contains("agentls"), "{}", command.get_name());
        }
    }
}
