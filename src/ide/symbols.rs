//! The file as a tree of symbols.
