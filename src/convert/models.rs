//! A model under the name that the other tool knows it by.

use super::loss::Fate;
use crate::dialect::{Dialect, Model, Resolves};
use crate::model::AgentFile;
use crate::model::verdict::EffectiveModel;
use crate::model::verdict::model_in_effect::{find, is_model};

/// What to write for the model, if anything, and what is to be said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelThere {
    pub name: Option<String>,
    pub said: Option<(Fate, String)>,
}

/// The model of `file` in `target`. The session's own model needs no key anywhere.
pub fn there(file: &AgentFile, target: &Dialect) -> ModelThere {
    let verdict = &file.verdict.model;
    let declared = verdict.declared.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let (Some(declared), EffectiveModel::Id(_)) = (declared, &verdict.effective) else { return ModelThere::default() };
    let lost = |reason: String| ModelThere { name: None, said: Some((Fate::Lost, reason)) };
    let own = find(file.dialect, declared);
    if own.is_some_and(|model| model.resolves == Resolves::Nowhere) {
        return lost(format!("{} knows no such model either; the agent gets the session's", file.dialect.label));
    }
    // A name that leads nowhere in its own tool may well be somebody's model.
    let knows_models = !file.dialect.models.is_empty() || !file.dialect.model_ids.is_empty();
    let strange = |name: &str| {
        let reason = format!("{} knows no model of this name; taken for {name}", file.dialect.label);
        (knows_models && !is_model(file.dialect, declared)).then_some((Fate::Changed, reason))
    };
    if is_listed(target, declared) {
        return ModelThere { name: Some(declared.to_owned()), said: strange(declared) };
    }
    let id = own.and_then(|model| model.id.as_deref()).unwrap_or(declared);
    let as_it_is = |is_known: bool| is_known.then(|| id.to_owned());
    let written = as_it_is(is_listed(target, id))
        .or_else(|| in_other_words(target, id))
        .or_else(|| as_it_is(target.model_ids.iter().any(|form| captured(form, id).is_some())));
    match written {
        Some(name) => {
            let alias = own.filter(|model| matches!(model.resolves, Resolves::Family | Resolves::To));
            let fixed = alias
                .map(|_| (Fate::Changed, format!("an alias of {}, now the fixed version {name}", file.dialect.label)));
            let said = fixed.or_else(|| strange(&name));
            ModelThere { name: Some(name), said }
        }
        None => lost(format!("{} knows no such model; the agent gets the session's", target.label)),
    }
}

/// Whether the target's own list has this model.
fn is_listed(target: &Dialect, name: &str) -> bool {
    let usable = |model: &Model| !model.retired && !matches!(model.resolves, Resolves::Nowhere | Resolves::Inherit);
    find(target, name).is_some_and(usable)
}

/// An id as the target writes it.
fn in_other_words(target: &Dialect, id: &str) -> Option<String> {
    target.foreign_models.iter().find_map(|known| Some(known.write.replace('*', captured(&known.id, id)?)))
}

/// What the only `*` of a form stands for; `None` for a form that holds other signs or nothing else.
fn captured<'a>(form: &str, id: &'a str) -> Option<&'a str> {
    let (start, end) = form.split_once('*')?;
    let special = start.is_empty() || [start, end].iter().any(|part| part.contains(['*', '#', '<']));
    id.strip_prefix(start)?.strip_suffix(end).filter(|rest| !special && !rest.is_empty())
}
