//! Checks all dialects and writes them as static tables. Run by `build.rs`.

use crate::DataFile;
use crate::dialect_schema::{BadValue, Dialect, Evidence, NameRule, Place, Source, Unreadable};
use crate::fact::{List, Str};
use crate::literal::rust_literal;
use serde::Deserialize;
use std::collections::HashSet;

pub fn compile(files: &[DataFile]) -> Result<String, String> {
    let mut faults = Vec::new();
    let mut dialects = Vec::new();
    let (extensions, whole): (Vec<&DataFile>, Vec<&DataFile>) =
        files.iter().partition(|file| file.text.lines().any(|line| line.starts_with("extends:")));
    for file in whole {
        match file.read::<Dialect>() {
            Ok(dialect) => {
                check(&file.path, &dialect, &mut faults);
                dialects.push(dialect);
            }
            Err(fault) => faults.push(fault),
        }
    }
    let mut extended = Vec::new();
    for file in extensions {
        match file.read::<Extension>().and_then(|extension| extension.over(&file.path, &dialects)) {
            Ok(dialect) => {
                check(&file.path, &dialect, &mut faults);
                extended.push(dialect);
            }
            Err(fault) => faults.push(fault),
        }
    }
    dialects.extend(extended);
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    dialects.sort_by(|a, b| a.id.cmp(&b.id));
    let mut code = String::from("pub static DIALECTS: &[Dialect] = &[\n");
    for dialect in &dialects {
        code.push_str(&rust_literal(dialect));
        code.push_str(",\n");
    }
    code.push_str("];\n");
    Ok(code)
}

/// A dialect that shares the facts of another one of the same tool: what differs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Extension {
    id: Str,
    extends: Str,
    label: Str,
    noun: Str,
    evidence: Evidence,
    unreadable: Unreadable,
    source: Str,
    /// Beside those of the other dialect.
    sources: Vec<Source>,
    places: List<Place>,
    name: NameRule,
    fields: Vec<FieldChange>,
}

/// What differs of a key. What is left out stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldChange {
    key: Str,
    summary: Option<Str>,
    detail: Option<Str>,
    required: Option<bool>,
    default: Option<Str>,
    bad_value: Option<BadValue>,
    bad_value_note: Option<Str>,
    without_effect: Option<Str>,
    source: Str,
}

impl Extension {
    /// The facts of the other dialect with the differences put in.
    fn over(self, path: &str, whole: &[Dialect]) -> Result<Dialect, String> {
        let base = whole.iter().find(|dialect| dialect.id == self.extends);
        let base = base.ok_or_else(|| format!("{path}: there is no dialect `{}` to extend", self.extends))?;
        let mut fields = base.fields.to_vec();
        for change in self.fields {
            let field = fields.iter_mut().find(|field| field.key == change.key);
            let field = field.ok_or_else(|| format!("{path}: {} has no key `{}`", self.extends, change.key))?;
            field.summary = change.summary.unwrap_or_else(|| field.summary.clone());
            field.detail = change.detail.unwrap_or_else(|| field.detail.clone());
            field.required = change.required.unwrap_or(field.required);
            field.default = change.default.or_else(|| field.default.clone());
            field.bad_value = change.bad_value.unwrap_or(field.bad_value);
            field.bad_value_note = change.bad_value_note.unwrap_or_else(|| field.bad_value_note.clone());
            field.without_effect = change.without_effect;
            field.source = change.source;
        }
        let mut extended = Dialect {
            id: self.id,
            extends: Some(self.extends),
            label: self.label,
            noun: self.noun,
            evidence: self.evidence,
            unreadable: self.unreadable,
            source: self.source,
            sources: base.sources.iter().cloned().chain(self.sources).collect(),
            places: self.places,
            name: self.name,
            fields: fields.into(),
            ..base.clone()
        };
        let used: HashSet<String> = extended.sourced().map(|fact| fact.source.to_owned()).collect();
        extended.sources.to_mut().retain(|source| used.contains(&*source.id));
        Ok(extended)
    }
}

/// What serde can't see: ids that lead nowhere, names given twice, texts left empty.
fn check(path: &str, dialect: &Dialect, faults: &mut Vec<String>) {
    let mut fault = |text: String| faults.push(format!("{path}: {text}"));
    if !path.ends_with(&format!("/{}.yaml", dialect.id)) {
        fault(format!("the dialect `{}` belongs into {}.yaml", dialect.id, dialect.id));
    }
    for fact in dialect.sourced() {
        if dialect.source_called(fact.source).is_none() {
            fault(format!("{:?} {} names the unknown source `{}`", fact.kind, fact.name, fact.source));
        }
    }
    for source in dialect.sources.iter() {
        if !source.has_day() {
            fault(format!(
                "the source `{}` was checked on `{}`, which is no day such as 2026-11-22",
                source.id, source.checked
            ));
        }
        if !dialect.sourced().any(|fact| fact.source == source.id) {
            fault(format!("nothing comes from the source `{}`", source.id));
        }
    }

    let mut keys = HashSet::new();
    for field in dialect.fields.iter() {
        for key in std::iter::once(&field.key).chain(field.mistaken_keys.iter()) {
            if !keys.insert(&**key) {
                fault(format!("the key `{key}` is given twice"));
            }
        }
        if field.summary.trim().is_empty() {
            fault(format!("`{}` has no summary", field.key));
        }
    }
    let mut tools = HashSet::new();
    for tool in dialect.tools.iter() {
        for name in std::iter::once(&tool.name).chain(tool.aliases.iter().map(|alias| &alias.name)) {
            if !tools.insert(&**name) {
                fault(format!("the tool `{name}` is given twice"));
            }
        }
        if tool.summary.trim().is_empty() {
            fault(format!("`{}` has no summary", tool.name));
        }
    }
    for tool in dialect.tools.iter() {
        for name in tool.use_instead.iter() {
            if !tools.contains(&**name) {
                fault(format!("`{}` is to be replaced by the unknown tool `{name}`", tool.name));
            }
        }
    }
    for tool in dialect.tools.iter() {
        for name in tool.brings.iter().chain(tool.denied_with.iter()).filter(|name| !tools.contains(&***name)) {
            fault(format!("`{}` names the unknown tool `{name}`", tool.name));
        }
    }
    let mut foreign = HashSet::new();
    for group in dialect.foreign_tools.iter() {
        for name in group.names.iter() {
            if tools.contains(&**name) {
                fault(format!("`{name}` of {} is a tool here too", group.of));
            }
            if !foreign.insert(name.to_ascii_lowercase()) {
                fault(format!("the foreign tool `{name}` is given twice"));
            }
        }
        for name in group.use_instead.iter().filter(|name| !tools.contains(&***name)) {
            fault(format!("tools of {} are to be replaced by the unknown tool `{name}`", group.of));
        }
        if group.same && group.use_instead.len() != 1 {
            fault(format!("tools of {} are the same as exactly one tool or none", group.of));
        }
    }
    for model in dialect.models.iter().filter(|model| model.retired && model.id.is_none()) {
        fault(format!("the retired model `{}` needs the id that runs instead", model.name));
    }
}
