//! The protocol's types to ours and back. Nothing else of the server takes them apart.

pub mod agents;
pub mod code_action;
pub mod completion;
pub mod from_lsp;
pub mod to_lsp;
pub mod workspace_edit;
