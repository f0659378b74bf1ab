//! Rules about other tools that read the same file.

pub mod breaks_elsewhere;
