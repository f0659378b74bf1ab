#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/fuzzed/bodies/mod.rs"]
mod bodies;

fuzz_target!(|data: &[u8]| bodies::named("matrix")(data));
