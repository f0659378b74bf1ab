//! Editor features as plain functions: from an analysed file and an offset to plain data. No
//! protocol types, no IO.

pub mod agent_completion;
pub mod agents;
pub mod code_actions;
pub mod code_lens;
pub mod colours;
pub mod completion;
pub mod conversion;
pub mod folding;
pub mod hover;
pub mod inlay_hints;
pub mod linked_editing;
mod matrix_actions;
pub mod models;
pub mod new_agent;
pub mod new_line;
pub mod preview;
pub mod rename;
pub mod selection;
pub mod semantic_tokens;
pub mod starters;
pub mod symbols;
pub mod tool_reference;
pub mod trigger;

#[cfg(test)]
mod fact_tests;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod workspace_tests;
