//! Places in files of the workspace, open or not.

use super::to_lsp;
use crate::ide::agents::Part;
use crate::index::{FileId, Index, IndexedFile};
use crate::server::session::Session;
use crate::text::{Encoding, Span, Text};
use std::sync::Arc;
use tower_lsp::ls_types::{Location, Range, Uri};

/// Where a part of a file stands; `None` for a file that is gone meanwhile.
pub fn location(session: &Session, index: &Index, file: FileId, part: Part) -> Option<Location> {
    let indexed = index.file(file)?;
    let encoding = session.negotiated().encoding;
    let uri = uri_of(session, &indexed.path)?;
    if let Some(spots) = indexed.spots() {
        return Some(Location::new(uri, spot(spots, part, encoding)?));
    }
    let span = match part {
        Part::Name => indexed.name_span(),
        Part::Mention(at) => indexed.mentions().get(at)?.span,
        Part::Known(at) => indexed.known_span(at)?,
    };
    let text = Text::from(Arc::clone(&indexed.text()?.text));
    Some(Location::new(uri, to_lsp::range(&text, span, encoding)))
}

/// Where a place of another file stands, in bytes `span`. Of a file that is not open only what the index keeps can be
/// said: its beginning has to do for other places.
pub fn place(session: &Session, path: &str, span: Span) -> Option<Location> {
    if let Some(document) = session.documents.at_path(path) {
        return Some(to_lsp::location(&document, span, session.negotiated().encoding));
    }
    let known = session.workspace.read(|index| {
        let id = index.id(path)?;
        location(session, index, id, part_at(index.file(id)?, span)?)
    });
    known.or_else(|| Some(Location::new(uri(path)?, Range::default())))
}

fn part_at(file: &IndexedFile, span: Span) -> Option<Part> {
    if file.name_span() == span {
        return Some(Part::Name);
    }
    file.mentions().iter().position(|mention| mention.span == span).map(Part::Mention)
}

fn spot(spots: &crate::model::facts::Spots, part: Part, encoding: Encoding) -> Option<Range> {
    let [start, end] = match part {
        Part::Name => spots.name,
        Part::Mention(at) => spots.mention(at)?,
        Part::Known(at) => [spots.known(at)?; 2],
    };
    let position = |spot: crate::model::facts::Spot| to_lsp::position(spot.position(encoding));
    Some(Range::new(position(start), position(end)))
}

/// The address of a file: as the client wrote it, where it is open.
pub fn uri_of(session: &Session, path: &str) -> Option<Uri> {
    session.documents.at_path(path).map(|document| document.uri.clone()).or_else(|| uri(path))
}

fn uri(path: &str) -> Option<Uri> {
    Uri::from_file_path(path)
}
