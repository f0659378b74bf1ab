//! The analysis of one file.

use super::verdict::{self, Surroundings};
use super::{Expertise, Sections, Verdict};
use crate::dialect::{Dialect, Reader};
use crate::fact::Version;
use crate::syntax::{FrontMatter, Outline, reader};
use std::sync::Arc;

/// One agent file with everything that can be known from it alone. Immutable: an edit makes a new one.
#[derive(Clone, Debug)]
pub struct AgentFile {
    /// As the caller gave it, with `/` separators.
    pub path: Arc<str>,
    pub text: Arc<str>,
    pub dialect: &'static Dialect,
    /// The version of the tool that the file is judged by.
    pub tool_version: Version,
    pub front_matter: FrontMatter,
    pub outline: Outline,
    pub sections: Sections,
    pub expertise: Expertise,
    pub verdict: Verdict,
}

impl AgentFile {
    /// Analyses `text` as the newest known version of the dialect's tool does.
    pub fn new(path: Arc<str>, text: Arc<str>, dialect: &'static Dialect, around: Surroundings<'_>) -> AgentFile {
        AgentFile::for_version(path, text, dialect, dialect.version, around)
    }

    /// Analyses `text` as `version` of the dialect's tool does.
    pub fn for_version(
        path: Arc<str>,
        text: Arc<str>,
        dialect: &'static Dialect,
        tool_version: Version,
        around: Surroundings<'_>,
    ) -> AgentFile {
        let front_matter = match dialect.reader {
            Reader::ClaudeCode => reader::claude_code(&text),
        };
        let verdict = verdict::judge(&text, &front_matter, dialect, tool_version, around);
        AgentFile {
            path,
            dialect,
            tool_version,
            front_matter,
            outline: Outline::default(),
            sections: Sections::default(),
            expertise: Expertise::default(),
            verdict,
            text,
        }
    }
}
