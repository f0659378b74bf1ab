//! Bytes, positions and edits. Knows nothing of the layers above.

mod edit;
mod span;

pub use edit::{Edit, EditSet};
pub use span::Span;
