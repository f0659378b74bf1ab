//! Random sessions of an editor against the program over pipes. Whenever they pause, the server has to say the same as a
//! fresh one on the same texts and files. How to run more of them: `docs/testing.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod client;
mod compare;
mod dice;
mod document;
#[path = "../server/harness.rs"]
#[allow(dead_code, reason = "its own client is for the tests of the protocol")]
mod harness;
mod material;
mod play;
mod playground;
#[path = "../server/program.rs"]
#[allow(dead_code, reason = "some of it is for the tests of the protocol")]
mod program;
mod questions;
mod script;
mod shrink;
mod soak;

use client::Fault;
use dice::Dice;
use play::Play;
use script::{Step, script};
use shrink::shrink;
use std::time::Duration;

/// What is read on the disk comes when it comes. A difference that lasts longer than this is one.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Steps of one session.
const STEPS: usize = 120;

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().map_or(otherwise, |value| value.parse().expect("a number"))
}

/// Plays a script from the beginning; how many messages were sent.
fn play(seed: u64, script: &[Step], longest_wait: Duration) -> Result<u64, Fault> {
    let mut play = Play::start(seed, longest_wait)?;
    script.iter().try_for_each(|step| play.step(step))?;
    play.client.settle()?;
    play.client.shut_down()?;
    Ok(play.client.sent)
}

/// `AGENTLS_MESSAGES` says how many messages are sent at least, and `AGENTLS_SEED` where the sessions begin. With
/// `AGENTLS_FAULTS` it goes on until so many sessions have failed, and looks for no shorter scripts.
#[test]
fn a_session_ends_where_a_fresh_one_begins() {
    let wanted = number("AGENTLS_MESSAGES", 4_000);
    let first = number("AGENTLS_SEED", 20_261_127);
    let most_faults = number("AGENTLS_FAULTS", 1);
    let (mut sent, mut told, mut faults) = (0, 0, Vec::new());
    for seed in first.. {
        let steps = script(&mut Dice::new(seed), STEPS);
        match play(seed, &steps, LONGEST_WAIT) {
            Ok(messages) => sent += messages,
            Err(fault) => {
                println!("AGENTLS_SEED={seed} fails: {fault}");
                faults.push((seed, steps, fault));
            }
        }
        if sent - told >= 20_000 || sent >= wanted {
            println!("{sent} messages in {} sessions, {} failed", seed - first + 1, faults.len());
            told = sent;
        }
        if sent >= wanted || faults.len() as u64 == most_faults {
            break;
        }
    }
    let Some((seed, steps, fault)) = faults.pop() else { return };
    if most_faults > 1 {
        panic!("{} sessions failed, the last of them AGENTLS_SEED={seed}: {fault}", faults.len() + 1);
    }
    println!("looking for a shorter script…");
    let short = shrink(steps, |steps| play(seed, steps, LONGEST_WAIT / 5).map(drop));
    panic!("AGENTLS_SEED={seed}\n{short:#?}\n{}", play(seed, &short, LONGEST_WAIT).err().unwrap_or(fault));
}
