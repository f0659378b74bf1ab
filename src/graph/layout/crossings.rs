//! The order within layers: few lines cross.

use super::at;

/// How often the layers are gone over.
const SWEEPS: usize = 16;
/// Neighbours are exchanged one by one in pictures up to this size only.
const MOST_EXCHANGED: usize = 1500;

/// Who has lines to whom in the layers left and right.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    pub left: Vec<Vec<usize>>,
    pub right: Vec<Vec<usize>>,
}

/// Puts each layer in an order with few crossings.
pub fn reduce(layers: &mut Vec<Vec<usize>>, neighbours: &Neighbours) {
    let count = neighbours.left.len();
    let mut best = layers.clone();
    let mut fewest = crossings(layers, neighbours);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        let forward = sweep % 2 == 0;
        let sides = if forward { &neighbours.left } else { &neighbours.right };
        let mut place = places(layers, count);
        let order: Vec<usize> =
            if forward { (1..layers.len()).collect() } else { (0..layers.len().saturating_sub(1)).rev().collect() };
        for index in order {
            if let Some(layer) = layers.get_mut(index) {
                sort_by_middle(layer, sides, &mut place);
            }
        }
        if count <= MOST_EXCHANGED {
            exchange(layers, neighbours, &mut place);
        }
        let now = crossings(layers, neighbours);
        if now < fewest {
            fewest = now;
            best.clone_from(layers);
        }
    }
    *layers = best;
}

/// The place of each box in its layer.
fn places(layers: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut place = vec![0; count];
    for layer in layers {
        number(layer, &mut place);
    }
    place
}

fn number(layer: &[usize], place: &mut [usize]) {
    for (at, index) in layer.iter().enumerate() {
        if let Some(slot) = place.get_mut(*index) {
            *slot = at;
        }
    }
}

/// By the middle of the places of those that each has lines to; those without any stay about where they are.
fn sort_by_middle(layer: &mut Vec<usize>, sides: &[Vec<usize>], place: &mut [usize]) {
    let middle = |index: usize| {
        let others = sides.get(index).map_or(&[][..], Vec::as_slice);
        match others.len() {
            0 => at(place, index) as f64,
            count => others.iter().map(|other| at(place, *other)).sum::<usize>() as f64 / count as f64,
        }
    };
    let mut keyed: Vec<(f64, usize)> = layer.iter().map(|index| (middle(*index), *index)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    *layer = keyed.into_iter().map(|(_, index)| index).collect();
    number(layer, place);
}

/// Exchanges neighbours as long as lines cross less often.
fn exchange(layers: &mut [Vec<usize>], neighbours: &Neighbours, place: &mut [usize]) {
    for layer in layers.iter_mut() {
        for _ in 0..4 {
            let mut changed = false;
            for lower in 1..layer.len() {
                let (one, other) = (at(layer, lower - 1), at(layer, lower));
                if between(one, other, neighbours, place) > between(other, one, neighbours, place) {
                    layer.swap(lower - 1, lower);
                    changed = true;
                }
            }
            number(layer, place);
            if !changed {
                break;
            }
        }
    }
}

/// How often lines of `upper` cross those of `lower`.
fn between(upper: usize, lower: usize, neighbours: &Neighbours, place: &[usize]) -> usize {
    let of = |sides: &[Vec<usize>]| -> usize {
        let (Some(above), Some(below)) = (sides.get(upper), sides.get(lower)) else { return 0 };
        let crossed = |a: &usize| below.iter().filter(|b| at(place, *a) > at(place, **b)).count();
        above.iter().map(crossed).sum()
    };
    of(&neighbours.left) + of(&neighbours.right)
}

/// How often lines cross.
pub fn crossings(layers: &[Vec<usize>], neighbours: &Neighbours) -> usize {
    let place = places(layers, neighbours.left.len());
    let widest = layers.iter().map(Vec::len).max().unwrap_or(0);
    let mut total = 0;
    for layer in layers {
        // A tree of counts over the places of the next layer: how many lines so far end below one.
        let mut tree = vec![0usize; widest + 1];
        let mut seen = 0;
        for index in layer {
            let mut ends: Vec<usize> =
                neighbours.right.get(*index).into_iter().flatten().map(|other| at(&place, *other)).collect();
            ends.sort_unstable();
            for end in &ends {
                let (mut not_below, mut node) = (0, end + 1);
                while node > 0 {
                    not_below += at(&tree, node);
                    node &= node - 1;
                }
                total += seen - not_below;
            }
            for end in &ends {
                seen += 1;
                let mut node = end + 1;
                while let Some(count) = tree.get_mut(node) {
                    *count += 1;
                    node += node & node.wrapping_neg();
                }
            }
        }
    }
    total
}
