//! The JSON Schema of `agentls.toml` and of the editor's settings.

use crate::dialect;
use crate::rules::{self, Level};
use serde_json::{Map, Value, json};

/// The schema, for editors that complete and check TOML or JSON by one.
pub fn schema() -> Value {
    let part = properties();
    let mut whole = part.clone();
    let mut of_override = part;
    of_override.insert(
        "paths".to_owned(),
        json!({
            "description": "Globs below the folder of agentls.toml, as in .gitignore.",
            "type": "array",
            "items": {"type": "string"},
        }),
    );
    whole.insert(
        "overrides".to_owned(),
        json!({
            "description": "What counts for some files. Of several that fit, the last one that says something counts.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": of_override,
                "required": ["paths"],
                "additionalProperties": false,
            },
        }),
    );
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": super::FILE_NAME,
        "description": "What a project asks of agentls.",
        "type": "object",
        "properties": whole,
        "additionalProperties": false,
    })
}

/// The keys that may stand for all files and in an override.
fn properties() -> Map<String, Value> {
    let version = |dialect: &dialect::Dialect| {
        let description = format!("The version of {} that files are judged by.", dialect.label);
        let value = json!({
            "description": description,
            "type": "string",
            "pattern": r"^\d+(\.\d+){0,2}$",
            "examples": [dialect.version.to_string()],
        });
        (dialect.id.to_string(), value)
    };
    let versions: Map<String, Value> = dialect::all().iter().map(version).collect();
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.name()).collect();
    let rule = |rule: rules::Described| (rule.code.to_owned(), json!({"description": rule.summary, "enum": levels}));
    let rules: Map<String, Value> = rules::pages().map(rule).collect();
    let ids: Vec<&str> = dialect::all().iter().map(|dialect| &*dialect.id).collect();
    let table = |description: &str, properties: Map<String, Value>| {
        json!({
            "description": description,
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    };
    let targets = json!({
        "description": "The tools that the agents are to work in.",
        "type": "array",
        "items": {"enum": ids},
        "uniqueItems": true,
    });
    let lens = json!({"description": "Whether to show the verdict in a line above each agent.", "type": "boolean"});
    let entries = [
        ("targets", targets),
        ("versions", table("Pinned versions of tools.", versions)),
        ("rules", table("How much the findings of a rule count.", rules)),
        ("lens", lens),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::read::{KEYS, KEYS_OF_OVERRIDES};
    use super::super::toml;
    use super::*;

    /// A value that a schema allows, as TOML writes it.
    fn sample(schema: &Value) -> String {
        let first = |key: &str| schema[key].as_array().and_then(|values| values.first()).map(Value::to_string);
        if let Some(value) = first("enum").or_else(|| first("examples")) {
            return value;
        }
        match schema["type"].as_str() {
            Some("array") => format!("[{}]", sample(&schema["items"])),
            Some("boolean") => "true".to_owned(),
            Some("object") => {
                let entries = schema["properties"].as_object().unwrap().iter();
                let entries: Vec<String> = entries.map(|(key, schema)| format!("{key} = {}", sample(schema))).collect();
                format!("{{ {} }}", entries.join(", "))
            }
            _ => "\"a\"".to_owned(),
        }
    }

    fn sorted(mut keys: [&str; 5]) -> [&str; 5] {
        keys.sort_unstable();
        keys
    }

    #[test]
    fn it_has_the_keys_that_are_read() {
        let schema = schema();
        let keys = |schema: &Value| {
            let mut keys: Vec<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&schema), sorted(KEYS));
        assert_eq!(keys(&schema["properties"]["overrides"]["items"]), sorted(KEYS_OF_OVERRIDES));
    }

    #[test]
    fn what_it_allows_is_read_without_a_fault() {
        let schema = schema();
        for (key, schema) in schema["properties"].as_object().unwrap() {
            let text = format!("{key} = {}\n", sample(schema));
            assert_eq!(toml(&text).1, [], "{text}");
        }
    }
}
