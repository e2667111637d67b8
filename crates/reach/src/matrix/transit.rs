//! Door-to-door matrices by public transport.

use std::marker::PhantomData;

use lynchpin_network::footpaths::Footpaths;
use lynchpin_network::ids::StopId;
use lynchpin_network::streets::{Snap, Speeds, StreetGraph, StreetSearch, Weights};
use lynchpin_network::timetable::{Day, Stops};
use rayon::prelude::*;

use super::rows::{Job, MatrixSummary, RowSink};
use crate::error::ReachError;
use crate::request::{TransitRequest, Window};
use crate::search::{Engine, Lines, Links, Plan, Row, Scratch};
use crate::walks::{NO_WALK, Targets, Walking};

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
    let prepared = Prepared::new(matrix, &weights, targets, arrive)?;
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
        answer: |worker: &mut Worker, root: usize, values: &mut [u16]| {
            prepared.answer(worker, &roots[root]);
            values.copy_from_slice(worker.row.all_percentiles());
        },
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
        targets: &[Snap],
        arrive: bool,
    ) -> Result<Self, ReachError> {
        let request = matrix.request;
        let walking = Walking { graph: matrix.walk, weights, kmh: request.walk_kmh, minutes: request.max_walk_minutes };
        let stops = Targets::new(matrix.stops);
        let mut changes = change_links(matrix);
        if arrive {
            changes = changes.transposed(matrix.stops.len());
        }
        let plan = Plan::prepare(request, Lines::from_day(matrix.day, request), &changes)?;
        let egress = egress_links(&walking, &stops, matrix.stops.len(), targets, !arrive);
        let engine = Engine::new(plan, &egress, targets.len(), matrix.percentiles)?;
        Ok(Self { engine, walking, stops, targets: Targets::new(targets), target_count: targets.len(), arrive })
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

    pub(super) fn answer(&self, worker: &mut Worker, root: &Snap) {
        let Worker { streets, scratch, row, access, direct } = worker;
        access.clear();
        direct.fill(NO_WALK);
        self.walking.walk(streets, root, self.arrive, &[&self.stops, &self.targets], |list, target, seconds| {
            if list == 0 {
                access.push((target, seconds));
            } else {
                direct[target as usize] = seconds;
            }
        });
        self.engine.answer(scratch, access, direct, row);
    }
}

/// Changes at a stop and walks between stops, as seconds at the request's walking speed.
pub(super) fn change_links(matrix: &TransitMatrix<'_>) -> Links {
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

/// Walks between stops and targets, searched from each target.
fn egress_links(walking: &Walking<'_>, stops: &Targets, stop_count: usize, targets: &[Snap], towards: bool) -> Links {
    let by_target: Vec<Vec<(u32, u32, u16)>> = targets
        .par_iter()
        .enumerate()
        .map_init(StreetSearch::new, |search, (number, target)| {
            let mut links = Vec::new();
            walking.walk(search, target, towards, &[stops], |_, stop, seconds| {
                links.push((stop, number as u32, seconds));
            });
            links
        })
        .collect();
    Links::from_triples(stop_count, &by_target.concat())
}
