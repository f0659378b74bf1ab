//! One agent as JSON: the contract is in `docs/cli.md`.

use super::expertise::{self, ExplainedBy};
use super::mentions;
use crate::fact::Version;
use crate::model::AgentFile;
use crate::model::verdict::{EffectiveModel, Reported, ToolEntry, ToolFate};
use crate::syntax::FrontMatterState;
use serde::Serialize;

/// What the real tool makes of one file.
#[derive(Serialize)]
pub struct Row<'a> {
    path: &'a str,
    dialect: &'a str,
    /// Null where no version is known.
    tool_version: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    invalid_utf8: bool,
    loads: bool,
    reason: Option<&'static str>,
    reported: &'static str,
    launches: bool,
    name: Option<&'a str>,
    description: Option<&'a str>,
    front_matter: &'static str,
    model: Model<'a>,
    tools: Tools<'a>,
    ignored_keys: Vec<&'a str>,
    dropped_values: Vec<&'a str>,
    tokens: Tokens,
    #[serde(skip_serializing_if = "Option::is_none")]
    expertise: Option<Vec<expertise::Row<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<mentions::Row<'a>>>,
}

#[derive(Serialize)]
struct Model<'a> {
    declared: Option<&'a str>,
    effective: &'a str,
}

#[derive(Serialize)]
struct Tools<'a> {
    declared: Vec<&'a str>,
    effective: Option<&'a [String]>,
    inherits_all: bool,
    denied: &'a [String],
    dropped: Vec<Dropped<'a>>,
}

#[derive(Serialize)]
struct Dropped<'a> {
    name: &'a str,
    reason: &'static str,
}

#[derive(Serialize)]
struct Tokens {
    description: u32,
    body: u32,
}

impl<'a> Row<'a> {
    pub fn new(file: &'a AgentFile, path: &'a str, invalid_utf8: bool) -> Row<'a> {
        let verdict = &file.verdict;
        let tools = &verdict.tools;
        Row {
            path,
            dialect: &file.dialect.id,
            tool_version: (file.tool_version != Version::default()).then(|| file.tool_version.to_string()),
            invalid_utf8,
            loads: verdict.loads,
            reason: verdict.reason.as_ref().map(|reason| reason.kind.sentence(file)),
            reported: match verdict.reported {
                Reported::Session => "session",
                Reported::Log => "log",
                Reported::Never => "never",
            },
            launches: verdict.launches,
            name: verdict.name.as_deref(),
            description: verdict.description.as_deref(),
            front_matter: match file.front_matter.state {
                FrontMatterState::None => "none",
                FrontMatterState::Valid => "valid",
                FrontMatterState::Repaired => "repaired",
                FrontMatterState::Lost => "lost",
            },
            model: Model {
                declared: verdict.model.declared.as_deref(),
                effective: match &verdict.model.effective {
                    EffectiveModel::Inherit => "inherit",
                    EffectiveModel::Id(id) => id,
                },
            },
            tools: Tools {
                declared: tools.declared.iter().map(|entry| &*entry.text).collect(),
                effective: tools.effective.as_deref(),
                inherits_all: tools.effective.is_none(),
                denied: &tools.denied,
                dropped: tools.declared.iter().filter_map(dropped).collect(),
            },
            ignored_keys: once_each(verdict.ignored_keys.iter().map(|ignored| &*ignored.key)),
            dropped_values: verdict.lost_values(file.dialect),
            tokens: Tokens { description: verdict.tokens.description, body: verdict.tokens.body },
            expertise: None,
            mentions: None,
        }
    }

    /// With what the agent knows.
    #[must_use]
    pub fn with_expertise(self, file: &'a AgentFile, explained_by: ExplainedBy<'_>) -> Row<'a> {
        Row { expertise: Some(expertise::rows(file, explained_by)), ..self }
    }

    /// With the places where the agent names others.
    #[must_use]
    pub fn with_mentions(self, file: &'a AgentFile) -> Row<'a> {
        Row { mentions: Some(mentions::rows(file)), ..self }
    }
}

/// Keys in order, each once.
pub fn once_each<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut once = Vec::new();
    for key in keys {
        if !once.contains(&key) {
            once.push(key);
        }
    }
    once
}

fn dropped(entry: &ToolEntry) -> Option<Dropped<'_>> {
    let reason = match &entry.fate {
        ToolFate::Unknown => "unknown",
        ToolFate::NoEffect { .. } => "no-effect",
        ToolFate::Mcp { matches: false, .. } => "no-server",
        _ => return None,
    };
    Some(Dropped { name: &entry.text, reason })
}
