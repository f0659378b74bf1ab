//! Capabilities of clients that are newer than the protocol's types, which drop what they don't
//! know. They are kept as experimental ones: those are taken as they are.

use serde_json::{Value, json};
use tower_lsp::ls_types::ClientCapabilities;

/// Where they are kept in the experimental capabilities.
const KEPT: &str = "agentls";

/// Keeps what the types would drop of the parameters of `initialize`.
pub(super) fn keep(params: &mut Value) {
    let Some(capabilities) = params.get_mut("capabilities").and_then(Value::as_object_mut) else { return };
    let edit = capabilities.get("workspace").and_then(|workspace| workspace.get("workspaceEdit"));
    // Since 3.18.
    let snippets = edit.and_then(|edit| edit.get("snippetEditSupport")).and_then(Value::as_bool).unwrap_or(false);
    let kept = json!({"snippetEditSupport": snippets});
    match capabilities.get_mut("experimental").and_then(Value::as_object_mut) {
        Some(experimental) => drop(experimental.insert(KEPT.to_owned(), kept)),
        None => drop(capabilities.insert("experimental".to_owned(), json!({KEPT: kept}))),
    }
}

/// Whether edits may hold stops and placeholders: `workspace.workspaceEdit.snippetEditSupport`.
pub fn snippet_edits(client: &ClientCapabilities) -> bool {
    let kept = client.experimental.as_ref().and_then(|experimental| experimental.get(KEPT));
    kept.and_then(|kept| kept.get("snippetEditSupport")).and_then(Value::as_bool).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(capabilities: Value) -> bool {
        let mut params = json!({"capabilities": capabilities});
        keep(&mut params);
        snippet_edits(&serde_json::from_value(params["capabilities"].clone()).unwrap())
    }

    #[test]
    fn snippets_in_edits_are_known_of() {
        let edit = json!({"workspaceEdit": {"documentChanges": true, "snippetEditSupport": true}});
        assert!(read(json!({"workspace": edit})));
        assert!(read(json!({"workspace": edit, "experimental": {"other": 1}})));
        assert!(read(json!({"workspace": edit, "experimental": null})));
        assert!(!read(json!({"workspace": {"workspaceEdit": {"documentChanges": true}}})));
        assert!(!read(json!({"experimental": true})));
        assert!(!read(json!({"experimental": {"agentls": {"snippetEditSupport": true}}})));
    }
}
