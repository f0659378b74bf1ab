//! Rules about the front matter as a whole: where it begins and ends, whether it can be read.

pub mod lost_front_matter;
mod mend;
mod quoting;
mod region;
pub mod repaired_front_matter;
pub mod unclosed_front_matter;
