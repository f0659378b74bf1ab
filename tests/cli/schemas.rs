//! JSON, held to a JSON Schema. All keywords that schemas of these tests use are known; another one is a fault.

use serde_json::Value;

/// Fails where `value` is not what `schema` allows.
pub fn assert_valid(schema: &Value, value: &Value) {
    let mut faults = Vec::new();
    check(schema, schema, value, "", &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults_of(root: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(root, schema, value, "", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let Value::Object(keywords) = schema else {
        assert!(schema.is_boolean(), "a schema: {schema}");
        if *schema == Value::Bool(false) {
            faults.push(format!("{at}: nothing is allowed here"));
        }
        return;
    };
    for (keyword, wanted) in keywords {
        let mut fault = |what: &str| faults.push(format!("{at}: {what} {wanted}: {value}"));
        match (keyword.as_str(), value) {
            ("type", _) => {
                let kinds = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                if !kinds.iter().any(|kind| is_a(value, kind.as_str().unwrap())) {
                    fault("is not of type");
                }
            }
            ("enum", _) if !wanted.as_array().unwrap().contains(value) => fault("is none of"),
            ("const", _) if value != wanted => fault("is not"),
            ("$ref", _) => {
                let target = root.pointer(wanted.as_str().unwrap().strip_prefix('#').unwrap()).expect("a definition");
                check(root, target, value, at, faults);
            }
            ("required", Value::Object(members)) => {
                for name in
                    wanted.as_array().unwrap().iter().filter(|name| !members.contains_key(name.as_str().unwrap()))
                {
                    faults.push(format!("{at}: has no {name}"));
                }
            }
            ("properties", Value::Object(members)) => {
                for (name, member) in members {
                    if let Some(schema) = wanted.get(name) {
                        check(root, schema, member, &format!("{at}/{name}"), faults);
                    }
                }
            }
            ("additionalProperties", Value::Object(members)) => {
                let known = |name: &str| keywords.get("properties").is_some_and(|known| known.get(name).is_some());
                for (name, member) in members.iter().filter(|(name, _)| !known(name)) {
                    check(root, wanted, member, &format!("{at}/{name}"), faults);
                }
            }
            ("items", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    check(root, wanted, item, &format!("{at}/{index}"), faults);
                }
            }
            ("uniqueItems", Value::Array(items)) => {
                if (1..items.len()).any(|index| items[..index].contains(&items[index])) {
                    fault("holds something twice");
                }
            }
            ("minItems", Value::Array(items)) if (items.len() as u64) < wanted.as_u64().unwrap() => {
                fault("has less items than")
            }
            ("maxItems", Value::Array(items)) if items.len() as u64 > wanted.as_u64().unwrap() => {
                fault("has more items than")
            }
            ("minimum", Value::Number(number)) if number.as_f64() < wanted.as_f64() => fault("is less than"),
            ("maximum", Value::Number(number)) if number.as_f64() > wanted.as_f64() => fault("is more than"),
            ("minLength", Value::String(text)) if (text.len() as u64) < wanted.as_u64().unwrap() => {
                fault("is shorter than")
            }
            ("minProperties", Value::Object(all)) if (all.len() as u64) < wanted.as_u64().unwrap() => {
                fault("has less than")
            }
            ("allOf", _) => wanted.as_array().unwrap().iter().for_each(|schema| check(root, schema, value, at, faults)),
            ("anyOf" | "oneOf", _) => {
                let fits =
                    wanted.as_array().unwrap().iter().filter(|one| faults_of(root, one, value).is_empty()).count();
                if fits == 0 || keyword == "oneOf" && fits > 1 {
                    fault("fits none or too many of");
                }
            }
            // Of the schema of SARIF, for values that ours has not.
            ("dependencies" | "if" | "then" | "else" | "not" | "patternProperties", _) => {
                panic!("{at}: the keyword {keyword} is not understood")
            }
            _ => assert!(KNOWN.contains(&keyword.as_str()), "{at}: the keyword {keyword} is not understood"),
        }
    }
}

/// What is looked at above, or tells people only. Patterns and formats are left to people.
const KNOWN: [&str; 27] = [
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "additionalProperties",
    "const",
    "default",
    "definitions",
    "deprecated",
    "description",
    "enum",
    "examples",
    "format",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
    "uniqueItems",
    "exclusiveMinimum",
];

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the type {other}"),
    }
}

#[test]
fn what_a_schema_forbids_is_found() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"$ref": "#/definitions/a"}, "b": {"items": {"anyOf": [{"const": 1}, {"type": "null"}]}}},
        "additionalProperties": false,
        "definitions": {"a": {"type": "integer", "minimum": 1}},
    });
    let faults = |text: &str| faults_of(&schema, &schema, &serde_json::from_str(text).unwrap()).len();
    assert_eq!(faults(r#"{"a": 1, "b": [1, null]}"#), 0);
    for wrong in ["[]", "{}", r#"{"a": 0}"#, r#"{"a": "1"}"#, r#"{"a": 1, "c": 1}"#, r#"{"a": 1, "b": [2]}"#] {
        assert_eq!(faults(wrong), 1, "{wrong}");
    }
}
