//! Rules about the text itself, front matter and body alike.

pub mod invisible_characters;
pub mod secrets;
pub mod unused_suppression;
