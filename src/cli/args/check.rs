//! What `check` and `fix` can be asked.

use super::{ConfigChoice, FileArgs, Format};
use crate::rules::{self, Severities, Severity, did_you_mean};
use clap::ValueEnum;
use std::borrow::Cow;
use std::path::PathBuf;

/// Find what is wrong with agent files
///
/// Folders are searched for the agent files of all known tools, hidden folders included, files that
/// Git ignores left out. Without a path: the current folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls check\n  agentls check .claude/agents/backend.md --format concise\n  \
                  agentls check --changed-since origin/main --format github\n  \
                  agentls check --baseline agents-baseline.json --write-baseline\n  \
                  agentls check - --stdin-filename .claude/agents/backend.md < backend.md")]
pub struct CheckArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    #[command(flatten)]
    pub rules: RuleChoice,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Leave out findings below this level [default: hint in JSON, information elsewhere]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub min_severity: Option<Level>,
    /// Exit with 1 for findings at or above this level, shown or not [default: warning; error with
    /// --max-warnings]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Put up with this many warnings: exit with 1 for more
    #[arg(long, value_name = "COUNT")]
    pub max_warnings: Option<usize>,
    /// Count the findings by rule instead of printing them (human, concise and json)
    #[arg(long)]
    pub statistics: bool,
    /// Only files that differ from this commit, branch or tag, those new to Git included
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// List all findings of now in that file
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
    /// Mend what is safe to mend, then report what is left
    #[arg(long)]
    pub fix: bool,
    /// Make also the fixes that a person should look at
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Check again whenever a file changes, until interrupted
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub watch: bool,
}

/// Mend agent files
///
/// Makes the fixes that are sure to mean what the author meant. A file is written at once or not at all, and left
/// alone where it has changed meanwhile or would no longer load. `-` prints the mended text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls fix --diff\n  agentls fix .claude/agents\n  \
                        agentls fix --select unknown-tool,renamed-tool\n  \
                        agentls fix - --stdin-filename .claude/agents/a.md < a.md")]
pub struct FixArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    #[command(flatten)]
    pub rules: RuleChoice,
    /// Make also the fixes that a person should look at
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what would be changed, and write nothing: exits with 1 where something would be
    #[arg(long)]
    pub diff: bool,
    /// How to report what was done
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with = "diff")]
    pub format: Format,
}

/// Lay out agent files
///
/// Order of keys, quotes, style of lists, blank lines, tables and drawn matrices. What the tool reads stays what it was: a
/// change that would come to something else is not made. `-` prints the text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  agentls fmt --diff\n  agentls fmt .claude/agents\n  agentls fmt --check")]
pub struct FmtArgs {
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub config: ConfigChoice,
    /// Write nothing, and exit with 1 where a file is laid out otherwise
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Show what would be changed, and write nothing: exits with 1 where something would be
    #[arg(long)]
    pub diff: bool,
}

/// Which rules run, beside what `agentls.toml` says.
#[derive(Debug, Default, clap::Args)]
pub struct RuleChoice {
    /// Only these rules, with commas between them
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule)]
    pub select: Vec<&'static str>,
    /// Not these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = rule)]
    pub ignore: Vec<&'static str>,
}

impl RuleChoice {
    /// The severities with the rules off that are not asked for. A rule that is selected runs, whatever the
    /// configuration says.
    pub fn over<'s>(&self, severities: &'s Severities) -> Cow<'s, Severities> {
        if self.select.is_empty() && self.ignore.is_empty() {
            return Cow::Borrowed(severities);
        }
        let level = |code: &'static str| {
            let selected = self.select.contains(&code);
            if self.ignore.contains(&code) || !self.select.is_empty() && !selected {
                return Some((code, rules::Level::Off));
            }
            let level = severities.of(code)?;
            (!selected || level != rules::Level::Off).then_some((code, level))
        };
        Cow::Owned(rules::pages().filter_map(|rule| level(rule.code)).collect())
    }
}

/// A rule's code.
fn rule(code: &str) -> Result<&'static str, String> {
    let known = rules::page(code).map(|rule| rule.code);
    known.ok_or_else(|| match did_you_mean(code, rules::pages().map(|rule| rule.code)) {
        Some(meant) => format!("there is no such rule. Did you mean {meant}?"),
        None => "there is no such rule. `agentls check --statistics` lists those that find something here".to_owned(),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With the lines in question
    Human,
    /// One line for each finding
    Concise,
    /// For programs; the shape is stable
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// A test report in JUnit's XML
    Junit,
}

/// A severity, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Advice
    Hint,
    /// Works here, breaks elsewhere
    Information,
    /// Something written has no effect, or another effect than it says
    Warning,
    /// The agent does not load or does not start
    Error,
}

/// The least severity that counts, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Hint,
    Information,
    Warning,
    Error,
    Never,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Severity {
        match level {
            Level::Hint => Severity::Hint,
            Level::Information => Severity::Information,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        }
    }
}

impl FailOn {
    /// Whether a finding of `severity` counts.
    pub fn counts(self, severity: Severity) -> bool {
        let least = match self {
            FailOn::Hint => Severity::Hint,
            FailOn::Information => Severity::Information,
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
            FailOn::Never => return false,
        };
        severity >= least
    }
}

impl CheckArgs {
    /// The least severity that is shown.
    pub fn least(&self) -> Severity {
        match (self.min_severity, self.format) {
            (Some(level), _) => level.into(),
            (None, CheckFormat::Json) => Severity::Hint,
            (None, _) => Severity::Information,
        }
    }

    /// Whether a finding of `severity` makes the exit status 1 by itself.
    pub fn fails(&self, severity: Severity) -> bool {
        let default = if self.max_warnings.is_some() { FailOn::Error } else { FailOn::Warning };
        self.fail_on.unwrap_or(default).counts(severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_a_finding() {
        assert!(FailOn::Warning.counts(Severity::Error));
        assert!(!FailOn::Warning.counts(Severity::Information));
        assert!(!FailOn::Never.counts(Severity::Error));
    }

    #[test]
    fn rules_are_chosen_over_what_the_configuration_says() {
        let off = rules::Level::Off;
        let said: Severities =
            [("unknown-tool", off), ("unknown-key", rules::Level::At(Severity::Hint))].into_iter().collect();
        let choice = RuleChoice { select: vec!["unknown-tool", "unknown-key"], ignore: Vec::new() };
        let chosen = choice.over(&said);
        assert_eq!(chosen.of("unknown-tool"), None);
        assert_eq!(chosen.of("unknown-key"), Some(rules::Level::At(Severity::Hint)));
        assert_eq!(chosen.of("missing-name"), Some(off));
        let choice = RuleChoice { select: Vec::new(), ignore: vec!["missing-name"] };
        assert_eq!((choice.over(&said).of("missing-name"), choice.over(&said).of("secrets")), (Some(off), None));
        assert!(rule("unkown-tool").is_err_and(|message| message.contains("unknown-tool")));
    }
}
