//! Speeds, and the time that every link takes at them.

use rayon::prelude::*;

use super::graph::{Link, Mode, StreetGraph};
use super::snap::Snap;
use super::tags::RoadClass;
use crate::ids::NodeId;

/// How fast one moves. All figures are Lynchpin defaults that a run may replace.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Speeds {
    /// On foot, km/h; also between a point and its street in every mode.
    pub walk_kmh: f64,
    /// By bicycle, km/h.
    pub cycle_kmh: f64,
    /// By car where no limit is signed, km/h by [`RoadClass`] number.
    pub class_kmh: Vec<f64>,
    /// Whether signed limits replace the class speeds.
    pub use_limits: bool,
    /// Share of the limit (or class speed) that a car keeps up on an empty street, junctions included.
    pub share_of_limit: Share,
    /// By how much traffic lengthens the drive.
    pub congestion: Congestion,
}

/// One figure for the main roads and one for all other streets.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Share {
    /// Motorways and trunk roads.
    pub main: f64,
    /// All other streets.
    pub other: f64,
}

/// Factors by which traffic lengthens the drive; 1 on an empty road.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Congestion {
    /// Motorways and trunk roads.
    pub main: f64,
    /// Primary and secondary roads.
    pub through: f64,
    /// All other streets.
    pub local: f64,
}

impl Congestion {
    /// The empty road.
    pub const NONE: Self = Self { main: 1.0, through: 1.0, local: 1.0 };

    /// Lynchpin default for an hour of a working day (0–23; later hours count as those of the next day).
    pub fn at_hour(hour: u32) -> Self {
        let (main, through, local) = match hour % 24 {
            7 | 8 | 16 | 17 => (1.35, 1.40, 1.20),
            9..=15 => (1.10, 1.20, 1.10),
            6 | 18 | 19 => (1.10, 1.15, 1.05),
            _ => return Self::NONE,
        };
        Self { main, through, local }
    }

    fn of(self, class: RoadClass) -> f64 {
        match class {
            c if c.is_main() => self.main,
            RoadClass::Primary | RoadClass::Secondary => self.through,
            _ => self.local,
        }
    }
}

impl Default for Speeds {
    fn default() -> Self {
        Self {
            walk_kmh: 3.6,
            cycle_kmh: 15.0,
            class_kmh: RoadClass::ALL.iter().map(|c| c.default_kmh()).collect(),
            use_limits: true,
            share_of_limit: Share { main: 0.90, other: 0.75 },
            congestion: Congestion::NONE,
        }
    }
}

impl Speeds {
    /// One speed, km/h, for every mode on every street, without traffic: times then tell lengths.
    pub fn uniform(kmh: f64) -> Self {
        Self {
            walk_kmh: kmh,
            cycle_kmh: kmh,
            class_kmh: vec![kmh; RoadClass::ALL.len()],
            use_limits: false,
            share_of_limit: Share { main: 1.0, other: 1.0 },
            congestion: Congestion::NONE,
        }
    }

    /// Free-flowing speed by car on a link, km/h, before congestion.
    pub fn drive_kmh(&self, link: &Link) -> f64 {
        let class = link.road_class();
        let limit = match link.limit_kmh {
            limit if limit == 0 || !self.use_limits => {
                self.class_kmh.get(class as usize).copied().unwrap_or_else(|| class.default_kmh())
            }
            limit => f64::from(limit),
        };
        limit * if class.is_main() { self.share_of_limit.main } else { self.share_of_limit.other }
    }

    fn milliseconds_per_millimetre(&self, mode: Mode, link: &Link) -> f64 {
        match mode {
            Mode::Walk => 3.6 / self.walk_kmh,
            Mode::Cycle => 3.6 / self.cycle_kmh,
            Mode::Drive => 3.6 / self.drive_kmh(link) * self.congestion.of(link.road_class()),
        }
    }
}

/// What one run's speeds make of one graph: milliseconds for every link and arc.
#[derive(Clone, Debug)]
pub struct Weights {
    link_milliseconds: Vec<u32>,
    /// Head and milliseconds by arc, in the order of [`StreetGraph::arcs`].
    pub(crate) out: Vec<(NodeId, u32)>,
    /// The arcs turned round, grouped by head; empty where the graph is symmetric.
    back_first: Vec<u32>,
    back: Vec<(NodeId, u32)>,
    offset_milliseconds_per_millimetre: f64,
}

