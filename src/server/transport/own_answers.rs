//! Methods whose answers hold more than the protocol's types can say. They are called by names of
//! our own, under which the server registers handlers with types of our own: under
//! their own names the service answers with its types.

use std::borrow::Cow;

/// `textDocument/codeAction`
pub const CODE_ACTION: &str = "agentls/textDocument/codeAction";
/// `codeAction/resolve`
pub const CODE_ACTION_RESOLVE: &str = "agentls/codeAction/resolve";

/// The name that a method is called by.
pub(super) fn route(method: Cow<'static, str>) -> Cow<'static, str> {
    match &*method {
        "textDocument/codeAction" => Cow::Borrowed(CODE_ACTION),
        "codeAction/resolve" => Cow::Borrowed(CODE_ACTION_RESOLVE),
        _ => method,
    }
}
