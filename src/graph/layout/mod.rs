//! Where boxes stand and how lines run between them: layers from left to right, as few crossings as a few sweeps
//! find, and boxes as level with those that they have to do with as there is room.
//!
//! Lines that lead both ways are one. Parts of a picture that have nothing to do with each other are laid out by
//! themselves; boxes without any line stand below, in rows. The same input gives the same picture.

mod acyclic;
mod crossings;
mod layered;
mod layers;
mod levels;
#[cfg(test)]
mod tests;

use layered::Part;
use std::collections::BTreeMap;

/// How large a box is, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

/// A place, in pixels from the left and upper end of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Where a box stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A line between two boxes.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub from: usize,
    pub to: usize,
    /// Whether there is a line back as well: this one stands for both.
    pub both: bool,
    /// Where it leaves its box, passes between others, and arrives. It is level at each of them.
    pub points: Vec<Point>,
}

/// A picture laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// In the order of the sizes.
    pub boxes: Vec<Rect>,
    pub routes: Vec<Route>,
    pub width: f64,
    pub height: f64,
}

/// Between boxes above each other.
const GAP: f64 = 16.0;
/// Between parts of the picture.
const PART_GAP: f64 = 48.0;
/// A picture without long rows of layers is so wide.
const USUAL_WIDTH: f64 = 1320.0;

/// Lays out boxes of these sizes and lines between them, by place in `sizes`. Lines from a box to itself and to no box
/// are left out.
pub fn lay_out(sizes: &[Size], lines: &[(usize, usize)]) -> Layout {
    let links = links(sizes.len(), lines);
    let mut parts = parts(sizes.len(), &links);
    let alone: Vec<usize> = parts.iter().filter(|part| part.len() == 1).flatten().copied().collect();
    parts.retain(|part| part.len() > 1);
    // The sort is stable: equal parts stay in the order of their boxes.
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let mut placed: Vec<Part> = parts.iter().map(|part| layered::lay_out(part, sizes, &links)).collect();
    let widest = placed.iter().map(|part| part.width).fold(USUAL_WIDTH, f64::max);
    let mut layout = Layout { boxes: vec![Rect::default(); sizes.len()], ..Layout::default() };
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for part in &mut placed {
        if x > 0.0 && x + part.width > widest {
            (x, y, row) = (0.0, y + row + PART_GAP, 0.0);
        }
        layout.take(part, x, y);
        x += part.width + PART_GAP;
        row = row.max(part.height);
    }
    if row > 0.0 {
        y += row + PART_GAP;
    }
    layout.rows_of(&alone, sizes, y, widest);
    layout.routes.sort_by_key(|route| (route.from, route.to));
    layout
}

impl Layout {
    fn take(&mut self, part: &mut Part, x: f64, y: f64) {
        for (index, rect) in &part.boxes {
            self.put(*index, Rect { x: rect.x + x, y: rect.y + y, ..*rect });
        }
        for mut route in part.routes.drain(..) {
            for point in &mut route.points {
                *point = Point { x: point.x + x, y: point.y + y };
            }
            self.routes.push(route);
        }
        self.width = self.width.max(x + part.width);
        self.height = self.height.max(y + part.height);
    }

    fn put(&mut self, index: usize, rect: Rect) {
        if let Some(place) = self.boxes.get_mut(index) {
            *place = rect;
        }
        self.width = self.width.max(rect.x + rect.width);
        self.height = self.height.max(rect.y + rect.height);
    }

    /// Boxes in rows, those of one column below each other.
    fn rows_of(&mut self, boxes: &[usize], sizes: &[Size], top: f64, widest: f64) {
        let size = |index: &usize| sizes.get(*index).copied().unwrap_or_default();
        let column = boxes.iter().map(|index| size(index).width).fold(0.0, f64::max) + GAP;
        let columns = ((widest + GAP) / column.max(1.0)).floor().max(1.0) as usize;
        let mut y = top;
        for row in boxes.chunks(columns) {
            let mut x = 0.0;
            for index in row {
                let Size { width, height } = size(index);
                self.put(*index, Rect { x, y, width, height });
                x += column;
            }
            y += row.iter().map(|index| size(index).height).fold(0.0, f64::max) + GAP;
        }
    }
}

/// A line, or two of which one leads back.
#[derive(Clone, Copy, Debug)]
struct Link {
    from: usize,
    to: usize,
    both: bool,
}

/// Each pair of boxes once, in order.
fn links(boxes: usize, lines: &[(usize, usize)]) -> Vec<Link> {
    let mut pairs: BTreeMap<(usize, usize), [bool; 2]> = BTreeMap::new();
    for (from, to) in lines.iter().filter(|(from, to)| from != to && *from < boxes && *to < boxes) {
        let ways = pairs.entry((*from.min(to), *from.max(to))).or_default();
        let [there, back] = ways;
        *(if from < to { there } else { back }) = true;
    }
    let link = |((low, high), [there, back]): ((usize, usize), [bool; 2])| match there {
        true => Link { from: low, to: high, both: back },
        false => Link { from: high, to: low, both: false },
    };
    pairs.into_iter().map(link).collect()
}

/// Boxes that links hold together, in order; by their first boxes.
fn parts(boxes: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..boxes).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while let Some(up) = parent.get(at).copied().filter(|up| *up != at) {
            let further = parent.get(up).copied().unwrap_or(up);
            if let Some(place) = parent.get_mut(at) {
                *place = further;
            }
            at = up;
        }
        at
    }
    for link in links {
        let (one, other) = (root(&mut parent, link.from), root(&mut parent, link.to));
        if let Some(place) = parent.get_mut(one.max(other)) {
            *place = one.min(other);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..boxes {
        parts.entry(root(&mut parent, index)).or_default().push(index);
    }
    parts.into_values().collect()
}

/// What stands at `index`; what stands for nothing past the end, where no index leads.
fn at<T: Copy + Default>(list: &[T], index: usize) -> T {
    list.get(index).copied().unwrap_or_default()
}
