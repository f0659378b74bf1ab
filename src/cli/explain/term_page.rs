//! The pages of the glossary's terms.

use super::Page;

/// The terms with a name for which `is` holds.
pub fn find(_is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    Vec::new()
}

/// All names that terms have.
pub fn names() -> Vec<&'static str> {
    Vec::new()
}
