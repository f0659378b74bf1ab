//! Why a file does not load, in words.

use super::ReasonKind;
use crate::model::AgentFile;
use crate::syntax::Repair;

impl ReasonKind {
    /// For a person, without the name of the tool.
    pub fn sentence(self, file: &AgentFile) -> &'static str {
        match self {
            ReasonKind::NoFrontMatter if file.front_matter.opening.is_some() && file.front_matter.closing.is_none() => {
                "the front matter is never closed"
            }
            ReasonKind::NoFrontMatter if file.front_matter.opening.is_some() => {
                "the front matter does not begin on line 1"
            }
            ReasonKind::NoFrontMatter => "no front matter",
            ReasonKind::LostFrontMatter if matches!(file.front_matter.repair, Repair::Nothing | Repair::Leniently) => {
                "the front matter is not YAML"
            }
            ReasonKind::LostFrontMatter => "the front matter is not YAML, and the tool's repair does not help",
            ReasonKind::NotAMap => "the front matter has no keys",
            ReasonKind::MissingName => "no name",
            ReasonKind::BadName => "the name is not allowed",
            ReasonKind::MissingDescription => "no description",
            ReasonKind::BadDescription => "the description is not text",
            ReasonKind::BadHooks => "the hooks can't be read",
            ReasonKind::UnknownKey => "a key is not known",
            ReasonKind::MissingKey => "a key is missing",
            ReasonKind::BadValue => "a value is not allowed",
            ReasonKind::StopsProgram => "a value is not allowed, and the whole program refuses to start",
            ReasonKind::SwitchedOff => "switched off in the file itself",
            ReasonKind::NotUtf8 => "the file is not UTF-8",
            ReasonKind::ByteOrderMark => "the file begins with a byte-order mark",
            ReasonKind::BadTool => "a tool is not known",
            ReasonKind::ShortBody => "the body is too short",
            ReasonKind::TooBig => "the file is too big",
            ReasonKind::NotAnAgent => "not taken for an agent",
        }
    }
}
