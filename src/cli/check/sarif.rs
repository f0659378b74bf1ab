//! SARIF 2.1.0, as code scanning services take it.

use super::Checked;
use super::fingerprint::fingerprints;
use crate::cli::output::json_line;
use crate::cli::position::Range;
use crate::rules::{self, Described, Diagnostic, Severity};
use crate::text::Text;
use crate::{cli, config};
use serde_json::{Value, json};
use std::path::Path;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub fn render(checked: &[Checked]) -> String {
    let descriptions = descriptions();
    let results: Vec<Value> = checked.iter().flat_map(|checked| results(checked, &descriptions)).collect();
    let descriptions: Vec<&Value> = descriptions.iter().map(|(_, description)| description).collect();
    json_line(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "agentls",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": descriptions,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// All rules, and what may be wrong with a configuration, by code.
fn descriptions() -> Vec<(&'static str, Value)> {
    let of_rule = |rule: Described| (rule.code, description(rule.code, rule.summary, rule.page, rule.severity));
    let of_config = |code: &&'static config::Code| {
        let summary = code.page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("");
        (code.name, description(code.name, summary, code.page, Severity::Warning))
    };
    rules::pages().map(of_rule).chain(config::CODES.iter().map(of_config)).collect()
}

fn description(code: &str, summary: &str, page: &str, severity: Severity) -> Value {
    json!({
        "id": code,
        "shortDescription": {"text": summary},
        "help": {"text": format!("agentls explain {code}"), "markdown": page},
        "defaultConfiguration": {"level": level(severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn results(checked: &Checked, descriptions: &[(&'static str, Value)]) -> Vec<Value> {
    let text = Text::from(&*checked.text);
    let uri = uri(&checked.path);
    let prints = fingerprints(&cli::files::slashes(Path::new(&checked.path)), &checked.text, &checked.found);
    let result = |(finding, print): (&Diagnostic, &String)| {
        let mut result = json!({
            "ruleId": finding.code,
            "level": level(finding.severity),
            "message": {"text": finding.message},
            "locations": [{"physicalLocation": place(&uri, Range::new(&text, finding.span))}],
            "partialFingerprints": {"words/v1": print},
            "properties": {"severity": finding.severity.name()},
        });
        let Some(object) = result.as_object_mut() else { return result };
        if let Some(index) = descriptions.iter().position(|(code, _)| *code == finding.code) {
            object.insert("ruleIndex".into(), json!(index));
        }
        let related: Vec<Value> = (finding.related.iter())
            .map(|related| match &related.path {
                Some(path) => json!({
                    "physicalLocation": {"artifactLocation": {"uri": self::uri(path)}},
                    "message": {"text": related.message},
                }),
                None => json!({
                    "physicalLocation": place(&uri, Range::new(&text, related.span)),
                    "message": {"text": related.message},
                }),
            })
            .collect();
        if !related.is_empty() {
            object.insert("relatedLocations".into(), json!(related));
        }
        let fixes: Vec<Value> = (finding.fixes.iter().filter(|fix| !fix.edits.is_empty()))
            .map(|fix| {
                let replacement = |edit: &crate::text::Edit| {
                    json!({
                        "deletedRegion": region(Range::new(&text, edit.span)),
                        "insertedContent": {"text": edit.text},
                    })
                };
                let replacements: Vec<Value> = fix.edits.edits().iter().map(replacement).collect();
                json!({
                    "description": {"text": fix.title},
                    "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}],
                    "properties": {"safe": fix.safe, "preferred": fix.preferred},
                })
            })
            .collect();
        if !fixes.is_empty() {
            object.insert("fixes".into(), json!(fixes));
        }
        result
    };
    let shown = |(finding, _): &(&Diagnostic, &String)| checked.is_shown(finding);
    checked.found.iter().zip(&prints).filter(shown).map(result).collect()
}

fn place(uri: &str, range: Range) -> Value {
    json!({"artifactLocation": {"uri": uri}, "region": region(range)})
}

fn region(Range { start, end }: Range) -> Value {
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

/// A path as a URI: relative where the path is, so that it counts from the root of the repository.
fn uri(path: &str) -> String {
    let path = cli::files::slashes(Path::new(path));
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        uri.push_str("file:///");
    }
    uri.push_str(&cli::address::encoded(path.strip_prefix("./").unwrap_or(&path)));
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri(".claude/agents/a b.md"), ".claude/agents/a%20b.md");
        assert_eq!(uri("./ñ#.md"), "%C3%B1%23.md");
        assert_eq!(uri("/srv/a.md"), "file:///srv/a.md");
    }
}
