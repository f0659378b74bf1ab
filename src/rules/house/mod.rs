//! `house-rule`: what a project asks of its own agents, as its `agentls.toml` says it. Nothing is asked by
//! itself.

mod asked;
mod kept;
mod words;

pub use asked::{Asked, HouseRule};
pub use kept::{Kept, check_again};

use super::{Described, Diagnostic, Fix, Severities, Severity, as_severe_as_asked, in_order};
use crate::compose::section_at_end;
use crate::dialect::Role;
use crate::heading::{self, SectionKind};
use crate::model::AgentFile;
use crate::model::facts::name_span;
use crate::model::verdict::{EffectiveModel, ToolEntry, ToolFate};
use crate::rules::Level;
use crate::rules::words::both;
use crate::text::Span;

/// The page of all house rules.
pub const DESCRIBED: Described = Described {
    code: "house-rule",
    summary: "Something that this project asks of its agents and that this one does not keep to.",
    severity: Severity::Warning,
    page: include_str!("house-rule.md"),
};

/// How deep a heading is that is missing.
const LEVEL: u8 = 2;

/// What a file does not keep to, in the order of the text.
pub fn check<'r>(
    file: &AgentFile,
    rules: impl IntoIterator<Item = &'r HouseRule>,
    severities: &Severities,
) -> Vec<Diagnostic> {
    check_again(file, rules, severities, None).0
}

/// Whether anything is asked of a file.
fn applies(file: &AgentFile, severities: &Severities) -> bool {
    severities.of(DESCRIBED.code) != Some(Level::Off) && file.verdict.name.is_some()
}

fn in_order_as_asked(found: Vec<Diagnostic>, severities: &Severities) -> Vec<Diagnostic> {
    in_order(as_severe_as_asked(found, severities))
}

/// What a file does not keep to of one rule.
fn broken_rules(file: &AgentFile, rule: &HouseRule) -> Vec<Diagnostic> {
    let broken: Vec<Broken> = match &rule.asked {
        Asked::Section(title) => lacking_section(file, title).into_iter().collect(),
        Asked::Name(patterns) => {
            let name = file.verdict.name.as_deref().unwrap_or("");
            let fits = patterns.iter().any(|pattern| asked::fits(pattern, name));
            let said = || format!("Names in this project are called {}, not \"{name}\".", listed(patterns, "or"));
            (!fits).then(|| Broken { span: name_span(file), said: said(), fix: None }).into_iter().collect()
        }
        Asked::Tools(allowed) => forbidden_tools(file, allowed),
        Asked::Models(allowed) => forbidden_model(file, allowed).into_iter().collect(),
        Asked::NoWords(banned) => words::found(file, banned)
            .into_iter()
            .map(|(span, word)| Broken { span, said: format!("This project does not write \"{word}\"."), fix: None })
            .collect(),
    };
    let finding = |broken: Broken| {
        let message = rule.message.clone().unwrap_or(broken.said);
        let finding = Diagnostic { code: DESCRIBED.code, ..Diagnostic::new(rule.severity, broken.span, message) };
        match broken.fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        }
    };
    broken.into_iter().map(finding).collect()
}

/// A place where a file does not keep to a rule.
struct Broken {
    span: Span,
    /// What is said where the rule has no words of its own.
    said: String,
    fix: Option<Fix>,
}

/// A section counts by its title, or by what its heading means in any language.
fn lacking_section(file: &AgentFile, title: &str) -> Option<Broken> {
    let kind = heading::classify(title).map(|(kind, _)| kind).filter(|kind| *kind != SectionKind::Other);
    let sections = file.outline.as_read().sections.iter().zip(&file.sections.kinds);
    let mut is_it = sections.map(|(section, of)| Some(*of) == kind || section.title.trim().eq_ignore_ascii_case(title));
    if is_it.any(|is_it| is_it) {
        return None;
    }
    let first = file.outline.as_read().sections.first().map(|section| file.outline.here(section.title_span));
    let said = format!("Agents in this project have a section \"{title}\".");
    let fix = Fix::to_review(format!("Insert \"{title}\""), section_at_end::appended(file, title, LEVEL));
    Some(Broken { span: first.unwrap_or(name_span(file)), said, fix: Some(fix) })
}

fn forbidden_tools(file: &AgentFile, allowed: &[String]) -> Vec<Broken> {
    let tools = &file.verdict.tools;
    let may = listed(allowed, "and");
    if tools.effective.is_none() {
        let said = format!("Agents here may have {may}: this one has all tools. List those that it needs.");
        let span = file.entry(Role::Tools).map_or(name_span(file), |entry| entry.key_span);
        return vec![Broken { span, said, fix: None }];
    }
    let is_allowed = |entry: &&ToolEntry| {
        let name = match &entry.fate {
            ToolFate::Tool { name, .. } | ToolFate::NoEffect { name } => name,
            // What no tool is called is not granted.
            ToolFate::Unknown => return true,
            ToolFate::All | ToolFate::Mcp { .. } => &entry.text,
        };
        allowed.iter().any(|pattern| asked::fits(pattern, name) || asked::fits(pattern, &entry.text))
    };
    let forbidden = tools.declared.iter().filter(|entry| !is_allowed(entry));
    let broken = |entry: &ToolEntry| Broken {
        span: entry.span,
        said: format!("Agents here may have {may}, not {}.", entry.text),
        fix: None,
    };
    forbidden.map(broken).collect()
}

