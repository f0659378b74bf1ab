//! What `list`, `stats`, `completions` and `man` can be asked.

use super::{ConfigChoice, FileArgs, Format};
use clap::ValueEnum;
use clap_complete::Shell;
use std::path::PathBuf;

/// List all agents, a line for each
///
/// Whose they are, whether they load, the model and the tools in effect, and what they cost: tokens in every session,
/// and when they run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls list\n  agentls list --sort tokens\n  \
                        agentls list --expertise \"oauth 2\" --format json")]
pub struct ListArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    /// Only agents that know of this, under any name that the glossary has for it
    #[arg(long, value_name = "TERM")]
    pub expertise: Option<String>,
    /// What comes first
    #[arg(long, value_enum, default_value_t = SortBy::Path)]
    pub sort: SortBy,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// Sum up all agents
///
/// How many load, what they cost together, which models and tools they use, and what they know.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls stats\n  agentls stats .claude/agents --format json | jq .tokens")]
pub struct StatsArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// Print what a shell needs to complete commands and options
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  agentls completions bash > ~/.local/share/bash-completion/completions/agentls\n  \
                        agentls completions zsh > \"${fpath[1]}/_agentls\"\n  \
                        agentls completions fish > ~/.config/fish/completions/agentls.fish\n  \
                        agentls completions powershell >> $PROFILE"
)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// Print the manual page, or write those of all commands
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls man | man -l -\n  agentls man --out ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Write a page for each command into this folder
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// By path
    Path,
    /// By the agent's name
    Name,
    /// By the tool that reads it
    Tool,
    /// By the model in effect
    Model,
    /// The most costly first
    Tokens,
    /// Those that do not load or start first
    Verdict,
}
