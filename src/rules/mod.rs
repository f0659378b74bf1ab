//! What is wrong with a file, by rule. A rule is one file and one page beside it.

mod diagnostic;

pub use diagnostic::{Diagnostic, Fix, Related, Severity, Tag};
