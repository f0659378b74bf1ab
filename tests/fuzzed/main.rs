//! What the fuzzer looks for (`fuzz/`), looked for in what it found and in files that are cut and mixed here. The files below
//! `AGENTLS_CORPUS` are looked at, too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod bodies;
#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../sessions/dice.rs"]
#[allow(dead_code, reason = "some of it is for the sessions")]
mod dice;

use bodies::{ALL, named};
use dice::Dice;
use std::panic::catch_unwind;
use std::path::Path;

/// Calls a body with each input. All that fail are told.
fn hold<'a>((name, body): (&str, fn(&[u8])), inputs: impl IntoIterator<Item = (&'a str, &'a [u8])>) {
    let mut failed = Vec::new();
    for (input, bytes) in inputs {
        if catch_unwind(|| body(bytes)).is_err() {
            failed.push(format!("{name}: {input}: {:?}", String::from_utf8_lossy(bytes)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// One folder for each body, with inputs that failed once.
#[test]
fn what_was_found_stays_mended() {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzed/found");
    for folder in std::fs::read_dir(found).into_iter().flatten() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            hold((name, named(name)), [(&*path.display().to_string(), &*std::fs::read(&path).unwrap())]);
        }
    }
}

/// Pieces of the samples, cut anywhere and put together, with a few bytes changed: `AGENTLS_INPUTS` says how many.
#[test]
fn what_is_cut_and_mixed_holds() {
    let count = std::env::var("AGENTLS_INPUTS").map_or(60, |count| count.parse().expect("a number"));
    let seed = std::env::var("AGENTLS_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let samples: Vec<Vec<u8>> = corpus::files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples"))
        .iter()
        .chain(&corpus::files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")))
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let mut dice = Dice::new(seed);
    for _ in 0..count {
        let input = mixed(&mut dice, &samples);
        for body in ALL {
            hold(body, [("mixed", &*input)]);
        }
    }
}

const SPICE: [&[u8]; 16] = [
    b"---\n",
    b"\r\n",
    b"\r",
    b": ",
    b"- ",
    b"tools: ",
    b"\"",
    b"'",
    b"[",
    b"}",
    b"#",
    b"\xff",
    "│".as_bytes(),
    "😀".as_bytes(),
    b"Content-Length: 3\r\n\r\n",
    b"\t",
];

fn mixed(dice: &mut Dice, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut input = vec![dice.next() as u8];
    if dice.percent(70) {
        input.extend(b"---\nname: sample\ndescription: Does things. Use it.\n");
    }
    for _ in 0..1 + dice.below(4) {
        let sample = dice.pick(samples);
        let start = dice.below(sample.len());
        let length = dice.below(400).min(sample.len() - start);
        input.extend(&sample[start..start + length]);
        if dice.percent(50) {
            input.extend(SPICE[dice.below(SPICE.len())]);
        }
    }
    for _ in 0..dice.below(4) {
        let at = 1 + dice.below(input.len() - 1);
        input[at] = dice.next() as u8;
    }
    input
}

#[test]
fn real_files_hold() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let files = corpus::files_below(Path::new(&folder));
    assert!(!files.is_empty(), "no files below {}", Path::new(&folder).display());
    for (number, path) in files.iter().enumerate() {
        let mut bytes = vec![number as u8];
        bytes.extend(std::fs::read(path).unwrap());
        for body in ALL {
            hold(body, [(&*path.display().to_string(), &*bytes)]);
        }
    }
}
