//! The body of a message and what it means.

use tower_lsp::jsonrpc::{Request, Response};

/// A message of the client.
#[derive(Debug)]
pub enum Incoming {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
    /// No message; says why not.
    Malformed(String),
}

/// Reads the body of a message.
pub fn decode(body: &[u8]) -> Incoming {
    // The types would take an array of their fields in order as well.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Incoming::Malformed("a message is a JSON object".to_owned());
    }
    let request = match serde_json::from_slice::<Request>(body) {
        Ok(request) => request,
        Err(fault) => {
            return match without_lone_surrogates(body) {
                Some(mended) => decode(&mended),
                None => Incoming::Malformed(fault.to_string()),
            };
        }
    };
    if !request.method().is_empty() {
        return Incoming::Request(request);
    }
    match serde_json::from_slice::<Response>(body) {
        Ok(response) => Incoming::Response(response),
        Err(fault) => match without_lone_surrogates(body) {
            Some(mended) => decode(&mended),
            None => Incoming::Malformed(format!("neither a request nor a response: {fault}")),
        },
    }
}

/// `json` with each lone surrogate (`\ud800`) written as U+FFFD; `None` where there is none.
///
/// Clients written in JavaScript send them when a document holds one, and no Rust string can. The
/// replacement is one UTF-16 unit as well, so the client's positions stay right.
fn without_lone_surrogates(json: &[u8]) -> Option<Vec<u8>> {
    let mut mended: Option<Vec<u8>> = None;
    let mut from = 0;
    while let Some(at) = json.get(from..).and_then(|rest| memchr::memchr(b'\\', rest)).map(|at| from + at) {
        let Some(unit) = escaped_unit(json, at) else {
            // Past the escaped character, which may be a backslash itself.
            from = at + 2;
            continue;
        };
        let paired = is_high(unit) && escaped_unit(json, at + ESCAPE).is_some_and(is_low);
        if !paired && (is_high(unit) || is_low(unit)) {
            let mended = mended.get_or_insert_with(|| json.to_vec());
            if let Some(digits) = mended.get_mut(at + 2..at + ESCAPE) {
                digits.copy_from_slice(b"fffd");
            }
        }
        from = at + if paired { 2 * ESCAPE } else { ESCAPE };
    }
    mended
}

/// The length of `\u0000`.
const ESCAPE: usize = 6;

/// The UTF-16 unit that `\u0000` at `at` stands for.
fn escaped_unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + ESCAPE)?.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn is_high(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(json: &str) -> String {
        without_lone_surrogates(json.as_bytes()).map_or("as it was".into(), |json| String::from_utf8(json).unwrap())
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        assert_eq!(mended(r#""a\ud800b""#), r#""a\ufffdb""#);
        assert_eq!(mended(r#""\uDC00\uD800""#), r#""\ufffd\ufffd""#);
        assert_eq!(mended(r#""\ud83d\ud83d\ude00""#), r#""\ufffd\ud83d\ude00""#);
    }

    #[test]
    fn pairs_and_escaped_backslashes_stay() {
        assert_eq!(mended(r#""\ud83d\ude00""#), "as it was");
        assert_eq!(mended(r#""\\ud800""#), "as it was");
        assert_eq!(mended(r#""\"\ud800""#), r#""\"\ufffd""#);
        assert_eq!(mended(r#""\ud80"#), "as it was");
    }

    #[test]
    fn requests_and_responses_are_told_apart() {
        let request = decode(br#"{"jsonrpc":"2.0","id":1,"method":"shutdown","params":null}"#);
        assert!(matches!(request, Incoming::Request(request) if request.method() == "shutdown"));
        let response = decode(br#"{"jsonrpc":"2.0","id":1,"result":["\ud800"]}"#);
        assert!(matches!(response, Incoming::Response(response) if response.is_ok()));
        let error = decode(br#"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}"#);
        assert!(matches!(error, Incoming::Response(response) if response.is_error()));
    }

    #[test]
    fn what_is_no_message_is_malformed() {
        let deep = "[".repeat(100_000);
        for body in ["", "{", "[1,2]", r#"["2.0","x",{},1]"#, "{}", "null", r#"{"jsonrpc":"1.0","method":"x"}"#, &deep]
        {
            assert!(matches!(decode(body.as_bytes()), Incoming::Malformed(_)), "{body:.40}");
        }
        assert!(matches!(decode(b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}"), Incoming::Malformed(_)));
    }
}
