//! `textDocument/documentColor` and `textDocument/colorPresentation`

use crate::ide::colours::{Colour, colour, presentations};
use crate::server::convert::to_lsp;
use crate::server::session::Session;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Color, ColorInformation, ColorPresentation, ColorPresentationParams, DocumentColorParams, TextEdit,
};

pub fn document_colour(session: &Session, params: &DocumentColorParams) -> Result<Vec<ColorInformation>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(Vec::new()) };
    let found = document.file().and_then(|file| colour(file));
    let part = |part: u8| f32::from(part) / 255.0;
    let information = found.map(|(span, found)| ColorInformation {
        range: to_lsp::range(&document.text, span, session.negotiated().encoding),
        color: Color { red: part(found.red), green: part(found.green), blue: part(found.blue), alpha: 1.0 },
    });
    Ok(information.into_iter().collect())
}

pub fn colour_presentation(session: &Session, params: &ColorPresentationParams) -> Result<Vec<ColorPresentation>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(Vec::new()) };
    let Some(file) = document.file() else { return Ok(Vec::new()) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 255")]
    let part = |part: f32| (part * 255.0).round().clamp(0.0, 255.0) as u8;
    let asked = params.color;
    let asked = Colour { red: part(asked.red), green: part(asked.green), blue: part(asked.blue) };
    let presentation = |label: String| ColorPresentation {
        text_edit: Some(TextEdit::new(params.range, label.clone())),
        label,
        additional_text_edits: None,
    };
    Ok(presentations(file, asked).into_iter().map(presentation).collect())
}
