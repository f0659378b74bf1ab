//! A dialect's facts as JSON Schema 2020-12. It takes what the tool takes; what is taken and has no effect is for
//! `check` to say.

use crate::dialect::{BadValue, Choice, Dialect, Field, SubKey, Take, UnknownKeys, ValueKind};
use serde_json::{Map, Value, json};

/// The schema of a dialect's front matter.
pub fn schema(dialect: &Dialect) -> Value {
    let properties: Map<String, Value> =
        dialect.fields.iter().map(|field| (field.key.to_string(), property(dialect, field))).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Front matter of a {} {}", dialect.label, dialect.noun),
        "$comment": format!("Checked with version {}", dialect.version),
        "type": "object",
        "properties": properties,
    });
    let required: Vec<&str> =
        dialect.fields.iter().filter(|f| f.required && f.kinds.is_empty()).map(|f| &*f.key).collect();
    if let Some(object) = schema.as_object_mut() {
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
        // Only where an unknown key costs the file is it wrong to write one.
        object.insert("additionalProperties".into(), json!(dialect.unknown_keys != UnknownKeys::DropFile));
    }
    schema
}

fn property(dialect: &Dialect, field: &Field) -> Value {
    let mut schema = if field.bad_value == BadValue::Accepted { json!({}) } else { of_kind(dialect, field) };
    let Some(object) = schema.as_object_mut() else { return schema };
    let description = if field.detail.is_empty() {
        field.summary.to_string()
    } else {
        format!("{}\n\n{}", field.summary, field.detail)
    };
    object.insert("description".into(), json!(description));
    if let Some(default) = default_value(field) {
        object.insert("default".into(), default);
    }
    if field.same_as.is_some() || field.until.is_some() {
        object.insert("deprecated".into(), json!(true));
    }
    let examples = examples(dialect, field);
    if !examples.is_empty() {
        object.insert("examples".into(), json!(examples));
    }
    schema
}

/// What a value may be, beside what the tool takes without a word.
fn of_kind(dialect: &Dialect, field: &Field) -> Value {
    let mut ways = match field.value {
        ValueKind::Text | ValueKind::Json => vec![json!({"type": "string"})],
        ValueKind::Url => vec![json!({"type": "string", "format": "uri"})],
        ValueKind::Model => vec![json!({"type": "string"})],
        ValueKind::Choice => vec![choices(&field.values, field.any_case)],
        ValueKind::Count => vec![json!({"type": "integer", "minimum": 1})],
        ValueKind::Number => vec![json!({"type": "number"})],
        ValueKind::Flag => vec![json!({"type": "boolean"})],
        ValueKind::ToolList => {
            let list = json!({"type": "array", "items": {"type": "string"}});
            match dialect.tool_texts {
                crate::dialect::ToolTexts::Items => vec![list],
                _ => vec![json!({"type": "string"}), list],
            }
        }
        ValueKind::NameList => vec![json!({"type": "string"}), json!({"type": "array", "items": {"type": "string"}})],
        ValueKind::TextList => vec![json!({"type": "array", "items": {"type": "string"}})],
        ValueKind::TextMap => vec![json!({"type": "object", "additionalProperties": {"type": "string"}})],
        ValueKind::MapList => vec![json!({"type": "array", "items": map_of(&field.sub_keys, &json!(true))})],
        ValueKind::ServerList => vec![json!({"type": "array", "items": {"type": ["string", "object"]}})],
        ValueKind::ServerMap => vec![json!({"type": "object", "additionalProperties": {"type": "object"}})],
        ValueKind::Hooks => vec![map_of(&field.sub_keys, &json!({"type": ["array", "null"]}))],
        ValueKind::Switches => vec![json!({"type": "object", "additionalProperties": {"type": "boolean"}})],
        ValueKind::Permissions => {
            let action = choices(&field.values, false);
            let patterns = json!({"anyOf": [action, {"type": "object", "additionalProperties": action}]});
            vec![action.clone(), map_of(&field.sub_keys, &patterns)]
        }
        ValueKind::Map => vec![map_of(&field.sub_keys, &json!(true))],
    };
    // A list of tools may be empty as it is.
    let says_more = |take: &&Take| **take != Take::EmptyList || field.value != ValueKind::ToolList;
    ways.extend(field.takes.iter().filter(says_more).map(|take| taken(*take, field)));
    match ways.len() {
        1 => ways.remove(0),
        _ => json!({"anyOf": ways}),
    }
}

