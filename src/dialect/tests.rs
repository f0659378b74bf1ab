//! Whether the facts of each dialect hang together. What `compile.rs` refuses is not asked again.

use super::*;
use std::collections::HashSet;

fn claude_code() -> &'static Dialect {
    named("claude-code").unwrap()
}

/// The options of all `${1|a,b|}` of a snippet, in order.
fn snippet_choices(snippet: &str) -> Vec<&str> {
    snippet
        .split("${")
        .filter_map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('|')?.split_once("|}"))
        .flat_map(|(options, _)| options.split(','))
        .collect()
}

/// What may stand in a snippet's choice: values of the key, keys inside it, their values, models.
fn offered<'a>(dialect: &'a Dialect, field: &'a Field) -> HashSet<&'a str> {
    let inside = field.sub_keys.iter().filter(|key| key.same_as.is_none());
    let values = field.values.iter().chain(inside.clone().flat_map(|key| key.values.iter()));
    let mut offered: HashSet<&str> = values.filter(|value| !value.hidden).map(|value| &*value.value).collect();
    offered.extend(inside.map(|key| &*key.key));
    match field.value {
        ValueKind::Model => {
            offered.extend(dialect.models.iter().filter(|model| !model.hidden).map(|model| &*model.name));
        }
        ValueKind::Flag | ValueKind::Switches => offered.extend(["true", "false"]),
        _ => {}
    }
    offered
}

fn tool_names(dialect: &Dialect) -> HashSet<&str> {
    dialect.tools.iter().map(|tool| &*tool.name).collect()
}

#[test]
fn reads_the_choices_of_a_snippet() {
    assert_eq!(snippet_choices("a ${1|x,y|}: ${2:z} ${3|w|}"), ["x", "y", "w"]);
    assert!(snippet_choices("${1:plain|text}").is_empty());
}

#[test]
fn dialects_are_found_by_name_and_ordered() {
    assert!(all().is_sorted_by(|a, b| a.id < b.id));
    assert!(all().iter().all(|dialect| named(&dialect.id).is_some_and(|found| found.id == dialect.id)));
    assert!(named("no-such-dialect").is_none());
}

#[test]
fn another_spelling_leads_to_a_value_that_is_offered() {
    for dialect in all() {
        for field in dialect.fields.iter() {
            let lists = std::iter::once(&field.values).chain(field.sub_keys.iter().map(|key| &key.values));
            for values in lists {
                for value in values.iter() {
                    let Some(same_as) = &value.same_as else { continue };
                    let meant = values.iter().find(|other| other.value == *same_as);
                    assert!(
                        meant.is_some_and(|other| !other.hidden && other.same_as.is_none()),
                        "{}: {}: {} is another spelling of {same_as}",
                        dialect.id,
                        field.key,
                        value.value
                    );
                }
            }
            for key in field.sub_keys.iter().filter_map(|key| key.same_as.as_ref()) {
                let meant = field.sub_keys.iter().find(|other| other.key == *key);
                assert!(meant.is_some_and(|other| other.same_as.is_none()), "{}: {}: {key}", dialect.id, field.key);
            }
        }
    }
}

#[test]
fn values_and_inner_keys_are_given_once() {
    for dialect in all() {
        for field in dialect.fields.iter() {
            let mut values = HashSet::new();
            for value in field.values.iter() {
                assert!(values.insert(&value.value), "{}: {}: {}", dialect.id, field.key, value.value);
            }
            let mut keys = HashSet::new();
            for key in field.sub_keys.iter() {
                assert!(keys.insert(&key.key), "{}: {}: {}", dialect.id, field.key, key.key);
            }
        }
        let mut models = HashSet::new();
        for model in dialect.models.iter() {
            assert!(models.insert(&model.name), "{}: {}", dialect.id, model.name);
        }
    }
}

#[test]
fn a_choice_has_values_and_a_snippet_offers_only_those() {
    for dialect in all() {
        for field in dialect.fields.iter() {
            let at = format!("{}: {}", dialect.id, field.key);
            assert!(field.value != ValueKind::Choice || !field.values.is_empty(), "{at}: a choice of nothing");
            let offered = offered(dialect, field);
            let Some(snippet) = &field.snippet else { continue };
            for choice in snippet_choices(snippet) {
                assert!(offered.contains(choice), "{at}: the snippet offers `{choice}`");
            }
            if field.value == ValueKind::Choice && !snippet.contains('$') {
                assert!(offered.contains(&**snippet), "{at}: the snippet inserts `{snippet}`");
            }
        }
    }
}

#[test]
fn facts_name_tools_that_exist() {
    for dialect in all() {
        let names = tool_names(dialect);
        let named = (dialect.fields.iter().flat_map(|field| field.grants.iter()))
            .chain(dialect.tools.iter().flat_map(|tool| tool.denied_with.iter()))
            .chain(dialect.models.iter().flat_map(|model| model.loses.iter()));
        for name in named {
            assert!(names.contains(&**name), "{}: {name}", dialect.id);
        }
    }
}

#[test]
fn what_to_write_instead_comes_into_effect() {
    for dialect in all() {
        for tool in dialect.tools.iter() {
            for name in tool.use_instead.iter() {
                let other = dialect.tools.iter().find(|other| other.name == *name);
                let works = other.is_some_and(|other| {
                    matches!(other.reach, Reach::Always | Reach::Foreground | Reach::WhenListed | Reach::UnlessShell)
                });
                assert!(works, "{}: {} instead of {}", dialect.id, name, tool.name);
            }
        }
    }
}

