//! The legs of a journey that are not ridden on a vehicle: to the first stop, from the last one, and all the way.

use lynchpin_network::streets::{Snap, Speeds, StreetGraph, StreetSearch, Weights};

use super::transit::{TransitMatrix, unlinked};
use crate::error::ReachError;
use crate::request::{LegMode, TransitRequest, Window};
use crate::search::Links;
use crate::walks::{NO_WALK, Targets, Walking, around};

/// Where stops, origins and destinations meet the streets to cycle on.
#[derive(Clone, Copy)]
pub struct CycleStreets<'a> {
    /// The streets.
    pub graph: &'a StreetGraph,
    /// Stop → where it meets the streets; [`Snap::NOWHERE`] for those that do not.
    pub stops: &'a [Snap],
    /// Where journeys start, in the order of the matrix's origins.
    pub origins: &'a [Snap],
    /// Where they end, in the order of the matrix's destinations.
    pub destinations: &'a [Snap],
}

/// What each street takes, on foot and, where the request asks for it, by bicycle.
#[derive(Clone, Copy)]
pub(super) struct LegWeights<'a> {
    pub(super) walk: &'a Weights,
    pub(super) cycle: Option<&'a Weights>,
}

/// The times of the streets to cycle on, `None` where nobody cycles.
///
/// # Errors
/// A bicycle is asked for without streets for it.
pub(super) fn cycle_weights(matrix: &TransitMatrix<'_>) -> Result<Option<Weights>, ReachError> {
    let request = matrix.request;
    if !request.cycles() {
        return Ok(None);
    }
    let Some(streets) = &matrix.cycling else {
        return Err(ReachError::Parameter {
            name: "access-mode, egress-mode",
            value: "cycle".to_owned(),
            expected: "walk, since there are no streets to cycle on".to_owned(),
            hint: "give the streets to cycle on with the question".to_owned(),
        });
    };
    let speeds = Speeds { cycle_kmh: request.cycle_kmh, ..Speeds::uniform(request.walk_kmh) };
    Ok(Some(streets.graph.weigh(&speeds)))
}

/// A root on the streets of each mode.
#[derive(Clone, Copy)]
pub(super) struct Root<'a> {
    pub(super) walk: &'a Snap,
    pub(super) cycle: &'a Snap,
}

impl<'a> Root<'a> {
    fn on(self, mode: LegMode) -> &'a Snap {
        match mode {
            LegMode::Walk => self.walk,
            LegMode::Cycle => self.cycle,
        }
    }
}

/// One kind of leg: over which streets, how far, and how long it takes to leave the bicycle.
#[derive(Clone, Copy)]
struct Leg<'a> {
    way: Walking<'a>,
    mode: LegMode,
    park_seconds: u32,
}

impl<'a> Leg<'a> {
    fn new(matrix: &TransitMatrix<'a>, weights: LegWeights<'a>, mode: LegMode, walk_minutes: f64) -> Self {
        let request = matrix.request;
        if let (LegMode::Cycle, Some(streets), Some(weights)) = (mode, matrix.cycling, weights.cycle) {
            let kmh = request.cycle_kmh.max(request.walk_kmh);
            let way = Walking { graph: streets.graph, weights, kmh, minutes: request.max_cycle_minutes };
            return Self { way, mode, park_seconds: request.park_seconds };
        }
        let way = Walking { graph: matrix.walk, weights: weights.walk, kmh: request.walk_kmh, minutes: walk_minutes };
        Self { way, mode: LegMode::Walk, park_seconds: 0 }
    }

    /// With the time to park; who is there already has no bicycle to leave.
    fn seconds(&self, seconds: u16) -> u16 {
        if seconds == 0 {
            return 0;
        }
        (u32::from(seconds) + self.park_seconds).min(u32::from(NO_WALK) - 1) as u16
    }

    fn goes_like(&self, other: &Self) -> bool {
        self.mode == other.mode && self.way.minutes.to_bits() == other.way.minutes.to_bits()
    }
}

/// The legs of a request, seen from its roots (the origins, or the destinations for a window of arrivals).
pub(super) struct Legs<'a> {
    /// Between the root and stops.
    root: Leg<'a>,
    /// Between stops and targets.
    target: Leg<'a>,
    /// Between the root and targets.
    direct: Leg<'a>,
    stops: Targets,
    targets: Targets,
    towards_root: bool,
}

