//! Which model an agent runs with.

use super::{EffectiveModel, ModelVerdict};
use crate::dialect::{Dialect, Model, Resolves, Role};
use crate::fact::Version;
use crate::syntax::{Node, NodeKind};

/// The suffix that asks for the long context; the tool strips it before it looks the name up.
const LONG_CONTEXT: &str = "[1m]";

/// Reads the value of the model's field: only a text that is not blank says anything.
pub fn judge(dialect: &Dialect, node: Option<&Node>, raw: Option<&str>) -> ModelVerdict {
    judge_by(dialect.version, dialect, node, raw)
}

/// The same by a version of the tool, which knows no alias that came later.
pub fn judge_by(version: Version, dialect: &Dialect, node: Option<&Node>, raw: Option<&str>) -> ModelVerdict {
    let inherit = |declared: Option<String>| ModelVerdict { declared, effective: EffectiveModel::Inherit };
    let Some(node) = node else { return inherit(None) };
    let declared = match &node.kind {
        NodeKind::String { value, .. } => value.to_string(),
        _ => return inherit(raw.filter(|raw| !raw.is_empty()).map(str::to_owned)),
    };
    let asked = declared.trim();
    if asked.is_empty() {
        return inherit(Some(declared));
    }
    let known = find(dialect, asked).filter(|model| model.since.is_none_or(|since| since <= version));
    let effective = match known {
        Some(model) => match (model.resolves, &model.id) {
            (Resolves::Inherit, _) => EffectiveModel::Inherit,
            (Resolves::To | Resolves::Family, Some(id)) => EffectiveModel::Id(id.to_string()),
            _ => EffectiveModel::Id(asked.to_owned()),
        },
        None => EffectiveModel::Id(asked.to_owned()),
    };
    ModelVerdict { declared: Some(declared), effective }
}

/// The fact on what a file asks for: an alias in any letter case, with or without `[1m]`, or an id.
pub fn find<'a>(dialect: &'a Dialect, asked: &str) -> Option<&'a Model> {
    let asked = asked.trim();
    let is_alias = |model: &&Model| !matches!(model.resolves, Resolves::AsWritten) && !model.name.ends_with('*');
    let any_case = dialect.fields.iter().any(|field| field.role == Role::Model && field.any_case);
    let same = |model: &Model, name: &str| model.name == name || any_case && model.name.eq_ignore_ascii_case(name);
    let named = |name: &str| dialect.models.iter().filter(is_alias).find(|model| same(model, name));
    let exact = dialect.models.iter().find(|model| model.name == asked);
    let of_series = || {
        dialect.models.iter().find(|model| model.name.strip_suffix('*').is_some_and(|start| asked.starts_with(start)))
    };
    exact
        .or_else(|| named(asked))
        .or_else(|| {
            let cut = asked.len().checked_sub(LONG_CONTEXT.len())?;
            let (name, suffix) = (asked.get(..cut)?, asked.get(cut..)?);
            let long = any_case && suffix.eq_ignore_ascii_case(LONG_CONTEXT);
            // `inherit[1m]` is no alias: it is sent as it is written.
            named(name.trim_end()).filter(|model| long && model.resolves != Resolves::Inherit)
        })
        .or_else(of_series)
}

/// Whether a name is an alias, a known id or an id of a known form.
pub fn is_model(dialect: &Dialect, name: &str) -> bool {
    if let Some(model) = find(dialect, name) {
        return model.resolves != Resolves::Nowhere;
    }
    let families = || dialect.models.iter().filter(|model| model.resolves == Resolves::Family && !model.hidden);
    let bare = name.strip_suffix("[1m]").unwrap_or(name);
    dialect.model_ids.iter().any(|form| match form.split_once("<family>") {
        Some((begin, _)) => {
            let may_fit = begin.split(['#', '*']).next().is_none_or(|begin| bare.starts_with(begin));
            may_fit && families().any(|family| fits(&form.replace("<family>", &family.name), bare))
        }
        None => fits(form, bare),
    })
}

/// Whether `name` has a form in which `#` stands for digits and `*` for anything but nothing.
pub fn fits(form: &str, name: &str) -> bool {
    if form.split(['#', '*']).next().is_some_and(|begin| !name.starts_with(begin)) {
        return false;
    }
    let form: Vec<char> = form.chars().collect();
    let name: Vec<char> = name.chars().collect();
    // `reached[i]`: the first `i` characters of the name fit the part of the form that is done.
    let mut reached = vec![false; name.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for sign in form {
        let mut next = vec![false; name.len() + 1];
        let repeats = matches!(sign, '#' | '*');
        for (at, c) in name.iter().enumerate() {
            let matches = match sign {
                '#' => c.is_ascii_digit(),
                '*' => true,
                sign => *c == sign,
            };
            let before = reached.get(at).copied().unwrap_or(false) || repeats && next.get(at).copied().unwrap_or(false);
            if let Some(slot) = next.get_mut(at + 1).filter(|_| matches && before) {
                *slot = true;
            }
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}
