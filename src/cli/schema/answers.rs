//! What commands print as JSON, as JSON Schema 2020-12. `docs/cli.md` says what the members mean.

use serde_json::{Map, Value, json};

/// The commands whose answers have a schema, and what each is.
pub const COMMANDS: [(&str, &str); 11] = [
    ("check", "answer of agentls check --format json"),
    ("check-statistics", "answer of agentls check --statistics --format json"),
    ("fix", "answer of agentls fix --format json"),
    ("inspect", "answer of agentls inspect --format json"),
    ("list", "answer of agentls list --format json"),
    ("stats", "answer of agentls stats --format json"),
    ("graph", "answer of agentls graph --format json"),
    ("settings", "answer of agentls config --format json"),
    ("explain", "answer of agentls explain --format json"),
    ("convert", "answer of agentls convert --format json"),
    ("facts", "answer of agentls doctor --facts --format json"),
];

/// The schema of a command's answer.
pub fn schema(command: &str) -> Option<Value> {
    let (members, definitions) = match command {
        "check" => (
            json!({"version": version(), "files": list(of("file")), "summary": of("summary")}),
            json!({
                "file": object(
                    json!({"path": text(), "dialect": or_null(text()), "diagnostics": list(of("diagnostic"))}),
                    json!({"invalid_utf8": {"const": true}}),
                ),
                "diagnostic": object(
                    json!({
                        "code": text(), "severity": severity(), "message": text(), "range": of("range"),
                        "related": list(of("related")), "fixes": list(of("fix")),
                    }),
                    json!({}),
                ),
                "related": object(json!({"path": text(), "range": or_null(of("range")), "message": text()}), json!({})),
                "fix": object(
                    json!({"title": text(), "safe": flag(), "preferred": flag(), "edits": list(of("edit"))}),
                    json!({}),
                ),
                "edit": object(json!({"path": text(), "range": of("range"), "text": text()}), json!({})),
                "summary": summary(), "range": range(), "point": point(),
            }),
        ),
        "check-statistics" => (
            json!({"version": version(), "statistics": list(of("row")), "summary": of("summary")}),
            json!({
                "row": object(
                    json!({
                        "code": text(), "severity": severity(), "count": count(), "files": count(),
                        "safe_fixes": count(),
                    }),
                    json!({}),
                ),
                "summary": summary(),
            }),
        ),
        "fix" => (
            json!({
                "version": version(), "files": list(of("file")),
                "summary": object(json!({"files": count(), "mended": count(), "fixes": count()}), json!({})),
            }),
            json!({
                "file": object(
                    json!({"path": text(), "dialect": text(), "fixes": count(), "written": flag()}),
                    json!({"fault": text()}),
                ),
            }),
        ),
        "inspect" => (json!({"version": version(), "agents": list(of("agent"))}), inspected()),
        "list" => (
            json!({"version": version(), "agents": list(of("agent"))}),
            json!({
                "agent": object(
                    json!({
                        "path": text(), "dialect": text(),
                        "scope": scope(),
                        "name": or_null(text()), "loads": flag(), "launches": flag(), "reason": or_null(text()),
                        "model": text(), "tools": or_null(list(text())), "denied": list(text()),
                        "tokens": object(json!({"description": count(), "body": count()}), json!({})),
                        "named_by": count(),
                    }),
                    json!({}),
                ),
            }),
        ),
        "stats" => (
            json!({
                "version": version(), "agents": count(), "loads": count(), "launches": count(), "repaired": count(),
                "tokens": object(json!({"session": count(), "median_run": count(), "most_run": count()}), json!({})),
                "dialects": list(of("count")), "models": list(of("count")), "tools": list(of("count")),
                "areas": list(of("count")), "reasons": list(of("count")),
            }),
            json!({"count": object(json!({"name": text(), "agents": count()}), json!({}))}),
        ),
        "graph" => (
            json!({"version": version(), "agents": list(of("agent")), "handovers": list(of("handover"))}),
            json!({
                "agent": object(
                    json!({
                        "path": text(), "dialect": text(), "scope": scope(), "name": text(), "description": text(),
                        "loads": flag(), "named_by": count(), "expertise": list(of("area")),
                    }),
                    json!({}),
                ),
                "area": object(json!({"area": or_null(text()), "items": list(text())}), json!({})),
                "handover": object(json!({"from": text(), "to": text()}), json!({})),
            }),
        ),
        "settings" => (
            json!({
                "version": version(), "path": text(), "file": or_null(text()), "settings": list(of("setting")),
                "faults": list(of("fault")),
            }),
            json!({
                "setting": object(json!({"key": text(), "value": true, "from": or_null(of("place"))}), json!({})),
                "place": object(json!({"path": text(), "range": of("range")}), json!({})),
                "fault": object(
                    json!({"code": text(), "severity": severity(), "message": text(), "range": of("range")}),
                    json!({}),
                ),
                "range": range(), "point": point(),
            }),
        ),
        "explain" => (
            json!({"version": version(), "asked": text(), "pages": list(of("page")), "suggestions": list(text())}),
            json!({
                "page": object(
                    json!({
                        "kind": {"enum": ["rule", "dialect", "tool", "key", "model", "term"]}, "name": text(),
                        "dialect": or_null(text()), "text": text(),
                    }),
                    json!({}),
                ),
            }),
        ),
        "convert" => (
            json!({"version": version(), "files": list(of("file"))}),
            json!({
                "file": object(
                    json!({
                        "path": text(), "dialect": text(), "to": text(), "new_path": or_null(text()),
                        "written": flag(), "loads": flag(), "reason": or_null(text()), "losses": list(of("loss")),
                    }),
                    json!({"fault": text(), "text": text()}),
                ),
                "loss": object(
                    json!({
                        "fate": {"enum": ["lost", "changed", "added"]}, "part": text(), "what": text(),
                        "range": or_null(of("range")), "reason": text(),
                    }),
                    json!({}),
                ),
                "range": range(), "point": point(),
            }),
        ),
        "facts" => (
            json!({"version": version(), "sources": list(of("source"))}),
            json!({
                "source": object(
                    json!({
                        "checked": {"type": "string", "format": "date"}, "dialect": text(), "tool_version": or_null(text()),
                        "evidence": {"enum": ["observed", "documented", "unverified"]}, "source": text(),
                        "title": text(), "url": or_null(text()), "facts": list(of("fact")),
                    }),
                    json!({}),
                ),
                "fact": object(
                    json!({
                        "kind": {"enum": ["reading", "place", "names", "key", "tool", "tool-form", "model"]},
                        "name": or_null(text()),
                    }),
                    json!({}),
                ),
            }),
        ),
        _ => return None,
    };
    let what = COMMANDS.iter().find(|(name, _)| *name == command).map_or("", |(_, what)| *what);
    let mut schema = object(members, json!({}));
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("title".into(), json!(what));
        object.insert("$defs".into(), definitions);
    }
    Some(schema)
}

