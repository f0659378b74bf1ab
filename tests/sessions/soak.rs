//! A long day of work: however long it lasts, the server needs no more memory than at its beginning.

use crate::client::Fault;
use crate::dice::Dice;
use crate::material::{DOCUMENTS, text};
use crate::number;
use crate::play::Play;
use crate::script::{Step, work};
use std::time::Duration;

/// So often all documents get a text of their own again: texts that only grow need memory, and rightly so.
const STEPS_OF_A_TASK: u64 = 250;

/// Resident memory of a process in KiB; `None` where the system does not tell.
fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The one in the middle: a single moment tells little.
fn middle(samples: &[u64]) -> u64 {
    let mut samples = samples.to_vec();
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied().unwrap_or(0)
}

/// `AGENTLS_SOAK` says how many edits and requests there are.
#[test]
fn memory_does_not_grow_with_work() {
    let wanted = number("AGENTLS_SOAK", 3_000);
    let seed = number("AGENTLS_SEED", 20_261_127);
    let samples = soak(seed, wanted).unwrap();
    if samples.is_empty() {
        println!("this system does not tell how much memory a process has");
        return;
    }
    // A quarter of the work is warming up.
    let (early, late) = (&samples[samples.len() / 4..samples.len() / 2], &samples[samples.len() * 3 / 4..]);
    let (before, after) = (middle(early), middle(late));
    let growth = 100.0 * (after as f64 - before as f64) / before as f64;
    println!("{wanted} edits and requests: {before} KiB after warming up, {after} KiB at the end, {growth:+.1} %");
    // Little work says little: so much is the allocator's own affair.
    let most = if wanted >= 100_000 { 5.0 } else { 15.0 };
    assert!(growth < most, "memory grows by {growth:.1} %: {samples:?} KiB");
}

fn soak(seed: u64, wanted: u64) -> Result<Vec<u64>, Fault> {
    let mut play = Play::start(seed, Duration::from_secs(5))?;
    let mut dice = Dice::new(seed);
    let mut samples = Vec::new();
    let (mut steps, mut next_sample) = (0, 0);
    while play.client.sent < wanted {
        if steps % STEPS_OF_A_TASK == 0 {
            for (doc, path) in DOCUMENTS.iter().enumerate().take(6) {
                let text = text(&mut dice, path);
                play.step(&Step::Open(doc, text.clone()))?;
                play.step(&Step::Replace(doc, text))?;
            }
        }
        steps += 1;
        play.step(&work(&mut dice))?;
        if play.client.sent >= next_sample {
            play.client.settle()?;
            next_sample = play.client.sent + wanted / 80;
            samples.extend(resident(play.client.process()));
        }
    }
    play.client.settle()?;
    play.client.shut_down()?;
    Ok(samples)
}
