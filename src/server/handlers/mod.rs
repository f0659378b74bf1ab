//! One file for each method of the protocol, and in it one plain function: convert, ask, convert.
//!
//! ```text
//! pub fn hover(session: &Session, params: HoverParams) -> Result<Option<Hover>> {
//!     let Some(document) = session.documents.get(&params…uri) else { return Ok(None) };
//!     let offset = from_lsp::offset(&document, params…position, session.negotiated().encoding);
//!     Ok(ide::hover(…, offset).map(|hover| to_lsp::hover(&document, hover)))
//! }
//! ```
//!
//! [`diagnostic`] is the shortest whole one. A new method needs its file here, one line in
//! `backend.rs`, its capability in `capabilities.rs` and a test in `tests/server/`.

pub mod agents;
pub mod call_hierarchy;
pub mod code_action;
pub mod code_lens;
pub mod completion;
pub mod configuration;
pub mod definition;
pub mod diagnostic;
pub mod did_change;
pub mod did_change_watched_files;
pub mod did_change_workspace_folders;
pub mod did_close;
pub mod did_open;
pub mod did_rename_files;
pub mod did_save;
pub mod document_colour;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
pub mod folding_range;
pub mod formatting;
pub mod hover;
pub mod inlay_hint;
pub mod linked_editing;
pub mod new_agent;
pub mod on_type_formatting;
pub mod preview;
pub mod references;
pub mod rename;
pub mod selection_range;
pub mod semantic_tokens;
pub mod workspace_diagnostic;
pub mod workspace_symbol;
