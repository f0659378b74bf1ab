//! All that a client can ask about a document.

use crate::document::Document;
use serde_json::{Value, json};

/// Requests about a document. A number beyond their count begins anew.
const METHODS: [&str; 22] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/selectionRange",
    "textDocument/documentLink",
    "textDocument/documentColor",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/linkedEditingRange",
    "textDocument/onTypeFormatting",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/prepareCallHierarchy",
    "textDocument/diagnostic",
    "agentls/preview",
];

pub fn method(number: usize) -> &'static str {
    METHODS[number % METHODS.len()]
}

/// All methods, each once.
pub fn all() -> std::ops::Range<usize> {
    0..METHODS.len()
}

/// The parameters of a request about two places of a document.
pub fn params(method: &str, uri: &str, document: &Document, encoding: &str, parts: (u16, u16)) -> Value {
    let (first, second) = (document.place(parts.0), document.place(parts.1));
    let range = document.range(&(first.min(second)..first.max(second)), encoding);
    let position = document.position(first, encoding);
    let mut params = json!({"textDocument": {"uri": uri}});
    let mut set = |key: &str, value: Value| params[key] = value;
    match method {
        "textDocument/codeAction" => {
            set("range", range);
            set("context", json!({"diagnostics": []}));
        }
        "textDocument/inlayHint" => set("range", range),
        "textDocument/formatting" => set("options", json!({"tabSize": 2, "insertSpaces": true})),
        "textDocument/selectionRange" => set("positions", json!([position, range["end"]])),
        "textDocument/references" => {
            set("position", position);
            set("context", json!({"includeDeclaration": true}));
        }
        "textDocument/onTypeFormatting" => {
            set("position", position);
            set("ch", json!("\n"));
            set("options", json!({"tabSize": 2, "insertSpaces": true}));
        }
        "textDocument/rename" => {
            set("position", position);
            set("newName", json!(if parts.1.is_multiple_of(2) { "quite-new" } else { "../../outside" }));
        }
        _ => set("position", position),
    }
    params
}

/// What can be asked about an answer.
pub fn further(method: &str, answer: &Value) -> Vec<(&'static str, Value)> {
    let result = &answer["result"];
    let first = |count: usize, list: &Value| -> Vec<Value> {
        list.as_array().into_iter().flatten().take(count).cloned().collect()
    };
    match method {
        "textDocument/completion" => {
            first(3, &result["items"]).into_iter().map(|item| ("completionItem/resolve", item)).collect()
        }
        "textDocument/codeAction" => {
            let lazy = first(8, result).into_iter().filter(|action| action.get("data").is_some());
            lazy.map(|action| ("codeAction/resolve", action)).collect()
        }
        "textDocument/prepareCallHierarchy" => first(1, result)
            .into_iter()
            .flat_map(|item| {
                let params = json!({"item": item});
                [("callHierarchy/incomingCalls", params.clone()), ("callHierarchy/outgoingCalls", params)]
            })
            .collect(),
        _ => Vec::new(),
    }
}