impl<'a> Legs<'a> {
    pub(super) fn new(matrix: &TransitMatrix<'a>, weights: LegWeights<'a>) -> Self {
        let request = matrix.request;
        let towards_root = matches!(request.window, Window::Arrive { .. });
        let access = Leg::new(matrix, weights, request.access_mode, request.access_walk_minutes());
        let egress = Leg::new(matrix, weights, request.egress_mode, request.egress_walk_minutes());
        // Whoever has a bicycle at the start may ride it all the way.
        let direct = Leg::new(matrix, weights, request.access_mode, request.max_walk_minutes);
        let (root, target) = if towards_root { (egress, access) } else { (access, egress) };
        let (stops, targets) =
            (Targets::new(ends(matrix, root.mode).stops), Targets::new(ends(matrix, direct.mode).targets));
        Self { root, target, direct, stops, targets, towards_root }
    }

    /// The legs from one root: fills `access` with stops and `direct` with targets, and the seconds that they take.
    pub(super) fn around_root(
        &self,
        search: &mut StreetSearch,
        root: Root<'_>,
        access: &mut Vec<(u32, u16)>,
        direct: &mut [u16],
    ) {
        access.clear();
        direct.fill(NO_WALK);
        let towards = self.towards_root;
        if self.root.goes_like(&self.direct) {
            let lists = [&self.stops, &self.targets];
            self.root.way.walk(search, root.on(self.root.mode), towards, &lists, |list, place, seconds| {
                let seconds = self.root.seconds(seconds);
                if list == 0 {
                    access.push((place, seconds));
                } else {
                    direct[place as usize] = seconds;
                }
            });
            return;
        }
        self.root.way.walk(search, root.on(self.root.mode), towards, &[&self.stops], |_, stop, seconds| {
            access.push((stop, self.root.seconds(seconds)));
        });
        self.direct.way.walk(search, root.on(self.direct.mode), towards, &[&self.targets], |_, target, seconds| {
            direct[target as usize] = self.direct.seconds(seconds);
        });
    }

    /// Are all legs walked, as far as each other?
    pub(super) fn are_walks_alike(&self) -> bool {
        self.root.mode == LegMode::Walk && self.root.goes_like(&self.direct) && self.root.goes_like(&self.target)
    }

    /// The legs between targets and stops, by target; and, where `with_targets`, those between targets and targets.
    pub(super) fn around_targets(&self, matrix: &TransitMatrix<'_>, with_targets: bool) -> [Links; 2] {
        let ends = ends(matrix, self.target.mode);
        let (way, towards) = (&self.target.way, !self.towards_root);
        let stops = Targets::new(ends.stops);
        if with_targets {
            return around(way, ends.targets, towards, [&stops, &self.targets]);
        }
        let [links] = around(way, ends.targets, towards, [&stops]);
        if self.target.park_seconds == 0 {
            return [links, Links::default()];
        }
        let parked: Vec<_> =
            links.triples().map(|(target, stop, seconds)| (target, stop, self.target.seconds(seconds))).collect();
        [Links::from_triples(links.rows(), &parked), Links::default()]
    }
}

/// Stops, roots and targets on the streets of a mode.
pub(super) struct Ends<'a> {
    stops: &'a [Snap],
    pub(super) roots: &'a [Snap],
    pub(super) targets: &'a [Snap],
}

/// Stops, roots and targets on the streets of a mode.
pub(super) fn ends<'a>(matrix: &TransitMatrix<'a>, mode: LegMode) -> Ends<'a> {
    let (stops, origins, destinations) = match (&matrix.cycling, mode) {
        (Some(streets), LegMode::Cycle) => (streets.stops, streets.origins, streets.destinations),
        _ => (matrix.stops, matrix.origins, matrix.destinations),
    };
    match matrix.request.window {
        Window::Depart { .. } => Ends { stops, roots: origins, targets: destinations },
        Window::Arrive { .. } => Ends { stops, roots: destinations, targets: origins },
    }
}

/// Origins and destinations that no leg can leave or come to, by position.
pub(super) fn unlinked_ends(matrix: &TransitMatrix<'_>) -> (Vec<usize>, Vec<usize>) {
    let TransitRequest { access_mode, egress_mode, .. } = *matrix.request;
    let (from, to) = match (matrix.cycling, access_mode, egress_mode) {
        (Some(cycling), LegMode::Cycle, LegMode::Cycle) => (cycling.origins, cycling.destinations),
        (Some(cycling), LegMode::Cycle, LegMode::Walk) => (cycling.origins, matrix.destinations),
        (Some(cycling), LegMode::Walk, LegMode::Cycle) => (matrix.origins, cycling.destinations),
        _ => (matrix.origins, matrix.destinations),
    };
    (unlinked(from), unlinked(to))
}
