//! What can be folded.
