//! Makes a script that fails as short as it can.

use crate::client::Fault;
use crate::script::Step;
use std::time::{Duration, Instant};

/// So long a shorter script is looked for.
const LONGEST: Duration = Duration::from_secs(240);

/// Leaves out steps as long as what is left still fails.
pub fn shrink(mut script: Vec<Step>, play: impl Fn(&[Step]) -> Result<(), Fault>) -> Vec<Step> {
    let start = Instant::now();
    let mut size = script.len() / 2;
    while size > 0 {
        let mut at = 0;
        let mut smaller = false;
        while at < script.len() {
            if start.elapsed() > LONGEST {
                return script;
            }
            let mut without = script.clone();
            without.drain(at..(at + size).min(without.len()));
            if play(&without).is_err() {
                script = without;
                smaller = true;
            } else {
                at += size;
            }
        }
        if !smaller || size > 1 {
            size /= 2;
        }
    }
    script
}
