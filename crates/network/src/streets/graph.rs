//! The street graph of one mode: junctions, links between them, and the shape of every link.

use bytemuck::{Pod, Zeroable};

use super::rtree::SegmentTree;
use super::snap::Snap;
use super::tags::RoadClass;
use crate::column::Column;
use crate::geometry::Point;
use crate::ids::{LinkId, NodeId};

/// How one moves along the streets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Mode {
    /// On foot.
    Walk,
    /// By bicycle.
    Cycle,
    /// By car.
    Drive,
}

impl Mode {
    /// All modes, in the order of the columns of a network file.
    pub const ALL: [Self; 3] = [Self::Walk, Self::Cycle, Self::Drive];

    /// Lower-case name, as used in options and in the sections of a network file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::Cycle => "cycle",
            Self::Drive => "drive",
        }
    }
}

/// A stretch of street between two junctions, drawn from `start` to `end`.
///
/// Where a turn is forbidden, the junction is split: whoever arrives by the restricted link arrives at a copy of the
/// junction that lacks the forbidden ways out. That is why the heads can differ from `end` and `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Link {
    /// Junction where the shape begins.
    pub start: NodeId,
    /// Junction where the shape ends.
    pub end: NodeId,
    /// Where one arrives travelling from start to end; [`NodeId::NONE`] where that is not allowed.
    pub forward_head: NodeId,
    /// Where one arrives travelling from end to start; [`NodeId::NONE`] where that is not allowed.
    pub backward_head: NodeId,
    /// Length, millimetres.
    pub millimetres: u32,
    /// [`RoadClass`] as a number (driving only; elsewhere the class of the first stretch).
    pub class: u8,
    /// Signed speed limit, km/h; 0 where there is none (driving only).
    pub limit_kmh: u8,
    /// Bit 0: points may snap here. Bit 1: copies of a split junction lead into this link.
    pub(crate) flags: u16,
}

pub(crate) const SNAPS: u16 = 1;
pub(crate) const HAS_MORE_TAILS: u16 = 2;

impl Link {
    /// Class of the street.
    pub fn road_class(&self) -> RoadClass {
        RoadClass::from_number(self.class)
    }
}

/// One direction of a link, as met when leaving a junction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Arc {
    /// The junction it leads to.
    pub to: NodeId,
    /// Twice the link's number, plus one for travel from end to start.
    pub way: u32,
}

impl Arc {
    /// The link travelled.
    pub fn link(self) -> LinkId {
        LinkId(self.way >> 1)
    }

    /// True for travel from the link's end to its start.
    pub fn is_backward(self) -> bool {
        self.way & 1 == 1
    }
}

/// A further junction (a copy made by a turn restriction) from which one enters a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct MoreTail {
    /// As [`Arc::way`].
    pub way: u32,
    /// The copy.
    pub tail: NodeId,
}

/// The streets open to one mode.
#[derive(Clone, Debug)]
pub struct StreetGraph {
    pub(crate) mode: Mode,
    pub(crate) node_points: Column<Point>,
    pub(crate) arc_first: Column<u32>,
    pub(crate) arcs: Column<Arc>,
    pub(crate) links: Column<Link>,
    pub(crate) more_tails: Column<MoreTail>,
    pub(crate) shape_first: Column<u32>,
    pub(crate) shape: Column<Point>,
    pub(crate) tree: SegmentTree,
    /// True where every link can be travelled both ways and no turn is forbidden: then time there = time back.
    pub(crate) symmetric: bool,
}

impl StreetGraph {
    /// The mode whose streets these are.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Junctions and street ends, with copies made by turn restrictions.
    pub fn node_count(&self) -> usize {
        self.node_points.len()
    }

    /// Stretches of street between junctions.
    pub fn link_count(&self) -> usize {
        self.links.len()
    }

    /// Position of a junction.
    pub fn node_point(&self, node: NodeId) -> Point {
        self.node_points[node.index()]
    }

    /// All links, by [`LinkId`].
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// One link.
    pub fn link(&self, link: LinkId) -> &Link {
        &self.links[link.index()]
    }

    /// The shape of a link, from its start to its end, both included.
    pub fn link_shape(&self, link: LinkId) -> &[Point] {
        let first = self.shape_first[link.index()] as usize;
        let end = self.shape_first[link.index() + 1] as usize;
        &self.shape[first..end]
    }

    /// The points of all shapes, link after link.
    pub(crate) fn shape_points(&self) -> &[Point] {
        &self.shape
    }

    /// All arcs, grouped by the junction they leave.
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The positions in [`Self::arcs`] of the arcs that leave a junction.
    pub fn arcs_from(&self, node: NodeId) -> std::ops::Range<usize> {
        self.arc_first[node.index()] as usize..self.arc_first[node.index() + 1] as usize
    }

    /// True where time there and time back are the same for any two points.
    pub fn is_symmetric(&self) -> bool {
        self.symmetric
    }

    /// Total length of all links, kilometres.
    pub fn kilometres(&self) -> f64 {
        let millimetres: u64 = self.links.iter().map(|l| u64::from(l.millimetres)).sum();
        millimetres as f64 / 1e6
    }

    /// The nearest point on a street open to this mode, at most `max_metres` away in a straight line.
    ///
    /// Motorways are not snapped to: nobody starts a journey on one. Of streets equally near, the lower link wins.
    pub fn snap(&self, point: Point, max_metres: f64) -> Option<Snap> {
        self.tree.nearest(self, point, max_metres)
    }

    /// Copies of a split junction from which `way` (see [`Arc::way`]) can be entered, besides the junction itself.
    pub(crate) fn more_tails(&self, way: u32) -> &[MoreTail] {
        if self.links[way as usize >> 1].flags & HAS_MORE_TAILS == 0 {
            return &[];
        }
        let first = self.more_tails.partition_point(|t| t.way < way);
        let end = self.more_tails.partition_point(|t| t.way <= way);
        &self.more_tails[first..end]
    }
}

/// Length of a straight stretch, millimetres.
///
/// On the short stretches that streets are drawn with, the plane through the mean latitude is exact to far less than a
/// millimetre; beyond 10 km the great circle is taken.
pub fn segment_millimetres(a: Point, b: Point) -> u32 {
    /// Metres in 1e-7 degrees of latitude.
    const METRES: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0 * 1e-7;
    let north = f64::from(b.lat_e7) - f64::from(a.lat_e7);
    let mean_lat = (f64::from(a.lat_e7) + f64::from(b.lat_e7)) * 0.5e-7;
    let east = (f64::from(b.lon_e7) - f64::from(a.lon_e7)) * mean_lat.to_radians().cos();
    let metres = (north * north + east * east).sqrt() * METRES;
    let metres = if metres > 10_000.0 { a.metres_to(b) } else { metres };
    (metres * 1000.0).round() as u32
}
