//! The protocol's types to ours.

use crate::server::documents::Document;
use crate::text::{Change, Encoding, Position, Span};
use std::ops::Range;
use std::sync::Arc;
use tower_lsp::ls_types::{self as lsp, Uri};

pub fn position(position: lsp::Position) -> Position {
    Position::new(position.line, position.character)
}

pub fn range(range: lsp::Range) -> Range<Position> {
    position(range.start)..position(range.end)
}

pub fn change(change: lsp::TextDocumentContentChangeEvent) -> Change {
    Change { range: change.range.map(range), text: change.text }
}

/// The byte that a position of the client means in `document`.
pub fn offset(document: &Document, at: lsp::Position, encoding: Encoding) -> u32 {
    document.text.offset_of(position(at), encoding)
}

/// The bytes that a range of the client means in `document`.
pub fn span(document: &Document, at: lsp::Range, encoding: Encoding) -> Span {
    document.text.span_of(range(at), encoding)
}

/// The path of a document with `/` separators: `/home/a/x.md`, `C:/a/x.md`, `//host/a/x.md`. Of a
/// URI that is not a file's, its path part.
pub fn path(uri: &Uri) -> Arc<str> {
    let path = uri.path().decode().to_string_lossy();
    if let Some(drive) = path.strip_prefix('/')
        && let (Some(letter), Some(rest)) = (drive.get(..1), drive.get(1..))
        && letter.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (rest.starts_with(":/") || rest == ":")
    {
        return format!("{}{rest}", letter.to_ascii_uppercase()).into();
    }
    match uri.authority().map(|authority| authority.host()) {
        Some(host) if !host.is_empty() && is_file(uri) => format!("//{host}{path}").into(),
        _ => Arc::from(&*path),
    }
}

pub fn is_file(uri: &Uri) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case("file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(uri: &str) -> String {
        path(&uri.parse().unwrap()).to_string()
    }

    #[test]
    fn paths_are_decoded() {
        assert_eq!(path_of("file:///home/a/my%20agents/caf%C3%A9.md"), "/home/a/my agents/café.md");
        assert_eq!(path_of("untitled:Untitled-1"), "Untitled-1");
    }

    #[test]
    fn paths_of_windows_are_written_one_way() {
        assert_eq!(path_of("file:///c%3A/agents/x.md"), "C:/agents/x.md");
        assert_eq!(path_of("file:///C:/agents/x.md"), "C:/agents/x.md");
        assert_eq!(path_of("file://host/share/x.md"), "//host/share/x.md");
    }
}
