//! Checks all output formats and writes them as one static set. Run by `build.rs`.

use super::check;
use super::schema::TemplateSet;
use crate::DataFile;
use crate::literal::rust_literal;
use std::collections::BTreeMap;

pub fn compile(files: &[DataFile]) -> Result<String, String> {
    let mut faults = Vec::new();
    let mut all = TemplateSet::default();
    for file in files {
        match file.read::<TemplateSet>() {
            Ok(set) => {
                all.templates.to_mut().extend(set.templates.into_owned());
                all.topics.to_mut().extend(set.topics.into_owned());
                all.languages.to_mut().extend(set.languages.into_owned());
                all.starters.to_mut().extend(set.starters.into_owned());
                all.starter_headings.to_mut().extend(set.starter_headings.into_owned());
                all.sections.to_mut().extend(set.sections.into_owned());
                all.stacks.to_mut().extend(set.stacks.into_owned());
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        faults.extend(check::faults(&all, &[]).into_iter().map(|fault| format!("src/template/data: {fault}")));
        faults.extend(missing_languages(&all).into_iter().map(|fault| format!("src/template/data: {fault}")));
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    all.templates.to_mut().sort_by(|a, b| a.id.cmp(&b.id));
    Ok(format!("pub static BUILT_IN: TemplateSet = {};\n", rust_literal(&all)))
}

/// Every kind of work and every topic must exist in every language that has a wording.
fn missing_languages(all: &TemplateSet) -> Vec<String> {
    let languages: Vec<&str> = all.languages.iter().map(|wording| &*wording.language).collect();
    let mut found: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for template in all.templates.iter() {
        found.entry(("kind", &template.kind)).or_default().push(&template.language);
    }
    for topic in all.topics.iter() {
        found.entry(("topic", &topic.id)).or_default().push(&topic.language);
    }
    for template in all.templates.iter() {
        found.entry(("starter", &template.kind)).or_default();
    }
    for starter in all.starters.iter() {
        found.entry(("starter", &starter.kind)).or_default().push(&starter.language);
    }
    for form in all.sections.iter() {
        found.entry(("section", &form.section)).or_default().push(&form.language);
    }
    found.insert(("heading", "of starters"), all.starter_headings.iter().map(|of| &*of.language).collect());
    let missing = |((what, id), has): (&(&str, &str), &Vec<&str>)| {
        let lacking = languages.iter().filter(|language| !has.contains(language));
        lacking.map(|language| format!("the {what} `{id}` is missing in `{language}`")).collect::<Vec<_>>()
    };
    found.iter().flat_map(missing).collect()
}
