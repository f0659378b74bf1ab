//! One agent of the list.

use crate::cli::files::{Source, slashes};
use crate::dialect;
use crate::disk;
use crate::graph::scope_name;
use crate::index::Index;
use crate::model::AgentFile;
use crate::model::verdict::EffectiveModel;
use serde::Serialize;

/// What is said of one agent in a line.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    pub path: &'a str,
    pub dialect: &'a str,
    /// `None` for a file in no place of its tool.
    pub scope: Option<&'static str>,
    pub name: Option<&'a str>,
    pub loads: bool,
    pub launches: bool,
    pub reason: Option<&'static str>,
    pub model: &'a str,
    /// `None` where the session's are inherited.
    pub tools: Option<&'a [String]>,
    /// With inherited tools: those that this agent loses.
    pub denied: &'a [String],
    pub tokens: Tokens,
    /// How many other agents name it.
    pub named_by: usize,
}

#[derive(Serialize)]
pub(crate) struct Tokens {
    pub description: u32,
    pub body: u32,
}

impl<'a> Row<'a> {
    pub fn new(source: &'a Source, file: &'a AgentFile) -> Row<'a> {
        let verdict = &file.verdict;
        Row {
            path: &source.path,
            dialect: &file.dialect.id,
            scope: scope(source, file),
            name: verdict.name.as_deref(),
            loads: verdict.loads,
            launches: verdict.loads && verdict.launches,
            reason: verdict.reason.as_ref().map(|reason| reason.kind.sentence(file)),
            model: match &verdict.model.effective {
                EffectiveModel::Inherit => "inherit",
                EffectiveModel::Id(id) => id,
            },
            tools: verdict.tools.effective.as_deref(),
            denied: &verdict.tools.denied,
            tokens: Tokens { description: verdict.tokens.description, body: verdict.tokens.body },
            named_by: 0,
        }
    }

    /// With how many others of the `index` name it.
    #[must_use]
    pub fn named_by(self, index: &Index, file: &AgentFile) -> Row<'a> {
        Row { named_by: index.id(&file.path).map_or(0, |id| index.named_by(id).len()), ..self }
    }

    /// The tools, or why there are none.
    pub fn in_effect(&self) -> String {
        match (self.reason, self.tools) {
            (Some(reason), _) if !self.loads => reason.to_owned(),
            (_, Some(_)) if !self.launches => "does not start: no tool resolves".to_owned(),
            (_, Some([])) => "none".to_owned(),
            (_, Some(tools)) => tools.join(", "),
            (_, None) if self.denied.is_empty() => "all".to_owned(),
            (_, None) => format!("all but {}", self.denied.join(", ")),
        }
    }
}

/// Whose agent a file is, as its place tells.
fn scope(source: &Source, file: &AgentFile) -> Option<&'static str> {
    let home = disk::home();
    let claims = dialect::claims(&slashes(&source.absolute), home.as_deref());
    let claim = claims.iter().find(|claim| claim.dialect.id == file.dialect.id)?;
    Some(scope_name(claim.place.scope))
}
