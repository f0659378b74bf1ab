//! What some clients send and the protocol's types refuse. Refused parameters of a notification
//! vanish without a word, and with them a document or a change.

use super::{newer_capabilities, own_answers};
use serde_json::Value;
use std::fmt::Write;
use tower_lsp::jsonrpc::Request;

/// The request in a form that the protocol's types take.
pub fn tolerated(request: Request) -> Request {
    let (method, id, mut params) = request.into_parts();
    if let Some(params) = &mut params {
        if method == "textDocument/didChange" {
            number_version(params);
        }
        if method == "initialize" {
            newer_capabilities::keep(params);
        }
        encode_uris(params);
    }
    // `shutdown` has no parameters; some clients send an empty object.
    let params = params.filter(|_| method != "shutdown");

    let mut request = Request::build(own_answers::route(method));
    if let Some(id) = id {
        request = request.id(id);
    }
    if let Some(params) = params {
        request = request.params(params);
    }
    request.finish()
}

/// Older clients send `null` where they keep no versions.
fn number_version(params: &mut Value) {
    if let Some(version @ Value::Null) = params.pointer_mut("/textDocument/version") {
        *version = Value::from(0);
    }
}

/// Encodes what may not stand in a URI as it is: clients leave brackets, spaces or letters of
/// other scripts in paths.
fn encode_uris(params: &mut Value) {
    let mut values = vec![params];
    while let Some(value) = values.pop() {
        match value {
            Value::Array(items) => values.extend(items),
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::String(uri) if key == "uri" || key.ends_with("Uri") => {
                            if let Some(encoded) = encoded(uri) {
                                *uri = encoded;
                            }
                        }
                        _ => values.push(value),
                    }
                }
            }
            _ => {}
        }
    }
}

/// `uri` with all that needs it encoded; `None` where nothing does.
fn encoded(uri: &str) -> Option<String> {
    let bytes = uri.as_bytes();
    let is_escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    let is_fine = |(at, byte): (usize, u8)| match byte {
        b'%' => is_escape(at),
        _ => byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte),
    };
    if bytes.iter().copied().enumerate().all(is_fine) {
        return None;
    }
    let mut encoded = String::with_capacity(uri.len() + 16);
    for (at, byte) in bytes.iter().copied().enumerate() {
        if is_fine((at, byte)) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Some(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn params_of(method: &'static str, params: Value) -> Value {
        tolerated(Request::build(method).params(params).finish()).params().cloned().unwrap_or_default()
    }

    #[test]
    fn uris_are_encoded_wherever_they_stand() {
        let params = json!({
            "rootUri": "file:///sites/[slug]",
            "workspaceFolders": [{"uri": "file:///mes agents/été.md", "name": "a b"}],
        });
        let expected = json!({
            "rootUri": "file:///sites/%5Bslug%5D",
            "workspaceFolders": [{"uri": "file:///mes%20agents/%C3%A9t%C3%A9.md", "name": "a b"}],
        });
        assert_eq!(params_of("initialize", params), expected);
    }

    #[test]
    fn what_is_a_uri_already_stays() {
        assert_eq!(encoded("file:///c%3A/a%20b.md?x=1#L5"), None);
        assert_eq!(encoded("file:///100%/a.md").as_deref(), Some("file:///100%25/a.md"));
    }

    #[test]
    fn every_encoded_uri_is_one() {
        for byte in 0..=127_u8 {
            let uri = format!("file:///a{}é.md", char::from(byte));
            let uri = encoded(&uri).unwrap_or(uri);
            assert!(uri.parse::<tower_lsp::ls_types::Uri>().is_ok(), "{uri}");
        }
    }

    #[test]
    fn a_change_without_version_has_version_0() {
        let change = json!({"textDocument": {"uri": "file:///a.md", "version": null}, "contentChanges": []});
        assert_eq!(params_of("textDocument/didChange", change)["textDocument"]["version"], 0);
    }

    #[test]
    fn method_and_id_stay() {
        let request = tolerated(Request::build("shutdown").id(7).params(json!({})).finish());
        assert_eq!(request, Request::build("shutdown").id(7).finish());
    }
}