impl StreetGraph {
    /// Times at the given speeds, to be made once per run.
    pub fn weigh(&self, speeds: &Speeds) -> Weights {
        let link_milliseconds: Vec<u32> = self
            .links
            .par_iter()
            .map(|link| {
                let pace = speeds.milliseconds_per_millimetre(self.mode, link);
                (f64::from(link.millimetres) * pace).round() as u32
            })
            .collect();
        let out: Vec<(NodeId, u32)> =
            self.arcs.iter().map(|arc| (arc.to, link_milliseconds[arc.link().index()])).collect();
        let (back_first, back) =
            if self.symmetric { (Vec::new(), Vec::new()) } else { turned_round(&self.arc_first, &out) };
        Weights { link_milliseconds, out, back_first, back, offset_milliseconds_per_millimetre: 3.6 / speeds.walk_kmh }
    }
}

fn turned_round(first: &[u32], out: &[(NodeId, u32)]) -> (Vec<u32>, Vec<(NodeId, u32)>) {
    let nodes = first.len() - 1;
    let mut place = vec![0_u32; nodes + 1];
    for (head, _) in out {
        place[head.index() + 1] += 1;
    }
    for node in 0..nodes {
        place[node + 1] += place[node];
    }
    let back_first = place.clone();
    let mut back = vec![(NodeId::NONE, 0); out.len()];
    for tail in 0..nodes {
        for &(head, milliseconds) in &out[first[tail] as usize..first[tail + 1] as usize] {
            let at = &mut place[head.index()];
            back[*at as usize] = (NodeId::from(tail), milliseconds);
            *at += 1;
        }
    }
    (back_first, back)
}

impl Weights {
    /// Milliseconds along a whole link.
    pub fn link_milliseconds(&self, link: crate::ids::LinkId) -> u32 {
        self.link_milliseconds[link.index()]
    }

    /// Milliseconds to walk straight from a point to its street.
    pub fn offset_milliseconds(&self, millimetres: u32) -> u32 {
        (f64::from(millimetres) * self.offset_milliseconds_per_millimetre).round() as u32
    }

    /// Milliseconds of a part of a link, rounded to the nearest.
    fn part(&self, snap: &Snap, millimetres: u32) -> u32 {
        let whole = u64::from(self.link_milliseconds[snap.link.index()]);
        let length = u64::from(snap.link_millimetres.max(1));
        ((whole * u64::from(millimetres) + length / 2) / length) as u32
    }

    /// From the place on its link to the link's end and to its start.
    pub(crate) fn towards_ends(&self, snap: &Snap) -> (u32, u32) {
        let rest = snap.link_millimetres.saturating_sub(snap.along_millimetres);
        (self.part(snap, rest), self.part(snap, snap.along_millimetres))
    }

    /// From the link's start and from its end to the place on it.
    pub(crate) fn ends_towards(&self, snap: &Snap) -> (u32, u32) {
        let (to_end, to_start) = self.towards_ends(snap);
        (to_start, to_end)
    }

    /// From one place to another on the same link without leaving it; `None` against a one-way street.
    pub(crate) fn along(&self, link: &Link, from: &Snap, to: &Snap) -> Option<u32> {
        let ahead = from.along_millimetres <= to.along_millimetres;
        let behind = to.along_millimetres <= from.along_millimetres;
        let allowed = (ahead && link.forward_head.is_some()) || (behind && link.backward_head.is_some());
        let millimetres = from.along_millimetres.abs_diff(to.along_millimetres);
        allowed.then(|| self.part(from, millimetres))
    }

    /// The arcs by which one comes into each junction.
    pub(crate) fn backward<'a>(&'a self, graph: &'a StreetGraph) -> (&'a [u32], &'a [(NodeId, u32)]) {
        if graph.symmetric { (&graph.arc_first, &self.out) } else { (&self.back_first, &self.back) }
    }
}
