//! Rules about the front matter as a whole: where it begins and ends, whether it can be read.

pub mod unclosed_front_matter;
