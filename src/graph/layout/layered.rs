//! One part of a picture, in layers.

use super::acyclic;
use super::crossings::{self, Neighbours};
use super::layers;
use super::levels::{self, Extent};
use super::{GAP, Link, Point, Rect, Route, Size, at};
use std::collections::BTreeMap;

/// A part, laid out by itself.
#[derive(Debug, Default)]
pub struct Part {
    pub boxes: Vec<(usize, Rect)>,
    pub routes: Vec<Route>,
    pub width: f64,
    pub height: f64,
}

/// Boxes of one layer, at least; more in large parts.
const LEAST_ROOM: f64 = 9.0;
/// Layers grow with the root of the number of boxes times this: about as wide as high.
const SHAPE: f64 = 2.0;
/// Between layers.
const LEAST_ALLEY: f64 = 64.0;
const MOST_ALLEY: f64 = 200.0;
/// So much more for each line that starts there.
const ALLEY_FOR_LINE: f64 = 1.5;
/// What a line that passes through a layer takes of it.
const LANE: Extent = Extent { height: 2.0, gap: 8.0, weight: 3.0 };
/// Lines at one side of a box are so far from each other at most.
const PORT: f64 = 10.0;

/// A link between boxes of the part, from left to right.
struct Lane {
    link: Link,
    left: usize,
    right: usize,
    /// Whether the picture runs against the link.
    turned: bool,
    /// What it passes through, from left to right.
    bends: Vec<usize>,
}

/// Lines of one kind from one box share their way until they part: the box at the left, whether the arrow points at it,
/// and whether at both ends.
type Kind = (usize, bool, bool);

impl Lane {
    fn kind(&self) -> Kind {
        (self.left, self.turned && !self.link.both, self.link.both)
    }
}

/// Lays out the boxes `part`, which links hold together.
pub fn lay_out(part: &[usize], sizes: &[Size], links: &[Link]) -> Part {
    let local: BTreeMap<usize, usize> = part.iter().enumerate().map(|(at, index)| (*index, at)).collect();
    let mut lanes: Vec<Lane> = links
        .iter()
        .filter_map(|link| {
            let (from, to) = (*local.get(&link.from)?, *local.get(&link.to)?);
            Some(Lane { link: *link, left: from, right: to, turned: false, bends: Vec::new() })
        })
        .collect();
    let one_way: Vec<(usize, usize)> =
        lanes.iter().filter(|lane| !lane.link.both).map(|lane| (lane.left, lane.right)).collect();
    let places = acyclic::order(part.len(), &one_way);
    for lane in &mut lanes {
        if at(&places, lane.left) > at(&places, lane.right) {
            (lane.left, lane.right, lane.turned) = (lane.right, lane.left, true);
        }
    }
    let arrows: Vec<(usize, usize)> = lanes.iter().map(|lane| (lane.left, lane.right)).collect();
    let room = LEAST_ROOM.max((part.len() as f64 * SHAPE).sqrt().ceil()) as usize;
    let layer = layers::layers(part.len(), &arrows, &places, room);
    let mut by_layer: Vec<Vec<usize>> = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
    let mut in_order: Vec<usize> = (0..part.len()).collect();
    in_order.sort_by_key(|index| at(&places, *index));
    for index in in_order {
        if let Some(list) = by_layer.get_mut(at(&layer, index)) {
            list.push(index);
        }
    }
    let size = |index: usize| part.get(index).map_or(Size::default(), |index| at(sizes, *index));
    let mut extents: Vec<Extent> =
        (0..part.len()).map(|index| Extent { height: size(index).height, gap: GAP, weight: 1.0 }).collect();
    let mut neighbours = Neighbours { left: vec![Vec::new(); part.len()], right: vec![Vec::new(); part.len()] };
    let mut trunks: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for lane in &mut lanes {
        let trunk = trunks.entry(lane.kind()).or_default();
        let mut before = lane.left;
        for (hop, between) in (at(&layer, lane.left) + 1..at(&layer, lane.right)).enumerate() {
            let bend = trunk.get(hop).copied().unwrap_or_else(|| {
                let bend = extents.len();
                extents.push(LANE);
                neighbours.left.push(Vec::new());
                neighbours.right.push(Vec::new());
                if let Some(list) = by_layer.get_mut(between) {
                    list.push(bend);
                }
                join(&mut neighbours, before, bend);
                trunk.push(bend);
                bend
            });
            lane.bends.push(bend);
            before = bend;
        }
        join(&mut neighbours, before, lane.right);
    }
    crossings::reduce(&mut by_layer, &neighbours);
    let level = levels::levels(&by_layer, &neighbours, &extents);
    let columns = columns(&by_layer, &neighbours, |index| size(index).width);
    let mut column_of = vec![(0.0, 0.0); extents.len()];
    for (list, column) in by_layer.iter().zip(&columns) {
        for index in list {
            if let Some(slot) = column_of.get_mut(*index) {
                *slot = *column;
            }
        }
    }
    let rect = |index: usize| {
        let Size { width, height } = size(index);
        Rect { x: at(&column_of, index).0, y: at(&level, index) - height / 2.0, width, height }
    };
    let boxes = part.iter().enumerate().map(|(at, index)| (*index, rect(at))).collect();
    let mut done = Part { boxes, ..Part::default() };
    let ports = Ports::of(&lanes, &level, part.len());
    for (at_lane, lane) in lanes.iter().enumerate() {
        let (start, end) = (rect(lane.left), rect(lane.right));
        let (leaves, arrives) = at(&ports.of_lane, at_lane);
        let mut points =
            vec![Point { x: start.x + start.width, y: start.y + start.height / 2.0 + leaves.of(start.height) }];
        for bend in &lane.bends {
            let ((x, width), y) = (at(&column_of, *bend), at(&level, *bend));
            points.extend([Point { x, y }, Point { x: x + width, y }]);
        }
        points.push(Point { x: end.x, y: end.y + end.height / 2.0 + arrives.of(end.height) });
        if lane.turned {
            points.reverse();
        }
        done.routes.push(Route { from: lane.link.from, to: lane.link.to, both: lane.link.both, points });
    }
    done.width = columns.last().map_or(0.0, |(x, width)| x + width);
    let ends = level.iter().zip(&extents).map(|(y, extent)| y + extent.height / 2.0);
    done.height = ends.fold(0.0, f64::max);
    done
}