fn taken(take: Take, field: &Field) -> Value {
    match take {
        Take::Empty => json!({"type": "null"}),
        Take::OneItemList => json!({"type": "array", "minItems": 1, "maxItems": 1}),
        Take::AnyNumber => json!({"type": "number"}),
        Take::QuotedFlag => json!({"enum": ["true", "false"]}),
        Take::LeadingDigits => json!({"type": "string", "pattern": "^\\s*\\+?0*[1-9]"}),
        Take::QuotedNumber => json!({"type": "string", "pattern": "^\\s*[0-9]+(\\.0*)?\\s*$"}),
        Take::List if field.value == ValueKind::Model => json!({"type": "array", "items": {"type": "string"}}),
        Take::List => json!({"type": "array"}),
        Take::EmptyList => json!({"type": "array", "maxItems": 0}),
        Take::HexColor => json!({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}),
    }
}

/// One of some values, with what each of them does.
fn choices(values: &[Choice], any_case: bool) -> Value {
    if any_case {
        let names: Vec<String> = values.iter().map(|choice| any_case_pattern(&choice.value)).collect();
        return json!({"type": "string", "pattern": format!("^({})$", names.join("|"))});
    }
    let one = |choice: &Choice| json!({"const": choice.value, "description": choice.summary});
    json!({"type": "string", "oneOf": values.iter().map(one).collect::<Vec<Value>>()})
}

fn any_case_pattern(word: &str) -> String {
    let letter = |c: char| match c.is_ascii_alphabetic() {
        true => format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase()),
        false => c.to_string(),
    };
    word.chars().map(letter).collect()
}

/// A map whose known keys are described; others are taken.
fn map_of(keys: &[SubKey], value: &Value) -> Value {
    let property = |sub: &SubKey| {
        let mut schema = match value {
            Value::Object(object) => object.clone(),
            _ => Map::new(),
        };
        if sub.number {
            schema.insert("type".into(), json!(if sub.whole { "integer" } else { "number" }));
            schema.insert("exclusiveMinimum".into(), json!(0));
        } else if !sub.values.is_empty() {
            schema = choices(&sub.values, false).as_object().cloned().unwrap_or_default();
        }
        schema.insert("description".into(), json!(sub.summary));
        (sub.key.to_string(), Value::Object(schema))
    };
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    let mut schema = json!({"type": "object", "additionalProperties": value});
    if let Some(object) = schema.as_object_mut().filter(|_| !properties.is_empty()) {
        object.insert("properties".into(), Value::Object(properties));
        let required: Vec<&str> = keys.iter().filter(|sub| sub.required).map(|sub| &*sub.key).collect();
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
    }
    schema
}

/// The default, where it is a value and not a description of one.
fn default_value(field: &Field) -> Option<Value> {
    let word = field.default.as_deref()?.strip_prefix('`')?.split('`').next()?;
    match field.value {
        ValueKind::Flag => word.parse::<bool>().ok().map(Value::from),
        ValueKind::Count => word.parse::<u64>().ok().map(Value::from),
        ValueKind::Number => word.parse::<f64>().ok().map(Value::from),
        ValueKind::Choice => field.values.iter().any(|choice| choice.value == word).then(|| Value::from(word)),
        _ => None,
    }
}

/// Names that an author may choose from, where any text is taken.
fn examples(dialect: &Dialect, field: &Field) -> Vec<String> {
    match field.value {
        ValueKind::Model => {
            dialect.models.iter().filter(|model| !model.hidden).map(|model| model.name.to_string()).collect()
        }
        _ if field.bad_value == BadValue::Accepted => {
            field.values.iter().map(|choice| choice.value.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;

    #[test]
    fn every_key_of_every_dialect_is_described() {
        for dialect in dialect::all() {
            let schema = schema(dialect);
            for field in dialect.fields.iter() {
                let property = &schema["properties"][&*field.key];
                assert!(
                    property["description"].as_str().is_some_and(|text| text.starts_with(&*field.summary)),
                    "{}",
                    field.key
                );
            }
            let strict = dialect.unknown_keys == UnknownKeys::DropFile;
            assert_eq!(schema["additionalProperties"], json!(!strict));
            let required = schema["required"].as_array().map_or(0, Vec::len);
            assert_eq!(
                required,
                dialect.fields.iter().filter(|field| field.required && field.kinds.is_empty()).count()
            );
        }
    }

    #[test]
    fn defaults_and_values_come_from_the_facts() {
        let schema = schema(dialect::named("gemini-cli").unwrap());
        assert_eq!(schema["properties"]["max_turns"]["default"], json!(30));
        assert_eq!(schema["properties"]["kind"]["oneOf"][1]["const"], json!("remote"));
        assert_eq!(schema["properties"]["tools"]["type"], json!("array"));
        assert_eq!(any_case_pattern("low"), "[lL][oO][wW]");
    }
}
