//! What a rule reports.

use crate::text::{EditSet, Span};

/// A finding of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule's code: kebab-case, stable once released.
    pub code: &'static str,
    pub severity: Severity,
    /// The exact words that the finding is about.
    pub span: Span,
    /// First what will happen, then what to do.
    pub message: String,
    pub related: Vec<Related>,
    /// The preferred one first.
    pub fixes: Vec<Fix>,
    pub tag: Option<Tag>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice.
    Hint,
    /// Works here, breaks elsewhere.
    Information,
    /// Something written has no effect, or another effect than it says.
    Warning,
    /// The tool will not load or not launch the agent, or a definite security hole.
    Error,
}

/// How an editor may show the words of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Faded: they have no effect.
    Unnecessary,
    /// Struck through: an old name.
    Deprecated,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// `None` for the file itself.
    pub path: Option<String>,
    pub span: Span,
    pub message: String,
}

/// Edits that mend a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    pub title: String,
    /// Whether the result is sure to mean what the author meant.
    pub safe: bool,
    pub preferred: bool,
    pub edits: EditSet,
}

impl Severity {
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
