//! An order in which few arrows lead back.

use super::at;
use std::collections::BTreeSet;

/// A place in the order for each of `count` boxes. Those that only arrows leave come first, those that they only reach
/// last; of the others, first the one that most more leave than reach (Eades, Lin and Smyth).
pub fn order(count: usize, arrows: &[(usize, usize)]) -> Vec<usize> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, to) in arrows {
        if let (Some(out), Some(into)) = (out.get_mut(*from), into.get_mut(*to)) {
            out.push(*to);
            into.push(*from);
        }
    }
    let mut leaves: Vec<usize> = out.iter().map(Vec::len).collect();
    let mut reaches: Vec<usize> = into.iter().map(Vec::len).collect();
    let rank = |leaves: usize, reaches: usize, index: usize| {
        let kind = match (leaves, reaches) {
            (0, _) => 0,
            (_, 0) => 1,
            _ => 2,
        };
        // The smallest comes first: most more that leave, then the order that they came in.
        let surplus = reaches as i64 - leaves as i64;
        (kind, if kind == 2 { surplus } else { 0 }, index)
    };
    let mut left: BTreeSet<(u8, i64, usize)> =
        (0..count).map(|index| rank(at(&leaves, index), at(&reaches, index), index)).collect();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while let Some((kind, _, index)) = left.pop_first() {
        if kind == 0 {
            last.push(index)
        } else {
            first.push(index)
        }
        let mut drop_from = |others: &[usize], of_leaves: bool| {
            for other in others {
                let old = rank(at(&leaves, *other), at(&reaches, *other), *other);
                if !left.remove(&old) {
                    continue;
                }
                let counts = if of_leaves { &mut leaves } else { &mut reaches };
                if let Some(count) = counts.get_mut(*other) {
                    *count = count.saturating_sub(1);
                }
                left.insert(rank(at(&leaves, *other), at(&reaches, *other), *other));
            }
        };
        drop_from(into.get(index).map_or(&[], Vec::as_slice), true);
        drop_from(out.get(index).map_or(&[], Vec::as_slice), false);
    }
    let mut places = vec![0; count];
    for (place, index) in first.into_iter().chain(last.into_iter().rev()).enumerate() {
        if let Some(slot) = places.get_mut(index) {
            *slot = place;
        }
    }
    places
}
