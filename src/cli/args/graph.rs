//! What `graph` can be asked.

use super::{ConfigChoice, FileArgs};
use clap::ValueEnum;
use std::path::PathBuf;

/// Draw who hands work over to whom, and who knows what
///
/// SVG and HTML stand by themselves: nothing is loaded from elsewhere. The page has a filter by expertise, name and
/// tool; a click opens the agent's file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls graph --format html --out agents.html\n  \
                        agentls graph --format mermaid >> README.md\n  \
                        agentls graph --show expertise --format svg --out docs/expertise.svg\n  \
                        agentls graph --format dot | dot -Tpdf > agents.pdf")]
pub struct GraphArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    /// What the lines stand for
    #[arg(long, value_enum, default_value_t = Show::Delegation)]
    pub show: Show,
    /// Only agents that know of this, under any name that the glossary has for it
    #[arg(long, value_name = "TERM")]
    pub expertise: Option<String>,
    /// How to draw it
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub format: GraphFormat,
    /// Write it into this file; links count from its folder [default: standard output; links count from
    /// the current folder]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Put this before the path in each link, such as the address of the repository's files
    #[arg(long, value_name = "ADDRESS")]
    pub link_base: Option<String>,
}

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// One agent hands work over to another
    Delegation,
    /// Agents share an area of expertise
    Expertise,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A flowchart for Markdown
    Mermaid,
    /// For Graphviz
    Dot,
    /// A picture, in light and dark
    Svg,
    /// A page with a filter
    Html,
    /// For programs; the shape is stable
    Json,
}
