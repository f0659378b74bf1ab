//! What has to hold for any bytes. The fuzzer calls these (`fuzz/`), and so do the tests here, with all that it found.

mod files;
mod frames;
mod glossary;
mod spans;
mod text_sync;

/// A body, and what its inputs are called after.
pub type Body = (&'static str, fn(&[u8]));

pub const ALL: [Body; 9] = [
    ("frames", frames::frames),
    ("text_sync", text_sync::text_sync),
    ("syntax", files::syntax),
    ("verdict", files::verdict),
    ("rules", files::rules),
    ("matrix", files::matrix),
    ("format", files::format),
    ("convert", files::convert),
    ("glossary", glossary::glossary),
];

/// The body called `name`.
pub fn named(name: &str) -> fn(&[u8]) {
    ALL.iter().find(|(known, _)| *known == name).expect("a body of that name").1
}