fn inspected() -> Value {
    json!({
        "agent": object(
            json!({
                "path": text(), "dialect": text(), "tool_version": or_null(text()), "loads": flag(),
                "reason": or_null(text()), "reported": {"enum": ["session", "log", "never"]}, "launches": flag(),
                "name": or_null(text()), "description": or_null(text()),
                "front_matter": {"enum": ["none", "valid", "repaired", "lost"]},
                "model": object(json!({"declared": or_null(text()), "effective": text()}), json!({})),
                "tools": object(
                    json!({
                        "declared": list(text()), "effective": or_null(list(text())), "inherits_all": flag(),
                        "denied": list(text()), "dropped": list(of("dropped")),
                    }),
                    json!({}),
                ),
                "ignored_keys": list(text()), "dropped_values": list(text()),
                "tokens": object(json!({"description": count(), "body": count()}), json!({})),
            }),
            json!({"invalid_utf8": {"const": true}, "expertise": list(of("known"))}),
        ),
        "dropped": object(
            json!({"name": text(), "reason": {"enum": ["unknown", "no-effect", "no-server"]}}),
            json!({}),
        ),
        "known": object(
            json!({
                "kind": {"enum": ["area", "item"]}, "text": text(), "area": or_null(text()), "range": of("range"),
                "explained_by": list(text()),
            }),
            json!({}),
        ),
        "range": range(),
        "point": point(),
    })
}

/// With members that are always there and members that may be. New ones may come, so others are allowed.
fn object(required: Value, optional: Value) -> Value {
    let (Value::Object(mut members), Value::Object(optional)) = (required, optional) else { return json!(true) };
    let required: Vec<String> = members.keys().cloned().collect();
    members.extend(optional);
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("required".into(), json!(required));
    schema.insert("properties".into(), Value::Object(members));
    Value::Object(schema)
}

fn of(definition: &str) -> Value {
    json!({"$ref": format!("#/$defs/{definition}")})
}

fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn version() -> Value {
    json!({"const": 1})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn flag() -> Value {
    json!({"type": "boolean"})
}

fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn severity() -> Value {
    json!({"enum": ["hint", "information", "warning", "error"]})
}

fn scope() -> Value {
    json!({"enum": ["managed", "project", "user", "plugin", null]})
}

fn summary() -> Value {
    let members = json!({
        "files": count(), "errors": count(), "warnings": count(), "informations": count(), "hints": count(),
    });
    object(members, json!({}))
}

fn range() -> Value {
    object(json!({"start": of("point"), "end": of("point")}), json!({}))
}

fn point() -> Value {
    let from_one = json!({"type": "integer", "minimum": 1});
    object(json!({"line": from_one, "column": from_one, "offset": count()}), json!({}))
}