fn forbidden_model(file: &AgentFile, allowed: &[String]) -> Option<Broken> {
    let model = &file.verdict.model;
    let declared = model.declared.as_deref().map(str::trim).filter(|declared| !declared.is_empty());
    let meant = match &model.effective {
        EffectiveModel::Id(id) => id.as_str(),
        EffectiveModel::Inherit => "inherit",
    };
    let fits = |name: &str| allowed.iter().any(|pattern| asked::fits(pattern, name));
    if fits(meant) || declared.is_some_and(fits) {
        return None;
    }
    let may = listed(allowed, "or");
    let said = match declared {
        Some(declared) => format!("Agents here run with {may}, not with {declared}."),
        None => format!("Agents here run with {may}: this one runs with the session's model."),
    };
    Some(Broken { span: file.value(Role::Model).map_or(name_span(file), |node| node.span), said, fix: None })
}

/// "a, b or c"
fn listed(words: &[String], link: &str) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first, second] => format!("{first} {link} {second}"),
        all if link == "and" => both(all.iter().map(String::as_str)),
        all => {
            let (last, before) = all.split_last().map_or(("", &[][..]), |(last, before)| (last.as_str(), before));
            format!("{} {link} {last}", before.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::page_tests::agent;

    const TEXT: &str = "---\nname: backend-api\ndescription: Simply builds APIs. Use for it.\ntools: Read, Task, Grpe\nmodel: opus\n---\n\n# API\n\nYou simply build.\n\n```\nsimply code\n```\n";

    fn found(asked: Asked) -> Vec<String> {
        let file = agent(TEXT);
        let rule = HouseRule { asked, message: None, severity: Severity::Warning };
        let found = check(&file, &[rule], &Severities::AS_RULES_SAY);
        found.iter().map(|found| format!("{}: {}", found.span.slice(TEXT), found.message)).collect()
    }

    fn some(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn each_kind_of_rule_points_at_its_words() {
        assert_eq!(found(Asked::Section("Limits".into())), ["API: Agents in this project have a section \"Limits\"."]);
        assert_eq!(found(Asked::Section("api".into())), [""; 0]);
        assert_eq!(
            found(Asked::Name(some(&["frontend-*", "ui"]))),
            ["backend-api: Names in this project are called frontend-* or ui, not \"backend-api\"."]
        );
        assert_eq!(found(Asked::Name(some(&["*-api"]))), [""; 0]);
        assert_eq!(
            found(Asked::Tools(some(&["Read", "Grep"]))),
            ["Task: Agents here may have Read and Grep, not Task."]
        );
        assert_eq!(
            found(Asked::Models(some(&["haiku", "sonnet"]))),
            ["opus: Agents here run with haiku or sonnet, not with opus."]
        );
        assert_eq!(found(Asked::Models(some(&["claude-opus-*"]))), [""; 0]);
        assert_eq!(
            found(Asked::NoWords(some(&["simply"]))),
            ["Simply: This project does not write \"simply\".", "simply: This project does not write \"simply\"."]
        );
    }

    #[test]
    fn a_rule_speaks_with_its_own_words_and_can_be_switched_off() {
        let file = agent(TEXT);
        let rule = HouseRule {
            asked: Asked::Section("Limits".to_owned()),
            message: Some("Say what it must not do.".to_owned()),
            severity: Severity::Error,
        };
        let rules = [rule];
        let [found] = check(&file, &rules, &Severities::AS_RULES_SAY).try_into().unwrap();
        assert_eq!((found.message.as_str(), found.severity), ("Say what it must not do.", Severity::Error));
        assert!(found.fixes[0].edits.apply(TEXT).ends_with("```\n\n## Limits\n\n- \n"));
        let off: Severities = [(DESCRIBED.code, Level::Off)].into_iter().collect();
        assert!(check(&file, &rules, &off).is_empty());
    }

    #[test]
    fn all_tools_and_no_model_are_not_a_choice_from_a_list() {
        let file = agent("---\nname: a\ndescription: Reads.\n---\nRead.\n");
        let rule = |asked| [HouseRule { asked, message: None, severity: Severity::Warning }];
        let found = check(&file, &rule(Asked::Tools(some(&["Read"]))), &Severities::AS_RULES_SAY);
        assert_eq!(found[0].message, "Agents here may have Read: this one has all tools. List those that it needs.");
        let found = check(&file, &rule(Asked::Models(some(&["haiku"]))), &Severities::AS_RULES_SAY);
        assert_eq!(found[0].message, "Agents here run with haiku: this one runs with the session's model.");
        assert!(check(&file, &rule(Asked::Models(some(&["inherit"]))), &Severities::AS_RULES_SAY).is_empty());
    }
}
