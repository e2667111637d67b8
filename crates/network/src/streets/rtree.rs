//! A packed R-tree over the streets' shapes, kept in flat columns so that it can be mapped from a file.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use bytemuck::{Pod, Zeroable};

use super::graph::{Link, SNAPS, StreetGraph, segment_millimetres};
use super::hilbert::hilbert;
use super::snap::Snap;
use crate::column::Column;
use crate::geometry::Point;
use crate::ids::LinkId;

/// Children of a tree node.
const FAN: usize = 16;
/// Straight stretches in one leaf: neighbours on one link share a box.
const RUN: usize = 6;
/// Metres in 1e-7 degrees of latitude.
const METRES: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0 * 1e-7;

/// Bounding box, 1e-7 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Bounds {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

/// A run of up to [`RUN`] straight stretches of one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Leaf {
    link: LinkId,
    /// First point of the run, as a position in the graph's shape column.
    first: u32,
}

/// Boxes of the leaves, then of each level above, up to the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct SegmentTree {
    pub leaves: Column<Leaf>,
    pub boxes: Column<Bounds>,
}

impl Bounds {
    const EMPTY: Self = Self { west: i32::MAX, south: i32::MAX, east: i32::MIN, north: i32::MIN };

    fn with(self, point: Point) -> Self {
        Self {
            west: self.west.min(point.lon_e7),
            south: self.south.min(point.lat_e7),
            east: self.east.max(point.lon_e7),
            north: self.north.max(point.lat_e7),
        }
    }

    fn joined(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    fn centre(self) -> Point {
        let middle = |a: i32, b: i32| i64::midpoint(i64::from(a), i64::from(b)) as i32;
        Point { lon_e7: middle(self.west, self.east), lat_e7: middle(self.south, self.north) }
    }
}

/// The plane that touches the Earth at the point asked about, in units of 1e-7 degrees of latitude.
struct Plane {
    origin: Point,
    east: f64,
}

impl Plane {
    fn at(origin: Point) -> Self {
        Self { origin, east: origin.lat().to_radians().cos() }
    }

    fn place(&self, point: Point) -> (f64, f64) {
        (
            (f64::from(point.lon_e7) - f64::from(self.origin.lon_e7)) * self.east,
            f64::from(point.lat_e7) - f64::from(self.origin.lat_e7),
        )
    }

    /// Squared distance from the origin to the nearest point of a box.
    fn to_box(&self, bounds: &Bounds) -> f64 {
        let gap = |low: i32, high: i32, at: i32| -> f64 {
            let (low, high, at) = (f64::from(low), f64::from(high), f64::from(at));
            (low - at).max(at - high).max(0.0)
        };
        let x = gap(bounds.west, bounds.east, self.origin.lon_e7) * self.east;
        let y = gap(bounds.south, bounds.north, self.origin.lat_e7);
        x * x + y * y
    }

    /// Squared distance to a straight stretch, and the share of it travelled up to the nearest point.
    fn to_segment(&self, a: Point, b: Point) -> (f64, f64) {
        let ((ax, ay), (bx, by)) = (self.place(a), self.place(b));
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        let share = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        let (x, y) = (ax + share * dx, ay + share * dy);
        (x * x + y * y, share)
    }
}

/// The nearest stretch found so far.
#[derive(Clone, Copy)]
struct Best {
    squared: f64,
    link: LinkId,
    /// Position in the shape column of the first point of the stretch.
    at: usize,
    share: f64,
}

impl SegmentTree {
    /// Packs the shapes of all links that points may snap to.
    pub fn build(links: &[Link], shape_first: &[u32], shape: &[Point]) -> Self {
        let mut entries: Vec<(u64, Leaf, Bounds)> = Vec::with_capacity(shape.len() / 3);
        for (number, link) in links.iter().enumerate() {
            if link.flags & SNAPS == 0 {
                continue;
            }
            let (first, end) = (shape_first[number] as usize, shape_first[number + 1] as usize);
            for at in (first..end - 1).step_by(RUN) {
                let run = &shape[at..(at + RUN + 1).min(end)];
                let bounds = run.iter().fold(Bounds::EMPTY, |b, &p| b.with(p));
                let leaf = Leaf { link: LinkId::from(number), first: at as u32 };
                entries.push((hilbert(bounds.centre()), leaf, bounds));
            }
        }
        entries.sort_unstable_by_key(|(place, leaf, _)| (*place, leaf.first));
        let leaves: Vec<Leaf> = entries.iter().map(|e| e.1).collect();
        let mut boxes: Vec<Bounds> = entries.iter().map(|e| e.2).collect();
        let mut level = 0..boxes.len();
        while level.len() > 1 {
            let next = boxes.len();
            for first in level.clone().step_by(FAN) {
                let children = &boxes[first..(first + FAN).min(level.end)];
                let joined = children.iter().fold(Bounds::EMPTY, |a, &b| a.joined(b));
                boxes.push(joined);
            }
            level = next..boxes.len();
        }
        Self { leaves: leaves.into(), boxes: boxes.into() }
    }

