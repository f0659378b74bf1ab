//! Which layer each box stands in.

use super::at;
use std::collections::BTreeSet;

/// The layer of each of `count` boxes: right of all that `arrows` come from, with at most `room` boxes in one. `arrows`
/// lead from lower to higher `places` alone.
pub fn layers(count: usize, arrows: &[(usize, usize)], places: &[usize], room: usize) -> Vec<usize> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, to) in arrows {
        if let (Some(out), Some(into)) = (out.get_mut(*from), into.get_mut(*to)) {
            out.push(*to);
            into.push(*from);
        }
    }
    let mut by_place: Vec<usize> = (0..count).collect();
    by_place.sort_by_key(|index| at(places, *index));
    let height = longest_ways(&by_place, &out);
    let mut layer = vec![0; count];
    let mut waits: Vec<usize> = into.iter().map(Vec::len).collect();
    // Those that the longest way leads on from come first.
    let key = |index: usize| (std::cmp::Reverse(at(&height, index)), at(places, index), index);
    let mut ready: BTreeSet<_> = (0..count).filter(|index| at(&waits, *index) == 0).map(key).collect();
    let mut now = 0;
    while !ready.is_empty() {
        let mut taken = Vec::new();
        while taken.len() < room.max(1)
            && let Some((.., index)) = ready.pop_first()
        {
            taken.push(index);
        }
        for index in taken {
            if let Some(slot) = layer.get_mut(index) {
                *slot = now;
            }
            for other in out.get(index).into_iter().flatten() {
                if let Some(count) = waits.get_mut(*other) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.insert(key(*other));
                    }
                }
            }
        }
        now += 1;
    }
    draw_near(&by_place, &out, &into, &mut layer, room);
    layer
}

/// For each box, how many others come one behind the other after it.
fn longest_ways(by_place: &[usize], out: &[Vec<usize>]) -> Vec<usize> {
    let mut height = vec![0; out.len()];
    for index in by_place.iter().rev() {
        let targets = out.get(*index).into_iter().flatten();
        let longest = targets.map(|to| at(&height, *to) + 1).max().unwrap_or(0);
        if let Some(slot) = height.get_mut(*index) {
            *slot = longest;
        }
    }
    height
}

/// Moves boxes that more arrows leave than reach next to where those lead.
fn draw_near(by_place: &[usize], out: &[Vec<usize>], into: &[Vec<usize>], layer: &mut [usize], room: usize) {
    let mut filled: Vec<usize> = vec![0; layer.iter().max().map_or(0, |last| last + 1)];
    for at in layer.iter() {
        if let Some(count) = filled.get_mut(*at) {
            *count += 1;
        }
    }
    for index in by_place.iter().rev() {
        let (Some(targets), Some(sources)) = (out.get(*index), into.get(*index)) else { continue };
        if targets.len() <= sources.len() {
            continue;
        }
        let here = at(layer, *index);
        let closest = targets.iter().map(|to| at(layer, *to)).min().unwrap_or(here).saturating_sub(1);
        let free = (here + 1..=closest).rev().find(|there| at(&filled, *there) < room);
        if let (Some(there), Some(slot)) = (free, layer.get_mut(*index)) {
            *slot = there;
            for (at, change) in [(here, -1_isize), (there, 1)] {
                if let Some(count) = filled.get_mut(at) {
                    *count = count.saturating_add_signed(change);
                }
            }
        }
    }
}
