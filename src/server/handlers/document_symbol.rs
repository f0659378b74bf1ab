//! `textDocument/documentSymbol`: nested, or flat for clients that know no nesting.

use crate::ide::symbols::{Symbol, SymbolKind, symbols};
use crate::server::convert::to_lsp;
use crate::server::documents::Document;
use crate::server::session::Session;
use crate::text::Encoding;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{self as lsp, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse};

pub fn document_symbol(session: &Session, params: &DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
    let Some(document) = session.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(file) = document.file() else { return Ok(None) };
    let negotiated = session.negotiated();
    let root = symbols(file);
    Ok(Some(if negotiated.nested_symbols {
        vec![nested(&document, negotiated.encoding, root)].into()
    } else {
        flat(&document, negotiated.encoding, root).into()
    }))
}

/// Goes no deeper than the tree of symbols, which says how deep that is.
fn nested(document: &Document, encoding: Encoding, symbol: Symbol) -> DocumentSymbol {
    let children = symbol.children.into_iter().map(|child| nested(document, encoding, child)).collect::<Vec<_>>();
    #[expect(deprecated, reason = "the field has no default")]
    DocumentSymbol {
        name: symbol.name,
        detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: to_lsp::range(&document.text, symbol.span, encoding),
        selection_range: to_lsp::range(&document.text, symbol.selection, encoding),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

fn flat(document: &Document, encoding: Encoding, root: Symbol) -> Vec<lsp::SymbolInformation> {
    let mut found = Vec::new();
    let mut open = vec![(None, root)];
    while let Some((container_name, symbol)) = open.pop() {
        let within = symbol.children.into_iter().rev();
        open.extend(within.map(|child| (Some(symbol.name.clone()), child)));
        #[expect(deprecated, reason = "the field has no default")]
        found.push(lsp::SymbolInformation {
            name: symbol.name,
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: to_lsp::location(document, symbol.span, encoding),
            container_name,
        });
    }
    found
}

/// Kinds that every client knows.
fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Agent => lsp::SymbolKind::CLASS,
        SymbolKind::Key => lsp::SymbolKind::PROPERTY,
        SymbolKind::Section => lsp::SymbolKind::STRING,
        SymbolKind::Area => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Item => lsp::SymbolKind::FIELD,
    }
}
