//! The analysis of one file.

use super::matrix::matrices;
use super::verdict::{self, Asked, Surroundings};
use super::{Expertise, Matrix, Sections, Verdict};
use crate::dialect::{Dialect, Field, Reader, Role};
use crate::fact::Version;
use crate::syntax::{Entry, FrontMatter, Node, Outline, markdown, reader};
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
    /// The box-drawn matrices of the body.
    pub matrices: Vec<Matrix>,
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
            Reader::CopilotCli => reader::copilot_cli(&text),
            Reader::Opencode => reader::opencode(&text),
        };
        let verdict = verdict::judge(Asked {
            path: &path,
            text: &text,
            front_matter: &front_matter,
            dialect,
            version: tool_version,
            around,
        });
        let outline = markdown::outline(&text, front_matter.body);
        let sections = Sections::of(&outline);
        let matrices = matrices(&text, &outline);
        let expertise = Expertise::of(&text, &outline, &sections, &matrices);
        AgentFile { path, dialect, tool_version, front_matter, outline, sections, matrices, expertise, verdict, text }
    }

    /// The field of the dialect that plays a role.
    pub fn field(&self, role: Role) -> Option<&'static Field> {
        self.dialect.fields.iter().find(|field| field.role == role)
    }

    /// The entry that counts for a role.
    pub fn entry(&self, role: Role) -> Option<&Entry> {
        self.front_matter.entry(&self.field(role)?.key)
    }

    /// The value that counts for a role.
    pub fn value(&self, role: Role) -> Option<&Node> {
        self.entry(role).and_then(|entry| self.front_matter.value(entry))
    }

    /// The line end that the file uses: that of its first line.
    pub fn line_end(&self) -> &'static str {
        match self.text.find(['\n', '\r']).and_then(|at| self.text.get(at..)) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// A name for the agent from the file's own: without folder and extensions.
    pub fn name_from_path(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or(&self.path);
        let name = file.split('.').find(|part| !part.is_empty()).unwrap_or("");
        if name.is_empty() { "agent" } else { name }
    }
}
