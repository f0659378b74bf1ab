//! `textDocument/semanticTokens/full`

use crate::ide::semantic_tokens::{Token, TokenKind, tokens};
use crate::server::convert::to_lsp;
use crate::server::documents::Document;
use crate::server::session::Session;
use crate::text::Encoding;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend,
    SemanticTokensParams, SemanticTokensResult,
};

/// What our kinds are called in the protocol: names that every colour theme knows.
const KINDS: [(TokenKind, SemanticTokenType); 7] = [
    (TokenKind::Key, SemanticTokenType::PROPERTY),
    (TokenKind::Tool, SemanticTokenType::FUNCTION),
    (TokenKind::Model, SemanticTokenType::ENUM_MEMBER),
    (TokenKind::Agent, SemanticTokenType::CLASS),
    (TokenKind::Placeholder, SemanticTokenType::PARAMETER),
    (TokenKind::Area, SemanticTokenType::NAMESPACE),
    (TokenKind::Item, SemanticTokenType::TYPE),
];

/// One bit each, from the lowest.
const MODIFIERS: [SemanticTokenModifier; 2] = [SemanticTokenModifier::DEFINITION, SemanticTokenModifier::DEPRECATED];

/// What the numbers of tokens mean.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: KINDS.into_iter().map(|(_, name)| name).collect(),
        token_modifiers: MODIFIERS.to_vec(),
    }
}

pub fn full(session: &Session, params: &SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let tokens = session.workspace.read(|index| tokens(file, index));
    let data = relative(&document, &tokens, session.negotiated().encoding);
    Ok(Some(SemanticTokensResult::Tokens(SemanticTokens { result_id: None, data })))
}

/// Each token counted from the one before.
fn relative(document: &Document, tokens: &[Token], encoding: Encoding) -> Vec<SemanticToken> {
    let mut last = Position::default();
    let mut data = Vec::with_capacity(tokens.len());
    for token in tokens {
        let range = to_lsp::range(&document.text, token.span, encoding);
        let start = range.start;
        let column = if start.line == last.line { last.character } else { 0 };
        let kind = KINDS.iter().position(|(kind, _)| *kind == token.kind).unwrap_or(0);
        data.push(SemanticToken {
            delta_line: start.line - last.line,
            delta_start: start.character - column,
            length: range.end.character.saturating_sub(start.character),
            token_type: u32::try_from(kind).unwrap_or(0),
            token_modifiers_bitset: u32::from(token.is_definition) | u32::from(token.is_deprecated) << 1,
        });
        last = start;
    }
    data
}
