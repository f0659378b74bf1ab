//! What a hover shows: Markdown without HTML and tables, short enough for a popup.

pub mod expertise;
pub mod places;
