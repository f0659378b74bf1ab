//! `unknown-model`

use super::is_agent;
use crate::dialect::{Dialect, Model, Resolves, Role, Take};
use crate::model::AgentFile;
use crate::model::verdict::kind;
use crate::model::verdict::model_in_effect::{find, is_model};
use crate::rules::front_matter::changed_by_repair;
use crate::rules::words::either;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, did_you_mean};
use crate::syntax::{Node, NodeKind};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "unknown-model",
    summary: "A model that is neither an alias nor an id of a known form.",
    severity: Severity::Warning,
    reads: Reads::Values(&[Role::Model]),
    page: include_str!("unknown-model.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(node) = file.value(Role::Model).filter(|_| is_agent(file)) else { return };
    if file.entry(Role::Model).is_some_and(|entry| changed_by_repair::changes(file, entry)) {
        return;
    }
    let dialect = file.dialect;
    let named = kind::of(dialect, &file.front_matter);
    let elsewhere = named.is_some() && named != kind::usual(dialect);
    if elsewhere || dialect.models.is_empty() && dialect.model_ids.is_empty() {
        return;
    }
    match &node.kind {
        NodeKind::List(items) if file.field(Role::Model).is_some_and(|field| field.takes.contains(&Take::List)) => {
            items
                .iter()
                .filter_map(|id| file.front_matter.tree.get(*id))
                .for_each(|item| check_one(file, item, findings));
        }
        _ => check_one(file, node, findings),
    }
}

fn check_one(file: &AgentFile, node: &Node, findings: &mut Findings) {
    let dialect = file.dialect;
    let Some(asked) = node.as_str().map(str::trim).filter(|asked| !asked.is_empty()) else { return };
    let known = find(dialect, asked);
    let nowhere = known.is_some_and(|model| model.resolves == Resolves::Nowhere);
    let sent = format!("{} sends \"{asked}\" to the API as it is written", dialect.label);
    if !nowhere && (known.is_some() || is_model(dialect, asked)) {
        return;
    }
    let outcome = if nowhere {
        format!("{sent}, and there is no such model: the agent fails when it is called.")
    } else {
        format!("{sent}; where the API has no such model (404), the agent fails when it is called.")
    };
    if let Some(note) = &dialect.unknown_model_note {
        let near = as_shown(dialect, asked);
        let advice = near.map_or_else(String::new, |name| format!(" Did you mean {name}?"));
        let found = Diagnostic::new(Severity::Warning, node.span, format!("{} {note}.{advice}", dialect.label));
        return findings.add(match near {
            Some(name) => {
                found.fix(Fix::to_review(format!("Replace by {name}"), EditSet::one(node.span, name.to_owned())))
            }
            None => found,
        });
    }
    let (advice, fixes) = match suggestions(dialect, asked, nowhere).as_slice() {
        [] => {
            let names = dialect.models.iter().filter(|model| is_alias(model)).map(|model| &*model.name);
            let inherit = session_model(dialect).map(|name| (name.to_owned(), false));
            (format!("Aliases are {}.", either(names)), inherit.into_iter().collect::<Vec<_>>())
        }
        found => (format!("Did you mean {}?", either(found.iter().map(|(name, _)| &**name))), found.to_vec()),
    };
    let mut found = Diagnostic::new(Severity::Warning, node.span, format!("{outcome} {advice}"));
    for (name, sure) in fixes {
        let edits = EditSet::one(node.span, name.clone());
        let title = format!("Replace by {name}");
        found = found.fix(if sure { Fix::safe(title, edits) } else { Fix::to_review(title, edits) });
    }
    findings.add(found);
}

/// The name that a list of models shows for an id: `GPT-4.1 (copilot)` for `gpt-4.1`.
fn as_shown(dialect: &'static Dialect, asked: &str) -> Option<&'static str> {
    let id = as_id(asked);
    let names = dialect.models.iter().filter(|model| !model.hidden).map(|model| &*model.name);
    names.into_iter().find(|name| name.split_once(" (").is_some_and(|(shown, _)| as_id(shown) == id))
}

/// Names that were probably meant, the closest first, and whether that is sure.
fn suggestions(dialect: &'static Dialect, asked: &str, nowhere: bool) -> Vec<(String, bool)> {
    if nowhere {
        return session_model(dialect).map(|name| (name.to_owned(), true)).into_iter().collect();
    }
    let bare = asked.split(['[', '(']).next().unwrap_or(asked).trim();
    if bare != asked && find(dialect, bare).is_some_and(|model| model.resolves != Resolves::Nowhere) {
        return vec![(bare.to_owned(), true)];
    }
    let mut found: Vec<(String, bool)> = Vec::new();
    let id = as_id(bare);
    let ids = [id.clone(), format!("claude-{id}")];
    found.extend(
        dialect
            .models
            .iter()
            .filter(|model| !model.retired && !is_alias(model) && ids.iter().any(|id| *id == *model.name))
            .map(|model| (model.name.to_string(), true)),
    );
    let words: Vec<&str> = id.split(|c: char| !c.is_alphanumeric()).collect();
    let family = words.iter().find_map(|word| {
        dialect.models.iter().find(|model| model.resolves == Resolves::Family && is_alias(model) && model.name == *word)
    });
    found.extend(family.map(|model| (model.name.to_string(), false)));
    if found.is_empty() {
        // Another number is another model, not a typing error.
        fn digits(name: &str) -> impl Iterator<Item = char> + '_ {
            name.chars().filter(char::is_ascii_digit)
        }
        let same_numbers = dialect
            .models
            .iter()
            .filter(|model| !model.retired && model.resolves != Resolves::Nowhere && !model.name.ends_with('*'))
            .map(|model| &*model.name)
            .filter(|name| digits(name).eq(digits(asked)));
        found.extend(did_you_mean(asked, same_numbers).map(|name| (name.to_owned(), true)));
    }
    found
}

