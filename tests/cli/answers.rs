//! Each answer in JSON is what `agentls schema` says, no more and no less.

use crate::schemas::assert_valid;
use crate::workspace::{FINE, Workspace, with_tools};
use serde_json::{Value, json};

/// A schema that allows no members but those it names.
pub fn closed(mut schema: Value) -> Value {
    let mut open = vec![&mut schema];
    while let Some(next) = open.pop() {
        match next {
            Value::Object(members) => {
                if members.get("type") == Some(&json!("object")) && members.contains_key("required") {
                    members.insert("additionalProperties".into(), json!(false));
                }
                open.extend(members.values_mut());
            }
            Value::Array(items) => open.extend(items.iter_mut()),
            _ => {}
        }
    }
    schema
}

#[test]
fn answers_are_what_their_schemas_say() {
    let with_areas =
        with_tools("Read, Grpe").replace("You build", "## Expertise\n\n- **API**: JWT tokens\n\nYou build");
    let workspace = Workspace::new(&[
        (".claude/agents/backend.md", &with_areas),
        (".claude/agents/lost.md", &FINE.replace("name: backend\n", "color: mauve\nunknown: x\n")),
        (".gemini/agents/a.md", "---\nname: a\ndescription: b\n---\nYou a.\n"),
        ("agentls.toml", "lens = false\nlense = true\n"),
    ]);
    workspace.write(".claude/agents/bytes.md", b"---\nname: \xff\n---\n");
    for (name, arguments) in [
        ("check", "check --format json"),
        ("check", "check --format json --min-severity error"),
        ("check-statistics", "check --statistics --format json"),
        ("inspect", "inspect --format json --expertise"),
        ("inspect", "inspect --format json nowhere.md"),
        ("list", "list --format json"),
        ("stats", "stats --format json"),
        ("graph", "graph --format json"),
        ("settings", "config --format json"),
        ("settings", "config --format json --no-config"),
        ("explain", "explain --format json haiku"),
        ("explain", "explain --format json haikku"),
        ("convert", "convert --to opencode --format json .claude/agents/backend.md"),
        ("convert", "convert --to opencode --format json --stdout .claude/agents"),
        ("convert", "convert --to claude-code --format json .claude/agents/backend.md"),
        ("fix", "fix --format json"),
        ("explain", "explain --format json goose"),
        ("facts", "doctor --facts --format json"),
        ("facts", "doctor --facts --dialect vscode --format json"),
    ] {
        let schema: Value = serde_json::from_str(&workspace.stdout(&format!("schema {name}"))).unwrap();
        let answer: Value = serde_json::from_str(&workspace.stdout(arguments)).unwrap();
        assert_valid(&closed(schema), &answer);
    }
}

#[test]
fn each_schema_in_the_list_is_printed() {
    let workspace = Workspace::new(&[]);
    let list = workspace.stdout("schema");
    let names: Vec<&str> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let (dialects, others) = names.split_at(agentls::dialect::all().len());
    assert!(agentls::dialect::all().iter().map(|dialect| &*dialect.id).eq(dialects.iter().copied()), "{list}");
    let answers = [
        "check",
        "check-statistics",
        "fix",
        "inspect",
        "list",
        "stats",
        "graph",
        "settings",
        "explain",
        "convert",
        "facts",
    ];
    assert_eq!(others, [&["config"], &answers[..]].concat());
    for name in names {
        let schema: Value = serde_json::from_str(&workspace.stdout(&format!("schema {name}"))).unwrap();
        assert!(schema["title"].is_string(), "{name}");
    }
    workspace.agentls("schema chekc").assert().code(2).stdout_eq("");
}
