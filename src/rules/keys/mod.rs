//! Rules about the keys of the front matter.

pub mod key_since;
pub mod unknown_key;
