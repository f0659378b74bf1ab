//! Rules about the keys of the front matter.

pub mod deprecated_key;
pub mod key_since;
pub mod key_without_effect;
pub mod missing_key;
pub mod unknown_key;