/// A name as a person writes it in the form of an id: `Claude Sonnet 4.5` as `claude-sonnet-4-5`.
fn as_id(name: &str) -> String {
    name.to_lowercase().replace([' ', '.', '_'], "-")
}

fn is_alias(model: &Model) -> bool {
    !model.hidden && model.resolves != Resolves::AsWritten
}

fn session_model(dialect: &'static Dialect) -> Option<&'static str> {
    dialect.models.iter().find(|model| model.resolves == Resolves::Inherit).map(|model| &*model.name)
}

#[cfg(test)]
mod tests {
    use crate::model::verdict::model_in_effect::fits;
    use crate::rules::page_tests::findings;

    fn of(model: &str) -> String {
        findings(&format!("---\nname: agent\ndescription: Does it.\nmodel: {model}\n---\n\nDo it.\n"))
    }

    #[test]
    fn forms_of_ids() {
        assert!(fits("claude-opus-#-#", "claude-opus-4-7"));
        assert!(!fits("claude-opus-#", "claude-opus-"));
        assert!(!fits("claude-opus-#", "claude-opus-4-7"));
        assert!(fits("*.anthropic.claude-*", "eu.anthropic.claude-sonnet-4-20250514-v1:0"));
        assert!(!fits("arn:*", "arn:"));
    }

    #[test]
    fn aliases_and_ids_of_every_provider_are_fine() {
        for model in [
            "sonnet",
            "Opus",
            "\"haiku[1m]\"",
            "inherit",
            "claude-opus-5-5",
            "claude-opus-7-1",
            "claude-3-7-sonnet-latest",
            "claude-sonnet-4-20250514",
            "us.anthropic.claude-sonnet-4-20250514-v1:0",
            "claude-opus-4@20250514",
            "anthropic/claude-sonnet-5",
            "arn:aws:bedrock:eu-west-1:1:inference-profile/x",
            "claude-sonnet-4-5-20250929",
        ] {
            assert_eq!(of(model), "", "{model}");
        }
    }

    #[test]
    fn the_rest_is_told_with_what_was_meant() {
        let models = [
            "sonet",
            "default",
            "inherit[1m]",
            "gpt-4o",
            "Claude Sonnet 4.5 (copilot)",
            "claude-opus",
            "opus-4.5",
            "claude-opus-4.7",
            "claude-sonet-5-5",
            "fast",
            "haiku, sonnet",
        ];
        expect_test::expect![[r#"
            warning unknown-model "sonet": Claude Code sends "sonet" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean sonnet?
              fix: Replace by sonnet
            warning unknown-model "default": Claude Code sends "default" to the API as it is written, and there is no such model: the agent fails when it is called. Did you mean inherit?
              fix: Replace by inherit
            warning unknown-model "inherit[1m]": Claude Code sends "inherit[1m]" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean inherit?
              fix: Replace by inherit
            warning unknown-model "gpt-4o": Claude Code sends "gpt-4o" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Aliases are sonnet, opus, haiku, fable, inherit, best or opusplan.
              fix: Replace by inherit (to review)
            warning unknown-model "Claude Sonnet 4.5 (copilot)": Claude Code sends "Claude Sonnet 4.5 (copilot)" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean claude-sonnet-4-5 or sonnet?
              fix: Replace by claude-sonnet-4-5
              fix: Replace by sonnet (to review)
            warning unknown-model "claude-opus": Claude Code sends "claude-opus" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean opus?
              fix: Replace by opus (to review)
            warning unknown-model "opus-4.5": Claude Code sends "opus-4.5" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean opus?
              fix: Replace by opus (to review)
            warning unknown-model "claude-opus-4.7": Claude Code sends "claude-opus-4.7" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean opus?
              fix: Replace by opus (to review)
            warning unknown-model "claude-sonet-5-5": Claude Code sends "claude-sonet-5-5" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean claude-sonnet-5-5?
              fix: Replace by claude-sonnet-5-5
            warning unknown-model "fast": Claude Code sends "fast" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Aliases are sonnet, opus, haiku, fable, inherit, best or opusplan.
              fix: Replace by inherit (to review)
            warning unknown-model "haiku, sonnet": Claude Code sends "haiku, sonnet" to the API as it is written; where the API has no such model (404), the agent fails when it is called. Did you mean haiku?
              fix: Replace by haiku (to review)
        "#]].assert_eq(&models.map(of).concat());
    }
}
