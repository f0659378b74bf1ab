use crate::workspace::Workspace;
use serde_json::Value;

fn schema(dialect: &str) -> Value {
    serde_json::from_str(&Workspace::new(&[]).stdout(&format!("schema {dialect}"))).unwrap()
}

#[test]
fn each_dialect_has_a_schema() {
    for dialect in agentls::dialect::all() {
        let schema = schema(&dialect.id);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["properties"].as_object().unwrap().len(), dialect.fields.len(), "{}", dialect.id);
    }
}

#[test]
fn the_schema_says_what_the_tool_takes() {
    let gemini = schema("gemini-cli");
    assert_eq!(gemini["additionalProperties"], false);
    assert_eq!(gemini["required"], serde_json::json!(["name", "description"]));
    assert_eq!(gemini["properties"]["max_turns"]["type"], "integer");
    let claude = schema("claude-code");
    assert_eq!(claude["additionalProperties"], true);
    let modes = claude["properties"]["permissionMode"]["anyOf"][0]["oneOf"].as_array().unwrap();
    assert!(modes.iter().any(|mode| mode["const"] == "plan" && mode["description"].is_string()));
}
