//! `textDocument/diagnostic`: for clients that ask for diagnostics instead of taking them as they
//! come.

use crate::rules::Diagnostic as Finding;
use crate::server::session::Session;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};

pub fn diagnostic(session: &Session, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
    let document = session.documents.get(&params.text_document.uri);
    let found = document.as_ref().map_or(&[][..], |document| document.diagnostics());
    let items = document.as_ref().map_or_else(Vec::new, |document| session.told_of(document));
    let result_id = result_id(found, &items);
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
        })
    };
    Ok(report.into())
}

/// Equal for equal diagnostics, whatever the version of the document. `items` are what the client
/// is told of `found`.
pub(super) fn result_id(found: &[Finding], items: &[Diagnostic]) -> String {
    let mut hasher = FxHasher::default();
    for (found, item) in found.iter().zip(items) {
        (found.code, found.severity, found.tag, item.range, &item.message).hash(&mut hasher);
        for related in item.related_information.iter().flatten() {
            (related.location.uri.as_str(), related.location.range, &related.message).hash(&mut hasher);
        }
    }
    format!("{:016x}", hasher.finish())
}
