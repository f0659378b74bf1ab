//! The analysis of one file.

use super::{Expertise, Sections, Verdict};
use crate::dialect::Dialect;
use crate::fact::Version;
use crate::syntax::{FrontMatter, Outline};
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
