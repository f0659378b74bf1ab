//! Bytes, positions and edits. Knows nothing of the layers above.

mod buffer;
mod edit;
mod lines;
mod position;
mod span;

#[cfg(test)]
mod model_tests;

pub use buffer::{Buffer, Change, Text};
pub use edit::{Edit, EditSet};
pub use lines::Lines;
pub use position::{Encoding, Position};
pub use span::Span;
