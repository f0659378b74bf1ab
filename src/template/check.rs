//! What a set of templates must hold to beyond its types. Run by `build.rs` over the compiled-in
//! set, and at run time over a project's own. Shared with `build.rs`.

use super::body::{BodyFault, Part, parts};
use super::schema::{Signs, Template, TemplateSet, Topic};
use super::words::fold;
use std::collections::HashSet;

/// The faults of `set`, each a line for a person. `known` are sets whose topics it may name.
pub fn faults(set: &TemplateSet, known: &[&TemplateSet]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = HashSet::new();
    for template in set.templates.iter() {
        if !ids.insert(&*template.id) {
            faults.push(format!("the template `{}` is given twice", template.id));
        }
        check_template(template, &|id| has_topic(set, known, id, &template.language), &mut faults);
    }
    for (at, topic) in set.topics.iter().enumerate() {
        if set.topics.iter().take(at).any(|other| other.id == topic.id && other.language == topic.language) {
            faults.push(format!("the topic `{}` is given twice in `{}`", topic.id, topic.language));
        }
        check_topic(topic, &mut faults);
    }
    for wording in set.languages.iter() {
        let of = format!("the language `{}`", wording.language);
        check_patterns(&of, wording.common_words.iter().chain(wording.roles.iter()), &mut faults);
        check_patterns(&of, wording.joints.iter(), &mut faults);
        if wording.heading.trim().is_empty() {
            faults.push(format!("{of} has no heading"));
        }
    }
    for (at, form) in set.sections.iter().enumerate() {
        let of = format!("the section `{}` in `{}`", form.section, form.language);
        if set.sections.iter().take(at).any(|other| other.section == form.section && other.language == form.language) {
            faults.push(format!("{of} is given twice"));
        }
        let template = form.as_template();
        check_template(&template, &|id| has_topic(set, known, id, &form.language), &mut faults);
    }
    for stack in set.stacks.iter() {
        check_patterns("the stack", stack.areas.iter(), &mut faults);
    }
    faults
}

fn has_topic(set: &TemplateSet, known: &[&TemplateSet], id: &str, language: &str) -> bool {
    std::iter::once(&set)
        .chain(known)
        .flat_map(|set| set.topics.iter())
        .any(|topic| topic.id == id && topic.language == language)
}

fn check_template(template: &Template, has_topic: &dyn Fn(&str) -> bool, faults: &mut Vec<String>) {
    let id = &template.id;
    for (what, text) in [("kind", &template.kind), ("label", &template.label), ("language", &template.language)] {
        if text.trim().is_empty() {
            faults.push(format!("`{id}` has an empty {what}"));
        }
    }
    let of = format!("`{id}`");
    check_patterns(&of, template.role_words.iter(), faults);
    check_signs(&of, &template.signs, faults);
    if template.body.trim().is_empty() {
        faults.push(format!("`{id}` has an empty body"));
    }
    for (number, line) in template.body.lines().enumerate() {
        let mut fault = |text: String| faults.push(format!("`{id}`, line {} of the body: {text}", number + 1));
        if line.ends_with([' ', '\t']) {
            fault("blanks at the end".into());
        }
        let (parts, body_faults) = parts(line);
        for found in body_faults {
            fault(match found {
                BodyFault::Open(text) => format!("`{text}` is not closed"),
                BodyFault::Unknown(text) => format!("`{text}` is no placeholder"),
                BodyFault::Empty(text) => format!("`{text}` has an empty part"),
            });
        }
        if parts.len() > 1 && parts.iter().any(|part| matches!(part, Part::Checklist(_))) {
            fault("a checklist stands alone on its line".into());
        }
        for topic in parts.iter().flat_map(|part| match part {
            Part::Topic(ids) | Part::Checklist(ids) => ids.as_slice(),
            _ => &[],
        }) {
            if !has_topic(topic) {
                fault(format!("there is no topic `{topic}` in `{}`", template.language));
            }
        }
    }
}

fn check_topic(topic: &Topic, faults: &mut Vec<String>) {
    let of = format!("the topic `{}` in `{}`", topic.id, topic.language);
    check_patterns(&of, topic.areas.iter(), faults);
    if topic.title.trim().is_empty() {
        faults.push(format!("{of} has no title"));
    }
    if topic.items.is_empty() || topic.items.iter().any(|item| item.trim().is_empty() || item.contains('\n')) {
        faults.push(format!("{of} needs items of one line each"));
    }
}

fn check_signs(of: &str, signs: &[Signs], faults: &mut Vec<String>) {
    for group in signs {
        if !(1..=5).contains(&group.weight) {
            faults.push(format!("{of}: a weight goes from 1 to 5, not {}", group.weight));
        }
        check_patterns(of, group.words.iter(), faults);
    }
}

/// Patterns are compared with folded words: one that is not folded itself would never fit.
fn check_patterns<'a>(
    of: &str,
    patterns: impl Iterator<Item = &'a std::borrow::Cow<'static, str>>,
    faults: &mut Vec<String>,
) {
    let plain = |word: &str| {
        let word = word.strip_suffix('*').unwrap_or(word);
        !word.is_empty() && word.chars().all(char::is_alphanumeric)
    };
    for pattern in patterns {
        if fold(pattern) != **pattern || !pattern.split(' ').all(plain) {
            faults.push(format!("{of}: `{pattern}` is not words in lower case without accents and signs"));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    fn check(yaml: &str, expected: Expect) {
        let faults = super::super::project::read(yaml).err().unwrap_or_default();
        let messages: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
        expected.assert_eq(&messages.join("\n"));
    }

    #[test]
    fn a_projects_own_set_is_read_into_the_same_types() {
        check(
            r#"
templates:
  - id: migration
    kind: migration
    label: migration
    language: en
    summary: A step of the move to the new billing service.
    signs: [{ weight: 5, words: [migration*] }]
    body: |
      ## {name} MIGRATION
      - **State**: [Planned/Done]
      {checklist:rollback,data}
topics:
  - id: rollback
    language: en
    title: Way Back
    areas: [rollback]
    items: [The old service still answers]
"#,
            expect![""],
        );
    }

    #[test]
    fn a_key_that_does_not_exist_is_a_fault() {
        let faults = super::super::project::read("templates: []\nthemes: []\n").unwrap_err();
        assert!(faults.iter().any(|fault| fault.message.contains("themes")), "{faults:?}");
    }

    #[test]
    fn faults_say_where_they_are() {
        check(
            r###"
templates:
  - id: migration
    kind: ""
    label: migration
    language: en
    summary: A step of the move.
    signs: [{ weight: 9, words: [Migración, c++] }]
    body: "## {nmae}\n- {checklist:data}\n{checklist:rollback}\n[open"
  - { id: migration, kind: m, label: m, language: en, summary: m, body: "" }
topics:
  - { id: data, language: en, title: "", areas: [], items: [] }
"###,
            expect![[r#"
                `migration` has an empty kind
                `migration`: a weight goes from 1 to 5, not 9
                `migration`: `Migración` is not words in lower case without accents and signs
                `migration`: `c++` is not words in lower case without accents and signs
                `migration`, line 1 of the body: `{nmae}` is no placeholder
                `migration`, line 2 of the body: a checklist stands alone on its line
                `migration`, line 3 of the body: there is no topic `rollback` in `en`
                `migration`, line 4 of the body: `[open` is not closed
                the template `migration` is given twice
                `migration` has an empty body
                the topic `data` in `en` has no title
                the topic `data` in `en` needs items of one line each"#]],
        );
    }
}