#[test]
fn what_stands_for_a_foreign_tool_comes_into_effect() {
    for dialect in all() {
        for group in dialect.foreign_tools.iter() {
            for name in group.use_instead.iter() {
                let works = dialect.tools.iter().find(|tool| tool.name == *name).is_some_and(|tool| {
                    matches!(tool.reach, Reach::Always | Reach::Foreground | Reach::WhenListed | Reach::UnlessShell)
                });
                assert!(works, "{}: {name} instead of {:?} of {}", dialect.id, group.names, group.of);
            }
        }
    }
}

#[test]
fn a_retired_model_is_an_id_that_runs_another() {
    for dialect in all() {
        for model in dialect.models.iter().filter(|model| model.retired) {
            assert!(model.hidden && model.id.as_ref().is_some_and(|id| *id != model.name), "{}", model.name);
        }
    }
}

#[test]
fn a_tool_that_may_have_no_effect_says_why() {
    for dialect in all() {
        for tool in dialect.tools.iter().filter(|tool| tool.reach != Reach::Always) {
            assert!(tool.reach_note.is_some(), "{}: {}", dialect.id, tool.name);
        }
    }
}

#[test]
fn a_model_has_an_id_exactly_where_one_is_sent() {
    for dialect in all() {
        for model in dialect.models.iter() {
            let sent = matches!(model.resolves, Resolves::To | Resolves::Family);
            assert_eq!(model.id.is_some(), sent, "{}: {}", dialect.id, model.name);
        }
    }
}

#[test]
fn nothing_is_newer_than_the_version_that_was_checked() {
    for dialect in all() {
        let versions = (dialect.fields.iter().flat_map(|field| [field.since, field.until]))
            .chain(dialect.fields.iter().flat_map(|field| field.values.iter().map(|value| value.since)))
            .chain(dialect.tools.iter().flat_map(|tool| [tool.since, tool.until]))
            .chain(dialect.tools.iter().flat_map(|tool| tool.aliases.iter().map(|alias| alias.renamed_in)))
            .chain(dialect.models.iter().map(|model| model.since))
            .chain([dialect.byte_order_mark_since, dialect.refuses_no_tools_since, dialect.name.since]);
        for version in versions.flatten() {
            assert!(version <= dialect.version, "{}: {version}", dialect.id);
        }
    }
}

#[test]
fn texts_speak_with_one_voice() {
    let sentence = |at: &str, text: &str| {
        assert!(text.ends_with('.') && !text.contains('\n'), "{at} is one sentence on one line: {text}");
        assert!(text.chars().count() <= 100, "{at} fits into a completion list: {text}");
    };
    let clause = |at: &str, text: &str| {
        assert!(!text.ends_with('.') && !text.is_empty(), "{at} is a clause: {text}");
    };
    for dialect in all() {
        for field in dialect.fields.iter() {
            let at = format!("{}: {}", dialect.id, field.key);
            sentence(&at, &field.summary);
            clause(&at, &field.bad_value_note);
            field.values.iter().for_each(|value| clause(&at, &value.summary));
            assert!(!field.detail.contains('!') && !field.detail.contains("please"), "{at}: calm words");
        }
        for tool in dialect.tools.iter() {
            let at = format!("{}: {}", dialect.id, tool.name);
            sentence(&at, &tool.summary);
            tool.reach_note.iter().for_each(|note| clause(&at, note));
        }
        for pattern in dialect.tool_patterns.iter() {
            sentence(&pattern.form, &pattern.summary);
        }
        for model in dialect.models.iter() {
            sentence(&model.name, &model.summary);
        }
    }
}

#[test]
fn what_a_claude_code_subagent_inherits() {
    let mut inherited: Vec<&str> = (claude_code().tools.iter())
        .filter(|tool| matches!(tool.reach, Reach::Always | Reach::Foreground | Reach::WhenInherited))
        .map(|tool| &*tool.name)
        .collect();
    inherited.sort_unstable();
    expect_test::expect![[r#"
        Agent Bash CronCreate CronDelete CronList Edit EnterWorktree ExitWorktree ListAgents Monitor NotebookEdit Read ReportFindings SendMessage Skill TaskStop ToolSearch WebFetch WebSearch Write
    "#]]
    .assert_eq(&format!("{}\n", inherited.join(" ")));
}

#[test]
fn old_names_of_claude_code_tools() {
    let old: String = (claude_code().tools.iter())
        .flat_map(|tool| {
            let aliases = tool.aliases.iter().map(move |alias| format!("{} is {}\n", alias.name, tool.name));
            let gone = (tool.reach == Reach::Gone)
                .then(|| format!("{} is gone: {}\n", tool.name, tool.use_instead.join(", ")));
            aliases.chain(gone)
        })
        .collect();
    expect_test::expect![[r#"
        KillShell is TaskStop
        KillBash is TaskStop
        Task is Agent
        MultiEdit is gone: Edit
        LS is gone: Glob
        LSTool is gone: Glob
        View is gone: Read
        NotebookRead is gone: Read
        TodoRead is gone: 
        SlashCommand is gone: Skill
        BashOutput is gone: Read
        AgentOutputTool is gone: Read
        MCPSearch is gone: 
        TeamCreate is gone: 
        TeamDelete is gone: 
    "#]]
    .assert_eq(&old);
}

#[test]
fn every_key_of_claude_code_has_its_own_meaning() {
    let mut roles = HashSet::new();
    assert!(claude_code().fields.iter().all(|field| roles.insert(field.role)));
    assert_eq!(claude_code().fields.len(), 18);
    let required: Vec<&str> =
        claude_code().fields.iter().filter(|field| field.required).map(|field| &*field.key).collect();
    assert_eq!(required, ["name", "description"]);
}
