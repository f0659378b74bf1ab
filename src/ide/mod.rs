//! Editor features as plain functions: from an analysed file and an offset to plain data. No
//! protocol types, no IO.

pub mod hover;
