//! What does not come along when a file is converted.

use crate::text::Span;

/// One thing that the other tool has not, or has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    pub fate: Fate,
    pub part: Part,
    /// What it is about: the name of the key, of the tool, of the model, or the words themselves.
    pub what: String,
    /// The words in the source; empty where the source says nothing of it.
    pub span: Span,
    /// Why, for a person: one sentence without its full stop.
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is gone.
    Lost,
    /// It came out otherwise.
    Changed,
    /// It was not there, and the other tool needs it.
    Added,
}

impl Fate {
    /// As programs see it.
    pub const fn word(self) -> &'static str {
        match self {
            Fate::Lost => "lost",
            Fate::Changed => "changed",
            Fate::Added => "added",
        }
    }
}

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Key,
    Value,
    Tool,
    Model,
    Name,
    Description,
    Server,
    Body,
}

impl Part {
    /// As programs see it.
    pub const fn word(self) -> &'static str {
        match self {
            Part::Key => "key",
            Part::Value => "value",
            Part::Tool => "tool",
            Part::Model => "model",
            Part::Name => "name",
            Part::Description => "description",
            Part::Server => "server",
            Part::Body => "body",
        }
    }
}
