//! What a rule reports.

use crate::model::agent_file::TypedOn;
use crate::syntax::retyped;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// The text of the only edit in LSP snippet syntax, where stops help. Left as it is, it comes
    /// out as that text.
    pub snippet: Option<String>,
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

impl Diagnostic {
    /// A finding of the rule that is running; [`super::Findings::add`] puts in its code.
    pub fn new(severity: Severity, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: "",
            severity,
            span,
            message: message.into(),
            related: Vec::new(),
            fixes: Vec::new(),
            tag: None,
        }
    }

    /// With a fix; the first one is preferred.
    #[must_use]
    pub fn fix(mut self, mut fix: Fix) -> Diagnostic {
        fix.preferred = self.fixes.is_empty();
        self.fixes.push(fix);
        self
    }

    /// With another place of the same file.
    #[must_use]
    pub fn see(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.related.push(Related { path: None, span, message: message.into() });
        self
    }

    /// With a place of another file.
    #[must_use]
    pub fn see_in(mut self, path: &str, span: Span, message: impl Into<String>) -> Diagnostic {
        self.related.push(Related { path: Some(path.to_owned()), span, message: message.into() });
        self
    }

    /// Visits every span in the file itself: the finding's own, related ones and those of its edits.
    pub fn for_each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(&mut self.span);
        self.related.iter_mut().filter(|related| related.path.is_none()).for_each(|related| visit(&mut related.span));
        self.fixes.iter_mut().for_each(|fix| fix.edits.for_each_span(visit));
    }

    /// The same finding where the file differs in one value, to which it does not belong.
    #[must_use]
    pub fn moved(&self, typed_on: &TypedOn) -> Diagnostic {
        let mut moved = self.clone();
        moved.for_each_span(&mut |span| *span = retyped::moved(*span, typed_on.from, typed_on.to));
        moved
    }

    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Diagnostic {
        self.tag = Some(tag);
        self
    }
}

impl Fix {
    /// A fix whose result is sure to mean what the author meant.
    pub fn safe(title: impl Into<String>, edits: EditSet) -> Fix {
        Fix { title: title.into(), safe: true, preferred: false, edits, snippet: None }
    }

    /// A fix that a person should look at.
    pub fn to_review(title: impl Into<String>, edits: EditSet) -> Fix {
        Fix { title: title.into(), safe: false, preferred: false, edits, snippet: None }
    }

    /// With stops for those who can take them.
    #[must_use]
    pub fn snippet(mut self, snippet: impl Into<String>) -> Fix {
        self.snippet = Some(snippet.into());
        self
    }
}
