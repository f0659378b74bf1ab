//! Our types to the protocol's.

use crate::rules::{Diagnostic, Related, Severity, Tag};
use crate::server::capabilities::Negotiated;
use crate::server::documents::Document;
use crate::text::{Encoding, Position, Span, Text};
use tower_lsp::ls_types as lsp;

/// The repository of the package; empty as long as `Cargo.toml` names none.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

pub fn position(position: Position) -> lsp::Position {
    lsp::Position::new(position.line, position.column)
}

pub fn range(text: &Text, span: Span, encoding: Encoding) -> lsp::Range {
    let range = text.range_of(span, encoding);
    lsp::Range::new(position(range.start), position(range.end))
}

/// The findings of a document. `other` finds a place of another file, for findings that point there.
pub fn diagnostics(
    document: &Document,
    negotiated: &Negotiated,
    other: impl Fn(&str, Span) -> Option<lsp::Location>,
) -> Vec<lsp::Diagnostic> {
    document.diagnostics().iter().map(|found| diagnostic(document, negotiated, &other, found)).collect()
}

/// One finding of a document.
pub fn diagnostic(
    document: &Document,
    negotiated: &Negotiated,
    other: impl Fn(&str, Span) -> Option<lsp::Location>,
    found: &Diagnostic,
) -> lsp::Diagnostic {
    let related = |related: &Related| {
        let location = match &related.path {
            None => location(document, related.span, negotiated.encoding),
            Some(path) => other(path, related.span)?,
        };
        Some(lsp::DiagnosticRelatedInformation { location, message: related.message.clone() })
    };
    let related: Option<Vec<_>> = (negotiated.related_information && !found.related.is_empty())
        .then(|| found.related.iter().filter_map(related).collect());
    let tags = found.tag.filter(|_| negotiated.diagnostic_tags).map(|tag| vec![self::tag(tag)]);
    lsp::Diagnostic {
        range: range(&document.text, found.span, negotiated.encoding),
        severity: Some(severity(found.severity)),
        code: Some(lsp::NumberOrString::String(found.code.to_owned())),
        code_description: code_description(HOME, found.code).filter(|_| negotiated.code_descriptions),
        source: Some("agentls".to_owned()),
        message: found.message.clone(),
        related_information: related,
        tags,
        data: None,
    }
}

/// Where the page of a rule stands in the repository at `home`; `None` where that is not known.
fn code_description(home: &str, code: &str) -> Option<lsp::CodeDescription> {
    let rule = crate::rules::page(code).filter(|_| !home.is_empty())?;
    let href = format!("{}/blob/main/docs/rules/{}.md", home.trim_end_matches('/'), rule.code).parse().ok()?;
    Some(lsp::CodeDescription { href })
}

pub fn location(document: &Document, span: Span, encoding: Encoding) -> lsp::Location {
    lsp::Location::new(document.uri.clone(), range(&document.text, span, encoding))
}

/// An explanation, for clients that know no Markdown without its marks.
pub fn markup(markdown: String, is_known: bool) -> lsp::MarkupContent {
    if is_known {
        return lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: markdown };
    }
    lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: markdown.replace("**", "").replace('`', "") }
}

pub fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

fn tag(tag: Tag) -> lsp::DiagnosticTag {
    match tag {
        Tag::Unnecessary => lsp::DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => lsp::DiagnosticTag::DEPRECATED,
    }
}

#[cfg(test)]
mod tests {
    use super::code_description;

    #[test]
    fn a_code_leads_to_its_page_in_the_repository() {
        let page = |home, code| code_description(home, code).map(|description| description.href.as_str().to_owned());
        let there = "https://example.com/agentls/blob/main/docs/rules/unknown-tool.md";
        assert_eq!(page("https://example.com/agentls/", "unknown-tool").as_deref(), Some(there));
        assert_eq!(page("", "unknown-tool"), None);
        assert_eq!(page("https://example.com/agentls", "no-such-rule"), None);
    }
}
