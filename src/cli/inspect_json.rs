//! `inspect --format json`: the contract is in `docs/cli.md`.

use crate::model::AgentFile;
use crate::model::verdict::{EffectiveModel, Reported, ToolEntry, ToolFate};
use crate::syntax::FrontMatterState;
use serde_json::{Value, json};

/// One row of the answer.
pub fn agent(file: &AgentFile, path: &str) -> Value {
    let verdict = &file.verdict;
    let tools = &verdict.tools;
    let keys = |entries: &mut dyn Iterator<Item = &str>| {
        let mut keys: Vec<String> = Vec::new();
        for key in entries {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        keys
    };
    json!({
        "path": path,
        "dialect": file.dialect.id,
        "tool_version": file.tool_version.to_string(),
        "loads": verdict.loads,
        "reason": verdict.reason.as_ref().map(|reason| reason.kind.sentence(file)),
        "reported": match verdict.reported {
            Reported::Session => "session",
            Reported::Log => "log",
            Reported::Never => "never",
        },
        "launches": verdict.launches,
        "name": verdict.name,
        "description": verdict.description,
        "front_matter": match file.front_matter.state {
            FrontMatterState::None => "none",
            FrontMatterState::Valid => "valid",
            FrontMatterState::Repaired => "repaired",
            FrontMatterState::Lost => "lost",
        },
        "model": {
            "declared": verdict.model.declared,
            "effective": match &verdict.model.effective {
                EffectiveModel::Inherit => "inherit",
                EffectiveModel::Id(id) => id,
            },
        },
        "tools": {
            "declared": tools.declared.iter().map(|entry| &entry.text).collect::<Vec<_>>(),
            "effective": tools.effective,
            "inherits_all": tools.effective.is_none(),
            "denied": tools.denied,
            "dropped": tools.declared.iter().filter_map(dropped).collect::<Vec<_>>(),
        },
        "ignored_keys": keys(&mut verdict.ignored_keys.iter().map(|ignored| &*ignored.key)),
        "dropped_values": keys(&mut verdict.dropped_values.iter().map(|dropped| &*dropped.key)),
        "tokens": {"description": verdict.tokens.description, "body": verdict.tokens.body},
    })
}

fn dropped(entry: &ToolEntry) -> Option<Value> {
    let reason = match &entry.fate {
        ToolFate::Unknown => "unknown",
        ToolFate::NoEffect { .. } => "no-effect",
        ToolFate::Mcp { matches: false, .. } => "no-server",
        _ => return None,
    };
    Some(json!({"name": entry.text, "reason": reason}))
}
