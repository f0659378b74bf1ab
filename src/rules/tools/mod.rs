//! Rules about the lists of tools.

pub mod unknown_tool;