    /// First position of every level, leaves first, with the end of the last one.
    fn levels(&self) -> Vec<usize> {
        let mut starts = vec![0];
        let mut size = self.leaves.len();
        let mut end = size;
        starts.push(end);
        while size > 1 {
            size = size.div_ceil(FAN);
            end += size;
            starts.push(end);
        }
        starts
    }

    /// True where the columns fit together; asked once when a file is opened.
    pub fn is_sound(&self) -> bool {
        self.levels().last() == Some(&self.boxes.len())
    }

    /// The nearest place on a street within `max_metres`.
    pub fn nearest(&self, graph: &StreetGraph, point: Point, max_metres: f64) -> Option<Snap> {
        if self.leaves.is_empty() {
            return None;
        }
        let plane = Plane::at(point);
        let reach = max_metres / METRES;
        let mut limit = reach * reach;
        let mut best: Option<Best> = None;
        let levels = self.levels();
        let root = levels.len() - 2;
        // Squared distances are never negative, so their bit patterns sort as they do.
        let mut queue = BinaryHeap::new();
        queue.push(Reverse((plane.to_box(&self.boxes[levels[root]]).to_bits(), root, 0_usize)));
        while let Some(Reverse((near, level, number))) = queue.pop() {
            if f64::from_bits(near) > limit {
                break;
            }
            if level == 0 {
                self.try_leaf(graph, &plane, number, &mut limit, &mut best);
                continue;
            }
            let below = levels[level - 1];
            let size = levels[level] - below;
            for child in number * FAN..((number + 1) * FAN).min(size) {
                let distance = plane.to_box(&self.boxes[below + child]);
                if distance <= limit {
                    queue.push(Reverse((distance.to_bits(), level - 1, child)));
                }
            }
        }
        best.map(|best| to_snap(graph, best))
    }

    fn try_leaf(&self, graph: &StreetGraph, plane: &Plane, number: usize, limit: &mut f64, best: &mut Option<Best>) {
        let leaf = self.leaves[number];
        let first = leaf.first as usize;
        let link_end = graph.shape_first[leaf.link.index() + 1] as usize;
        for at in first..(first + RUN).min(link_end - 1) {
            let (squared, share) = plane.to_segment(graph.shape[at], graph.shape[at + 1]);
            let nearer = best.is_none_or(|b| (squared, leaf.link, at) < (b.squared, b.link, b.at));
            if squared <= *limit && nearer {
                *limit = squared;
                *best = Some(Best { squared, link: leaf.link, at, share });
            }
        }
    }
}

fn to_snap(graph: &StreetGraph, best: Best) -> Snap {
    let first = graph.shape_first[best.link.index()] as usize;
    let before: u32 = graph.shape[first..=best.at].windows(2).map(|pair| segment_millimetres(pair[0], pair[1])).sum();
    let (a, b) = (graph.shape[best.at], graph.shape[best.at + 1]);
    let part = (f64::from(segment_millimetres(a, b)) * best.share).round() as u32;
    let between = |a: i32, b: i32| (f64::from(a) + (f64::from(b) - f64::from(a)) * best.share).round() as i32;
    let length = graph.link(best.link).millimetres;
    Snap {
        link: best.link,
        along_millimetres: (before + part).min(length),
        link_millimetres: length,
        offset_millimetres: (best.squared.sqrt() * METRES * 1000.0).round() as u32,
        point: Point { lon_e7: between(a.lon_e7, b.lon_e7), lat_e7: between(a.lat_e7, b.lat_e7) },
    }
}
