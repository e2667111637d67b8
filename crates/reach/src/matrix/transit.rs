//! Door-to-door matrices by public transport.

use std::marker::PhantomData;

use lynchpin_network::footpaths::Footpaths;
use lynchpin_network::ids::StopId;
use lynchpin_network::streets::{Snap, Speeds, StreetGraph, StreetSearch, Weights};
use lynchpin_network::timetable::{Day, Stops};

use super::rows::{Job, MatrixSummary, RowSink, each_root};
use crate::error::ReachError;
use crate::request::{TransitRequest, Window};
use crate::search::{Engine, Lines, Links, Plan, Row, Scratch};
use crate::walks::{NO_WALK, Targets, Walking, around, same_places};

/// A matrix to be computed.
#[derive(Clone, Copy)]
pub struct TransitMatrix<'a> {
    /// When, how long, how far.
    pub request: &'a TransitRequest,
    /// The streets walked on.
    pub walk: &'a StreetGraph,
    /// The trips of the day, prepared for [`Window::horizon`] at least.
    pub day: &'a Day,
    /// Stop → where it meets the streets; [`Snap::NOWHERE`] for those that do not.
    pub stops: &'a [Snap],
    /// Walks between stops.
    pub footpaths: &'a Footpaths,
    /// Where journeys start.
    pub origins: &'a [Snap],
    /// Where they end.
    pub destinations: &'a [Snap],
    /// Percentiles of the window, 0 (the minimum) to 100.
    pub percentiles: &'a [u8],
}

/// Computes the matrix row by row; `sink` gets the rows in the order of the origins, whatever the number of threads.
///
/// # Errors
/// A request out of range, or what the sink says.
pub fn transit_rows(
    matrix: &TransitMatrix<'_>,
    sink: &mut dyn RowSink,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<MatrixSummary, ReachError> {
    matrix.request.check()?;
    let arrive = matches!(matrix.request.window, Window::Arrive { .. });
    let weights = matrix.walk.weigh(&Speeds::uniform(matrix.request.walk_kmh));
    let (roots, targets) =
        if arrive { (matrix.destinations, matrix.origins) } else { (matrix.origins, matrix.destinations) };
    let prepared = Prepared::new(matrix, &weights, roots, targets)?;
    let mut summary = MatrixSummary {
        unlinked_origins: unlinked(matrix.origins),
        unlinked_destinations: unlinked(matrix.destinations),
        pairs_reached: 0,
    };
    let job = Job {
        roots: roots.len(),
        targets: targets.len(),
        columns: matrix.percentiles.len(),
        turned: arrive,
        new_worker: || prepared.worker(),
        answer: each_root(targets.len() * matrix.percentiles.len(), |worker: &mut Worker, root, values: &mut [u16]| {
            prepared.answer(worker, &roots[root], prepared.known[root]);
            values.copy_from_slice(worker.row.all_percentiles());
        }),
        progress,
        worker: PhantomData,
    };
    job.run(sink, &mut summary)?;
    Ok(summary)
}

pub(super) fn unlinked(places: &[Snap]) -> Vec<usize> {
    places.iter().enumerate().filter(|(_, snap)| !snap.is_linked()).map(|(at, _)| at).collect()
}

/// What all threads share.
pub(super) struct Prepared<'a> {
    engine: Engine,
    walking: Walking<'a>,
    stops: Targets,
    targets: Targets,
    target_count: usize,
    arrive: bool,
    /// By root, the target that is the very same place: the walks around it are known.
    known: Vec<Option<u32>>,
    /// Target → stops and target → targets, the latter only where there are such places.
    to_stops: Links,
    to_targets: Links,
}

/// What each thread owns.
pub(super) struct Worker {
    streets: StreetSearch,
    pub(super) scratch: Scratch,
    pub(super) row: Row,
    access: Vec<(u32, u16)>,
    direct: Vec<u16>,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(
        matrix: &TransitMatrix<'a>,
        weights: &'a Weights,
        roots: &[Snap],
        targets: &[Snap],
    ) -> Result<Self, ReachError> {
        let request = matrix.request;
        let arrive = matches!(request.window, Window::Arrive { .. });
        let walking = Walking { graph: matrix.walk, weights, kmh: request.walk_kmh, minutes: request.max_walk_minutes };
        let stops = Targets::new(matrix.stops);
        let mut changes = change_links(matrix);
        if arrive {
            changes = changes.transposed(matrix.stops.len());
        }
        let plan = Plan::prepare(request, Lines::from_day(matrix.day, request), &changes)?;
        let target_list = Targets::new(targets);
        // Where walking takes as long either way, one search serves a place as a root and as a target.
        let share = request.switches.share_walks && matrix.walk.is_symmetric();
        let known = if share { same_places(roots, targets) } else { vec![None; roots.len()] };
        let [to_stops, to_targets] = if known.iter().any(Option::is_some) {
            around(&walking, targets, !arrive, [&stops, &target_list])
        } else {
            let [to_stops] = around(&walking, targets, !arrive, [&stops]);
            [to_stops, Links::default()]
        };
        let egress = to_stops.transposed(matrix.stops.len());
        let engine = Engine::new(plan, &egress, targets.len(), matrix.percentiles)?;
        let target_count = targets.len();
        Ok(Self { engine, walking, stops, targets: target_list, target_count, arrive, known, to_stops, to_targets })
    }

    pub(super) fn worker(&self) -> Worker {
        Worker {
            streets: StreetSearch::new(),
            scratch: self.engine.scratch(),
            row: Row::default(),
            access: Vec::new(),
            direct: vec![NO_WALK; self.target_count],
        }
    }

    /// Answers one root; `known` is the target that is the very same place, if any.
    pub(super) fn answer(&self, worker: &mut Worker, root: &Snap, known: Option<u32>) {
        let Worker { streets, scratch, row, access, direct } = worker;
        access.clear();
        direct.fill(NO_WALK);
        if let Some(place) = known {
            access.extend(self.to_stops.row(place as usize));
            for (target, seconds) in self.to_targets.row(place as usize) {
                direct[target as usize] = seconds;
            }
        } else {
            self.walking.walk(streets, root, self.arrive, &[&self.stops, &self.targets], |list, target, seconds| {
                if list == 0 {
                    access.push((target, seconds));
                } else {
                    direct[target as usize] = seconds;
                }
            });
        }
        self.engine.answer(scratch, access, direct, row);
    }
}

/// Changes at a stop and walks between stops, as seconds at the request's walking speed.
pub(crate) fn change_links(matrix: &TransitMatrix<'_>) -> Links {
    let metres_per_second = matrix.request.walk_kmh / 3.6;
    let most_millimetres = matrix.request.max_transfer_walk_minutes * 60_000.0 * metres_per_second;
    let mut triples = Vec::with_capacity(matrix.footpaths.paths.len() + matrix.stops.len());
    for stop in (0..matrix.stops.len()).map(StopId::from) {
        let least = matrix.day.change_seconds.get(stop.index()).copied().unwrap_or(0);
        if least != Stops::NO_CHANGE {
            triples.push((stop.0, stop.0, seconds_label(least)));
        }
        for walk in matrix.footpaths.from(stop) {
            if f64::from(walk.millimetres) <= most_millimetres {
                triples.push((stop.0, walk.to.0, seconds_label(walk.seconds(metres_per_second))));
            }
        }
    }
    Links::from_triples(matrix.stops.len(), &triples)
}

/// Anything over 18 hours is as good as never.
fn seconds_label(seconds: u32) -> u16 {
    seconds.min(u32::from(NO_WALK)) as u16
}
