//! How high each box of a layer stands: as level with those it has lines to as its neighbours in the layer allow.

use super::at;
use super::crossings::Neighbours;

/// How often the layers are gone over.
const SWEEPS: usize = 16;

/// What a box or a bend of a line takes of its layer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    pub height: f64,
    /// Left free above and below.
    pub gap: f64,
    /// How much it counts that its lines are level.
    pub weight: f64,
}

/// The middle of each box; the smallest is 0 or more.
pub fn levels(layers: &[Vec<usize>], neighbours: &Neighbours, extents: &[Extent]) -> Vec<f64> {
    let mut level = vec![0.0; extents.len()];
    for layer in layers {
        let packed = offsets(layer, extents);
        let middle = packed.last().copied().unwrap_or(0.0) / 2.0;
        for (index, y) in layer.iter().zip(packed) {
            set(&mut level, *index, y - middle);
        }
    }
    for sweep in 0..SWEEPS {
        // In the end both sides count.
        let last = sweep + 4 >= SWEEPS;
        let forward = sweep % 2 == 0;
        let order: Vec<&Vec<usize>> = if forward { layers.iter().collect() } else { layers.iter().rev().collect() };
        for layer in order {
            let wish = |index: usize| wished(index, neighbours, extents, &level, last || forward, last || !forward);
            let wishes: Vec<(f64, f64)> = layer.iter().map(|index| wish(*index)).collect();
            for (index, y) in layer.iter().zip(closest(&wishes, &offsets(layer, extents))) {
                set(&mut level, *index, y);
            }
        }
    }
    let top = level.iter().zip(extents).map(|(y, extent)| y - extent.height / 2.0).fold(f64::INFINITY, f64::min);
    level.iter().map(|y| y - top).collect()
}

fn set(level: &mut [f64], index: usize, y: f64) {
    if let Some(slot) = level.get_mut(index) {
        *slot = y;
    }
}

/// How far the middle of each box is from that of the first at least.
fn offsets(layer: &[usize], extents: &[Extent]) -> Vec<f64> {
    let mut y = 0.0;
    let mut before: Option<Extent> = None;
    let next = |index: &usize| {
        let extent = at(extents, *index);
        if let Some(before) = before {
            y += (before.height + extent.height) / 2.0 + (before.gap + extent.gap) / 2.0;
        }
        before = Some(extent);
        y
    };
    layer.iter().map(next).collect()
}

/// Where a box wants to be, and how much.
fn wished(
    index: usize,
    neighbours: &Neighbours,
    extents: &[Extent],
    level: &[f64],
    with_left: bool,
    with_right: bool,
) -> (f64, f64) {
    let own = at(extents, index).weight;
    let side = |sides: &'_ [Vec<usize>], is_asked: bool| -> (f64, f64) {
        let others = sides.get(index).filter(|_| is_asked).map_or(&[][..], Vec::as_slice);
        others.iter().fold((0.0, 0.0), |(sum, weight), other| {
            let more = own * at(extents, *other).weight;
            (sum + more * at(level, *other), weight + more)
        })
    };
    let (left, right) = (side(&neighbours.left, with_left), side(&neighbours.right, with_right));
    let (sum, weight) = (left.0 + right.0, left.1 + right.1);
    if weight > 0.0 { (sum / weight, weight) } else { (at(level, index), 0.05) }
}

/// The places closest to the `wishes` (in squares, by their weights) that are as far from each other as `offsets` say:
/// those that want to be too close are taken together and put where all of them together want to be.
fn closest(wishes: &[(f64, f64)], offsets: &[f64]) -> Vec<f64> {
    struct Block {
        middle: f64,
        weight: f64,
        count: usize,
    }
    let mut blocks: Vec<Block> = Vec::new();
    for ((wish, weight), offset) in wishes.iter().zip(offsets) {
        let mut block = Block { middle: wish - offset, weight: *weight, count: 1 };
        while let Some(above) = blocks.pop_if(|above| above.middle > block.middle) {
            let weight = above.weight + block.weight;
            block = Block {
                middle: (above.middle * above.weight + block.middle * block.weight) / weight,
                weight,
                count: above.count + block.count,
            };
        }
        blocks.push(block);
    }
    let middles = blocks.iter().flat_map(|block| std::iter::repeat_n(block.middle, block.count));
    middles.zip(offsets).map(|(middle, offset)| middle + offset).collect()
}