fn join(neighbours: &mut Neighbours, left: usize, right: usize) {
    if let Some(list) = neighbours.right.get_mut(left) {
        list.push(right);
    }
    if let Some(list) = neighbours.left.get_mut(right) {
        list.push(left);
    }
}

/// Where each layer begins, and its width.
fn columns(layers: &[Vec<usize>], neighbours: &Neighbours, width: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
    let mut x = 0.0;
    let column = |layer: &Vec<usize>| {
        let wide = layer.iter().map(|index| width(*index)).fold(0.0, f64::max);
        let begin = x;
        let lines: usize = layer.iter().map(|index| neighbours.right.get(*index).map_or(0, Vec::len)).sum();
        x += wide + (LEAST_ALLEY + lines as f64 * ALLEY_FOR_LINE).min(MOST_ALLEY);
        (begin, wide)
    };
    layers.iter().map(column).collect()
}

/// Which of the lines at one side of a box a line is.
#[derive(Clone, Copy, Debug, Default)]
struct Port {
    place: usize,
    of: usize,
}

impl Port {
    /// How far below the middle of a box of this height.
    fn of(self, height: f64) -> f64 {
        let step = PORT.min((height - 16.0).max(0.0) / self.of.max(1) as f64);
        (self.place as f64 - (self.of.saturating_sub(1)) as f64 / 2.0) * step
    }
}

/// Where lines leave and reach boxes: in the order of where they lead and come from. Lines of one kind leave at one place.
struct Ports {
    of_lane: Vec<(Port, Port)>,
}

impl Ports {
    fn of(lanes: &[Lane], level: &[f64], boxes: usize) -> Ports {
        let mut leaving: BTreeMap<Kind, Vec<(f64, usize)>> = BTreeMap::new();
        let mut reaching: Vec<Vec<(f64, Vec<usize>)>> = vec![Vec::new(); boxes];
        for (at_lane, lane) in lanes.iter().enumerate() {
            let next = lane.bends.first().copied().unwrap_or(lane.right);
            let before = lane.bends.last().copied().unwrap_or(lane.left);
            leaving.entry(lane.kind()).or_default().push((at(level, next), at_lane));
            if let Some(list) = reaching.get_mut(lane.right) {
                list.push((at(level, before), vec![at_lane]));
            }
        }
        let mut left: Vec<Vec<(f64, Vec<usize>)>> = vec![Vec::new(); boxes];
        for ((index, ..), lanes) in leaving {
            let middle = lanes.iter().map(|(y, _)| y).sum::<f64>() / lanes.len().max(1) as f64;
            if let Some(list) = left.get_mut(index) {
                list.push((middle, lanes.into_iter().map(|(_, lane)| lane).collect()));
            }
        }
        let mut of_lane = vec![(Port::default(), Port::default()); lanes.len()];
        for (lists, is_leaving) in [(&mut left, true), (&mut reaching, false)] {
            for list in lists.iter_mut() {
                list.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
                for (place, (_, lanes)) in list.iter().enumerate() {
                    let port = Port { place, of: list.len() };
                    for lane in lanes {
                        if let Some((leaves, reaches)) = of_lane.get_mut(*lane) {
                            *(if is_leaving { leaves } else { reaches }) = port;
                        }
                    }
                }
            }
        }
        Ports { of_lane }
    }
}
